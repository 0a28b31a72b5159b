// One drawing of curves, with a cursor that pointer and arrow keys move.

const margin = { top: 10, right: 14, bottom: 28, left: 52 };

/**
 * A chart. `options` has title, note, domain (or null), reference lines; `view` is what all charts share: smoothing,
 * x ("steps" or "time"), isLogarithmic, keepsOutliers, cursor, mark.
 */
class Chart {
  constructor(options, view) {
    Object.assign(this, { options, view, series: [], hidden: new Set() });
    const id = `chart-${options.id}`;
    this.canvas = element("div", {
      class: "canvas", role: "slider", tabindex: "0", "aria-orientation": "horizontal",
      "aria-label": `${options.title}: values along the run`, "aria-describedby": `${id}-summary`,
      onpointermove: (event) => this.pointed(event), onpointerdown: (event) => this.pointed(event),
      onpointerleave: () => view.setCursor(null), onkeydown: (event) => this.keyed(event),
      onblur: () => view.setCursor(null),
    });
    this.tip = element("div", { class: "tip", hidden: true, "aria-hidden": "true" });
    this.legend = element("div", { class: "legend" });
    this.summary = element("p", { class: "hidden", id: `${id}-summary` });
    this.details = element("details", { class: "values" }, element("summary", {}, "As a table"));
    this.details.addEventListener("toggle", () => this.fillTable());
    this.element = element("figure", { class: "chart card", id },
      element("figcaption", {}, element("h3", {}, options.title), options.note && element("p", {}, options.note)),
      this.legend, element("div", { class: "frame" }, this.canvas, this.tip), this.summary, this.details);
    new ResizeObserver(() => this.draw()).observe(this.canvas);
  }

  /** Takes other curves: label, colour, dash, and points with step, epoch, seconds, value, minimum and maximum. */
  update(series) {
    this.series = series;
    this.legend.replaceChildren(...(series.length > 1 ? series.map((one) => this.legendButton(one)) : []));
    this.summary.textContent = this.series.map((one) => `${one.label}: ${described(one.points.value)}.`).join(" ");
    this.draw();
    this.fillTable();
  }

  legendButton(one) {
    const button = element("button", {
      type: "button", "aria-pressed": String(!this.hidden.has(one.label)),
      onclick: () => {
        if (this.hidden.has(one.label)) this.hidden.delete(one.label);
        else this.hidden.add(one.label);
        button.setAttribute("aria-pressed", String(!this.hidden.has(one.label)));
        this.draw();
      },
    }, lineSample(one), named(one.label));
    return button;
  }

  get shown() { return this.series.filter((one) => !this.hidden.has(one.label)); }

  /** The line of a curve: what is measured once in a while, and not at every step, is no noise to be smoothed. */
  line(one) {
    return this.options.isNoisy && one.points.value.length > 3 ? smoothed(one.points.value, this.view.smoothing) : one.points.value;
  }

  xs(one) { return this.view.x === "time" ? one.points.seconds : one.points.step; }

  /** Both scales, for what is shown. */
  scales(width, height) {
    const { view, options } = this;
    const xs = this.shown.flatMap((one) => this.xs(one));
    const first = view.x === "time" ? 0 : Math.min(...ends(xs));
    let last = Math.max(...ends(xs), first);
    if (!(last > first)) last = first + 1;
    const x = scale([first, last], [margin.left, width - margin.right]);

    const lines = this.shown.flatMap((one) => this.line(one));
    const values = this.shown.flatMap((one) => one.points.value)
      .concat(view.keepsOutliers ? this.shown.flatMap((one) => [...one.points.minimum, ...one.points.maximum]) : []);
    const marks = (options.references?.() ?? []).map((mark) => mark.value);
    let domain = mostOf(values, view.keepsOutliers) ?? [0, 1];
    const most = mostOf(lines, view.keepsOutliers) ?? domain;
    domain = [Math.min(domain[0], most[0], ...marks), Math.max(domain[1], most[1], ...marks)];
    const fixed = options.domain;
    if (fixed && domain[0] >= fixed[0] && domain[1] <= fixed[1]) domain = fixed;
    const isLogarithmic = view.isLogarithmic && options.mayBeLogarithmic && domain[0] > 0;
    if (isLogarithmic) domain = domain[1] / domain[0] < 1.5 ? [domain[0] / 2, domain[1] * 2] : domain;
    else if (domain !== fixed) domain = padded(domain, options.startsAtZero);
    return { x, y: scale(domain, [height - margin.bottom, margin.top], isLogarithmic) };
  }

