// What the person has said and the server has not yet taken. It survives a reload of the page, and every repetition
// carries the same key, so that nothing is lost and nothing is said twice.

const STORE = "kexun_outbox";

export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  constructor() {
    this.items = read();
  }

  add(message) {
    const item = { ...message, at: Date.now() };
    this.items.push(item);
    this.save();
    return item;
  }

  remove(key) {
    const kept = this.items.filter((item) => item.key !== key);
    if (kept.length === this.items.length) return;
    this.items = kept;
    this.save();
  }

  has(key) {
    return this.items.some((item) => item.key === key);
  }

  save() {
    try {
      sessionStorage.setItem(STORE, JSON.stringify(this.items));
    } catch {
      // Private windows and full disks: the outbox then lives as long as the page.
    }
  }
}

function read() {
  try {
    const items = JSON.parse(sessionStorage.getItem(STORE) ?? "[]");
    return Array.isArray(items) ? items : [];
  } catch {
    return [];
  }
}

// The protocol's message, without what only the page needs.
export function wire({ type, key, text, shown, line, action, label }) {
  return type === "tap" ? { type, key, line, action, label } : { type, key, text, shown };
}

// What the person's own bubble says.
export const shownOf = (item) => (item.type === "tap" ? item.label : (item.shown ?? item.text));
