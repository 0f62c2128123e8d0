"""The peers for reading, in an environment of their own: `python peer_readers.py jionlp|dateparser` reads notices, a
line of JSON each, and prints for each the days it names and the processor time it took. Knows nothing of Kexun."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
from collections.abc import Callable
from datetime import datetime

PASSES = 5  # at least; the quickest counts, and the first fills their caches
AT_LEAST = 0.05  # seconds of passes over each notice, as Kexun has
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
    taken: list[float] = []
    days: set[str] = set()
    while len(taken) < PASSES or sum(taken) < AT_LEAST:
        start = time.process_time()
        with contextlib.suppress(Exception):  # what it cannot read it does not find
            days = reader(notice["text"] or "", base)
        taken.append(time.process_time() - start)
    return {"days": sorted(days), "secs": min(taken)}


if __name__ == "__main__":
    answers, told = sys.stdout, io.StringIO()
    with contextlib.redirect_stdout(told):  # jionlp greets
        reader = {"jionlp": jionlp, "dateparser": dateparser}[sys.argv[1]]()
        for line in sys.stdin:
            print(json.dumps(measured(reader, json.loads(line))), file=answers, flush=True)
