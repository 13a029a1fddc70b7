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

  showReply(message) {
    const text = summary(message);
    this.#show("reply", icon("reply"), this.#facts(`Reply to ${senderName(message)}`, text));
  }

  showEdit(message) {
    this.#show("edit", icon("edit"), this.#facts("Edit message", summary(message)));
  }

  /** Show files to be sent; asPhoto says what images go as, toggle(asPhoto) is called when that is changed. */
  showFiles(files, asPhoto, toggle) {
    const images = files.every(({ type }) => /^image\/(png|jpe?g|webp|gif)$/u.test(type));
    const title = files.length === 1 ? files[0].name : `${files.length} files`;
    const size = fileSize(files.reduce((sum, file) => sum + file.size, 0));
    const choice = images
      ? element(
          "label",
          { class: "as-photo" },
          element("input", {
            type: "checkbox",
            "data-testid": "as-photo",
            checked: asPhoto,
            on: { change: (event) => toggle(event.target.checked) },
          }),
          "as photo",
        )
      : null;
    this.#show("files", icon("file"), this.#facts(title, size), choice);
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