  draw() {
    const width = Math.max(260, this.canvas.clientWidth || 520);
    const height = width < 420 ? 200 : 230;
    this.size = { width, height };
    const hasPoints = this.shown.some((one) => one.points.step.length > 0);
    const drawing = drawn("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" });
    if (hasPoints) {
      const { x, y } = this.scales(width, height);
      Object.assign(this, { x, y });
      const clip = `${this.element.id}-clip`;
      drawing.append(
        drawn("clipPath", { id: clip }, drawn("rect", {
          x: margin.left - 5, y: margin.top - 5, width: width - margin.left - margin.right + 10,
          height: height - margin.top - margin.bottom + 9,
        })),
        this.axes(width, height),
        drawn("g", { "clip-path": `url(#${clip})` }, this.references(width), this.shown.map((one) => this.curve(one))),
        drawn("g", {}, this.referenceLabels(width, height)));
    } else {
      this.x = null;
      drawing.append(drawn("text", { x: width / 2, y: height / 2, "text-anchor": "middle" }, "No curve is chosen."));
    }
    this.cursorLayer = drawn("g", { class: "cursor" });
    this.describe(this.x?.domain ?? [0, 0], this.x?.domain[1] ?? 0, "No step is chosen; the arrow keys choose one.");
    drawing.append(this.cursorLayer);
    this.canvas.replaceChildren(drawing);
    this.drawCursor();
  }

  axes(width, height) {
    const { x, y, view } = this;
    const group = drawn("g", { class: "axes" });
    const vertical = y.isLogarithmic ? { values: powerTicks(y.domain), step: null } : ticks(y.domain, height / 48);
    for (const value of vertical.values) {
      const place = y.at(value);
      group.append(
        drawn("line", { x1: margin.left, x2: width - margin.right, y1: place, y2: place }),
        drawn("text", { x: margin.left - 8, y: place + 4, "text-anchor": "end" },
          vertical.step ? tickText(value, vertical.step) : short(value)));
    }
    const count = Math.max(2, Math.floor((width - margin.left) / 64));
    const isTime = view.x === "time";
    const horizontal = isTime ? { values: timeTicks(x.domain, count) } : ticks(x.domain, count);
    group.append(drawn("text", { x: margin.left - 8, y: height - 8, "text-anchor": "end" }, isTime ? "time" : "step"));
    const whole = horizontal.values.filter((value) => isTime || Number.isInteger(value));
    for (const value of whole.length ? whole : x.domain.slice(0, 1)) {
      const place = x.at(value);
      const anchor = place > width - 40 ? "end" : place < margin.left + 16 ? "start" : "middle";
      group.append(
        drawn("line", { class: "tick", x1: place, x2: place, y1: height - margin.bottom, y2: height - margin.bottom + 4 }),
        drawn("text", { x: place, y: height - 8, "text-anchor": anchor },
          isTime ? clock(value) : tickText(value, Math.max(1, horizontal.step ?? 1))));
    }
    return group;
  }

  references(width) {
    return (this.options.references?.() ?? []).map((mark) => {
      const place = this.y.at(mark.value);
      return drawn("line", { class: "reference", x1: margin.left, x2: width - margin.right, y1: place, y2: place });
    });
  }

  /** What the reference lines are, beside them where no curve is. */
  referenceLabels(width, height) {
    const frame = { left: margin.left + 4, right: width - margin.right - 4, top: 0, bottom: height - margin.bottom };
    const curves = this.shown.flatMap((one) => [this.line(one), one.points.value].map((values) =>
      this.xs(one).map((place, index) => [this.x.at(place), this.y.at(values[index])])));
    return (this.options.references?.() ?? []).map((mark) => {
      const box = boxOfLabel(this.y.at(mark.value), mark.label, frame, curves);
      return drawn("text", { class: "reference", x: box.left, y: box.bottom - 4 }, mark.label);
    });
  }

  curve(one) {
    const { x, y } = this;
    const xs = this.xs(one);
    const { value, minimum, maximum } = one.points;
    const line = this.line(one);
    const group = drawn("g", {});
    const isThinned = minimum.some((low, index) => low < maximum[index]);
    if (isThinned) group.append(drawn("path", { class: "range", d: band(xs, minimum, maximum, x, y), style: lineStyle(one) }));
    else if (line !== value) {
      group.append(drawn("path", { class: "line raw", d: path(xs, value, x, y), style: lineStyle(one) }));
    }
    group.append(drawn("path", { class: "line", d: path(xs, line, x, y), style: lineStyle(one) }));
    if (xs.length <= 30) {
      xs.forEach((place, index) => group.append(
        drawn("circle", { class: "dot", r: 3, cx: x.at(place), cy: y.at(line[index]), style: lineStyle(one) })));
    }
    return group;
  }

  // The cursor.

  pointed(event) {
    if (!this.x) return;
    const box = this.canvas.getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * this.size.width;
    this.view.setCursor(this.nearest(this.x.back(place)), this);
  }

  /** The place on the x axis of the point that lies nearest. */
  nearest(target) {
    const places = this.shown.flatMap((one) => this.xs(one));
    return places.reduce((best, place) => Math.abs(place - target) < Math.abs(best - target) ? place : best, places[0]);
  }

  keyed(event) {
    if (!this.x) return;
    const places = [...new Set(this.shown.flatMap((one) => this.xs(one)))].sort((one, other) => one - other);
    const last = places.length - 1;
    const now = this.view.cursor === null ? -1 : places.findIndex((place) => place >= this.view.cursor);
    const stride = Math.max(1, Math.round(last / 20));
    const moves = {
      ArrowRight: now + 1, ArrowUp: now + 1, ArrowLeft: now < 0 ? last : now - 1, ArrowDown: now < 0 ? last : now - 1,
      PageUp: now + stride, PageDown: now < 0 ? last : now - stride, Home: 0, End: last,
    };
    if (event.key === "Escape") this.view.setCursor(null);
    if (!(event.key in moves)) return;
    event.preventDefault();
    this.view.setCursor(places[Math.min(last, Math.max(0, moves[event.key]))], this);
  }

  /** Draws the cursor of all charts, and says what lies under it in the one that moved it. */
  drawCursor() {
    const { view, x, y } = this;
    if (!this.cursorLayer) return;
    this.cursorLayer.replaceChildren();
    const height = this.size.height;
    if (x && view.mark !== null && view.x === "steps" && view.mark <= x.domain[1]) {
      const place = x.at(Math.max(view.mark, x.domain[0]));
      this.cursorLayer.append(drawn("path", { class: "mark", d: `M${place},${height - margin.bottom} l5,8 h-10 z` }));
    }
    const isMine = view.cursorOwner === this;
    this.tip.hidden = !(x && isMine && view.cursor !== null);
    if (!x || view.cursor === null || view.cursor > x.domain[1]) return;
    const place = x.at(view.cursor);
    this.cursorLayer.append(drawn("line", { x1: place, x2: place, y1: margin.top, y2: height - margin.bottom }));
    const rows = this.shown.map((one) => ({ one, at: closest(this.xs(one), view.cursor) })).filter(({ at }) => at >= 0);
    for (const { one, at } of rows) {
      const value = this.line(one)[at];
      const level = Math.min(height - margin.bottom, Math.max(margin.top, y.at(value)));
      this.cursorLayer.append(
        drawn("circle", { r: 4, cx: x.at(this.xs(one)[at]), cy: level, class: "dot", style: lineStyle(one) }));
    }
    if (isMine) this.fillTip(rows, place);
  }

  fillTip(rows, place) {
    const { view } = this;
    if (!rows.length) return;
    const { one, at } = rows[0];
    const head = `Step ${grouped(one.points.step[at])}, epoch ${one.points.epoch[at]}, ${clock(one.points.seconds[at])}`;
    const said = rows.map(({ one, at }) => {
      const { value, minimum, maximum } = one.points;
      const spread = minimum[at] < maximum[at] ? ` (${short(minimum[at])} to ${short(maximum[at])})` : "";
      return { one, text: short(value[at]) + spread };
    });
    this.tip.replaceChildren(element("strong", {}, head), ...said.map(({ one, text }) => element("div", {},
      lineSample(one), named(one.label), element("b", {}, text))));
    const share = place / this.size.width;
    this.tip.style.left = `${share * 100}%`;
    this.tip.style.transform = `translateX(${share > 0.55 ? "calc(-100% - 12px)" : "12px"})`;
    this.describe(this.x.domain, view.cursor, `${head}: ${said.map(({ one, text }) => `${one.label} ${text}`).join(", ")}`);
  }

  /** Says to a screen reader where the cursor is. */
  describe([low, high], now, text) {
    const values = { "aria-valuemin": low, "aria-valuemax": high, "aria-valuenow": now, "aria-valuetext": text };
    for (const [name, value] of Object.entries(values)) this.canvas.setAttribute(name, value);
  }

  /** A dozen of the values, for who cannot see the curve, and for paper. It is made when it is looked at. */
  fillTable() {
    if (!this.details.open) return;
    this.details.querySelector(".scroll")?.remove();
    const longest = this.series.reduce((best, one) => one.points.step.length > best.length ? one.points.step : best, []);
    const count = Math.min(12, longest.length);
    const steps = [...new Set(Array.from({ length: count }, (_, index) =>
      longest[count < 2 ? 0 : Math.round((index * (longest.length - 1)) / (count - 1))]))];
    this.details.append(table(
      ["Step", ...this.series.map((one) => one.label)],
      steps.map((step) => [grouped(step), ...this.series.map((one) => {
        const at = closest(one.points.step, step);
        return at < 0 ? "–" : short(one.points.value[at]);
      })]),
      { caption: this.options.title }));
  }
}

