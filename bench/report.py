"""The machine, medians, and the table that every benchmark prints."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

CONSOLE = Console(width=120)


@dataclass(frozen=True, slots=True)
class Unit:
    """How a measured number is written, after multiplying it, and which way is better."""

    pattern: str
    times: float = 1.0
    more_is_better: bool = False

    def show(self, value: float) -> str:
        return self.pattern.format(value * self.times)


SECS = Unit("{:.2f} s")
MICROS = Unit("{:.0f} µs", 1e6)
MS = Unit("{:.1f} ms", 1000)
PER_SEC = Unit("{:,.0f}/s", more_is_better=True)
MB = Unit("{:.0f} MB")
SHARE = Unit("{:.0f} %", 100, more_is_better=True)
COUNT = Unit("{:,.0f}")


@dataclass(frozen=True, slots=True)
class Row:
    """One thing measured. The goal is at most `goal` (at least, where more is better) and `times` better than the
    peer; None: no such goal. Durations are in seconds."""

    what: str
    unit: Unit
    ours: float
    peer: float | None = None
    goal: float | None = None
    times: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better than the peer we are."""
        if self.peer is None:
            return None
        better, worse = (self.ours, self.peer) if self.unit.more_is_better else (self.peer, self.ours)
        return better / worse if worse else None

    @property
    def met(self) -> bool | None:
        """Whether every goal there is was met; None: there is none."""
        verdicts = []
        if self.goal is not None:
            verdicts.append(self.ours >= self.goal if self.unit.more_is_better else self.ours <= self.goal)
        if self.times is not None:
            verdicts.append((self.ratio or 0.0) >= self.times)
        return all(verdicts) if verdicts else None

    @property
    def promise(self) -> str:
        """The goal in words."""
        parts = []
        if self.goal is not None:
            parts.append(("≥ " if self.unit.more_is_better else "≤ ") + self.unit.show(self.goal))
        if self.times is not None:
            parts.append(f"≥ {self.times:g}x the peer")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Report:
    """What one benchmark found."""

    title: str
    rows: Sequence[Row]
    peer: str = "peer"


def show(report: Report) -> None:
    """Print a report as a table."""
    table = Table("", title=report.title, title_justify="left")
    for column in ("Kexun", report.peer, "ratio", "goal", "met"):
        table.add_column(column, justify="right")
    for row in report.rows:
        peer = "" if row.peer is None else row.unit.show(row.peer)
        ratio = "" if row.ratio is None else f"{row.ratio:,.1f}x"
        met = "" if row.met is None else "yes" if row.met else "NO"
        table.add_row(row.what, row.unit.show(row.ours), peer, ratio, row.promise, met)
    CONSOLE.print(table)


def machine() -> str:
    """What this was measured on, in one line."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    return (
        f"{model}, {os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, load {os.getloadavg()[0]:.1f}"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


@dataclass(frozen=True, slots=True)
class Spent:
    """What a piece of work took: seconds that passed, and seconds of processor time, which depend less on whoever else
    is busy on the machine."""

    secs: float
    cpu_secs: float


class Stopwatch:
    """Runs from when it is made."""

    def __init__(self) -> None:
        self._start, self._cpu_start = time.perf_counter(), time.process_time()

    def read(self) -> Spent:
        return Spent(time.perf_counter() - self._start, time.process_time() - self._cpu_start)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def median(values: Sequence[float]) -> float:
    return statistics.median(values)
