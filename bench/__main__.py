"""`python -m bench [NAME ...]`: run the named benchmarks, or all of them."""

from __future__ import annotations

import asyncio
import importlib
import sys

from bench.report import machine, show

NAMES = (  # each is a module here whose `run` measures and returns a Report
    "broadcast",
    "feeds",
    "pump",
    "read",
    "reminders",
    "start",
    "telegram",
)


def main(names: list[str]) -> int:
    if unknown := [name for name in names if name not in NAMES]:
        print(f"There is no benchmark {unknown[0]!r}; there are: {', '.join(NAMES)}.", file=sys.stderr)
        return 1
    print(machine(), flush=True)
    for name in names or NAMES:
        show(asyncio.run(importlib.import_module(f"bench.{name}").run()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
