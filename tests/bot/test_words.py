"""Sentences: both languages say the same things, code says no sentence that is not there, and none is left over."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.words import FOLDER, words

ROOT = Path(__file__).parents[2]
CODE = [
    path for folder in ("bot", "notices", "delivery", "scheduler", "feeds") for path in (ROOT / folder).rglob("*.py")
]


BOTH = {"language-ask", "language-unknown", "language-zh", "language-en", "button-language", "config-title"}
"""Sentences for people whose language is not yet known, and those that quote one."""
SAID_BY = {"say": 2, "button": 2, "_button": 3, "theirs": 1, "ours": 1}
"""Functions that say sentences, and among how many of their first arguments the sentence's name is."""


class Variables(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:
        self.found.add(node.id.name)


class Texts(Visitor):  # type: ignore[misc]
    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_TextElement(self, node: ftl.TextElement) -> None:
        self.found.append(node.value)


@cache
def sentences(language: str) -> dict[str, set[str]]:
    """Every sentence of a language, with its variables."""
    found: dict[str, set[str]] = {}
    for path in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path}: {entry.content}"
            if isinstance(entry, ftl.Message):
                assert entry.id.name not in found, f"{path}: {entry.id.name} is there twice"
                variables = Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.found
    return found


@cache
def nodes() -> list[tuple[str, ast.AST]]:
    """(file, node) of all the code that says sentences."""
    return [(path.name, node) for path in CODE for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]


def patterns() -> Iterator[str]:
    """Every string in the code that could be a sentence's name, and every f-string that could become one."""
    for _, node in nodes():
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.escape(node.value)
        if isinstance(node, ast.JoinedStr):
            known = "".join(str(it.value) for it in node.values if isinstance(it, ast.Constant))
            if re.fullmatch(r"[a-z-]*-[a-z-]*", known):
                yield "".join(
                    re.escape(str(it.value)) if isinstance(it, ast.Constant) else "[a-z-]+" for it in node.values
                )


def said() -> Iterator[tuple[str, str]]:
    """(file, name) of every sentence that is said by a plain name."""
    for path, node in nodes():
        if isinstance(node, ast.Call):
            function = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            for argument in node.args[: SAID_BY.get(function, 0)]:
                for it in ast.walk(argument):
                    if isinstance(it, ast.Constant) and re.fullmatch(r"[a-z]+(-[a-z]+)+", str(it.value)):
                        yield path, str(it.value)


def test_both_languages_say_the_same_things_of_the_same_things() -> None:
    assert sentences("zh") == sentences("en")


def test_every_sentence_that_code_says_is_there() -> None:
    names = list(said())
    missing = {(path, name) for path, name in names if name not in sentences("zh")}
    assert not missing and len(names) > 150


def test_no_sentence_is_left_over() -> None:
    used = re.compile("|".join(sorted(set(patterns()))))
    assert not {name for name in sentences("zh") if not used.fullmatch(name)}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_sentence_can_be_said(language: str) -> None:
    say = words(language)
    for name, variables in sentences(language).items():
        line = say(name, **{it: 2 if it in ("count", "days", "hours", "minutes") else "某" for it in variables})
        assert line and "{ $" not in line and "\u2068" not in line


def test_chinese_sentences_are_chinese_and_english_ones_english() -> None:
    for name, text in written("en"):
        assert name in BOTH or not re.search(r"[\u4e00-\u9fff]", text), name
    for name, text in written("zh"):
        assert name in BOTH or not re.search(r"[\u4e00-\u9fff][,;?!]", text), f"{name}: half-width punctuation"
        assert "您" not in text, f"{name}: we say 你"


def written(language: str) -> Iterator[tuple[str, str]]:
    """(name, words) of every sentence, without its variables."""
    for path in (FOLDER / language).glob("*.ftl"):
        for entry in FluentParser().parse(path.read_text(encoding="utf-8")).body:
            if isinstance(entry, ftl.Message):
                texts = Texts()
                texts.visit(entry)
                yield entry.id.name, " ".join(texts.found)
