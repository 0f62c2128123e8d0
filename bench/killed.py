"""What SIGKILL loses in the middle of many due reminders. `python -m bench.killed WHO FOLDER` is who gets killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench import peer_apscheduler
from bench.crowd import SETTINGS, fall_due, plan, utc_now
from scheduler import reminders
from store import Store

DUE = 5_000
LOOK_SECS = 0.002  # between looks at how far it is
LEFT = {
    "ours": "SELECT count(*) FROM reminders WHERE fired_at IS NULL",
    "peers": "SELECT count(*) FROM apscheduler_jobs",
}


async def ours() -> int:
    """How many of ours are lost: after another start, neither in the outbox nor about to be."""
    with tempfile.TemporaryDirectory() as folder:
        async with Store.open(Path(folder) / "k.db") as store:
            await plan(store, DUE, 0)
            await fall_due(store, DUE, time.time() - 1.0, lead_secs=-1)
        await asyncio.to_thread(_kill, "ours", folder, "k.db")
        async with Store.open(Path(folder) / "k.db") as store:
            while await reminders.sweep(store, utc_now(), SETTINGS):
                pass
            async with store.reading() as tx:
                row = await tx.one("SELECT count(DISTINCT account_id) AS n FROM deliveries")
        assert row is not None
        return DUE - int(row["n"])


async def peers() -> int:
    """How many of the peer's: neither run nor in its store any more."""
    with tempfile.TemporaryDirectory() as folder:
        peer = peer_apscheduler.Peer(Path(folder) / "peer.db")
        peer.fall_due(DUE, time.time() - 1.0)
        peer.close()
        await asyncio.to_thread(_kill, "peers", folder, "peer.db")
        peer = peer_apscheduler.Peer(Path(folder) / "peer.db")
        ran = (Path(folder) / "ran").read_text().split()
        lost = DUE - len(set(ran)) - peer.left()
        peer.close()
        return lost


def _kill(who: str, folder: str, database: str) -> None:
    """Start it, and kill it when half of them are no longer waiting."""
    process = subprocess.Popen([sys.executable, "-m", "bench.killed", who, folder])
    with closing(sqlite3.connect(Path(folder) / database)) as connection:
        while connection.execute(LEFT[who]).fetchone()[0] > DUE / 2:
            time.sleep(LOOK_SECS)
    process.send_signal(signal.SIGKILL)
    process.wait()


async def _ours_until_killed(folder: Path) -> None:
    async with Store.open(folder / "k.db") as store:
        while await reminders.sweep(store, utc_now(), SETTINGS):
            pass
        await asyncio.Event().wait()


async def _peers_until_killed(folder: Path) -> None:
    peer = peer_apscheduler.Peer(folder / "peer.db")
    ran = os.open(folder / "ran", os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    peer.run(lambda index: os.write(ran, f"{index}\n".encode()))
    await asyncio.Event().wait()


if __name__ == "__main__":
    who = {"ours": _ours_until_killed, "peers": _peers_until_killed}[sys.argv[1]]
    asyncio.run(who(Path(sys.argv[2])))
