// Numbers, as people read them. The same on every machine: no locale has a say.

const grouped = (count) => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ",");

/** Three or four digits that count; powers of ten where there would be many zeros. */
function short(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2).replace("e+", "e").replace("-", "−");
  if (size >= 1000) return (value < 0 ? "−" : "") + grouped(size);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : 3).replace("-", "−");
}

/** A tick of a scale whose ticks lie `step` apart. */
function tickText(value, step) {
  if (value === 0) return "0";
  if (Math.abs(value) >= 1e5) {
    const unit = Math.abs(value) >= 1e9 ? null : Math.abs(value) >= 1e6 ? [1e6, "M"] : [1e3, "k"];
    if (unit) return tickText(value / unit[0], step / unit[0]) + unit[1];
  }
  if (Math.abs(value) >= 1e9 || step < 1e-4) return value.toExponential(1).replace("e+", "e").replace("-", "−");
  let decimals = Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  // 0.25, 0.5, 0.75: as many as tell a step from the next.
  if (Math.abs(Number(step.toFixed(decimals)) - step) > step * 1e-6) decimals += 1;
  const text = value.toFixed(Math.min(6, decimals));
  return (Math.abs(value) >= 1000 && decimals === 0 ? (value < 0 ? "-" : "") + grouped(Math.abs(value)) : text)
    .replace("-", "−");
}

/** Seconds as `1:02:03`, or `2:03`. */
function clock(seconds) {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (number) => String(number).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** A number of things: "1 run", "2 runs". */
const counted = (count, noun) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
