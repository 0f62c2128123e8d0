"""What the terminal speaks: the language of operators, who have no settings of their own."""

from __future__ import annotations

from collections.abc import Mapping

from notices.model import Language


def language(environ: Mapping[str, str], configured: Language = "zh") -> Language:
    """The locale's language; where the locale names none (`C`, `POSIX`, unset), the configured one. Whoever speaks
    neither Chinese nor English is addressed in English."""
    named = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "").partition(".")[0]
    if named in ("", "C", "POSIX"):
        return configured
    return "zh" if named.startswith("zh") else "en"
