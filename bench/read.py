"""Reading notices, beside jionlp and dateparser: which of the labelled days are found, what else is named, how long it
takes. The peers live in an environment of their own (jionlp needs a package under the GPL, which the product must not
touch); processor time is compared, and the three read each notice one after the other, so that a machine that is busy
or slow for a while is so for all of them."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from bench.report import MS, SHARE, Report, Row, Unit, median
from notices.extract import read
from notices.reading import Reading

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "notices" / "extract"
PEERS = ROOT / "var" / "bench-peers"  # made once, some 200 MB
PACKAGES = ("jionlp==1.5.31", "dateparser>=1.2")
PASSES = 5  # over each notice; the quickest counts
AT_LEAST = 0.05  # seconds of passes over each notice: the first ones find cold caches
SHORT, LONG = 500, 4000  # characters
HARD_LENGTH = 20_000  # characters of a hard text, and then four times as many
TIMES = Unit("{:.1f}x")
START = """
import sys, time
start = time.process_time()
from notices.extract import read
imported = time.process_time()
read(sys.argv[1])
print(imported - start, time.process_time() - imported)
"""

Days = set[str]
Answer = tuple[Days, float]
"""The days that were named, and the seconds of processor time it took."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A labelled notice: the days that must be found, and those that may be."""

    text: str
    published: str | None
    must: Days
    may: Days


@dataclass(frozen=True, slots=True)
class Measured:
    """What one reader named in each notice, and the seconds of processor time it took."""

    days: Sequence[Days]
    secs: Sequence[float]


async def run() -> Report:
    notices = list(_labelled())
    ours, jionlp, dateparser = await asyncio.to_thread(_side_by_side, notices)
    rows = [*_compared(notices, ours, jionlp, "", times=20), *_compared(notices, ours, dateparser, " (dateparser)")]
    imported, first = _started()
    rows += [
        Row(f"{SHORT} characters of a notice", MS, _scaled(notices, ours), goal=0.001),
        Row(f"{LONG:,} characters of a page", MS, _page_secs(), goal=0.002),
        Row("importing the reader", MS, imported, goal=0.060),
        Row("the first notice, its patterns compiled", MS, first),
        Row("the hardest text, twice as long: takes", TIMES, _growth(), goal=3.0),
    ]
    return Report(f"Reading {len(notices)} labelled notices (processor time)", rows, peer="jionlp 1.5.31")


def _compared(
    notices: Sequence[Notice], ours: Measured, peer: Measured, beside: str, times: float | None = None
) -> Iterator[Row]:
    (found, right, many), (theirs, their_right, their_many) = _scores(notices, ours), _scores(notices, peer)
    yield Row(f"labelled days found{beside}", SHARE, found, theirs, goal=0.97)
    yield Row(f"days named that are right{beside}", SHARE, right, their_right, goal=0.97)
    yield Row(f"days named for each one labelled{beside}", TIMES, many, their_many)
    yield Row(f"a notice, mean{beside}", MS, mean(ours.secs), mean(peer.secs), times=times)
    yield Row(f"a notice, median{beside}", MS, median(ours.secs), median(peer.secs))


def _scores(notices: Sequence[Notice], measured: Measured) -> tuple[float, float, float]:
    """The share of labelled days found, the share of named days that are right, and days named for each labelled."""
    pairs = list(zip(notices, measured.days, strict=True))
    labelled = sum(len(it.must) for it in notices)
    named = sum(len(days) for days in measured.days)
    hit = sum(len(it.must & days) for it, days in pairs)
    right = sum(len((it.must | it.may) & days) for it, days in pairs)
    return hit / labelled, right / max(1, named), named / labelled


def _labelled() -> Iterator[Notice]:
    for path in sorted((TESTS / "labelled").glob("*.json")):
        found = json.loads(path.read_text(encoding="utf-8"))
        labels = [(it, ("start", "end")) for it in found["labels"]["events"]]
        labels += [(it, ("due",)) for it in found["labels"]["deadlines"]]
        must: Days = set()
        may: Days = set()
        for label, keys in labels:
            loose = label.get("optional") or label.get("conditional")
            (may if loose else must).update(label[key][:10] for key in keys if label.get(key))
        yield Notice(found["text"], found["published"], must, may - must)


