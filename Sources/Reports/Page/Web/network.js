// The two networks, drawn with the shapes of what goes through them.

/** Layers that do not change the shape stand below the block of the layer before them. */
function blocks(network) {
  const all = [{ shape: network.input, name: network.inputName, followers: [] }];
  for (const layer of network.layers) {
    const before = all[all.length - 1];
    const isSame = String(layer.shape) === String(before.shape);
    if (isSame && !layer.parameters && all.length > 1) before.followers.push(layer.name);
    else if (isSame && layer.isNormalisation && all.length > 1) before.followers.push(layer.name);
    else all.push({ shape: layer.shape, name: layer.name, detail: layer.detail, followers: [] });
  }
  return all;
}

const shapeText = ([height, width, channels]) =>
  height === 1 && width === 1 ? grouped(channels) : `${height}×${width}×${channels}`;

/** A network as a row of boxes: as high and deep as the grid, as wide as there are channels. */
function networkDrawing(network) {
  const all = blocks(network);
  const extent = Math.max(...all.map(({ shape }) => Math.max(shape[0], shape[1])), 1);
  const spatial = (pixels) => (pixels === 1 ? 7 : 14 + 76 * Math.sqrt(pixels / extent));
  const channelsWide = (channels) => 5 + 6.2 * Math.log2(channels + 1);
  const [column, top, middle] = [148, 26, 76];
  const lines = Math.max(...all.map((block) => 1 + (block.detail ? 1 : 0) + block.followers.length));
  const [width, height] = [all.length * column, top + 142 + lines * 16];
  const drawing = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true", focusable: "false" });
  all.forEach((block, place) => {
    const [high, deep, wide] = [spatial(block.shape[0]), spatial(block.shape[1]) * 0.32, channelsWide(block.shape[2])];
    const centre = (place + 0.5) * column;
    const [left, up] = [centre - (wide + deep) / 2, top + middle - (high - deep) / 2];
    const [right, down] = [left + wide, up + high];
    const group = drawn("g", { class: "block" },
      drawn("path", { class: "top", d: `M${left},${up} l${deep},${-deep} h${wide} l${-deep},${deep} z` }),
      drawn("path", { class: "side", d: `M${right},${up} l${deep},${-deep} v${high} l${-deep},${deep} z` }),
      drawn("rect", { class: "front", x: left, y: up, width: wide, height: high }),
      drawn("text", { class: "shape", x: centre, y: top - 6, "text-anchor": "middle" }, shapeText(block.shape)));
    [block.name, block.detail, ...block.followers].filter(Boolean).forEach((text, line) => group.append(
      drawn("text", { class: line ? "follower" : "name", x: centre, y: top + 150 + line * 16, "text-anchor": "middle" }, text)));
    if (place > 0) {
      const before = all[place - 1];
      const from = (place - 0.5) * column + (channelsWide(before.shape[2]) + spatial(before.shape[1]) * 0.32) / 2 + 4;
      const to = left - 5;
      if (to - from > 6) {
        group.append(drawn("path", { class: "arrow", d: `M${from},${top + middle} H${to} m-5,-4 l5,4 l-5,4` }));
      }
    }
    drawing.append(group);
  });
  return drawing;
}

function network(title, plan) {
  const said = `${title}: ${blocks(plan).map((block) => shapeText(block.shape)).join(", then ")}.`;
  const rows = plan.layers.map((layer, place) => [
    String(place), layer.summary, shapeText(layer.shape), grouped(layer.parameters), grouped(layer.multiplyAdds)]);
  const sum = (key) => grouped(plan.layers.reduce((total, layer) => total + layer[key], 0));
  return element("figure", { class: "card network" },
    element("figcaption", {}, element("h3", {}, title),
      element("p", {}, `${sum("parameters")} parameters, ${sum("multiplyAdds")} multiply-adds an image`)),
    element("div", { class: "scroll", tabindex: "0", role: "img", "aria-label": said }, networkDrawing(plan)),
    element("details", {}, element("summary", {}, "Layer by layer"),
      table(["Layer", "What it is", "Output", "Parameters", "Multiply-adds"], rows, { caption: `Layers of the ${title.toLowerCase()}` })));
}

class Networks {
  constructor() {
    this.body = element("div", {});
    this.element = section("architecture", "Architecture", this.body);
  }

  update(runs) {
    const kinds = new Map();
    for (const run of runs.filter((one) => one.architecture)) {
      const key = JSON.stringify(run.architecture);
      kinds.set(key, [...(kinds.get(key) ?? []), run]);
    }
    const key = [...kinds].map(([text, of]) => text + of.length).join();
    this.element.hidden = !kinds.size;
    if (key === this.key) return;
    this.key = key;
    this.body.replaceChildren(...[...kinds.values()].flatMap((of) => [
      kinds.size > 1 && element("h3", { class: "of" }, of[0].architecture.name, ": ",
        of.map((run, place) => [place > 0 && ", ", named(run.label)]).flat()),
      network("Generator", of[0].architecture.generator), network("Discriminator", of[0].architecture.discriminator),
    ]).filter(Boolean));
  }
}
