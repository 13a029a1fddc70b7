// The phones side by side: as many as fit, and tabs to choose when not all do.
import { button, element } from "./dom.js";
import { languageOf } from "./language.js";
import { Pane, roleName } from "./pane.js";

const NARROWEST_PANE_PX = 372;
const MOST_PANES = 3;

export class Stage {
  #node;
  #panes;
  #recent;
  #tabs = element("nav", {
    class: "persona-tabs",
    "aria-label": "Whose phone is shown",
    "data-testid": "persona-tabs",
  });
  #phones = element("div", { class: "phones" });
  #connected = false;
  #connectionChanged;

  /**
   * Fill `node` with the phones of `state`; connectionChanged(connected) is called when the first phone got a
   * connection or the last one lost its own.
   */
  constructor(node, state, connectionChanged) {
    this.#node = node;
    this.#connectionChanged = connectionChanged;
    this.#panes = keyed(state.personas).map(
      ([key, persona]) =>
        new Pane({
          persona,
          key,
          bot: state.bot,
          groups: state.groups,
          changed: () => this.#panes && this.#refresh(),
        }),
    );
    this.#recent = [...this.#panes];
    for (const pane of this.#panes) {
      this.#phones.append(pane.node);
      this.#tabs.append(this.#tab(pane));
    }
    node.replaceChildren(this.#tabs, this.#phones);
    new ResizeObserver(() => this.#arrange()).observe(node);
    this.#arrange();
  }

  retry() {
    for (const pane of this.#panes) pane.retry();
  }

  /** Take over languages and groups from a newer state. */
  refresh(state) {
    for (const pane of this.#panes) {
      const persona = state.personas.find(({ user_id: id }) => id === pane.persona.user_id);
      if (persona) pane.refresh({ persona, groups: state.groups });
    }
  }

  #tab(pane) {
    const { name, role } = pane.persona;
    return button(
      {
        class: "persona-tab",
        "data-testid": "persona-tab",
        "data-persona": pane.key,
        on: { click: () => this.#choose(pane) },
      },
      element("span", { lang: languageOf(name) }, name),
      name.toLowerCase() === roleName(role) ? null : element("span", { class: "role" }, roleName(role)),
      element("span", { class: "badge", "data-testid": "badge", hidden: true }),
    );
  }

  #choose(pane) {
    this.#recent = [pane, ...this.#recent.filter((other) => other !== pane)];
    this.#arrange();
  }

  #arrange() {
    const fitting = Math.floor(this.#node.clientWidth / NARROWEST_PANE_PX);
    const count = Math.max(1, Math.min(fitting, MOST_PANES, this.#panes.length));
    const shown = new Set(this.#recent.slice(0, count));
    for (const pane of this.#panes) pane.setShown(shown.has(pane));
    this.#tabs.hidden = count === this.#panes.length;
    this.#node.dataset.panes = String(count);
    this.#refresh();
  }

  #refresh() {
    [...this.#tabs.children].forEach((tab, index) => {
      const pane = this.#panes[index];
      tab.setAttribute("aria-pressed", String(pane.shown));
      const badge = tab.querySelector(".badge");
      badge.hidden = pane.unread === 0;
      badge.textContent = String(pane.unread);
    });
    const connected = this.#panes.some((pane) => pane.connected);
    if (connected === this.#connected) return;
    this.#connected = connected;
    this.#connectionChanged(connected);
  }
}

function keyed(personas) {
  const seen = new Map();
  return personas.map((persona) => {
    const count = (seen.get(persona.role) ?? 0) + 1;
    seen.set(persona.role, count);
    return [count === 1 ? persona.role : `${persona.role}-${count}`, persona];
  });
}
