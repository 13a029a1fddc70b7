// One WebSocket that comes back by itself. It never queues: what cannot be sent now is refused, so that nothing said to
// a server that was gone is said again later.

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 4_000;
const REFUSED_PAUSE_MS = 20_000;

export class Connection {
  #path;
  #onEvent;
  #onStatus;
  #socket = null;
  #pause = FIRST_PAUSE_MS;
  #timer = 0;
  #wasOpen = false;
  #ended = false;

  /** Connect to `path` on this page's server; onEvent gets each event, onStatus(open: boolean) each change. */
  constructor(path, { onEvent, onStatus }) {
    this.#path = path;
    this.#onEvent = onEvent;
    this.#onStatus = onStatus;
    this.#connect();
  }

  get open() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Send an action; false when the server is not there. */
  send(action) {
    if (!this.open) return false;
    this.#socket.send(JSON.stringify(action));
    return true;
  }

  /** Try again now rather than when the pause is over. */
  retry() {
    if (this.open || this.#socket?.readyState === WebSocket.CONNECTING) return;
    clearTimeout(this.#timer);
    this.#connect();
  }

  /** Close for good. */
  end() {
    clearTimeout(this.#timer);
    this.#ended = true;
    this.#socket.close();
  }

  #connect() {
    const address = new URL(this.#path, window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener("open", () => {
      this.#pause = FIRST_PAUSE_MS;
      this.#wasOpen = true;
      this.#onStatus(true);
    });
    socket.addEventListener("message", ({ data }) => this.#onEvent(JSON.parse(data)));
    socket.addEventListener("close", () => {
      if (this.#ended) return;
      this.#onStatus(false);
      this.#timer = setTimeout(() => this.#connect(), this.#pause);
      this.#pause = Math.min(this.#pause * 1.6, this.#wasOpen ? LONGEST_PAUSE_MS : REFUSED_PAUSE_MS);
    });
  }
}
