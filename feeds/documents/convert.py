"""Word 97-2003 and RTF to .docx, by LibreOffice where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from feeds.documents.model import Unreadable

CONVERT_SECS_MAX = 60.0  # LibreOffice takes ten seconds to start on a small machine
PROGRAMS = ("soffice", "libreoffice")


def installed() -> Path | None:
    """LibreOffice's program on this machine."""
    return next((Path(found) for name in PROGRAMS if (found := shutil.which(name))), None)


def to_docx(body: bytes, suffix: str, program: Path | None = None) -> bytes | Unreadable:
    """The document as .docx. It is converted in a folder and with a profile of its own, which are gone afterwards."""
    program = program or installed()
    if program is None:
        return Unreadable("legacy", "It is a Word 97-2003 or RTF file, and LibreOffice is not installed.")
    with tempfile.TemporaryDirectory(prefix="kexun-") as name:
        folder = Path(name)
        (folder / f"document{suffix}").write_bytes(body)
        if not _run(program, folder, suffix):
            return Unreadable("too_slow", f"LibreOffice did not convert it within {CONVERT_SECS_MAX:g} seconds.")
        made = folder / "document.docx"
        return made.read_bytes() if made.is_file() else Unreadable("broken", "LibreOffice cannot open it.")


def _run(program: Path, folder: Path, suffix: str) -> bool:
    """False if it had to be ended. It starts others, so all of its group are."""
    words = [
        str(program), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
        "--convert-to", "docx", "--outdir", str(folder), str(folder / f"document{suffix}"),
    ]
    environ = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder)}
    with subprocess.Popen(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ,
        start_new_session=True,
    ) as running:
        try:
            running.wait(CONVERT_SECS_MAX)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            return False
    return True
