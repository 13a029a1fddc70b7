// What chosen files can be sent as. The simulator decides by type for "media"; the other ways are for all files alike.

const PICTURE = /^image\/(png|jpeg|gif)$/u;
const FILM = /^video\//u;
const SOUND = /^audio\//u;

/** The ways to send these files, the usual one first: [way, what it is called]. */
export function waysOf(files) {
  const all = (pattern) => files.every(({ type }) => pattern.test(type));
  const some = files.some(({ type }) => PICTURE.test(type) || FILM.test(type) || SOUND.test(type));
  const asFile = ["document", files.length === 1 ? "as file" : "as files"];
  if (!some) return [asFile];
  if (all(PICTURE)) return [["media", "as photo"], asFile];
  if (all(FILM))
    return [["media", "as video"], asFile, ["animation", "as animation"], ["video_note", "as round video"]];
  if (all(SOUND)) return [["media", "as music"], ["voice", "as voice"], asFile];
  return [["media", "each as it is"], asFile];
}
