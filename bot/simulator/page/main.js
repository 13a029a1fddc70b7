// Starts the page: asks the simulator who is there, shows the phones, and says when the simulator is gone.
import { getState } from "./api.js";
import { button, element } from "./dom.js";
import { Drawer } from "./drawer.js";
import { Stage } from "./stage.js";

const PAUSE_MS = 1_500;
const PATIENCE_MS = 700;
const LOOK_MS = 3_000;

const find = (testId) => document.querySelector(`[data-testid="${testId}"]`);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

class Status {
  #connected = null;
  #timer = 0;

  constructor(retry) {
    const again = button({ class: "banner-button", on: { click: retry } }, "Try now");
    const words = "The simulator is not there. Is `python -m bot run` still running? Trying again by itself.";
    const [before, command, after] = words.split("`");
    find("banner").replaceChildren(element("p", {}, before, element("code", {}, command), after), again);
  }

  /** Show whether the simulator is there; a short interruption raises no banner. */
  set(connected) {
    if (connected === this.#connected) return;
    this.#connected = connected;
    const node = find("connection");
    node.dataset.status = connected ? "open" : "closed";
    node.querySelector(".label").textContent = connected ? "Connected" : "Reconnecting…";
    clearTimeout(this.#timer);
    if (connected) find("banner").hidden = true;
    else this.#timer = setTimeout(() => (find("banner").hidden = false), PATIENCE_MS);
  }
}

async function firstState(status) {
  for (;;) {
    try {
      return await getState();
    } catch {
      status.set(false);
      await pause(PAUSE_MS);
    }
  }
}

function introduce(bot) {
  document.title = `${bot.first_name} · Simulated Telegram`;
  find("bot-line").replaceChildren(
    element("span", { class: "bot-name" }, `${bot.first_name} @${bot.username}`),
    element("span", { class: "bot-note" }, "Nothing here reaches Telegram."),
  );
}

async function follow(first, stage) {
  let known = JSON.stringify(first);
  for (;;) {
    await pause(LOOK_MS);
    const state = await getState().catch(() => null);
    if (state === null || JSON.stringify(state) === known) continue;
    known = JSON.stringify(state);
    stage.refresh(state);
  }
}

async function start() {
  let stage = null;
  const status = new Status(() => stage?.retry());
  new Drawer(document.querySelector("#drawer"), find("drawer-toggle"));
  const state = await firstState(status);
  introduce(state.bot);
  stage = new Stage(find("stage"), state, (connected) => status.set(connected));
  await follow(state, stage);
}

start();
