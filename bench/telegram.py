"""Telegram: how much of the rate a broadcast uses and how long a reply waits meanwhile; and how fast we could go."""

from __future__ import annotations

from bench import telegram_lifted, telegram_paced
from bench.report import COUNT, PER_SEC, SECS, SHARE, Report, Row, median, percentile


async def run() -> Report:
    ours, theirs = await telegram_paced.ours(), await telegram_paced.python_telegram_bot()
    fast = await telegram_lifted.run()
    rows = [
        Row("of the budget of 25/s used by a broadcast", SHARE, ours.used, theirs.used, goal=0.95),
        Row("of the people have it in the end", SHARE, ours.reached, theirs.reached, goal=1.0),
        Row("refusals (429)", COUNT, ours.refused, theirs.refused, goal=0),
        Row("most sends in one second (Telegram takes about 30)", COUNT, ours.most, theirs.most, goal=30),
        Row("a reply meanwhile, p50", SECS, median(ours.waited), median(theirs.waited)),
        Row("a reply meanwhile, p99", SECS, percentile(ours.waited, 0.99), percentile(theirs.waited, 0.99), goal=1.0),
        Row("limits lifted, 30 at once, each recorded", PER_SEC, fast.ours, fast.python_telegram_bot, times=6),
        Row("the same, beside aiogram in the peer's place", PER_SEC, fast.ours, fast.aiogram, times=1),
    ]
    title = (
        f"Telegram: a broadcast to {telegram_paced.PEOPLE:,} at {telegram_paced.RATE}/s while people talk; then "
        f"{telegram_lifted.MESSAGES:,} at full speed (median of {telegram_lifted.RUNS})"
    )
    return Report(title, rows, peer="python-telegram-bot")
