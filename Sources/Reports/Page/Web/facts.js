// What is said of the runs in words and tables.

class Overview {
  constructor() {
    this.body = element("div", { class: "overview" });
    this.element = element("section", { id: "overview", "aria-label": "Overview" }, this.body);
  }

  update(runs) {
    this.body.replaceChildren(...(runs.length > maximumCards ? [this.table(runs)] : this.cards(runs)));
  }

  /** Many runs, a line each. */
  table(runs) {
    const names = [...new Set(runs.flatMap((run) => run.facts.map(([name]) => name)))];
    const rows = runs.map((run, place) => [
      element("span", { class: "keyed" }, key(place), brieflyNamed(run.label)),
      run.verdict ? element("span", { title: run.verdict.sentence }, run.verdict.name) : run.fault ?? "–",
      ...names.map((name) => run.facts.find(([one]) => one === name)?.[1] ?? "–"),
    ]);
    return element("div", { class: "card" }, table(["Run", "Verdict", ...names], rows, { caption: "The runs" }));
  }

  cards(runs) {
    return runs.map((run, place) => element("article", { class: "card run" },
      element("h2", {}, runs.length > 1 && key(place), named(run.label)),
      run.fault && element("p", { class: "notice" }, run.fault),
      run.verdict && element("p", { class: `verdict ${run.verdict.tone}` },
        element("strong", {}, run.verdict.name), " ", run.verdict.sentence, run.verdict.advice && ` ${run.verdict.advice}`),
      element("dl", { class: "tiles" }, run.facts.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value))))));
  }
}

/** Of more runs than these, cards are too long to read. */
const maximumCards = 4;

/** The line that a run's curves are drawn with. */
const key = (place) => lineSample(lineOfRun(place));

class Quality {
  constructor() {
    this.body = element("div", {});
    this.element = section("quality", "Quality", this.body);
  }

  update(runs) {
    const judged = runs.filter((run) => run.quality);
    this.element.hidden = !judged.length;
    const key = JSON.stringify(judged.map((run) => run.quality));
    if (key === this.key) return;
    this.key = key;
    this.body.replaceChildren(...judged.map(({ quality, label }) => element("div", { class: "card" },
      runs.length > 1 && element("h3", {}, named(label)),
      element("p", {}, quality.meaning || (quality.word && `What the figures mean: ${quality.word}.`), quality.reservation && ` ${quality.reservation}`),
      table(["Figure", "Samples", "Real images", "Better"],
        quality.figures.map(({ name, value, interval, floor, better }) => [
          name, short(value) + (interval ? ` (${short(interval[0])} to ${short(interval[1])})` : ""), short(floor), better]),
        { caption: "Figures of the evaluation" }),
      element("p", { class: "hint" }, quality.note),
      quality.classes.length > 0 && element("details", {}, element("summary", {}, "Class by class"),
        table(["Class", "Share of samples", "Share of real images", "Precision", "Recall"],
          quality.classes.map((one) => [named(one.name), percent(one.share), percent(one.referenceShare), short(one.precision), short(one.recall)]),
          { caption: "Classes" })),
      quality.picture && element("details", {}, element("summary", {}, "Samples beside the training images nearest to them"),
        element("img", { class: "grid", src: quality.picture, alt: "Samples beside the training images nearest to them" })))));
  }
}

const percent = (share) => Number.isFinite(share) ? `${(share * 100).toFixed(1)} %` : "–";

class Settings {
  constructor() {
    this.only = element("input", { type: "checkbox", onchange: () => this.fill() });
    this.choice = element("label", { class: "controls" }, this.only, "Only what differs");
    this.body = element("div", { class: "card" });
    this.element = section("settings", "Settings", this.choice, this.body);
  }

  update(runs) {
    const told = runs.filter((run) => run.settings.length);
    this.element.hidden = !told.length;
    const key = JSON.stringify(told.map((run) => [run.label, run.settings]));
    if (key === this.key) return;
    this.key = key;
    const keys = [...new Map(told.flatMap((run) => run.settings.map((one) => [one.key, one.title])))];
    this.heads = ["Setting", ...told.map((run) => brieflyNamed(run.label))];
    this.rows = keys.map(([key, title]) =>
      [title, ...told.map((run) => run.settings.find((one) => one.key === key)?.value ?? "–")]);
    this.differing = new Set(this.rows.filter((row) => new Set(row.slice(1)).size > 1));
    this.choice.hidden = told.length < 2;
    this.only.checked = told.length > 1 && this.differing.size > 0;
    this.fill();
  }

  fill() {
    const rows = this.only.checked ? this.rows.filter((row) => this.differing.has(row)) : this.rows;
    if (this.heads.length === 2) {
      this.body.replaceChildren(element("dl", { class: "tiles" }, rows.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value)))));
    } else if (rows.length) {
      this.body.replaceChildren(table(this.heads.map((head) => head.cloneNode?.(true) ?? head), rows,
        { caption: "Settings", marked: (row) => this.differing.has(row) }));
    } else this.body.replaceChildren(element("p", {}, "The runs have the same settings."));
  }
}

class History {
  constructor() {
    this.body = element("div", {});
    this.element = section("history", "On the way", this.body);
  }

  update(runs) {
    const told = runs.filter((run) => run.events.length);
    this.element.hidden = !told.length;
    this.body.replaceChildren(...told.map((run) => element("div", { class: "card" },
      runs.length > 1 && element("h3", {}, named(run.label)),
      element("ul", {}, run.events.map((event) => element("li", {}, event))))));
  }
}

class Surroundings {
  constructor() {
    this.body = element("div", { class: "card" });
    this.element = section("environment", "Environment", this.body);
  }

  update(runs, program) {
    const keys = [...new Set(runs.flatMap((run) => run.environment.map(([name]) => name)))];
    const heads = runs.length > 1 ? ["", ...runs.map((run) => brieflyNamed(run.label))] : null;
    const rows = keys.map((key) => [key, ...runs.map((run) => run.environment.find(([name]) => name === key)?.[1] ?? "–")]);
    this.body.replaceChildren(rows.length ? table(heads, rows, { caption: "Environment" }) : "",
      element("p", { class: "hint" }, `This page was made by ${program}.`));
  }
}
