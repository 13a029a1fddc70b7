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
    const returnTo = document.activeElement;
    const ok = button({ class: "dialog-ok", "data-testid": "alert-ok" }, "OK");
    const dialog = element(
      "div",
      {
        class: "dialog",
        role: "alertdialog",
        "aria-modal": "true",
        "aria-label": title,
        "data-testid": "alert-dialog",
      },
      element("p", { class: "dialog-title", lang: languageOf(title) }, title),
      element("p", { class: "dialog-text", "data-testid": "alert-text", lang: languageOf(text) }, text),
      ok,
    );
    const veil = element("div", { class: "veil" }, dialog);
    const close = () => {
      veil.remove();
      if (!this.node.querySelector(".veil")) this.#behind.inert = false;
      if (returnTo?.isConnected) returnTo.focus({ preventScroll: true });
    };
    ok.addEventListener("click", close);
    veil.addEventListener("click", (event) => event.target === veil && close());
    veil.addEventListener("keydown", (event) => event.key === "Escape" && close());
    this.#behind.inert = true;
    this.node.append(veil);
    ok.focus({ preventScroll: true });
  }
}
