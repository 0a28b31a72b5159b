// The page: its sections in their order, and what they share.

const view = {
  smoothing: 0.6, x: "steps", isLogarithmic: false, keepsOutliers: false, cursor: null, cursorOwner: null, mark: null,
  onCursor: () => {},
  setCursor(cursor, owner = null) {
    if (this.cursor === cursor && this.cursorOwner === owner) return;
    Object.assign(this, { cursor, cursorOwner: owner });
    this.onCursor();
  },
  setMark(mark) {
    this.mark = mark;
    this.onCursor();
  },
};

const overview = new Overview();
const curves = new Curves(view);
const samples = new Samples(view);
const parts = [overview, samples, curves, new Quality(), new Networks(), new Settings(), new History(), new Surroundings()];

function show(data) {
  for (const part of parts) part.update(data.runs, data.program);
  links.replaceChildren(...parts.filter((part) => part !== overview && !part.element.hidden).map((part) =>
    element("a", { href: `#${part.element.id}` }, part.element.querySelector("h2").textContent)));
}

const data = JSON.parse(document.getElementById("data").textContent);
const links = element("nav", { "aria-label": "Sections" });
const head = element("header", {}, element("h1", {}, data.title), links);
const main = element("main", {}, parts.map((part) => part.element));
document.body.append(head, main);
show(data);
if (data.live) head.insertBefore(new Live(data, show).element, links);

// On paper everything is open, and light.
let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details:not([open])")].filter((one) => !one.classList.contains("values"));
  opened.forEach((one) => { one.open = true; });
});
addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
