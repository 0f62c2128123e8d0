"""From the command to a web address that answers, and the memory of an idle service with only the web chat."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.report import MB, SECS, Report, Row, median

RUNS = 7
IDLE_SECS = 3.0  # until what was imported for the start has settled
CONFIG = """
web: {port: 0}
channels: {webchat: {}}
roles: {student: {title: 学生, join: open}}
"""


async def run() -> Report:
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "config.yaml"
        config.write_text(CONFIG, encoding="utf-8")
        measured = [await asyncio.to_thread(_once, config) for _ in range(RUNS)]
    ready, memory = [secs for secs, _ in measured], [mb for _, mb in measured]
    rows = [
        Row("the address is printed", SECS, median(ready[1:]), goal=1.0),
        Row("the same the first time, making the database", SECS, ready[0]),
        Row("resident memory, idle", MB, median(memory), goal=80),
    ]
    return Report(f"Start, web chat only (median of {RUNS})", rows)


def _once(config: Path) -> tuple[float, float]:
    """Seconds until ready, and megabytes when idle."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "bot", "serve", "--config", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.readline()
    secs = time.perf_counter() - start
    time.sleep(IDLE_SECS)
    pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    process.terminate()
    process.wait()
    return secs, pages * os.sysconf("SC_PAGE_SIZE") / 1e6
