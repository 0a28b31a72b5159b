// The section of curves: which charts there are, and what is set for all of them.

const measures = {
  discriminatorLoss: "Discriminator's loss", generatorLoss: "Generator's loss",
  realProbability: "D(real)", fakeProbability: "D(fake)",
  diversity: "Diversity", pictureChange: "Change of the pictures",
  frechet: "Fréchet distance", kernel: "Kernel distance",
  precision: "Precision", recall: "Recall", density: "Density", coverage: "Coverage",
  imagesPerSecond: "Images per second", learningRateFactor: "Factor of the learning rates",
};

/** What is drawn on a chart together while there is one run; several runs have a chart for each measure. */
const groups = [
  { id: "losses", title: "Losses", measures: ["discriminatorLoss", "generatorLoss"], mayBeLogarithmic: true, isNoisy: true },
  {
    id: "probabilities", title: "D(real) and D(fake)", measures: ["realProbability", "fakeProbability"], domain: [0, 1],
    isNoisy: true,
    note: "The mean probability that the discriminator gives real images and the generator's.",
  },
  {
    id: "diversity", title: "Diversity", measures: ["diversity", "pictureChange"], startsAtZero: true,
    note: "How far pictures of fixed latents lie apart, where the training images have 1, and how far they have come "
      + "since the examination before.",
  },
  {
    id: "frechet", title: "Fréchet distance", measures: ["frechet"], startsAtZero: true,
    note: "The lower, the nearer to real images. Other real images reach the line.",
  },
  { id: "kernel", title: "Kernel distance", measures: ["kernel"], startsAtZero: true },
  {
    id: "shares", title: "Precision, recall and the like", measures: ["precision", "recall", "density", "coverage"],
    domain: [0, 1], note: "Precision: how many samples look real. Recall: how much of what is real is drawn.",
  },
  { id: "speed", title: "Speed", measures: ["imagesPerSecond"], startsAtZero: true, isNoisy: true, note: "Images trained on in a second." },
  {
    id: "rate", title: "Learning rates", measures: ["learningRateFactor"], startsAtZero: true, isOptional: true,
    note: "What the learning rates that were set are multiplied by. It is halved when numbers explode.",
  },
];

class Curves {
  constructor(view) {
    this.view = view;
    this.charts = new Map();
    this.grid = element("div", { class: "charts" });
    this.timeline = new Timeline();
    this.empty = element("p", { class: "notice" }, "No step is logged yet: there is nothing to draw.");
    this.element = section("curves", "Curves", this.controls(), this.empty, this.grid, this.timeline.element);
    view.onCursor = () => this.charts.forEach((chart) => chart.drawCursor());
  }

  controls() {
    const { view } = this;
    const redraw = () => this.charts.forEach((chart) => chart.draw());
    const output = element("output", { for: "smoothing" }, view.smoothing.toFixed(2));
    const check = (label, key) => element("label", {},
      element("input", { type: "checkbox", onchange: (event) => { view[key] = event.target.checked; redraw(); } }), label);
    return element("div", { class: "controls", role: "group", "aria-label": "How the curves are drawn" },
      element("label", { for: "smoothing" }, "Smoothing ",
        element("input", {
          type: "range", id: "smoothing", min: 0, max: 0.98, step: 0.02, value: view.smoothing,
          oninput: (event) => {
            view.smoothing = Number(event.target.value);
            output.textContent = view.smoothing.toFixed(2);
            redraw();
          },
        }), output),
      element("label", {}, "Along ",
        element("select", { onchange: (event) => { view.x = event.target.value; view.setCursor(null); redraw(); } },
          element("option", { value: "steps" }, "steps"), element("option", { value: "time" }, "time"))),
      check("Losses by powers of ten", "isLogarithmic"), check("Outliers", "keepsOutliers"));
  }

