// From values to places in a drawing.

/** A scale from `domain` to `range`, linear or logarithmic. */
function scale(domain, range, isLogarithmic = false) {
  const map = isLogarithmic ? Math.log10 : (value) => value;
  const [low, high] = domain.map(map);
  const width = high - low || 1;
  return {
    domain, isLogarithmic,
    at: (value) => range[0] + ((map(value) - low) / width) * (range[1] - range[0]),
    back: (place) => {
      const value = low + ((place - range[0]) / (range[1] - range[0])) * width;
      return isLogarithmic ? 10 ** value : value;
    },
  };
}

/** About `count` round values in a domain, and how far they lie apart. */
function ticks([low, high], count) {
  const raw = (high - low) / Math.max(1, count);
  if (!(raw > 0) || !Number.isFinite(raw)) return { values: [low], step: 1 };
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= raw - 1e-12 * power);
  const values = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index += 1) {
    values.push(index * step);
  }
  return { values, step };
}

/** Powers of ten in a domain, a few at most; with twice and five times of them where it spans little. */
function powerTicks([low, high]) {
  const decades = Math.log10(high / low);
  const factors = decades < 2.5 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil(decades / 6));
  const values = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += stride) {
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (value >= low * 0.999 && value <= high * 1.001) values.push(value);
    }
  }
  return values;
}

/** Ticks of time, in seconds: round numbers of seconds, minutes or hours. */
function timeTicks([low, high], count) {
  const raw = (high - low) / Math.max(1, count);
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
  const step = steps.find((candidate) => candidate >= raw) ?? Math.ceil(raw / 86400) * 86400;
  const values = [];
  for (let value = Math.ceil(low / step) * step; value <= high + 1e-9; value += step) values.push(value);
  return values;
}

/** The least and the greatest of most values: single ones that lie far off do not flatten all others. */
function mostOf(values, keepsAll) {
  const sorted = values.filter(Number.isFinite).sort((one, other) => one - other);
  if (!sorted.length) return null;
  const cut = keepsAll || sorted.length < 50 ? 0 : Math.floor(sorted.length * 0.01);
  return [sorted[cut], sorted[sorted.length - 1 - cut]];
}

/** Values that follow their neighbours, by a moving average whose weights fall off exponentially. */
function smoothed(values, weight) {
  if (!weight) return values;
  let [sum, total] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    sum = sum * weight + (1 - weight) * value;
    total = total * weight + (1 - weight);
    return sum / total;
  });
}

/** The room that a line of small letters takes, in the units of a drawing, and a little around it. */
const letters = { width: 6.4, height: 17 };

/**
 * A box for a label above or below a level line, in which the fewest pieces of curves lie: at the right end, if there are
 * none there, else as far to the right as can be. A curve is a list of places [x, y].
 */
function boxOfLabel(level, label, frame, curves) {
  const width = label.length * letters.width;
  const rows = [level - 1 - letters.height, level + 1].filter((top) => top >= frame.top && top + letters.height <= frame.bottom);
  let best = null;
  for (let right = frame.right; right - width >= frame.left; right -= width / 4) {
    for (const top of rows.length ? rows : [level - 1 - letters.height]) {
      const box = { left: right - width, right, top, bottom: top + letters.height };
      const count = curves.reduce((sum, curve) => sum + crossings(curve, box), 0);
      if (best === null || count < best.count) best = { ...box, count };
      if (count === 0) return best;
    }
  }
  return best ?? { left: frame.left, right: frame.left + width, top: level - 1 - letters.height, bottom: level - 1 };
}

/** How many of a curve's pieces lie in a box. */
function crossings(curve, box) {
  let count = 0;
  for (let index = 0; index < curve.length; index += 1) {
    const [[x0, y0], [x1, y1]] = [curve[Math.max(0, index - 1)], curve[index]];
    const [from, to] = [Math.max(box.left, Math.min(x0, x1)), Math.min(box.right, Math.max(x0, x1))];
    if (!(from <= to)) continue;
    const at = (x) => (x1 === x0 ? y1 : y0 + ((x - x0) / (x1 - x0)) * (y1 - y0));
    const heights = x1 === x0 ? [y0, y1] : [at(from), at(to)];
    if (Math.min(...heights) <= box.bottom && Math.max(...heights) >= box.top) count += 1;
  }
  return count;
}
