// What the bot or the page says beside the messages: a toast that passes, a dialog that waits for OK.
import { button, element } from "./dom.js";
import { languageOf } from "./language.js";

const SHORTEST_MS = 3_000;
const MS_PER_CHARACTER = 45;

export class Notices {
  #toasts = element("div", { class: "toasts", role: "status", "aria-live": "polite" });
  #timer = 0;
  #behind;
  node = element("div", { class: "notices" }, this.#toasts);

  /** `behind` is what a dialog covers: it takes no input while the dialog is open. */
  constructor(behind) {
    this.#behind = behind;
  }

  /** Show a line for as long as it takes to read; `kind` is "plain" or "error". */
  toast(text, kind = "plain") {
    clearTimeout(this.#timer);
    const node = element(
      "div",
      { class: `toast ${kind}`, "data-testid": "toast", "data-kind": kind, lang: languageOf(text) },
      text,
    );
    this.#toasts.replaceChildren(node);
    this.#timer = setTimeout(() => node.remove(), SHORTEST_MS + text.length * MS_PER_CHARACTER);
  }

  /** Show a dialog until OK, Escape or a press beside it. */
  alert(title, text) {
    const ok = button({ class: "dialog-ok", "data-testid": "alert-ok" }, "OK");
    const close = this.#open(
      title,
      { role: "alertdialog", "data-testid": "alert-dialog" },
      element("p", { class: "dialog-text", "data-testid": "alert-text", lang: languageOf(text) }, text),
      ok,
    );
    ok.addEventListener("click", close);
    ok.focus({ preventScroll: true });
  }

  /**
   * Ask for a line. take(text) does something with it and returns null, or the reason why it cannot: then the dialog
   * stays.
   */
  ask(title, { label, example, agree, take }) {
    const field = element("input", {
      class: "dialog-field",
      type: "text",
      "aria-label": label,
      placeholder: example,
      "data-testid": "ask-field",
    });
    const refusal = element("p", { class: "dialog-refusal", role: "alert", "data-testid": "ask-refusal" });
    const ok = button({ class: "dialog-ok", "data-testid": "ask-ok" }, agree);
    const cancel = button({ class: "dialog-ok", "data-testid": "ask-cancel" }, "Cancel");
    const close = this.#open(
      title,
      { role: "dialog", "data-testid": "ask-dialog" },
      element("p", { class: "dialog-text" }, label),
      field,
      refusal,
      element("div", { class: "dialog-buttons" }, cancel, ok),
    );
    const finish = async () => {
      refusal.textContent = (await take(field.value.trim())) ?? "";
      if (refusal.textContent === "") close();
    };
    ok.addEventListener("click", finish);
    cancel.addEventListener("click", close);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      // Or the button that gets the focus back would be pressed by the same key.
      event.preventDefault();
      finish();
    });
    field.focus({ preventScroll: true });
  }

  /** Show a dialog over everything else; returns what closes it. */
  #open(title, attributes, ...children) {
    const returnTo = document.activeElement;
    const dialog = element(
      "div",
      { class: "dialog", "aria-modal": "true", "aria-label": title, ...attributes },
      element("p", { class: "dialog-title", lang: languageOf(title) }, title),
      ...children,
    );
    const veil = element("div", { class: "veil" }, dialog);
    const close = () => {
      veil.remove();
      if (!this.node.querySelector(".veil")) this.#behind.inert = false;
      if (returnTo?.isConnected) returnTo.focus({ preventScroll: true });
    };
    veil.addEventListener("click", (event) => event.target === veil && close());
    veil.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.#behind.inert = true;
    this.node.append(veil);
    return close;
  }
}
