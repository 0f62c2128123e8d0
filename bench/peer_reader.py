"""The same polls by `reader`, the well-known feed library, with and without its workers."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from pathlib import Path

MOODS = ("tagged", "tagged", "bare", "news")


def polls(path: Path, urls: Sequence[str], workers: int, be: Callable[[str], None]) -> list[float]:
    """Feeds a second: first import, 304, unchanged body, two new entries of twenty."""
    import sgmllib  # noqa: F401 (the feedparser inside reader needs it, and reader does not ask for it)
    from reader import make_reader

    rates = []
    with make_reader(str(path)) as reader:
        for url in urls:
            reader.add_feed(url)
        gc.collect()  # what is loaded by now stays, as with us
        gc.freeze()
        for number, mood in enumerate(MOODS):
            be(mood)
            if number == 2:
                reader.update_feeds(workers=workers, scheduled=False)  # without validators from now on
            began = time.perf_counter()
            reader.update_feeds(workers=workers, scheduled=False)
            rates.append(len(urls) / (time.perf_counter() - began))
    return rates
