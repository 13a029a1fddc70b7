// The strip above the messages: what is pinned. A press goes to the message; the next press to the one pinned before.
import { button, element } from "./dom.js";
import { icon } from "./icons.js";
import { languageOf } from "./language.js";
import { summary } from "./message.js";

export class PinnedBar {
  #show;
  #find;
  #ids = [];
  #at = 0;
  #title = element("span", { class: "context-title" });
  #text = element("span", { class: "context-text" });
  node = button(
    { class: "pinned", "data-testid": "pinned-bar", hidden: true, on: { click: () => this.#go() } },
    icon("pin"),
    element("span", { class: "context-facts" }, this.#title, this.#text),
  );

  /** find(id) gives a message of the chat or undefined; show(id) goes to it. */
  constructor({ find, show }) {
    this.#find = find;
    this.#show = show;
  }

  /** Whether a message is pinned. */
  has(messageId) {
    return this.#ids.includes(messageId);
  }

  /** Show these as pinned, oldest first. */
  set(ids) {
    this.#ids = ids;
    this.#at = ids.length - 1;
    this.refresh();
  }

  /** Say again what is pinned: a message may have been edited. */
  refresh() {
    this.node.hidden = this.#ids.length === 0;
    if (this.node.hidden) return;
    const message = this.#find(this.#ids[this.#at]);
    const text = message ? summary(message).replace(/\s+/gu, " ").slice(0, 120) : "A message from before";
    const isNewest = this.#at === this.#ids.length - 1;
    this.#title.textContent = isNewest ? "Pinned message" : `Pinned message ${this.#at + 1} of ${this.#ids.length}`;
    this.#text.textContent = text;
    this.#text.lang = languageOf(text);
  }

  #go() {
    this.#show(this.#ids[this.#at]);
    this.#at = this.#at === 0 ? this.#ids.length - 1 : this.#at - 1;
    this.refresh();
  }
}
