// One WebSocket after another: reconnects, and finds out when a connection is dead without having been closed, which is
// what happens to a phone that changes networks or wakes up.

const RETRY_MS = [300, 1000, 2000, 4000, 8000, 15000];
const PING_MS = 25000;
const ANSWER_MS = 6000; // an answer later than this comes from a dead connection

export class Link {
  constructor(url, { onOpen, onMessage, onDown }) {
    Object.assign(this, { url, onOpen, onMessage, onDown });
    this.failures = 0;
    this.socket = null;
    addEventListener("online", () => this.check());
    addEventListener("pageshow", () => this.check());
    document.addEventListener("visibilitychange", () => document.hidden || this.check());
    setInterval(() => this.check(), PING_MS);
  }

  open() {
    clearTimeout(this.retry);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.expectAnswer();
    socket.onopen = () => this.onOpen();
    socket.onmessage = ({ data }) => {
      clearTimeout(this.deadline);
      this.deadline = null;
      this.failures = 0;
      this.onMessage(JSON.parse(data));
    };
    socket.onclose = (event) => this.lose(socket, event.code);
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(message) {
    if (!this.isOpen) return;
    this.socket.send(JSON.stringify(message));
    this.expectAnswer();
  }

  // Now would be a good moment to know whether anybody is there.
  check() {
    if (this.socket === null) this.open();
    else this.send({ type: "ping" });
  }

  expectAnswer() {
    const socket = this.socket;
    this.deadline ??= setTimeout(() => this.lose(socket), ANSWER_MS);
  }

  lose(socket, code) {
    if (socket !== this.socket) return;
    clearTimeout(this.deadline);
    this.deadline = null;
    this.socket = null;
    socket.onclose = socket.onmessage = socket.onopen = null;
    socket.close();
    const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)];
    this.failures += 1;
    // A little dice, so that a whole school does not come back in the same instant.
    this.retry = setTimeout(() => this.open(), wait * (0.7 + 0.6 * Math.random()));
    this.onDown(code);
  }
}
