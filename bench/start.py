"""From the command to a web address that answers, and the memory of an idle service with only the web chat."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from bench.report import MB, SECS, Report, Row, median

RUNS = 5
IDLE_SECS = 2.0  # until what was imported for the start has settled
DIRECTLY = (sys.executable, "-m", "bot", "serve")
BY_RUN = (str(Path(__file__).parents[1] / "run"), "serve")
CONFIG = """
web: {port: 0}
channels: {webchat: {}}
roles: {student: {title: 学生, join: open}}
"""


async def run() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(CONFIG, encoding="utf-8")
        first = await asyncio.to_thread(_once, DIRECTLY, config)
        direct = [await asyncio.to_thread(_once, DIRECTLY, config) for _ in range(RUNS)]
        by_run = [await asyncio.to_thread(_once, BY_RUN, config) for _ in range(RUNS)]
    rows = [
        Row("kexun serve: the address answers", SECS, median([it.ready_secs for it in direct]), goal=1.0),
        Row("its processor time until then", SECS, median([it.cpu_secs for it in direct])),
        Row("./run serve, the second time", SECS, median([it.ready_secs for it in by_run])),
        Row("the first start, making the database", SECS, first.ready_secs),
        Row("resident memory, idle", MB, median([it.idle_mb for it in direct]), goal=80),
    ]
    return Report(f"Start, web chat only (median of {RUNS})", rows)


@dataclass(frozen=True, slots=True)
class Started:
    ready_secs: float
    cpu_secs: float
    idle_mb: float


def _once(command: Sequence[str], config: Path) -> Started:
    """Start it, ask for its page, look at its memory, stop it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--config", str(config)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdout is not None
    (url,) = re.findall(r"http://[\w.:]+", process.stdout.readline())
    with urlopen(url) as page:
        assert page.status == 200
    secs, cpu = time.perf_counter() - start, _cpu_secs(process.pid)
    time.sleep(IDLE_SECS)
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    process.terminate()
    process.wait()
    return Started(secs, cpu, pages * os.sysconf("SC_PAGE_SIZE") / 1e6)


def _cpu_secs(pid: int) -> float:
    """Processor time a process has used."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
