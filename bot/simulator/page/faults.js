// Faults: what the simulator shall do wrong, so that a developer sees how the bot copes.
import { addFault, clearFaults, getFaults } from "./api.js";
import { button, element } from "./dom.js";
import { EXTRAS, MEANING, METHODS } from "./fault-kinds.js";

const EVERY_MS = 2_000;
const READERS = {
  number: (input) => input.valueAsNumber,
  text: (input) => input.value,
  checkbox: (input) => input.checked,
};

export class FaultPanel {
  #counted;
  #count = 0;
  #open = false;
  #timer = 0;
  #kind = element("select", { "data-testid": "fault-kind" });
  #method = element("input", {
    list: "methods",
    value: "sendMessage",
    "data-testid": "fault-method",
    spellcheck: "false",
  });
  #times = element("input", { type: "number", min: 1, value: 1, placeholder: "always", "data-testid": "fault-times" });
  #chance = element("input", { type: "number", min: 1, max: 100, placeholder: "100", "data-testid": "fault-chance" });
  #extra = element("span", { class: "fault-extra" });
  #list = element("ul", { class: "faults", "data-testid": "faults" });
  #note = element("p", { class: "drawer-note", "data-testid": "faults-note" });
  #refusal = element("p", { class: "drawer-note refusal", role: "alert", "data-testid": "fault-refusal" });
  #clear = button(
    { class: "text-button", "data-testid": "faults-clear", on: { click: () => this.#do(clearFaults) } },
    "Clear all",
  );
  node;

  /** counted(n) is called with the number of faults that are on. */
  constructor(counted) {
    this.#counted = counted;
    this.#setKinds(Object.keys(MEANING));
    this.#kind.addEventListener("change", () => this.#showExtra());
    const add = { submit: (event) => (event.preventDefault(), this.#do(() => addFault(this.#wanted()))) };
    this.node = element(
      "section",
      { class: "drawer-section", "aria-label": "Faults" },
      element("div", { class: "section-bar" }, element("h3", {}, "Faults"), this.#clear),
      element(
        "form",
        { class: "fault-form", on: add },
        labelled("What goes wrong", this.#kind, "wide"),
        labelled("In method (* is any)", this.#method),
        labelled("Times (empty: always)", this.#times),
        labelled("Chance, %", this.#chance),
        this.#extra,
        element("button", { type: "submit", class: "primary-button", "data-testid": "fault-add" }, "Switch on"),
        element(
          "datalist",
          { id: "methods" },
          METHODS.map((name) => element("option", { value: name })),
        ),
      ),
      this.#refusal,
      this.#list,
      this.#note,
    );
    this.#showExtra();
  }

  /** Follow what is on: always while the drawer is open, else as long as something is on. */
  follow(open) {
    this.#open = open;
    return this.#look();
  }

  async #do(action) {
    this.#refusal.textContent = "";
    try {
      await action();
    } catch (error) {
      this.#refusal.textContent = error.message;
    }
    await this.#look();
  }

  async #look() {
    clearTimeout(this.#timer);
    const found = await getFaults().catch(() => null);
    if (found) this.#show(found);
    if (this.#open || this.#count > 0) this.#timer = setTimeout(() => this.#look(), EVERY_MS);
  }

  #wanted() {
    const extra = this.#extra.querySelector("input");
    const chance = this.#chance.valueAsNumber;
    return {
      kind: this.#kind.value,
      method: this.#method.value.trim() || "*",
      times: Number.isNaN(this.#times.valueAsNumber) ? null : this.#times.valueAsNumber,
      chance: Number.isNaN(chance) ? null : chance / 100,
      ...(extra ? { [extra.name]: READERS[extra.type](extra) } : {}),
    };
  }

  #show({ faults, kinds }) {
    if (kinds?.length) this.#setKinds(kinds.map(String));
    this.#count = faults.length;
    this.#list.replaceChildren(...faults.map(describe));
    this.#note.textContent = faults.length === 0 ? "None is on: everything answers as Telegram does." : "";
    this.#clear.hidden = faults.length === 0;
    this.#counted(faults.length);
  }

  #setKinds(kinds) {
    const known = [...this.#kind.options].map(({ value }) => value);
    if (known.join() === kinds.join()) return;
    const chosen = this.#kind.value;
    this.#kind.replaceChildren(...kinds.map((kind) => element("option", { value: kind }, MEANING[kind] ?? kind)));
    if (kinds.includes(chosen)) this.#kind.value = chosen;
    this.#showExtra();
  }

  #showExtra() {
    const extra = EXTRAS[this.#kind.value];
    if (!extra) {
      this.#extra.replaceChildren();
      return;
    }
    const { name, label, value, type } = extra;
    const input = element("input", {
      name,
      type,
      value,
      required: type !== "checkbox",
      checked: type === "checkbox",
      "data-testid": "fault-extra",
    });
    this.#extra.replaceChildren(labelled(label, input, type === "text" ? "wide" : ""));
  }
}

function labelled(text, input, kind = "") {
  return element("label", { class: `field ${kind}` }, element("span", {}, text), input);
}

function describe(fault) {
  const { kind, method, times, chance, ...rest } = fault;
  const details = [
    method === "*" ? "any method" : method,
    times === null || times === undefined ? "always" : times === 1 ? "once" : `${times} times`,
    chance === null || chance === undefined ? null : `${Math.round(chance * 100)} % of calls`,
    ...Object.entries(rest)
      .filter(([name, value]) => EXTRAS[kind]?.name === name && value !== null)
      .map(([name, value]) => `${name} ${value}`),
  ];
  return element(
    "li",
    { "data-testid": "fault", "data-kind": kind },
    element("strong", {}, MEANING[kind] ?? kind),
    element("span", {}, details.filter(Boolean).join(" · ")),
  );
}
