// What a message carries besides text: documents, photos, places, contacts.
import { element } from "./dom.js";
import { coordinates, fileSize, initials, playingTime } from "./format.js";
import { icon } from "./icons.js";
import { languageOf } from "./language.js";
import { mapCard } from "./map.js";

// What is played rather than opened: its name when it has none of its own, and its picture.
const PLAYED = {
  animation: ["Animation", "play"],
  video: ["Video", "play"],
  video_note: ["Video message", "play"],
  audio: ["Audio", "sound"],
  voice: ["Voice message", "sound"],
};

const fileAddress = (fileId) => `/page-api/file/${encodeURIComponent(fileId)}`;

/** The node for what a message carries, or null for plain text. */
export function attachment(message) {
  if (message.venue) return venue(message.venue);
  if (message.location) return location(message.location);
  if (message.photo) return photo(message);
  const kind = playedKind(message);
  if (kind) return player(kind, message[kind]);
  if (message.document) return fileCard(message.document, "File", "document", "file");
  if (message.sticker) return fileCard(message.sticker, "Sticker", "document", "file");
  return message.contact ? contact(message.contact) : null;
}

const playedKind = (message) => Object.keys(PLAYED).find((name) => message[name]);

/** A few words for a message without text, for quotes and bars. */
export function attachmentSummary(message) {
  if (message.venue) return message.venue.title;
  if (message.location) return "Location";
  if (message.photo) return "Photo";
  if (message.contact) return "Contact";
  const kind = playedKind(message);
  if (kind) return message[kind].title ?? message[kind].file_name ?? PLAYED[kind][0];
  if (message.document) return message.document.file_name ?? "File";
  return message.sticker ? "Sticker" : "Message";
}

function player(kind, file) {
  const [name, picture] = PLAYED[kind];
  const title = [file.performer, file.title].filter(Boolean).join(" – ");
  const card = fileCard({ ...file, file_name: title || file.file_name }, name, kind, picture);
  card.classList.add("played", `played-${kind}`);
  if (file.duration > 0) card.querySelector(".document-size").prepend(`${playingTime(file.duration)} · `);
  return card;
}

function fileCard(file, fallbackName, kind, picture) {
  const name = file.file_name ?? fallbackName;
  const address = fileAddress(file.file_id);
  return element(
    "a",
    { class: "document", "data-testid": kind, href: address, download: name, "aria-label": `Download ${name}` },
    element("span", { class: "document-icon" }, icon(picture), icon("download")),
    element(
      "span",
      { class: "document-facts" },
      element("span", { class: "document-name", lang: languageOf(name), title: name }, name),
      element("span", { class: "document-size" }, fileSize(file.file_size)),
    ),
  );
}

function photo(message) {
  const largest = message.photo.reduce((best, size) => (size.width > best.width ? size : best));
  const address = fileAddress(largest.file_id);
  const image = element("img", {
    src: address,
    width: largest.width,
    height: largest.height,
    alt: message.caption ? "Photo, described by its caption" : "Photo",
    loading: "lazy",
  });
  image.addEventListener("error", () =>
    image.replaceWith(element("span", { class: "photo-lost" }, "Photo not available")),
  );
  return element(
    "a",
    {
      class: "photo",
      "data-testid": "photo",
      href: address,
      target: "_blank",
      rel: "noopener",
      title: "Open the photo",
    },
    image,
  );
}

function location({ latitude, longitude }) {
  return element(
    "div",
    { class: "place", "data-testid": "location" },
    mapCard(latitude, longitude),
    element("p", { class: "place-coordinates" }, coordinates(latitude, longitude)),
  );
}

function venue({ location: { latitude, longitude }, title, address }) {
  return element(
    "div",
    { class: "place", "data-testid": "venue" },
    mapCard(latitude, longitude),
    element("p", { class: "place-title", lang: languageOf(title) }, title),
    element("p", { class: "place-address", lang: languageOf(address) }, address),
    element("p", { class: "place-coordinates" }, coordinates(latitude, longitude)),
  );
}

function contact({ first_name: first, last_name: last, phone_number: phone }) {
  const name = [first, last].filter(Boolean).join(" ");
  return element(
    "div",
    { class: "contact", "data-testid": "contact" },
    element("span", { class: "contact-icon", "aria-hidden": "true" }, initials(name)),
    element(
      "span",
      { class: "document-facts" },
      element("span", { class: "document-name", lang: languageOf(name) }, name),
      element("a", { class: "contact-phone", href: `tel:${phone.replace(/[^+\d]/gu, "")}` }, phone),
    ),
  );
}
