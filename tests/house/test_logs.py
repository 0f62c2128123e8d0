"""What the code logs is a constant phrase and named fields, so that nothing that people wrote can slip in."""

import ast
from functools import cache

from house.tree import PRODUCT, name, nodes

from bot.logs import FIELDS

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


@cache
def log_calls(path):
    """Each call of a logger: its line, its message, its fields (None: they cannot be read from the code)."""
    return tuple(found_calls(path))


def found_calls(path):
    dicts = {
        target.id: node.value
        for node in nodes(path) if isinstance(node, ast.Assign)
        for target in node.targets if isinstance(target, ast.Name) and isinstance(node.value, ast.Dict)
    }
    for node in nodes(path):
        if isinstance(node, ast.Call) and is_logging(node.func):
            message = node.args[1 if node.func.attr == "log" else 0 :]
            extra = next((keyword.value for keyword in node.keywords if keyword.arg == "extra"), ast.Dict([], []))
            known = dicts.get(extra.id) if isinstance(extra, ast.Name) else extra
            yield node.lineno, message, fields(known)


def is_logging(called):
    is_method = isinstance(called, ast.Attribute) and called.attr in LEVELS and isinstance(called.value, ast.Name)
    return is_method and called.value.id in ("log", "logger", "logging")


def fields(extra):
    is_plain = isinstance(extra, ast.Dict) and all(isinstance(key, ast.Constant) for key in extra.keys)
    return {key.value for key in extra.keys} if is_plain else None


def test_a_log_line_is_a_constant_phrase_with_fields_that_are_let_through():
    for path in PRODUCT:
        for line, message, named in log_calls(path):
            assert len(message) == 1 and isinstance(message[0], ast.Constant), f"{name(path)}:{line}"
            assert named is not None and named <= FIELDS, f"{name(path)}:{line}"


def test_every_field_that_is_let_through_is_used():
    used = {field for path in PRODUCT for _, _, named in log_calls(path) for field in named or ()}
    assert FIELDS - used == set()


def test_nothing_prints_but_the_command_line_and_the_roof():
    printing = {
        f"{name(path)}:{node.lineno}" for path in PRODUCT for node in nodes(path)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert {it for it in printing if not it.startswith(("bot/cli", "bot/app.py"))} == set()
