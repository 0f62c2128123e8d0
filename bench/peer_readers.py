"""The peers for reading, in an environment of their own: `python peer_readers.py jionlp|dateparser` reads notices as
JSON and prints, for each, the days it names and the processor time it took. Knows nothing of Kexun."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime

PASSES = 5  # the quickest counts; the first fills their caches
Reader = Callable[[str, datetime], set[str]]


def jionlp() -> Reader:
    """Every time phrase it extracts, by the days of its two ends."""
    import jionlp as jio

    def days(text: str, base: datetime) -> set[str]:
        named: set[str] = set()
        for found in jio.ner.extract_time(text, time_base=base.timestamp(), with_parsing=True):
            if found["type"] in ("time_point", "time_span"):
                named.update(it[:10] for it in found["detail"]["time"] if it[:1] in "12")
        return named

    return days


def dateparser() -> Reader:
    """Every date its search finds in a Chinese text."""
    from dateparser.search import search_dates

    def days(text: str, base: datetime) -> set[str]:
        found = search_dates(text, languages=["zh"], settings={"RELATIVE_BASE": base})
        return {moment.date().isoformat() for _, moment in found or ()}

    return days


def measured(reader: Reader, notice: dict[str, str | None]) -> dict[str, object]:
    base = datetime.fromisoformat(notice["published"] or "2024-01-01")
    quickest, days = float("inf"), set()
    for _ in range(PASSES):
        start = time.process_time()
        with contextlib.suppress(Exception):  # what it cannot read it does not find
            days = reader(notice["text"] or "", base)
        quickest = min(quickest, time.process_time() - start)
    return {"days": sorted(days), "secs": quickest}


if __name__ == "__main__":
    with contextlib.redirect_stdout(io.StringIO()):  # jionlp greets
        reader = {"jionlp": jionlp, "dateparser": dateparser}[sys.argv[1]]()
        answers = [measured(reader, notice) for notice in json.load(sys.stdin)]
    print(json.dumps(answers))