/** A piece of a curve's line, to tell what is drawn with it. */
const lineSample = (one) => drawn("svg", { class: "sample", width: 22, height: 8, "aria-hidden": "true" },
  drawn("line", { x1: 0, x2: 22, y1: 4, y2: 4, class: "line", style: lineStyle(one) }));

/** What tells the curves of a run from those of others: beyond eight colours, dashes. */
const lineOfRun = (place) => ({ colour: place, dash: place >= 8 });

const lineStyle = (one) => `--colour: var(--c${one.colour % 8}); --dash: ${one.dash ? "6 4" : "none"}`;

/** The ends of a list, so that no more numbers are spread into a call than it can take. */
const ends = (values) => values.length ? [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))] : [0];

function padded([low, high], startsAtZero) {
  if (startsAtZero && low >= 0) return [0, high > 0 ? high * 1.08 : 1];
  const room = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - room, high + room];
}

/** The place of the point at `target` or just before it; -1 where the curve has not begun or is long over. */
function closest(places, target) {
  let [low, high] = [0, places.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (places[middle] <= target) low = middle;
    else high = middle - 1;
  }
  if (!places.length || places[0] > target) return -1;
  const isOver = low === places.length - 1 && target > places[low] + (places[low] - places[0]) * 0.02;
  return isOver ? -1 : low;
}

