// When a time stands between two messages, and how it is written. `now` and times are epoch milliseconds.

const GAP_MS = 5 * 60 * 1000; // messages closer together than this share one time, as in WeChat

export const apart = (before, at) => before === null || Math.abs(at - before) >= GAP_MS;

export function label(at, now, language) {
  const then = new Date(at);
  const clock = `${two(then.getHours())}:${two(then.getMinutes())}`;
  const days = daysBetween(then, new Date(now));
  if (days === 0) return clock;
  if (days === 1) return language === "en" ? `Yesterday ${clock}` : `昨天 ${clock}`;
  const thisYear = then.getFullYear() === new Date(now).getFullYear();
  if (language === "en") {
    const form = { month: "short", day: "numeric", ...(thisYear ? {} : { year: "numeric" }) };
    return `${then.toLocaleDateString("en-US", form)}, ${clock}`;
  }
  const day = `${then.getMonth() + 1}月${then.getDate()}日 ${clock}`;
  return thisYear ? day : `${then.getFullYear()}年${day}`;
}

const two = (n) => String(n).padStart(2, "0");

// Calendar days, not 24 hours: counted at noon in UTC so that no change to summer time makes one short.
const daysBetween = (then, now) => (noon(now) - noon(then)) / 86400000;
const noon = (day) => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate(), 12);