def _read(it: Notice) -> Reading:
    return read(it.text, published=date.fromisoformat(it.published) if it.published else None)


def _days(reading: Reading) -> Days:
    moments = [it for event in reading.events for it in (event.start, event.end)]
    moments += [it.due for it in reading.deadlines]
    return {(it.date() if isinstance(it, datetime) else it).isoformat() for it in moments if it}


def _quickest(it: Notice) -> float:
    taken = [_secs(lambda: _read(it)) for _ in range(PASSES)]
    while sum(taken) < AT_LEAST:
        taken.append(_secs(lambda: _read(it)))
    return min(taken)


def _secs(act: Callable[[], object]) -> float:
    start = time.process_time()
    act()
    return time.process_time() - start


def _scaled(notices: Sequence[Notice], ours: Measured) -> float:
    """Seconds for a notice of `SHORT` characters, from those that are about as long."""
    near = [(it, secs) for it, secs in zip(notices, ours.secs, strict=True) if SHORT / 2 < len(it.text) < SHORT * 2]
    return median([secs * SHORT / len(it.text) for it, secs in near])


def _page_secs() -> float:
    text = (TESTS / "pages" / "science-day-2024.txt").read_text(encoding="utf-8")[:LONG]
    return min(_secs(lambda: read(text)) for _ in range(PASSES * 4))


def _started() -> tuple[float, float]:
    """What importing the reader takes, and then reading a first notice; from the second start on, with Python's own
    bytecode at hand."""
    text = next(_labelled()).text
    with TemporaryDirectory() as bytecode:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        started = partial(
            subprocess.run, (sys.executable, "-c", START, text), capture_output=True, text=True, check=True, cwd=ROOT,
            env=kept | {"PYTHONPYCACHEPREFIX": bytecode},
        )
        runs = [started().stdout.split() for _ in range(PASSES * 2)]
    return min(float(imported) for imported, _ in runs), min(float(first) for _, first in runs)


def _growth() -> float:
    """How many times longer twice the text takes, for the text that does worst; measured over four times the text, for
    which it takes the square of that."""
    from tests.notices.extract.hard_texts import HARD

    def secs(unit: str, length: int) -> float:
        text = (unit * length)[:length]
        return min(_secs(lambda: read(text)) for _ in range(PASSES))

    return max((secs(unit, HARD_LENGTH * 4) / secs(unit, HARD_LENGTH)) ** 0.5 for unit in HARD)


def _side_by_side(notices: Sequence[Notice]) -> tuple[Measured, Measured, Measured]:
    """What we, jionlp and dateparser make of the notices, each read by all three before the next."""
    python = PEERS / "bin" / "python"
    if not (PEERS / "ready").exists():
        print("Installing the peers, once ...", file=sys.stderr)
        venv.create(PEERS, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True, stdout=subprocess.DEVNULL)
        (PEERS / "ready").touch()
    with _peer(python, "jionlp") as jionlp, _peer(python, "dateparser") as dateparser:
        measured = [(_own(it), jionlp(it), dateparser(it)) for it in notices]
    ours, first, second = (Measured(*zip(*answers, strict=True)) for answers in zip(*measured, strict=True))
    return ours, first, second


def _own(it: Notice) -> Answer:
    return _days(_read(it)), _quickest(it)


@contextmanager
def _peer(python: Path, name: str) -> Iterator[Callable[[Notice], Answer]]:
    """A peer in the environment of the peers, waiting for notices."""
    command = (str(python), str(Path(__file__).with_name("peer_readers.py")), name)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        asked, told = process.stdin, process.stdout
        assert asked and told

        def answer(it: Notice) -> Answer:
            print(json.dumps({"text": it.text, "published": it.published}), file=asked, flush=True)
            found: dict[str, Any] = json.loads(told.readline())
            return set(found["days"]), found["secs"]

        yield answer
        asked.close()
