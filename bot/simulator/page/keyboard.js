// The buttons under a message. A callback button stays pending until the bot answers or patience runs out.
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { languageOf, textNodes } from "./language.js";

const PATIENCE_MS = 15_000;

/** The inline keyboard of a message, or null; press(messageId, row, column) of `actions` says whether it was sent. */
export function inlineKeyboard(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return element(
    "div",
    { class: "keyboard", "data-testid": "keyboard", role: "group", "aria-label": "Buttons of this message" },
    rows.map((row, index) =>
      element(
        "div",
        { class: "keyboard-row", "data-row": index },
        row.map((key, column) => keyButton(message, key, index, column, actions)),
      ),
    ),
  );
}

function keyButton(message, key, row, column, actions) {
  const kind = kindOf(key);
  const tag = languageOf(key.text);
  const attributes = {
    class: "key",
    "data-testid": "button",
    "data-kind": kind,
    "data-row": row,
    "data-column": column,
    "data-style": key.style,
    lang: tag,
    title: kind === "url" ? key.url : key.text,
  };
  const label = element("span", { class: "key-label" }, ...textNodes(key.text, tag));
  if (kind === "url") {
    const follow = (event) => {
      if (actions.open(key.url)) event.preventDefault();
    };
    const address = { href: actions.address(key.url), target: "_blank", rel: "noopener noreferrer" };
    return element("a", { ...attributes, ...address, on: { click: follow } }, label, icon("out"));
  }
  const node = button(attributes, label, kind === "copy" ? icon("copy") : null);
  node.addEventListener("click", () => {
    if (kind === "callback") press(node, () => actions.press(message.message_id, row, column));
    else if (kind === "copy") actions.copy(key.copy_text.text);
    else actions.say(`The simulator has no “${kind}” buttons.`);
  });
  return node;
}

function kindOf(key) {
  if (key.callback_data !== undefined) return "callback";
  if (key.copy_text) return "copy";
  if (key.url || key.login_url) return "url";
  return Object.keys(key).find((name) => name !== "text" && name !== "style") ?? "unknown";
}

function press(node, send) {
  if (node.getAttribute("aria-busy") === "true" || !send()) return;
  node.setAttribute("aria-busy", "true");
  setTimeout(() => settle(node), PATIENCE_MS);
}

/** End a button's pending state. */
export function settle(node) {
  node.removeAttribute("aria-busy");
}
