// A drawing that reads as a map. It asks no server for tiles, so it shows no real street: streets, a river and a park
// are drawn from the coordinates alone, the same place always alike, under a pin.
import { drawing } from "./dom.js";
import { coordinates } from "./format.js";

const WIDTH = 280;
const HEIGHT = 132;

/** A map-like card for a point in degrees. */
export function mapCard(latitude, longitude) {
  const next = sequence(Math.round(latitude * 1e5) * 31 + Math.round(longitude * 1e5));
  const tilt = -18 + next() * 36;
  const streets = drawing("g", { transform: `rotate(${tilt} ${WIDTH / 2} ${HEIGHT / 2})` });
  const park = { x: 20 + next() * 60, y: 14 + next() * 40, width: 52 + next() * 30, height: 34 + next() * 24, rx: 4 };
  streets.append(drawing("rect", { class: "map-park", ...park }));
  for (let x = -60 + next() * 30; x < WIDTH + 60; x += 30 + next() * 34) streets.append(street(x, -120, x, 260, next));
  for (let y = -70 + next() * 20; y < HEIGHT + 70; y += 24 + next() * 28) streets.append(street(-80, y, 360, y, next));
  const bend = 30 + next() * 60;
  const river = `M-10 ${bend + 60} C 70 ${bend + 10}, 150 ${bend + 90}, 300 ${bend - 20}`;
  return drawing(
    "svg",
    {
      class: "map",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "xMidYMid slice",
      role: "img",
      "aria-label": `Sketch of a map with a pin at ${coordinates(latitude, longitude)}`,
    },
    drawing("rect", { class: "map-ground", width: WIDTH, height: HEIGHT }),
    drawing("path", { class: "map-water", d: river }),
    streets,
    pin(),
  );
}

function street(x1, y1, x2, y2, next) {
  return drawing("line", { class: next() > 0.75 ? "map-avenue" : "map-street", x1, y1, x2, y2 });
}

function pin() {
  const place = `translate(${WIDTH / 2} ${HEIGHT / 2 + 12})`;
  return drawing(
    "g",
    { transform: place },
    drawing("ellipse", { class: "map-shadow", rx: 7, ry: 2.5 }),
    drawing("path", { class: "map-pin", d: "M0 0C-3-7-12-12-12-22a12 12 0 0 1 24 0C12-12 3-7 0 0z" }),
    drawing("circle", { class: "map-pin-eye", cy: -22, r: 4.5 }),
  );
}

function sequence(seed) {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
