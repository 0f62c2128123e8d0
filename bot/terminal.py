"""What the terminal speaks: the language of operators, who have no settings of their own."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from bot.words import Words
from notices.model import Language

_REASONS = {
    errno.ENOENT: "why-missing", errno.EACCES: "why-denied", errno.EPERM: "why-denied", errno.EISDIR: "why-folder",
    errno.ENOTDIR: "why-no-folder", errno.ENOSPC: "why-full", errno.EROFS: "why-read-only",
}


def language(environ: Mapping[str, str], configured: Language = "zh") -> Language:
    """The locale's language; where the locale names none (`C`, `POSIX`, unset), the configured one. Whoever speaks
    neither Chinese nor English is addressed in English."""
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").partition(".")[0]
    if named in ("", "C", "POSIX"):
        return configured
    return "zh" if named.startswith("zh") else "en"


def why(error: OSError, say: Words) -> str:
    """Why a file cannot be had, in words; the operating system's own for what is rare."""
    name = _REASONS.get(error.errno or 0)
    return say(name) if name else error.strerror or type(error).__name__
