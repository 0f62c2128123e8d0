// A line as elements. Texts only ever become text nodes: no message can bring markup or a script with it.

import { word } from "./words.js";

export function bubbleRow(line, onTap) {
  const row = element("div", `row ${line.mine ? "mine" : "theirs"}`);
  const said = element("div", "said");
  const bubble = element("div", "bubble");
  const who = element("span", "unseen", word(line.mine ? "iSay" : "theySay"));
  const text = element("div", "text", who, ...line.spans.map(span));
  if (line.spans.length) bubble.append(text);
  if (line.file) bubble.append(attached(line.file));
  if (line.buttons?.length) bubble.append(choices(line, onTap));
  said.append(bubble);
  row.append(icon(line.mine ? "i-person" : "i-mark", "avatar"), said);
  return row;
}

export function time(text) {
  return element("p", "time", text);
}

// pending: on its way. waiting: no connection; it goes out by itself. failed: the person must decide.
export function mark(row, state, onRetry) {
  row.classList.remove("pending", "waiting", "failed");
  row.querySelector(".sign")?.remove();
  if (!state) return;
  row.classList.add(state);
  const sign = element(state === "failed" ? "button" : "span", "sign");
  if (state === "failed") sign.type = "button";
  const what = word({ pending: "sending", waiting: "waiting", failed: "failed" }[state]);
  sign.title = what;
  sign.append(element("span", "unseen", what));
  if (state !== "pending") sign.append(icon(state === "failed" ? "i-alert" : "i-clock", ""));
  if (state === "failed") sign.addEventListener("click", onRetry);
  row.querySelector(".said").prepend(sign);
}

function span({ text, bold, url }) {
  if (opens(url)) return link(url, bold ? "strong" : "", text);
  return bold ? element("strong", "", text) : document.createTextNode(text);
}

function attached({ name, url, picture }) {
  const anchor = element("a", "attached");
  anchor.href = url;
  anchor.download = name;
  if (!picture) {
    anchor.append("📎 ", name);
    return anchor;
  }
  const image = element("img", "");
  image.src = url;
  image.alt = name;
  anchor.append(image);
  return anchor;
}

function choices(line, onTap) {
  const card = element("div", "choices");
  for (const row of line.buttons) {
    card.append(element("div", "choice-row", ...row.map((button) => choice(line, button, onTap))));
  }
  return card;
}

function choice(line, { label, action, url, here }, onTap) {
  if (opens(url)) return link(url, "choice", label);
  const button = element("button", "choice", label);
  button.type = "button";
  button.disabled = !action;
  button.addEventListener("click", () => onTap({ type: "tap", line: line.id, action, label: here ? "" : label }, button));
  return button;
}

function link(url, classes, text) {
  const anchor = element("a", classes, text);
  anchor.href = url;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

const opens = (url) => typeof url === "string" && /^https?:\/\//i.test(url);

export function icon(name, classes) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.setAttribute("aria-hidden", "true");
  if (classes) svg.setAttribute("class", classes);
  svg.append(use);
  return svg;
}

export function element(tag, classes, ...children) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...children);
  return made;
}
