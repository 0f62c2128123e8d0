"""Word 97-2003 and RTF to .docx, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from feeds.documents.model import Unreadable

CONVERT_SECS_MAX = 60.0  # LibreOffice takes ten seconds to start on a small machine
PROGRAMS = ("soffice", "libreoffice")


def installed() -> Path | None:
    """LibreOffice's program on this machine."""
    return next((Path(found) for name in PROGRAMS if (found := shutil.which(name))), None)


Started = Callable[[subprocess.Popen[bytes]], None]


def to_docx(
    body: bytes, suffix: str, program: Path | None = None, started: Started = lambda _: None
) -> bytes | Unreadable:
    """The document as .docx. It is converted in a folder and with a profile of its own, which are gone afterwards.
    `started` is given the process, for whoever may want to `end` it."""
    program = program or installed()
    if program is None or not program.is_file():
        return Unreadable("legacy", "It is a Word 97-2003 or RTF file, and LibreOffice is not installed.")
    with tempfile.TemporaryDirectory(prefix="kexun-") as name:
        folder = Path(name)
        (folder / f"document{suffix}").write_bytes(body)
        if not _run(program, folder, suffix, started):
            return Unreadable("too_slow", f"LibreOffice did not convert it within {CONVERT_SECS_MAX:g} seconds.")
        made = folder / "document.docx"
        return made.read_bytes() if made.is_file() else Unreadable("broken", "LibreOffice cannot open it.")


def _run(program: Path, folder: Path, suffix: str, started: Started) -> bool:
    """False if it had to be ended."""
    words = [
        str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "docx", "--outdir", str(folder), str(folder / f"document{suffix}"),
    ]
    environ = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder)}
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ,
        start_new_session=True,
    ) as running:
        started(running)
        try:
            running.wait(CONVERT_SECS_MAX)
        except subprocess.TimeoutExpired:
            end(running)
            return False
    return True


def end(running: subprocess.Popen[bytes]) -> None:
    """End it and all that it has started, if it still runs."""
    if running.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
