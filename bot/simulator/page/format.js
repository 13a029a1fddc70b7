// How numbers and times read on this page. Telegram's times are epoch seconds; the page shows the browser's own zone.

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const CLOCK_SECONDS = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const DAY_AND_YEAR = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const EXACT = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });

export const clock = (seconds) => CLOCK.format(seconds * 1000);
export const clockWithSeconds = (seconds) => CLOCK_SECONDS.format(seconds * 1000);
export const exactTime = (seconds) => EXACT.format(seconds * 1000);
export const isoTime = (seconds) => new Date(seconds * 1000).toISOString();

/** A key that is equal for two moments of the same day in the browser's zone. */
export const dayKey = (seconds) => new Date(seconds * 1000).toDateString();

/** "Today", "24 September", or with the year when it is not this one. */
export function dayLabel(seconds) {
  const day = new Date(seconds * 1000);
  const now = new Date();
  if (day.toDateString() === now.toDateString()) return "Today";
  return (day.getFullYear() === now.getFullYear() ? DAY : DAY_AND_YEAR).format(day);
}

/** A file's size: "940 B", "12 KB", "3.4 MB". */
export function fileSize(bytes) {
  if (!Number.isFinite(bytes)) return "size unknown";
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** How long something plays: "0:07", "12:30". */
export const playingTime = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

/** Coordinates as people write them: "31.27630° N, 121.51520° E". */
export function coordinates(latitude, longitude) {
  const side = (value, positive, negative) => `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`;
  return `${side(latitude, "N", "S")}, ${side(longitude, "E", "W")}`;
}

/** A duration of a call in milliseconds: "0.8 ms", "42 ms", "3.1 s". */
export function duration(milliseconds) {
  if (!Number.isFinite(milliseconds)) return "…";
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Up to two initials of a name, for an avatar. */
export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => [...word][0])
    .join("")
    .toUpperCase();
}
