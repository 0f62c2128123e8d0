"""`./run sim telegram [N] [FIRST]`: SIGKILL of the real service N times, in rounds of one broadcast each; exit status 1
if anything was lost, or had twice without a doubt."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

from crash.telegram import broadcast

KILLS_EACH = 50  # of one broadcast


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run sim telegram")
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("first", type=int, nargs="?", default=1)
    wanted, begun = parser.parse_args(arguments), time.monotonic()
    sent = doubts = doubles = wrong = 0
    for seed, done in enumerate(range(0, wanted.kills, KILLS_EACH), wanted.first):
        kills = min(KILLS_EACH, wanted.kills - done)
        with tempfile.TemporaryDirectory() as folder:
            story = asyncio.run(broadcast(Path(folder), kills, seed))
        sent, doubts, doubles = sent + story.people, doubts + story.doubts.total(), doubles + story.doubles
        wrongs = story.wrongs()
        wrong += len(wrongs)
        print(f"seed {seed}: {kills} kills, {story.people} messages, {story.doubts.total()} in doubt, "
              f"{story.doubles} doubles", *wrongs[:10], sep="\n  " if wrongs else "", flush=True)
    secs = time.monotonic() - begun
    print(f"{wanted.kills} kills, {sent} messages, {doubts} in doubt, {doubles} doubles, {wrong} wrong, {secs:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
