// The conversation on the screen: lines by rising id, times between them, own words not yet taken below, and where the
// person is looking.

import { apart, label } from "./times.js";
import { bubbleRow, mark, time } from "./bubbles.js";
import { language, word } from "./words.js";
import { shownOf } from "./outbox.js";

const NEAR_PX = 80; // this close to the end counts as reading the end
const AHEAD_PX = 600; // older lines are asked for before the person reaches them

export class Log {
  constructor({ onTap, onOlder, onRetry }) {
    Object.assign(this, { onTap, onOlder, onRetry });
    const byId = (id) => document.getElementById(id);
    this.view = byId("log");
    this.lines = byId("lines");
    this.pending = byId("pending");
    this.olderSign = byId("older");
    this.jump = byId("jump");
    this.unreadText = byId("unread");
    this.title = document.title;
    this.jump.addEventListener("click", () => this.toEnd("smooth"));
    this.view.addEventListener("scroll", () => this.scrolled(), { passive: true });
    document.addEventListener("visibilitychange", () => this.seen());
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.view);
    this.clear();
  }

  clear() {
    this.shown = new Map(); // id -> {line, row}
    this.lines.replaceChildren();
    this.more = false;
    this.loading = false;
    this.unread = 0;
    this.unseen = 0;
    this.atEnd = true;
    this.seen();
  }

  // The end of the conversation, in place of everything shown.
  replace(lines, more) {
    this.view.setAttribute("aria-busy", "true");
    this.clear();
    for (const line of lines) this.put(line);
    this.more = more;
    this.times();
    this.toEnd();
    requestAnimationFrame(() => this.view.removeAttribute("aria-busy"));
  }

  // What is new or changed. A change to a line from before the oldest one shown is not for this screen.
  add(lines) {
    const oldest = this.oldest();
    for (const line of lines) {
      const known = this.shown.get(line.id);
      if (known && known.line.seq >= line.seq) continue;
      if (!known && this.more && line.id < oldest) continue;
      this.put(line);
      if (!known && !line.mine) this.count();
      if (line.mine && !known) this.atEnd = true;
    }
    this.times();
    if (this.atEnd) this.toEnd();
    this.seen();
  }

  prepend(lines, more) {
    const height = this.view.scrollHeight;
    const top = this.view.scrollTop;
    this.view.setAttribute("aria-busy", "true");
    for (const line of lines) if (!this.shown.has(line.id)) this.put(line);
    this.more = more;
    this.loading = false;
    this.olderSign.hidden = true;
    this.times();
    this.view.scrollTop = top + this.view.scrollHeight - height;
    requestAnimationFrame(() => this.view.removeAttribute("aria-busy"));
  }

  put(line) {
    const row = bubbleRow(line, this.onTap);
    row.dataset.id = line.id;
    const known = this.shown.get(line.id);
    if (known) known.row.replaceWith(row);
    else this.lines.insertBefore(row, this.rowAfter(line.id));
    this.shown.set(line.id, { line, row });
    if (line.key) this.forget(line.key);
  }

  rowAfter(id) {
    let next = null;
    for (let row = this.lines.lastElementChild; row; row = row.previousElementSibling) {
      if (!row.dataset.id) continue;
      if (Number(row.dataset.id) < id) break;
      next = row;
    }
    return next;
  }

  oldest() {
    for (const row of this.lines.children) if (row.dataset.id) return Number(row.dataset.id);
    return Infinity;
  }

  times() {
    let before = null;
    const now = Date.now();
    for (const row of [...this.lines.children]) {
      if (!row.dataset.id) continue;
      const { at } = this.shown.get(Number(row.dataset.id)).line;
      const above = row.previousElementSibling;
      const has = above && !above.dataset.id ? above : null;
      if (!apart(before, at)) has?.remove();
      else if (has) has.textContent = label(at, now, language());
      else row.before(time(label(at, now, language())));
      before = at;
    }
  }

  // Own words that are not yet part of the conversation.
  show(item, state) {
    const shown = shownOf(item);
    if (!shown) return;
    let row = this.pendingRow(item.key);
    if (!row) {
      row = bubbleRow({ mine: true, spans: [{ text: shown }] });
      row.dataset.key = item.key;
      this.pending.append(row);
      this.toEnd();
    }
    mark(row, state, () => this.onRetry(item.key));
  }

  settle(key) {
    const row = this.pendingRow(key);
    if (row) mark(row, null);
  }

  forget(key) {
    this.pendingRow(key)?.remove();
  }

  pendingRow(key) {
    return [...this.pending.children].find((row) => row.dataset.key === key);
  }

  count() {
    if (!this.atEnd) this.unread += 1;
    if (document.hidden) this.unseen += 1;
  }

  seen() {
    if (!document.hidden) this.unseen = 0;
    if (this.atEnd) this.unread = 0;
    document.title = this.unseen ? `(${this.unseen}) ${this.title}` : this.title;
    this.jump.hidden = !this.unread;
    this.unreadText.textContent = word("unread", this.unread);
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.view;
    this.atEnd = scrollHeight - clientHeight - scrollTop < NEAR_PX;
    this.seen();
    this.maybeOlder();
  }

  maybeOlder() {
    if (!this.more || this.loading || this.view.scrollTop > AHEAD_PX) return;
    if (!this.onOlder(this.oldest())) return;
    this.loading = true;
    this.olderSign.hidden = false;
    this.olderSign.textContent = word("older");
  }

  // The connection went, and with it the answer with the older lines.
  stopLoading() {
    this.loading = false;
    this.olderSign.hidden = true;
  }

  toEnd(behavior = "auto") {
    this.atEnd = true;
    const smooth = behavior === "smooth" && !matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.view.scrollTo({ top: this.view.scrollHeight, behavior: smooth ? "smooth" : "auto" });
    this.seen();
  }
}
