// The page: the input, the menu and the language at one end, the connection at the other, the log and the outbox between.

import { Link } from "./link.js";
import { Log } from "./log.js";
import { Outbox, newKey, wire } from "./outbox.js";
import { choose, language, word } from "./words.js";

const TEXT_CHARS_MAX = 10000; // code points; the server takes no more
const LOST_AFTER_MS = 1500; // a blink of the network is not worth alarming anybody
const RETRY_MS = 5000; // for what the server asked us to repeat later
const NOTICE_MS = 6000;
const NO_SESSION = 4401;

const byId = (id) => document.getElementById(id);
const [form, input, send, lost, notice, state] = ["form", "input", "send", "lost", "notice", "state"].map(byId);
const outbox = new Outbox();
const tapped = new Map(); // key -> the button that waits
const failed = new Set(); // keys that wait for the person
const underway = new Set(); // keys sent over this connection and not yet answered
let seq = 0;
let ready = false; // greeted and caught up: only now is it known what the server already has
let lostTimer = null;
let noticeTimer = null;

const log = new Log({
  onTap: tap,
  onOlder: (before) => ready && (link.send({ type: "older", before }), true),
  onRetry: (key) => (failed.delete(key), deliver()),
});
const socketUrl = new URL("/chat/ws", location.href);
socketUrl.protocol = location.protocol === "https:" ? "wss:" : "ws:";
const link = new Link(socketUrl, { onOpen: greet, onMessage: hear, onDown: down });

// Saying ------------------------------------------------------------------------------------------------------------

function say(message) {
  const item = outbox.add({ key: newKey(), ...message });
  deliver();
  return item;
}

function deliver() {
  for (const item of outbox.items) {
    log.show(item, failed.has(item.key) ? "failed" : ready ? "pending" : "waiting");
    if (!ready || failed.has(item.key) || underway.has(item.key)) continue;
    underway.add(item.key);
    link.send(wire(item));
  }
}

function tap(message, button) {
  if (button.classList.contains("busy")) return; // not disabled: that would take the focus away
  button.classList.add("busy");
  button.setAttribute("aria-disabled", "true");
  tapped.set(say(message).key, button);
}

function release(key) {
  const button = tapped.get(key);
  button?.classList.remove("busy");
  button?.removeAttribute("aria-disabled");
  tapped.delete(key);
}

function submit() {
  const text = input.value.trim();
  if (!text) return;
  if ([...text].length > TEXT_CHARS_MAX) return tell("too_long");
  say({ type: "say", text });
  input.value = "";
  grow();
}

// Hearing -----------------------------------------------------------------------------------------------------------

function greet() {
  link.send({ type: "hello", after: seq });
}

function hear(message) {
  const act = { history, lines, older, taken, error }[message.type];
  act?.(message);
}

function history({ lines, seq: newest, more, new: isNew }) {
  seq = newest;
  log.replace(lines, more);
  drop(lines);
  if (isNew && !outbox.items.some((item) => item.text?.startsWith("/start"))) {
    // One key for all tabs: a newcomer is greeted once.
    outbox.add({ type: "say", key: "start", text: "/start", shown: "" });
  }
  up();
  log.maybeOlder();
}

function lines({ lines, seq: newest }) {
  seq = Math.max(seq, newest);
  drop(lines);
  log.add(lines);
  if (!ready) up();
}

function older({ lines, more }) {
  log.prepend(lines, more);
  log.maybeOlder();
}

function taken({ key }) {
  arrived(key);
  log.settle(key);
}

function arrived(key) {
  outbox.remove(key);
  underway.delete(key);
  release(key);
}

function error({ code, key }) {
  tell(code);
  log.stopLoading();
  if (!key) return;
  underway.delete(key);
  if (code === "bad" || code === "too_long") {
    failed.add(key);
    release(key);
    deliver();
  } else {
    setTimeout(() => ready && deliver(), RETRY_MS);
  }
}

function drop(lines) {
  for (const { key } of lines) if (key) arrived(key);
}

// The connection ----------------------------------------------------------------------------------------------------

