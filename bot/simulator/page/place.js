// A place as a person writes it.

const TWO_NUMBERS = /^\s*(-?\d+(?:\.\d+)?)[\s,;]+(-?\d+(?:\.\d+)?)\s*$/u;

/** {latitude, longitude} in degrees of "31.2304, 121.4737", or null for what is no place on earth. */
export function placeFrom(text) {
  const [, latitude, longitude] = TWO_NUMBERS.exec(text)?.map(Number) ?? [];
  const exists = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return exists ? { latitude, longitude } : null;
}
