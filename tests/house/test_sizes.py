"""Small enough to be read in one sitting, named for what it is, said once."""

import ast
import re

import pytest
from house.tree import PRODUCT, TESTS, functions, length, name, nodes, tree

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 70
FUNCTION_LINES_P95 = 40
UNDOCUMENTED_LINES_MAX = 10  # a public function longer than this has a promise to state
SAME_LINES_MAX = 5  # that may stand in two places to the letter

VAGUE = re.compile(r"(^|_)(utils?|common|helpers?|managers?|services?|misc)(_|$)", re.I)
CONTRACTS = ("channels/base.py", "bot/commands/base.py", "bot/house.py", "delivery/settings.py", "notices/model.py")


def test_a_module_is_read_in_one_sitting():
    lines = {name(path): path.read_text(encoding="utf-8").count("\n") for path in (*PRODUCT, *TESTS)}
    assert {it: many for it, many in lines.items() if many > MODULE_LINES_MAX} == {}


def test_a_function_is_seen_at_a_glance():
    long = [(path, it) for path in (*PRODUCT, *TESTS) for it in functions(path) if length(it) > FUNCTION_LINES_MAX]
    assert [f"{name(path)}:{it.name}" for path, it in long] == []


def test_most_functions_are_short():
    lengths = sorted(length(it) for path in PRODUCT for it in functions(path))
    assert lengths[len(lengths) * 95 // 100] <= FUNCTION_LINES_P95


def test_nothing_has_a_name_that_says_nothing():
    assert {name(path): bad for path in PRODUCT if (bad := vague_names(path))} == {}


def vague_names(path):
    names = {path.stem, path.parent.name}
    names |= {node.name for node in nodes(path) if isinstance(node, ast.ClassDef)}
    in_parts = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", it) for it in names}
    return {it for it in in_parts if VAGUE.search(it)} - {"Service"}  # the one service there is


def test_every_module_says_what_it_is():
    assert [name(path) for path in PRODUCT if path.stat().st_size and not ast.get_docstring(tree(path))] == []


def test_every_longer_public_function_states_its_promise():
    longer = [(path, it) for path in PRODUCT for it in public(tree(path)) if length(it) > UNDOCUMENTED_LINES_MAX]
    assert [f"{name(path)}:{it.name}" for path, it in longer if not ast.get_docstring(it)] == []


def public(node):
    """Functions and methods that others may call: not private, not in something private, not inside another."""
    for it in node.body:
        if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef) and not it.name.startswith("_"):
            yield it
        elif isinstance(it, ast.ClassDef) and not it.name.startswith("_"):
            yield from public(it)


@pytest.mark.parametrize("contract", CONTRACTS)
def test_the_methods_of_protocols_state_their_promises(contract):
    (path,) = [path for path in PRODUCT if name(path) == contract]
    protocols = [
        node for node in nodes(path)
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Protocol" for base in node.bases)
    ]
    methods = [it for node in protocols for it in node.body if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [it.name for it in methods if not ast.get_docstring(it)] == []


def code_lines(path):
    """(line number, code) of each line that says something: no comments, docstrings, imports, lone brackets."""
    quiet = set()
    for node in nodes(path):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text or isinstance(node, ast.Import | ast.ImportFrom):
            quiet |= set(range(node.lineno, node.end_lineno + 1))
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        code = line.strip()
        if number not in quiet and re.search(r"\w", code) and not code.startswith("#"):
            yield number, code


def test_nothing_is_said_twice():
    seen, repeated = {}, []
    for path in PRODUCT:
        lines = list(code_lines(path))
        for at in range(len(lines) - SAME_LINES_MAX):
            run = tuple(code for _, code in lines[at : at + SAME_LINES_MAX + 1])
            here = f"{name(path)}:{lines[at][0]}"
            if (there := seen.setdefault(run, here)) != here:
                repeated.append(f"{there} ~ {here}")
    assert repeated == []
