// The strip above the input: the message being answered or changed, or the files about to be sent.
import { button, element } from "./dom.js";
import { fileSize } from "./format.js";
import { icon } from "./icons.js";
import { languageOf } from "./language.js";
import { senderName, summary } from "./message.js";

export class ContextBar {
  #cancel;
  node = element("div", { class: "context", "data-testid": "context-bar", hidden: true });

  constructor(cancel) {
    this.#cancel = cancel;
  }

  /** Show the message that will be answered. */
  showReply(message) {
    const text = summary(message);
    this.#show("reply", icon("reply"), this.#facts(`Reply to ${senderName(message)}`, text));
  }

  showEdit(message) {
    this.#show("edit", icon("edit"), this.#facts("Edit message", summary(message)));
  }

  /**
   * Show files to be sent, and what they can go as (see ways.js); choose(way) is called when that is changed. `answered`
   * is the message they answer, if they do.
   */
  showFiles(files, ways, choose, answered) {
    const title = files.length === 1 ? files[0].name : `${files.length} files`;
    const size = fileSize(files.reduce((sum, file) => sum + file.size, 0));
    const text = answered ? `${size} · reply to ${senderName(answered)}` : size;
    const choice = element(
      "select",
      {
        class: "way",
        "data-testid": "way",
        "aria-label": "Send as",
        on: { change: (event) => choose(event.target.value) },
      },
      ways.map(([way, name]) => element("option", { value: way }, name)),
    );
    this.#show("files", icon("file"), this.#facts(title, text), ways.length > 1 ? choice : null);
  }

  hide() {
    this.node.hidden = true;
    this.node.replaceChildren();
  }

  #facts(title, text) {
    return element(
      "span",
      { class: "context-facts" },
      element("span", { class: "context-title", lang: languageOf(title) }, title),
      element("span", { class: "context-text", lang: languageOf(text) }, text.replace(/\s+/gu, " ").slice(0, 120)),
    );
  }

  #show(kind, ...children) {
    const close = button(
      {
        class: "icon-button",
        "data-testid": "context-cancel",
        "aria-label": "Cancel",
        title: "Cancel",
        on: { click: this.#cancel },
      },
      icon("close"),
    );
    this.node.dataset.kind = kind;
    this.node.replaceChildren(...children.filter(Boolean), close);
    this.node.hidden = false;
  }
}
