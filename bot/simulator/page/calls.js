// The Bot API calls the bot made, newest first, with their parameters on demand.
import { getCalls } from "./api.js";
import { button, element } from "./dom.js";
import { clockWithSeconds, duration } from "./format.js";
import { icon } from "./icons.js";

const EVERY_MS = 1_000;
const MOST_KEPT = 500;

export class CallList {
  #last = 0;
  #calls = new Map();
  #timer = 0;
  #running = false;
  #filter = element("input", {
    type: "search",
    placeholder: "Filter by method",
    "aria-label": "Filter by method",
    "data-testid": "call-filter",
  });
  #polls = element("input", { type: "checkbox", "data-testid": "call-polls" });
  #failed = element("input", { type: "checkbox", "data-testid": "call-failed" });
  #list = element("ol", { class: "calls", "data-testid": "calls" });
  #note = element("p", { class: "drawer-note", "data-testid": "calls-note" });
  node;

  constructor() {
    const clear = button(
      { class: "text-button", "data-testid": "calls-clear", on: { click: () => this.#clear() } },
      "Clear list",
    );
    this.node = element(
      "section",
      { class: "drawer-section calls-section", "aria-label": "Calls" },
      element("div", { class: "section-bar" }, element("h3", {}, "Calls"), clear),
      element(
        "div",
        { class: "call-filters" },
        this.#filter,
        element("label", {}, this.#failed, "failed only"),
        element("label", {}, this.#polls, "getUpdates"),
      ),
      this.#note,
      this.#list,
    );
    for (const input of [this.#filter, this.#polls, this.#failed]) input.addEventListener("input", () => this.#apply());
    this.#apply();
  }

  /** Follow the calls until stop(). */
  start() {
    this.#running = true;
    this.#poll();
  }

  stop() {
    this.#running = false;
    clearTimeout(this.#timer);
  }

  async #poll() {
    clearTimeout(this.#timer);
    try {
      const { last, calls } = await getCalls(this.#last);
      if (last < this.#last) this.#clear();
      this.#last = last;
      for (const call of calls) this.#add(call);
      this.#apply();
    } catch (error) {
      this.#note.textContent = error.message;
    }
    if (this.#running) this.#timer = setTimeout(() => this.#poll(), EVERY_MS);
  }

  #add(call) {
    this.#calls.get(call.n)?.node.remove();
    const entry = { call, node: line(call) };
    this.#calls.set(call.n, entry);
    this.#list.prepend(entry.node);
    for (const [n, { node }] of this.#calls) {
      if (this.#calls.size <= MOST_KEPT) break;
      node.remove();
      this.#calls.delete(n);
    }
  }

  #apply() {
    const wanted = this.#filter.value.trim().toLowerCase();
    let shown = 0;
    for (const { call, node } of this.#calls.values()) {
      const fits =
        call.method.toLowerCase().includes(wanted) &&
        (this.#polls.checked || call.method !== "getUpdates") &&
        (!this.#failed.checked || !isFine(call));
      node.hidden = !fits;
      if (fits) shown += 1;
    }
    this.#note.textContent = shown === 0 ? "No calls to show." : "";
  }

  #clear() {
    this.#calls.clear();
    this.#list.replaceChildren();
    this.#apply();
  }
}

const isFine = ({ outcome }) => ["accepted", "ok"].includes(outcome);

function line(call) {
  const outcome = String(call.outcome);
  const fine = isFine(call);
  return element(
    "li",
    { "data-testid": "call", "data-method": call.method, "data-n": call.n },
    element(
      "details",
      {},
      element(
        "summary",
        {},
        element("span", { class: "call-at" }, clockWithSeconds(call.at)),
        element("span", { class: "call-method" }, call.method),
        element(
          "span",
          { class: "call-chat" },
          call.chat_id === null || call.chat_id === undefined ? "" : String(call.chat_id),
        ),
        element(
          "span",
          { class: "call-outcome", "data-fine": String(fine), "data-outcome": outcome, title: outcome },
          fine ? icon("check") : outcome,
        ),
        element("span", { class: "call-ms" }, duration(call.ms)),
      ),
      element("pre", { "data-testid": "call-parameters" }, JSON.stringify(call.parameters ?? {}, null, 2)),
    ),
  );
}
