"""What a service that has just started leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CONFIG = "web: {port: 0}\nchannels: {webchat: {}}\nroles: {student: {title: 学生, join: open}}\n"
A_SERVICE = """
import asyncio, contextlib, gc, io, json, os, signal, sys
from pathlib import Path
from bot import config
from bot.app import serve

class Out(io.StringIO):
    looked_through = None

    def write(self, text):
        if "http://" in text and self.looked_through is None:
            self.looked_through = len(gc.get_objects())
            os.kill(os.getpid(), signal.SIGTERM)
        return len(text)

out = Out()
with contextlib.redirect_stdout(out):
    status = asyncio.run(serve(config.load(Path(sys.argv[1]), {})))
print(json.dumps([status, out.looked_through, gc.get_freeze_count()]))
"""


def test_a_service_that_is_ready_never_looks_for_garbage_among_what_it_started_with(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-c", A_SERVICE, tmp_path / "config.yaml"], capture_output=True, timeout=60, check=True
    )
    status, looked_through, kept = json.loads(ended.stdout)
    assert status == 0
    assert looked_through < kept / 100
