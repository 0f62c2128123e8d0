"""`./run sim feeds [N] [FIRST]`: SIGKILL of the real service N times while it polls, in rounds of one site each; exit
status 1 if an entry was lost, or told twice."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from crash.feeds import polled

KILLS_EACH = 10  # of one site, which has some two hundred entries then


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run sim feeds")
    parser.add_argument("kills", type=int, nargs="?", default=100)
    parser.add_argument("first", type=int, nargs="?", default=1)
    wanted, begun = parser.parse_args(arguments), time.monotonic()
    entries = cut_short = wrong = 0
    for seed, done in enumerate(range(0, wanted.kills, KILLS_EACH), wanted.first):
        kills = min(KILLS_EACH, wanted.kills - done)
        with tempfile.TemporaryDirectory() as folder:
            story = asyncio.run(polled(Path(folder), kills, seed))
        entries, cut_short = entries + len(story.put_up), cut_short + story.cut_short
        wrongs = story.wrongs()
        wrong += len(wrongs)
        print(f"seed {seed}: {kills} kills, {story.cut_short} in the middle of a poll, {len(story.put_up)} entries",
              *wrongs[:10], sep="\n  " if wrongs else "", flush=True)
    secs = time.monotonic() - begun
    print(f"{wanted.kills} kills, {cut_short} in the middle of a poll, {entries} entries, {wrong} wrong, {secs:.0f} s")
    return 1 if wrong else 0
