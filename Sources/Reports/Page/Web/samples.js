// The grids of samples, and the slider that goes through the run.

class Samples {
  constructor(view) {
    this.view = view;
    this.place = null;
    this.moments = [];
    this.slider = element("input", {
      type: "range", min: 0, value: 0, step: 1, "aria-label": "Moment of the run", oninput: () => this.go(Number(this.slider.value)),
    });
    this.label = element("output", {});
    this.button = element("button", { type: "button", onclick: () => this.play() }, "Play");
    this.figures = element("div", { class: "grids" });
    this.strip = element("div", { class: "strip", "aria-hidden": "true" });
    this.notes = element("div", {});
    this.bar = element("div", { class: "controls" },
      element("button", { type: "button", "aria-label": "Earlier", onclick: () => this.go(this.place - 1) }, "◀"),
      this.slider,
      element("button", { type: "button", "aria-label": "Later", onclick: () => this.go(this.place + 1) }, "▶"),
      this.button, this.label);
    this.element = section("samples", "Samples",
      element("p", { class: "hint" }, "The same latent vectors all along, so that the pictures show the progress."),
      this.bar, this.figures, this.strip, this.notes);
  }

  update(runs) {
    this.runs = runs;
    const before = this.moments[this.place];
    const wasLast = this.place === null || this.place === this.moments.length - 1;
    const times = new Map(runs.flatMap((run) => run.pictures).map((picture) => [picture.time, picture]));
    this.moments = [...times.values()].sort((one, other) => one.time - other.time);
    const last = this.moments.length - 1;
    this.slider.max = Math.max(0, last);
    this.bar.hidden = last < 1;
    this.notes.replaceChildren(...runs.filter((run) => run.picturesNote).map((run) => element("p", { class: "hint" },
      runs.length > 1 && [named(run.label), ": "], run.picturesNote)));
    const labels = runs.map((run) => run.label).join("\n");
    if (labels !== this.labels) {
      this.tiles = runs.map((run) => this.tile(run));
      this.figures.replaceChildren(...this.tiles.map((tile) => tile.element));
      this.labels = labels;
    }
    this.tiles.forEach((tile, place) => { tile.run = runs[place]; });
    if (last < 0) return;
    const same = before ? this.moments.findIndex((moment) => moment.time >= before.time) : last;
    this.go(wasLast || same < 0 ? last : same);
    this.fillStrip();
  }

  tile(run) {
    const image = element("img", { class: "grid", decoding: "sync", alt: "", hidden: true });
    const caption = element("figcaption", {});
    const missing = element("p", { class: "notice" }, "There is no picture of this run.");
    // A tower of few columns is not made higher than the window; each of its pixels remains one.
    image.addEventListener("load", () => {
      image.style.setProperty("--ratio", image.naturalWidth / image.naturalHeight);
      image.style.setProperty("--own", `${image.naturalWidth}px`);
    });
    image.addEventListener("error", () => { image.hidden = true; missing.hidden = false; missing.textContent = "The picture cannot be shown."; });
    return { run, image, caption, missing, element: element("figure", { class: "card" },
      this.runs.length > 1 && element("h3", {}, brieflyNamed(run.label)), image, missing, caption) };
  }

  go(place) {
    const last = this.moments.length - 1;
    if (last < 0) return;
    this.place = Math.min(last, Math.max(0, place));
    const moment = this.moments[this.place];
    this.slider.value = this.place;
    this.slider.setAttribute("aria-valuetext", moment.label);
    this.label.textContent = `${moment.label}, ${this.place + 1} of ${last + 1}`;
    for (const { run, image, caption, missing } of this.tiles) {
      const picture = [...run.pictures].reverse().find((candidate) => candidate.time <= moment.time);
      image.hidden = !picture;
      missing.hidden = Boolean(picture);
      if (!run.pictures.length) missing.textContent = "There is no picture of this run.";
      else if (!picture) missing.textContent = "There is no picture of this run yet.";
      if (!picture) continue;
      if (image.getAttribute("src") !== picture.source) image.src = picture.source;
      image.alt = `Grid of samples, ${picture.label}`;
      caption.textContent = picture.label + (picture.step && !picture.label.startsWith("Step") ? `, step ${grouped(picture.step)}` : "");
    }
    this.view.setMark(moment.step || null);
  }

  /** A few moments beside each other, for paper, where nothing slides. */
  fillStrip() {
    if (this.runs.length > 1 || this.moments.length < 3) return this.strip.replaceChildren();
    const count = Math.min(6, this.moments.length);
    const chosen = Array.from({ length: count }, (_, index) =>
      this.moments[Math.round((index * (this.moments.length - 1)) / (count - 1))]);
    this.strip.replaceChildren(...chosen.map((moment) => element("figure", {},
      element("img", { class: "grid", src: moment.source, alt: "", loading: "lazy" }), element("figcaption", {}, moment.label))));
  }

  play() {
    if (this.timer) return this.stop();
    if (this.place === this.moments.length - 1) this.go(0);
    this.button.textContent = "Stop";
    const wait = Math.max(80, Math.min(400, 6000 / this.moments.length));
    this.timer = setInterval(() => {
      this.go(this.place + 1);
      if (this.place === this.moments.length - 1) this.stop();
    }, wait);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.textContent = "Play";
  }
}
