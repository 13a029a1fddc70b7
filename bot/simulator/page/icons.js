// The page's few line icons, drawn on a 24 by 24 grid.
import { drawing } from "./dom.js";

const PATHS = {
  send: "M4.5 12 20 4.5 15.5 20l-3.4-6.2zM12.1 13.8 20 4.5",
  attach: "m20 11.5-8.1 8a5 5 0 0 1-7-7l8.4-8.4a3.4 3.4 0 0 1 4.8 4.8L9.8 17.1a1.7 1.7 0 0 1-2.4-2.4l7.6-7.5",
  reply: "M9.5 7 4.5 12l5 5M5 12h8.5c3.6 0 6 2.3 6 6",
  edit: "m4.5 19.5.9-4L16 4.9a1.6 1.6 0 0 1 2.3 0l.8.8a1.6 1.6 0 0 1 0 2.3L8.5 18.6zM14 7l3 3",
  close: "m6.5 6.5 11 11m0-11-11 11",
  down: "m6.5 9.5 5.5 5.5 5.5-5.5",
  check: "m5 12.5 4.5 4.5L19 7.5",
  read: "m2.5 12.5 4 4 8-8.5M11 15.5l1.2 1.2 8.3-8.7",
  out: "M8 16 16.5 7.5M9.5 7.5h7v7",
  copy: "M9 9V4.5h10.5V15H15M4.5 9H15v10.5H4.5z",
  download: "M12 4.5v10m-4-4 4 4 4-4M5.5 19h13",
  file: "M7 3.5h6.5L18 8v12.5H7zM13 3.8V8.5h4.8",
  more: "M5.5 12h.01M12 12h.01M18.5 12h.01",
  pin: "M9 4.5h6l-.8 6 3 3H6.8l3-3zM12 13.5v6",
  trash: "M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5m3.4-5.5v5.5",
  ban: "M12 3.8a8.2 8.2 0 1 1 0 16.4 8.2 8.2 0 0 1 0-16.4M6.4 6.4l11.2 11.2",
  mask: "M4.5 8.5c5 0 10 0 15 0 .6 5-1 8-3.6 8-2 0-2.6-2-3.9-2s-1.9 2-3.9 2c-2.6 0-4.2-3-3.6-8z",
  group:
    "M9 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3.5 18.5c0-3 2.5-4.5 5.5-4.5s5.5 1.5 5.5 4.5M15.5 6a2.7 2.7 0 0 1 0 5.2M17 14.3c2 .5 3.5 1.9 3.5 4.2",
  up: "m6.5 14.5 5.5-5.5 5.5 5.5",
  place: "M12 20.5c-4-4.5-6-7.6-6-10.3a6 6 0 0 1 12 0c0 2.7-2 5.8-6 10.3zM12 12.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  play: "M8 5.5v13l10.5-6.5z",
  sound: "M5 10v4M8.5 7.5v9M12 5v14M15.5 8.5v7M19 10.5v3",
  tools: "m8.5 8-4 4 4 4m7-8 4 4-4 4M13.5 5.5l-3 13",
};

/** An icon by name, hidden from screen readers: the button around it carries the label. */
export function icon(name) {
  return drawing(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    drawing("path", { d: PATHS[name] }),
  );
}
