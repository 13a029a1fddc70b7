// One message as a node: bubble, keyboard, and what can be done with it.
import { attachment, attachmentSummary } from "./attachments.js";
import { button, element } from "./dom.js";
import { textWithEntities } from "./entities.js";
import { clock, exactTime, isoTime } from "./format.js";
import { icon } from "./icons.js";
import { inlineKeyboard } from "./keyboard.js";
import { languageOf } from "./language.js";
import { below, onMenuAsked } from "./menu.js";
import { serviceText } from "./service.js";

const NAME_COLOURS = 6;

/** The name of whoever a message is from. */
export function senderName(message) {
  const sender = message.sender_chat ?? message.from ?? {};
  return sender.title || [sender.first_name, sender.last_name].filter(Boolean).join(" ") || "Somebody";
}

/** A message in a few words, for quotes and bars. */
export function summary(message) {
  return message.text ?? message.caption ?? attachmentSummary(message);
}

const WITH_CAPTION = ["photo", "video", "animation", "audio", "document", "voice"];

/** Whether a message is a file, which may do without words. */
export const isFile = (message) => WITH_CAPTION.some((name) => message[name]);

/** Whether the person can change what a message says. */
export const isEditable = (message) => Boolean(message.outgoing) && (message.text !== undefined || isFile(message));

/**
 * The node of a message. `actions` is what its parts can do (see Chat.actions); `showSender` puts the sender's name
 * into the bubble, as group chats do.
 */
export function messageNode(message, { actions, showSender }) {
  const service = serviceText(message);
  if (service) {
    return element(
      "div",
      { class: "service", "data-testid": "service-message", "data-message-id": message.message_id },
      element("span", { lang: languageOf(service) }, service),
    );
  }
  const keyboard = inlineKeyboard(message, actions);
  const side = message.outgoing ? "outgoing" : "incoming";
  const line = element("div", { class: "bubble-line" }, bubble(message, actions, showSender), tools(message, actions));
  onMenuAsked(line, (at) => actions.menu(message, at));
  return element(
    "article",
    {
      class: `message ${side}${keyboard ? " with-keyboard" : ""}`,
      "data-testid": "message",
      "data-message-id": message.message_id,
      "data-side": side,
      "data-edited": message.edit_date ? "true" : null,
      "data-album": message.media_group_id ?? null,
      "aria-label": `${message.outgoing ? "You" : senderName(message)}, ${clock(message.date)}`,
      tabindex: "-1",
    },
    line,
    keyboard,
  );
}

function bubble(message, actions, showSender) {
  const media = attachment(message);
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  const above = message.show_caption_above_media;
  const body = element(
    "div",
    { class: "body" },
    text === undefined ? null : textWithEntities(text, entities, actions),
    meta(message),
  );
  body.querySelector(".text")?.setAttribute("data-testid", "message-text");
  const bare = media && text === undefined;
  if (message.has_media_spoiler) media?.classList.add("veiled");
  return element(
    "div",
    { class: `bubble${bare ? " bare" : ""}`, "data-testid": "bubble" },
    showSender && !message.outgoing ? sender(message) : null,
    forwarded(message),
    quote(message, actions),
    above ? [body, media] : [media, body],
  );
}

function sender(message) {
  const id = (message.sender_chat ?? message.from)?.id ?? 0;
  const name = senderName(message);
  const colour = Math.abs(id) % NAME_COLOURS;
  return element("p", { class: "sender", "data-colour": colour, lang: languageOf(name) }, name);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? "someone";
  return element("p", { class: "forwarded" }, `Forwarded from ${name}`);
}

function quote(message, actions) {
  const original = message.reply_to_message;
  if (!original) return null;
  const text = message.quote?.text ?? summary(original);
  const name = senderName(original);
  const press = { click: () => actions.show(original.message_id) };
  return button(
    { class: "reply-quote", "data-testid": "reply-quote", "data-reply-to": original.message_id, on: press },
    element("span", { class: "reply-name", lang: languageOf(name) }, name),
    element("span", { class: "reply-text", lang: languageOf(text) }, text.replace(/\s+/gu, " ").slice(0, 160)),
  );
}

function meta(message) {
  const edited = message.edit_date
    ? element("span", { class: "edited", title: `Edited ${exactTime(message.edit_date)}` }, "edited")
    : null;
  const time = element(
    "time",
    { datetime: isoTime(message.date), title: exactTime(message.date), "data-testid": "message-time" },
    clock(message.date),
  );
  return element("span", { class: "meta" }, edited, time, message.outgoing ? icon("read") : null);
}

function tools(message, actions) {
  const reply = button(
    {
      class: "tool",
      "data-testid": "reply",
      "aria-label": "Reply",
      title: "Reply",
      on: { click: () => actions.reply(message) },
    },
    icon("reply"),
  );
  const more = button(
    { class: "tool", "data-testid": "more", "aria-label": "More", title: "More", "aria-haspopup": "menu" },
    icon("more"),
  );
  more.addEventListener("click", () => actions.menu(message, below(more)));
  return element("div", { class: "tools" }, more, reply);
}