function path(xs, values, x, y) {
  let [text, pen] = ["", "M"];
  for (let index = 0; index < xs.length; index += 1) {
    const value = values[index];
    if (!Number.isFinite(value) || (y.isLogarithmic && value <= 0)) {
      pen = "M";
      continue;
    }
    text += `${pen}${x.at(xs[index]).toFixed(1)},${clamped(y.at(value)).toFixed(1)}`;
    pen = "L";
  }
  return text;
}

function band(xs, minimum, maximum, x, y) {
  const low = minimum.map((value) => (y.isLogarithmic ? Math.max(value, y.domain[0]) : value));
  const high = maximum.map((value) => (y.isLogarithmic ? Math.max(value, y.domain[0]) : value));
  const there = path(xs, high, x, y);
  const back = path([...xs].reverse(), low.reverse(), x, y);
  return there && back ? `${there}L${back.slice(1)}Z` : "";
}

/** What lies far outside the drawing is brought near it: drawings have limits of their own for numbers. */
const clamped = (place) => Math.min(5000, Math.max(-5000, place));

/** A curve in a sentence. */
function described(values) {
  const finite = values.filter(Number.isFinite);
  if (!finite.length) return "no values";
  const [low, high] = ends(finite);
  return `first ${short(finite[0])}, last ${short(finite[finite.length - 1])}, from ${short(low)} to ${short(high)}`;
}
