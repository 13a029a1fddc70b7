// The developers' drawer: faults to switch on and the calls the bot made.
import { CallList } from "./calls.js";
import { button, element } from "./dom.js";
import { FaultPanel } from "./faults.js";
import { icon } from "./icons.js";

export class Drawer {
  #node;
  #toggle;
  #calls = new CallList();
  #badge = element("span", { class: "badge fault", "data-testid": "fault-count", hidden: true });
  #faults = new FaultPanel((count) => this.#showCount(count));

  constructor(node, toggle) {
    this.#node = node;
    this.#toggle = toggle;
    toggle.append(icon("tools"), element("span", { class: "toggle-label" }, "Developer"), this.#badge);
    toggle.setAttribute("aria-label", "Developer drawer");
    const close = button(
      {
        class: "icon-button",
        "data-testid": "drawer-close",
        "aria-label": "Close the drawer",
        title: "Close",
        on: { click: () => this.#open(false) },
      },
      icon("close"),
    );
    node.append(
      element("header", { class: "drawer-bar" }, element("h2", {}, "For developers"), close),
      this.#faults.node,
      this.#calls.node,
    );
    toggle.addEventListener("click", () => this.#open(this.#node.hidden));
    node.addEventListener("keydown", (event) => event.key === "Escape" && this.#open(false));
    this.#faults.follow(false);
  }

  #open(open) {
    this.#node.hidden = !open;
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.#faults.follow(open);
    if (open) {
      this.#calls.start();
      this.#node.querySelector("select")?.focus({ preventScroll: true });
    } else {
      this.#calls.stop();
      this.#toggle.focus({ preventScroll: true });
    }
  }

  #showCount(count) {
    this.#badge.hidden = count === 0;
    this.#badge.textContent = String(count);
    this.#badge.title = count === 1 ? "1 fault is on" : `${count} faults are on`;
  }
}
