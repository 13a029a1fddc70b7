// Faults: what the simulator shall do wrong, so that a developer sees how the bot copes.
import { addFault, clearFaults, getFaults } from "./api.js";
import { button, element } from "./dom.js";

const MEANING = {
  429: "429: too many requests",
  403: "403: blocked by the user",
  400: "400: bad request",
  401: "401: token refused",
  409: "409: another bot is polling",
  migrate: "Group moved to a supergroup",
  "5xx": "5xx with an HTML body",
  json500: "500 without a description",
  reset_before: "Reset before the call is taken",
  reset_after: "Taken, then reset",
  slow: "Slow, then as usual",
  truncated: "Taken, half an answer",
  silent: "No answer at all",
};
const EXTRAS = {
  429: { name: "retry_after", label: "Retry after, s", value: 3, type: "number" },
  400: { name: "description", label: "Description", value: "Bad Request: chat not found", type: "text" },
  migrate: { name: "migrate_to", label: "New chat id", value: -1001000000001, type: "number" },
  "5xx": { name: "status", label: "Status", value: 502, type: "number" },
  silent: { name: "accepted", label: "Takes the call", value: "yes", type: "checkbox" },
  slow: { name: "seconds", label: "Seconds", value: 3, type: "number" },
};
const READERS = {
  number: (input) => input.valueAsNumber,
  text: (input) => input.value,
  checkbox: (input) => input.checked,
};
const METHODS = [
  "*",
  "sendMessage",
  "editMessageText",
  "answerCallbackQuery",
  "sendDocument",
  "sendPhoto",
  "sendVenue",
  "deleteMessage",
  "getUpdates",
  "getFile",
];

export class FaultPanel {
  #counted;
  #kind = element("select", { "data-testid": "fault-kind" });
  #method = element("input", { list: "methods", value: "sendMessage", "data-testid": "fault-method", spellcheck: "false" });
  #times = element("input", { type: "number", min: 1, value: 1, placeholder: "always", "data-testid": "fault-times" });
  #chance = element("input", { type: "number", min: 1, max: 100, placeholder: "100", "data-testid": "fault-chance" });
  #extra = element("span", { class: "fault-extra" });
  #list = element("ul", { class: "faults", "data-testid": "faults" });
  #note = element("p", { class: "drawer-note", role: "status", "data-testid": "faults-note" });
  #clear = button({ class: "text-button", "data-testid": "faults-clear", on: { click: () => this.#do(clearFaults) } }, "Clear all");
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
        element("datalist", { id: "methods" }, METHODS.map((name) => element("option", { value: name }))),
      ),
      this.#list,
      this.#note,
    );
    this.#showExtra();
  }

  /** Ask the simulator what is on. */
  load() {
    return this.#do(() => null);
  }

  async #do(action) {
    try {
      await action();
      this.#show(await getFaults());
    } catch (error) {
      this.#note.textContent = error.message;
    }
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
    const input = element("input", { name, type, value, required: type !== "checkbox", checked: type === "checkbox", "data-testid": "fault-extra" });
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
    ...Object.entries(rest).filter(([name, value]) => EXTRAS[kind]?.name === name && value !== null).map(([name, value]) => `${name} ${value}`),
  ];
  return element(
    "li",
    { "data-testid": "fault", "data-kind": kind },
    element("strong", {}, MEANING[kind] ?? kind),
    element("span", {}, details.filter(Boolean).join(" · ")),
  );
}
