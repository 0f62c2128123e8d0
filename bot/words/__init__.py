"""Every sentence we say, in Chinese and English: Fluent files beside this one, one per language and subject."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

from notices.model import Language

FOLDER = Path(__file__).parent
LOCALES: dict[Language, str] = {"zh": "zh-CN", "en": "en-GB"}


class UnknownSentence(LookupError):
    """A sentence that is in no file, or an argument it needs is missing: a bug."""


class Words:
    """The sentences of one language. Call it with a sentence's name and arguments."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self._bundle = FluentBundle([LOCALES[language]], use_isolating=False)
        for path in sorted((FOLDER / language).glob("*.ftl")):
            self._bundle.add_resource(FluentResource(path.read_text(encoding="utf-8")))

    def __call__(self, name: str, /, **args: object) -> str:
        if not self._bundle.has_message(name):
            raise UnknownSentence(name)
        pattern = self._bundle.get_message(name).value
        assert pattern is not None, name
        said, errors = self._bundle.format_pattern(pattern, args)
        if errors:
            raise UnknownSentence(f"{name}: {errors[0]!r}")
        return str(said)

    def names(self) -> set[str]:
        """Every sentence this language has."""
        return set(self._bundle._messages)


@lru_cache(maxsize=2)
def words(language: str) -> Words:
    """The words of a language; Chinese for one we do not speak."""
    return Words("en" if language == "en" else "zh")
