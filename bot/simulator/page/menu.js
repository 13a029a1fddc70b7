// A small menu that opens where it was asked for: of a message, of a chat, of the paper clip.
import { button, element } from "./dom.js";
import { icon } from "./icons.js";

const LONG_PRESS_MS = 500;
const MARGIN_PX = 6;

export class Menu {
  #host;
  #returnTo = null;
  #outside = (event) => this.node.contains(event.target) || this.close();
  node = element("div", { class: "menu", role: "menu", "data-testid": "menu", tabindex: "-1", hidden: true });

  /** `host` is the positioned node that the menu stays inside of; it has to be put into it once. */
  constructor(host) {
    this.#host = host;
    this.node.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("contextmenu", (event) => event.preventDefault());
  }

  get open() {
    return !this.node.hidden;
  }

  /** Open at a place in the window with items {label, icon, key, danger, run}; `key` names the item to tests. */
  show(items, { x, y }) {
    this.close();
    if (items.length === 0) return;
    this.#returnTo = document.activeElement;
    this.node.replaceChildren(...items.map((item) => this.#line(item)));
    this.node.hidden = false;
    const host = this.#host.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = this.node;
    const within = (at, size, room) => Math.max(MARGIN_PX, Math.min(at, room - size - MARGIN_PX));
    this.node.style.left = `${within(x - host.left, width, host.width)}px`;
    this.node.style.top = `${within(y - host.top, height, host.height)}px`;
    this.node.firstElementChild.focus({ preventScroll: true });
    document.addEventListener("pointerdown", this.#outside, true);
  }

  /** Close, and give the focus back when the menu has it. */
  close() {
    if (!this.open) return;
    const had = this.node.contains(document.activeElement);
    this.node.hidden = true;
    document.removeEventListener("pointerdown", this.#outside, true);
    if (had && this.#returnTo?.isConnected) this.#returnTo.focus({ preventScroll: true });
  }

  #line({ label, icon: picture, key, danger, run }) {
    const choose = () => {
      this.close();
      run();
    };
    return button(
      {
        class: `menu-item${danger ? " danger" : ""}`,
        role: "menuitem",
        "data-testid": `menu-${key}`,
        on: { click: choose },
      },
      icon(picture),
      element("span", {}, label),
    );
  }

  #key(event) {
    const items = [...this.node.children];
    const at = items.indexOf(document.activeElement);
    if (event.key === "ArrowDown") items[(at + 1) % items.length].focus();
    else if (event.key === "ArrowUp") items[(at - 1 + items.length) % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Where a menu of this node opens when nothing says where: at its lower edge. */
export function below(node) {
  const { left, bottom } = node.getBoundingClientRect();
  return { x: left, y: bottom };
}

/**
 * Call open({x, y}) on a right click or a long press on `node`. Links and selected text keep the browser's own menu.
 */
export function onMenuAsked(node, open) {
  let timer = 0;
  const forget = () => clearTimeout(timer);
  node.addEventListener("contextmenu", (event) => {
    const selected = window.getSelection()?.toString() !== "" && window.getSelection().containsNode(node, true);
    if (event.target.closest("a") || selected) return;
    event.preventDefault();
    forget();
    open(event.clientX || event.clientY ? { x: event.clientX, y: event.clientY } : below(node));
  });
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("a, button")) return;
    timer = setTimeout(() => open({ x: event.clientX, y: event.clientY }), LONG_PRESS_MS);
  });
  for (const end of ["pointerup", "pointermove", "pointercancel"]) node.addEventListener(end, forget);
}