  update(runs) {
    const wanted = runs.length > 1 ? this.single() : groups;
    const seen = new Set();
    for (const group of wanted) {
      const series = this.series(group, runs);
      const varies = series.some((one) => one.points.value.some((value) => value !== 1));
      if (!series.length || (group.isOptional && !varies)) continue;
      if (!this.charts.has(group.id)) {
        const chart = new Chart({ ...group, references: () => this.references(group) }, this.view);
        this.charts.set(group.id, chart);
      }
      seen.add(group.id);
      this.runs = runs;
      this.charts.get(group.id).update(series);
    }
    for (const id of [...this.charts.keys()]) if (!seen.has(id)) this.charts.delete(id);
    const figures = wanted.filter((group) => seen.has(group.id)).map((group) => this.charts.get(group.id).element);
    // Charts stay where they are, with whatever has the focus in them.
    if (figures.length !== this.grid.children.length || figures.some((figure, place) => this.grid.children[place] !== figure)) {
      this.grid.replaceChildren(...figures);
    }
    this.empty.hidden = seen.size > 0;
    this.timeline.update(runs);
  }

  single() {
    return groups.flatMap((group) => group.measures.map((measure) => ({
      ...group, id: measure, title: measures[measure], measures: [measure],
      note: group.measures.length > 1 ? null : group.note,
    })));
  }

  series(group, runs) {
    return runs.flatMap((run, place) => group.measures.map((measure, index) => ({
      label: runs.length > 1 ? run.label : measures[measure], points: run.curves[measure],
      ...(runs.length > 1 ? lineOfRun(place) : { colour: index, dash: false }),
    }))).filter((one) => one.points);
  }

  /** What real images reach, where all runs were judged by the same. */
  references(group) {
    if (group.measures.length > 1) return [];
    const floors = new Set(this.runs.map((run) => run.floors[group.measures[0]]).filter((floor) => floor !== undefined));
    return [...floors].slice(0, 1).filter(() => floors.size === 1).map((value) => ({ value, label: "real images" }));
  }
}

const verdicts = {
  normal: "Normal", discriminatorWinning: "Discriminator winning", generatorCollapse: "Generator collapse",
  stagnation: "Stagnation", lossesRunningAway: "Losses running away",
};

/** Which verdict on its health each run had when. */
class Timeline {
  constructor() {
    this.body = element("div", {});
    this.element = element("figure", { class: "card timeline" },
      element("figcaption", {}, element("h3", {}, "Health"),
        element("p", {}, "What an examination every 100 steps found.")), this.body);
  }

  update(runs) {
    const told = runs.filter((run) => run.health.length);
    this.element.hidden = !told.length;
    if (!told.length) return;
    const last = told.reduce((most, run) => Math.max(most, run.health[run.health.length - 1].to), 1);
    const names = [...new Set(told.flatMap((run) => run.health.map((span) => span.name)))];
    this.body.replaceChildren(...told.map((run) => this.row(run, last, runs.length > 1)),
      element("div", { class: "legend", "aria-hidden": "true" }, names.map((name) => element("span", {},
        element("span", { class: `swatch ${healthClass(name)}` }), verdicts[name] ?? named(name)))));
  }

  row(run, last, isNamed) {
    const said = run.health.slice(0, 20)
      .map((span) => `steps ${grouped(span.from)} to ${grouped(span.to)} ${verdicts[span.name] ?? span.name}`).join(", ");
    return element("div", { class: "health" },
      isNamed && element("div", {}, named(run.label)),
      element("div", { class: "spans", role: "img", "aria-label": `Health: ${said}.` }, run.health.map((span) =>
        element("span", {
          class: healthClass(span.name), title: `${verdicts[span.name] ?? span.name}: steps ${span.from} to ${span.to}`,
          style: `left:${((span.from - 1) / last) * 100}%;width:${((span.until - span.from) / last) * 100}%`,
        }))));
  }
}

const healthClass = (name) => `health-${name in verdicts ? name : "other"}`;
