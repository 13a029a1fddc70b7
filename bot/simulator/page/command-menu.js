// The list of the bot's commands above the composer: all of them, or those that begin as typed.
import { element } from "./dom.js";
import { languageOf } from "./language.js";

export class CommandMenu {
  #commands = [];
  #shown = [];
  #active = 0;
  #choose;
  #input;
  node;

  /** `input` keeps the focus and points at the active line; choose(command, complete) is called with a picked one. */
  constructor(input, choose) {
    const id = `commands-${crypto.randomUUID()}`;
    this.#input = input;
    this.#choose = choose;
    this.node = element("ul", {
      class: "commands",
      id,
      role: "listbox",
      "aria-label": "Commands",
      "data-testid": "command-menu",
      hidden: true,
    });
    input.setAttribute("aria-controls", id);
    input.setAttribute("aria-autocomplete", "list");
  }

  get open() {
    return !this.node.hidden;
  }

  get available() {
    return this.#commands.length > 0;
  }

  setCommands(commands) {
    this.#commands = commands;
    if (this.open) this.showMatching(this.#input.value.startsWith("/") ? this.#input.value : "/");
  }

  /** Open for what was typed, or close when it is no beginning of a command. */
  showMatching(typed) {
    const wanted = /^\/(\w*)$/u.exec(typed)?.[1].toLowerCase();
    this.#shown = wanted === undefined ? [] : this.#commands.filter(({ command }) => command.startsWith(wanted));
    if (this.#shown.length === 0) {
      this.close();
      return;
    }
    this.node.replaceChildren(...this.#shown.map((entry, index) => this.#line(entry, index)));
    this.node.hidden = false;
    this.node.scrollTop = 0;
    this.#activate(0);
  }

  close() {
    this.node.hidden = true;
    this.#input.removeAttribute("aria-activedescendant");
  }

  /** Take a key the input received while open; true when it was the menu's. */
  key(event) {
    if (!this.open) return false;
    const last = this.#shown.length - 1;
    if (event.key === "ArrowDown") this.#activate(this.#active === last ? 0 : this.#active + 1);
    else if (event.key === "ArrowUp") this.#activate(this.#active === 0 ? last : this.#active - 1);
    else if (event.key === "Enter" && !event.shiftKey) this.#pick(this.#active, false);
    else if (event.key === "Tab" && !event.shiftKey) this.#pick(this.#active, true);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #pick(index, complete) {
    const { command } = this.#shown[index];
    this.close();
    this.#choose(command, complete);
  }

  #activate(index) {
    this.#active = index;
    [...this.node.children].forEach((line, at) => line.setAttribute("aria-selected", String(at === index)));
    this.node.children[index].scrollIntoView({ block: "nearest" });
    this.#input.setAttribute("aria-activedescendant", this.node.children[index].id);
  }

  #line({ command, description }, index) {
    return element(
      "li",
      {
        id: `${this.node.id}-${index}`,
        role: "option",
        "data-testid": "command",
        "data-command": command,
        on: {
          mousedown: (event) => event.preventDefault(),
          click: () => this.#pick(index, false),
          mousemove: () => this.#active !== index && this.#activate(index),
        },
      },
      element("span", { class: "command-name" }, `/${command}`),
      element("span", { class: "command-description", lang: languageOf(description) }, description),
    );
  }
}