function up() {
  ready = true;
  clearTimeout(lostTimer);
  lostTimer = null;
  lost.hidden = true;
  show("online");
  sessionStore("kexun_reloaded", null);
  deliver();
}

function down(code) {
  ready = false;
  underway.clear();
  log.stopLoading();
  if (code === NO_SESSION) return renew();
  show("connecting");
  deliver();
  lostTimer ??= setTimeout(() => {
    lost.textContent = word("lost");
    lost.hidden = false;
    show("offline");
  }, LOST_AFTER_MS);
}

// The cookie is gone: loading the page again brings a new one, unless the browser takes none.
function renew() {
  if (sessionStore("kexun_reloaded")) return tell("no_session", true);
  if (sessionStore("kexun_reloaded", "1")) location.reload();
  else tell("no_session", true);
}

function sessionStore(name, value) {
  try {
    if (value === undefined) return sessionStorage.getItem(name);
    if (value === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, value);
    return value;
  } catch {
    return null;
  }
}

// The page ----------------------------------------------------------------------------------------------------------

function show(name) {
  state.parentElement.dataset.state = name;
  state.textContent = word(name);
}

function tell(name, forGood = false) {
  notice.textContent = word(name);
  clearTimeout(noticeTimer);
  if (!forGood) noticeTimer = setTimeout(() => (notice.textContent = ""), NOTICE_MS);
}

function grow() {
  send.disabled = !input.value.trim();
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight}px`;
}

function speak() {
  input.placeholder = word("input");
  input.setAttribute("aria-label", word("input"));
  send.textContent = word("send");
  log.view.setAttribute("aria-label", word("log"));
  byId("menu").setAttribute("aria-label", word("menu"));
  for (const entry of byId("menu").children) entry.lastElementChild.textContent = word(entry.dataset.says);
  byId("language").setAttribute("aria-label", word("language"));
  byId("language").title = word("language");
  for (const lang of ["zh", "en"]) byId(lang).classList.toggle("chosen", lang === language());
  log.title = word("title");
  show(state.parentElement.dataset.state);
  if (!lost.hidden) lost.textContent = word("lost");
  log.times();
  log.seen();
}

function listen() {
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  send.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the keyboard up
  input.addEventListener("input", grow);
  input.addEventListener("keydown", (event) => {
    const composing = event.isComposing || event.keyCode === 229; // Enter then chooses a word, as Safari reports it
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    submit();
  });
  const phone = matchMedia("(pointer: coarse)");
  if (!phone.matches) input.focus();
  makeRoom(phone);
  byId("menu").addEventListener("click", ({ target }) => {
    const entry = target.closest("button");
    if (entry) say({ type: "say", text: entry.dataset.says, shown: word(entry.dataset.says) });
  });
  byId("language").addEventListener("click", () => {
    choose(language() === "en" ? "zh" : "en");
    speak();
    say({ type: "say", text: `/language ${language()}`, shown: "" });
  });
  // iOS lays its keyboard over the page instead of shrinking it.
  visualViewport?.addEventListener("resize", () => {
    if (visualViewport.scale > 1.01) return; // pinched, not covered
    document.body.style.setProperty("--height", `${visualViewport.height}px`);
    scrollTo(0, 0);
  });
}

// The keyboard needs the menu's room. A tap elsewhere takes the focus while the finger is still down: the menu comes back
// when it is up, or what is tapped would move away from under it.
function makeRoom(phone) {
  let isDown = false;
  const settle = () => document.body.classList.toggle("typing", document.activeElement === input && phone.matches);
  document.addEventListener("pointerdown", () => (isDown = true), true);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => ((isDown = false), requestAnimationFrame(settle)), true);
  }
  input.addEventListener("focus", settle);
  input.addEventListener("blur", () => isDown || settle());
}

// An invitation is said once and leaves the address bar, so that a reload or a shared address does not repeat it.
function accept() {
  const code = new URLSearchParams(location.search).get("invite") ?? new URLSearchParams(location.hash.slice(1)).get("invite");
  if (!code) return;
  outbox.add({ type: "say", key: newKey(), text: `/start ${code.trim()}`, shown: "" });
  window.history.replaceState(null, "", location.pathname);
}

speak();
listen();
accept();
deliver();
link.open();
