"""A YAML file as plain data that remembers its lines, with secrets filled in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.config.errors import Place, Problem

SECRET_BYTES_MAX = 64 * 1024  # of a file named as a secret: a token has a hundred, a key a few thousand

_REFERENCE = re.compile(r"\$?\$\{([^}]*)(\}?)")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_SAYINGS = (  # what PyYAML says, and our sentence for it
    (r"'\\t'", "config-yaml-tab"),
    (r"mapping values are not allowed", "config-yaml-colon"),
    (r"could not find expected ':'", "config-yaml-no-colon"),
    (r"quoted scalar|unexpected end of stream", "config-yaml-quote"),
    (r"flow (mapping|sequence|node)", "config-yaml-bracket"),
    (r"expected <block end>|block (mapping|collection|sequence)", "config-yaml-indent"),
    (r"alias|anchor|tag|directive|cannot start any token|special characters", "config-yaml-special"),
)
_FROM_THE_START = ("config-yaml-quote", "config-yaml-no-colon")  # PyYAML notices these lines later


@dataclass(slots=True)
class Document:
    """`data` as in YAML; `lines` tells where each place stands; `unset` names the variables that had no value."""

    data: Any = None
    lines: dict[Place, int] = field(default_factory=dict)
    unset: dict[Place, str] = field(default_factory=dict)

    def line(self, place: Place) -> int:
        """Where a place stands, or the nearest one around it that the file has."""
        return next((self.lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self.lines), 1)


def parse(text: str, environ: Mapping[str, str], base: Path) -> Document:
    """Read YAML. `${NAME}` and `${file:PATH}` in values are replaced, `$${` stands for a plain `${`. Raises Problem."""
    try:
        return _read(yaml.SafeLoader(text), environ, base)
    except yaml.MarkedYAMLError as error:
        raise _broken(error) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Problem("config-yaml-character", line=line, code=f"U+{ord(text[error.position]):04X}") from None
    except RecursionError:
        raise Problem("config-yaml-deep", line=1) from None


def _read(loader: yaml.SafeLoader, environ: Mapping[str, str], base: Path) -> Document:
    reader = _Reader(loader, environ, base)
    node = loader.get_single_node()
    if node is not None:
        reader.document.data = reader.value(node, (), ())
    return reader.document


def _broken(error: yaml.MarkedYAMLError) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    name = next((name for pattern, name in _SAYINGS if re.search(pattern, said)), "config-yaml-other")
    mark = error.context_mark if name in _FROM_THE_START else error.problem_mark
    mark = mark or error.problem_mark or error.context_mark
    return Problem(name, line=mark.line + 1 if mark else 1, why=(error.problem or error.context or "?"))


class _Reader:
    def __init__(self, loader: yaml.SafeLoader, environ: Mapping[str, str], base: Path) -> None:
        self.document = Document()
        self._loader = loader
        self._environ = environ
        self._base = base

    def value(self, node: yaml.Node, place: Place, above: tuple[int, ...]) -> Any:
        """What a node holds; `above` are the nodes around it, among which it must not be."""
        line = node.start_mark.line + 1
        self.document.lines.setdefault(place, line)
        if id(node) in above:
            raise Problem("config-yaml-special", place, line=line)
        above = (*above, id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, place, above)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*place, index), above) for index, item in enumerate(node.value)]
        return self._scalar(node, place, line)

    def _mapping(self, node: yaml.MappingNode, place: Place, above: tuple[int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise Problem("config-yaml-key", place, line=line)
            key = key_node.value
            if key in found:
                first = self.document.lines[(*place, key)]
                raise Problem("config-duplicate-key", (*place, key), line=line, first=str(first))
            self.document.lines[(*place, key)] = line
            found[key] = self.value(value_node, (*place, key), above)
        return found

    def _scalar(self, node: yaml.Node, place: Place, line: int) -> Any:
        if "${" in node.value:
            return self._filled(node.value, place, line)
        try:
            return self._loader.construct_object(node)
        except (ValueError, OverflowError):  # looks like a date or a number, and is none
            return node.value

    def _filled(self, text: str, place: Place, line: int) -> str:
        def fill(reference: re.Match[str]) -> str:
            if reference[0].startswith("$$"):
                return reference[0][1:]
            return self._secret(reference[1], reference[2] == "}", place, line)

        return _REFERENCE.sub(fill, text)

    def _secret(self, inside: str, closed: bool, place: Place, line: int) -> str:
        if closed and inside.startswith("file:") and (path := inside.removeprefix("file:").strip()):
            return _file(self._base / path, path, lambda name, **args: Problem(name, place, line=line, **args))
        if not closed or not _NAME.fullmatch(inside):
            raise Problem("config-bad-reference", place, line=line, value="${" + inside + ("}" if closed else ""))
        value = self._environ.get(inside, "").strip()
        if not value:
            self.document.unset[place] = inside
        return value


def _file(path: Path, shown: str, problem: Callable[..., Problem]) -> str:
    """The text of a secret's file, without the newline at its end."""
    try:
        with path.open("rb") as file:
            body = file.read(SECRET_BYTES_MAX + 1)
    except FileNotFoundError:
        raise problem("config-secret-file-missing", path=shown) from None
    except OSError as error:
        raise problem("config-secret-file-unreadable", path=shown, why=error.strerror or "?") from None
    if len(body) > SECRET_BYTES_MAX:
        raise problem("config-secret-file-unreadable", path=shown, why=f"> {SECRET_BYTES_MAX} B")
    try:
        return body.decode("utf-8").strip()
    except UnicodeDecodeError:
        raise problem("config-secret-file-unreadable", path=shown, why="UTF-8") from None
