"""`python -m tests.sim [N] [FIRST]`: N seeds from FIRST on; exit status 1 if people would have been let down."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sim.run import places, wrongs

SHOWN_MAX = 5  # seeds that fail, in full


def main() -> int:
    seeds, first = ([int(it) for it in sys.argv[1:]] + [200, 1][len(sys.argv) - 1 :])[:2]
    logging.disable(logging.CRITICAL)  # what fails is meant to
    begun, failed = time.monotonic(), 0
    with places() as folder:
        for seed in range(first, first + seeds):
            if found := wrongs(seed, folder):
                failed += 1
                if failed <= SHOWN_MAX:
                    print(f"seed {seed}:", *found[:10], sep="\n  ", flush=True)
            if seed % 100 == 0:
                print(f"{seed - first + 1} of {seeds}, {failed} failed", flush=True)
    print(f"{seeds} seeds, {failed} failed, {time.monotonic() - begun:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
