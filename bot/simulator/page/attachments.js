// What a message carries besides text: documents, photos, places, contacts.
import { element } from "./dom.js";
import { coordinates, fileSize, initials } from "./format.js";
import { icon } from "./icons.js";
import { languageOf } from "./language.js";
import { mapCard } from "./map.js";

const FILES = {
  audio: "Audio",
  voice: "Voice message",
  video: "Video",
  video_note: "Video message",
  sticker: "Sticker",
};

const fileAddress = (fileId) => `/page-api/file/${encodeURIComponent(fileId)}`;

/** The node for what a message carries, or null for plain text. */
export function attachment(message) {
  if (message.venue) return venue(message.venue);
  if (message.location) return location(message.location);
  if (message.photo) return photo(message);
  if (message.animation) return documentCard(message.animation, "Animation");
  if (message.document) return documentCard(message.document, "File");
  if (message.contact) return contact(message.contact);
  const kind = Object.keys(FILES).find((name) => message[name]);
  return kind ? documentCard(message[kind], FILES[kind]) : null;
}

/** A few words for a message without text, for quotes and bars. */
export function attachmentSummary(message) {
  if (message.venue) return message.venue.title;
  if (message.location) return "Location";
  if (message.photo) return "Photo";
  if (message.contact) return "Contact";
  if (message.document) return message.document.file_name ?? "File";
  const kind = Object.keys(FILES).find((name) => message[name]);
  return kind ? FILES[kind] : "Message";
}

function documentCard(file, fallbackName) {
  const name = file.file_name ?? fallbackName;
  const address = fileAddress(file.file_id);
  return element(
    "a",
    { class: "document", "data-testid": "document", href: address, download: name, "aria-label": `Download ${name}` },
    element("span", { class: "document-icon" }, icon("file"), icon("download")),
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
