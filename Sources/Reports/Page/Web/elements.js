// Elements of the page. Text goes into text nodes alone, so that no name of a run or of a file can be markup.

/** An element with attributes and children; what is null or false among them is left out. */
function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** The same for a drawing. */
function drawn(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat().filter((child) => child !== null && child !== false && child !== undefined));
  return node;
}

/** A name from outside: its direction of writing does not reach what stands around it. */
const named = (text) => element("bdi", { class: "name" }, text);

/** The same where many stand beside each other: without the middle of a long one, all of which is its title. */
const brieflyNamed = (text) => {
  const characters = [...text];
  if (characters.length <= briefLength) return named(text);
  const half = (briefLength - 1) / 2;
  const brief = named(`${characters.slice(0, Math.ceil(half)).join("")}…${characters.slice(-Math.floor(half)).join("")}`);
  brief.title = text;
  return brief;
};
const briefLength = 32;

/** A section of the page with a heading. */
function section(id, title, ...children) {
  return element("section", { id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title), ...children);
}

/** A table that scrolls on its own where it is too wide. `rows` hold texts or nodes; the first of each is its head. */
function table(heads, rows, { caption = null, marked = () => false } = {}) {
  const body = rows.map((row) => element("tr", { class: marked(row) ? "marked" : null },
    row.map((cell, place) => place === 0
      ? element("th", { scope: "row" }, cell)
      : element("td", {}, cell))));
  return element("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": caption ?? "Table" },
    element("table", {},
      caption && element("caption", { class: "hidden" }, caption),
      heads && element("thead", {}, element("tr", {}, heads.map((head) => element("th", { scope: "col" }, head)))),
      element("tbody", {}, body)));
}
