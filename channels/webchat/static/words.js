// The page's own words. What the bot says comes from the server.

const WORDS = {
  zh: {
    title: "科讯", log: "聊天记录", input: "发消息", send: "发送", menu: "菜单", language: "Switch to English",
    "/latest": "最新通知", "/dates": "日程", "/me": "我的",
    connecting: "连接中…", online: "在线", offline: "未连接",
    lost: "连接断开，正在重连…", older: "正在加载更早的消息…",
    unread: (n) => `${n} 条新消息`,
    theySay: "科讯：", iSay: "我：", sending: "发送中", waiting: "尚未发出，恢复连接后自动发送", failed: "没有发出，点此重发",
    bad: "这条消息没能发出，请换个说法再试。",
    too_long: "消息太长：一次最多 10,000 字，请分几次发。",
    too_fast: "发得太快了，稍等几秒会自动发出。",
    unavailable: "暂时无法保存，稍后会自动重试。",
    no_session: "请允许本站使用 Cookie，然后刷新页面。",
  },
  en: {
    title: "Kexun", log: "Conversation", input: "Message", send: "Send", menu: "Menu", language: "切换为中文",
    "/latest": "Latest", "/dates": "Dates", "/me": "Me",
    connecting: "Connecting…", online: "Online", offline: "Offline",
    lost: "Connection lost, reconnecting…", older: "Loading earlier messages…",
    unread: (n) => `${n} new message${n === 1 ? "" : "s"}`,
    theySay: "Kexun: ", iSay: "Me: ", sending: "Sending", waiting: "Not sent yet; goes out when the connection is back",
    failed: "Not sent. Tap to try again",
    bad: "This message could not be sent. Please put it another way.",
    too_long: "Too long: at most 10,000 characters at a time. Please send it in parts.",
    too_fast: "That was fast. It will go out by itself in a few seconds.",
    unavailable: "It could not be saved just now. It will be tried again in a moment.",
    no_session: "Please allow cookies for this site, then reload the page.",
  },
};

const COOKIE_SECS = 400 * 86400; // as long as browsers keep a cookie

export const language = () => (document.documentElement.lang.startsWith("en") ? "en" : "zh");

export const word = (name, ...rest) => {
  const found = WORDS[language()][name];
  return typeof found === "function" ? found(...rest) : found;
};

export function choose(lang) {
  document.documentElement.lang = lang === "en" ? "en" : "zh-CN";
  document.cookie = `kexun_lang=${lang}; path=/; max-age=${COOKIE_SECS}; samesite=lax`;
}
