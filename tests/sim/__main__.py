"""`python -m tests.sim [N] [FIRST]`: N seeds from FIRST on; exit status 1 if people would have been let down. A seed is
the same run every time; `--story` tells what happened in it."""

from __future__ import annotations

import argparse
import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sim import feeds, telegram
from sim.run import judged, places

SHOWN_MAX = 5  # seeds that fail, in full
WRONGS_MAX = 10  # of each of them
EACH = 100  # seeds, a word on how far we are


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run sim")
    parser.add_argument("seeds", type=int, nargs="?", default=200)
    parser.add_argument("first", type=int, nargs="?", default=1)
    parser.add_argument("--story", action="store_true", help="tell what happened")
    return parser.parse_args()


def main() -> int:
    if kind := {"telegram": telegram, "feeds": feeds}.get("".join(sys.argv[1:2])):
        return kind.main(sys.argv[2:])
    wanted, begun, failed = asked(), time.monotonic(), 0
    logging.disable(logging.CRITICAL)  # what fails is meant to
    with places() as folder:
        for done, seed in enumerate(range(wanted.first, wanted.first + wanted.seeds), 1):
            judge = judged(seed, folder)
            if wanted.story:
                print(*judge.story, sep="\n")
            if judge.wrongs:
                failed += 1
                if failed <= SHOWN_MAX:
                    again = f"./run sim 1 {seed} --story"
                    print(f"seed {seed} ({again}):", *judge.wrongs[:WRONGS_MAX], sep="\n  ", flush=True)
            if done % EACH == 0:
                print(f"{done} of {wanted.seeds}, {failed} failed", flush=True)
    print(f"{wanted.seeds} seeds, {failed} failed, {time.monotonic() - begun:.0f} s", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
