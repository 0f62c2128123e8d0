"""`python -m tests.crash.nursery CONFIG`: bears the real service each time a line comes in; says its process id, and in
the end how it died. All that is spared is importing it and reading its sentences again, which makes starts cheap."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot import config as configuration
from bot.app import serve
from bot.words import words
from channels.telegram import channel


def main(file: Path) -> None:
    assert channel and words("zh")
    for _ in sys.stdin:
        if (born := os.fork()) == 0:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os._exit(asyncio.run(serve(configuration.load(file, {}))))
        print(born, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(born, 0)[1]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
