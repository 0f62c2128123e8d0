"""Imports point down, libraries stay in their corner, and what is not needed is not loaded."""

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest
from house.tree import PACKAGES, PRODUCT, ROOT, TESTS, imports, name

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROVIDERS = {"sgmllib": ["sgmllib3k"], **packages_distributions()}  # that one comes with the benchmarks alone

CORNERS = {
    "telegram": "channels/telegram/",
    "feedparser": "feeds/parse.py",
    "apscheduler": "scheduler/jobs.py",
    "sqlite3": "store/",
    "aiosqlite": "store/",
    "fluent": "bot/words/",
    "yaml": "bot/config/",
    "pydantic": ("bot/config/", "notices/codec.py"),
    "pydantic_core": "bot/config/",
    "typer": "bot/cli",
    "pypdfium2": "feeds/documents/pdf.py",
    "rich": ("bot/cli_show.py", "bot/cli_notice.py"),
    "selectolax": "feeds/",
    "icalendar": "feeds/",
    "recurring_ical_events": "feeds/",
}
NEVER_IMPORTED = {
    "tzdata": "time zones for systems without their own",
    "pytest-asyncio": "a plugin",
    "pytest-xdist": "a plugin",
    "ruff": "a program",
    "import-linter": "a program",
    "mypy": "a program",
    "types-pyyaml": "types",
    "aiolimiter": "a peer in the benchmarks",
    "sqlalchemy": "a peer in the benchmarks",
}
BY_OTHERS = {
    "yarl": "aiohttp", "multidict": "aiohttp", "zope": "twisted", "lxml": "", "pydantic_core": "pydantic",
    "jionlp": "bench/read.py", "dateparser": "bench/read.py",  # in an environment of their own
}


LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"


def test_imports_point_down():
    """In a process of its own: zope.interface, which the tests' mail server brings, leaves marks on all classes."""
    command = [sys.executable, "-c", LINT, str(ROOT / "pyproject.toml")]
    found = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


def test_every_module_of_the_top_storey_has_its_place():
    layers = {
        layer.strip()
        for contract in PROJECT["tool"]["importlinter"]["contracts"]
        for line in contract.get("layers", ())
        for layer in line.split("|")
    }
    modules = {f"bot.{path.stem}" for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert modules - {"bot.__init__", "bot.__pycache__"} == {layer for layer in layers if layer.startswith("bot.")}
    assert {*PACKAGES} - {"bot", "scheduler"} <= layers


@pytest.mark.parametrize(("library", "corner"), list(CORNERS.items()))
def test_a_library_is_imported_only_in_its_corner(library, corner):
    users = {name(path) for path in PRODUCT if any(it.split(".")[0] == library for it in imports(path))}
    assert users, f"{library} is not used at all"
    assert all(user.startswith(corner) for user in users), users


def test_the_domain_reads_no_clock():
    clock = re.compile(r"\b(now|today|utcnow|time\.time)\(\)")
    domain = [path for path in PRODUCT if name(path).startswith("notices/")]
    assert domain and [name(path) for path in domain if clock.search(path.read_text(encoding="utf-8"))] == []


def third_parties(paths):
    ours = {*PACKAGES, *sys.stdlib_module_names, "bench", "tests", "house", "fakes", "contracts"}
    return {it.split(".")[0] for path in paths for it in imports(path)} - ours


def wanted(requirements):
    return {re.match(r"[\w.-]+", line)[0].lower() for line in requirements}


def test_what_is_imported_is_asked_for_and_what_is_asked_for_is_imported():
    asked = wanted(PROJECT["project"]["dependencies"])
    used = {library: {it.lower() for it in PROVIDERS[library]} for library in third_parties(PRODUCT)}
    assert {lib for lib, by in used.items() if not by & asked} <= set(BY_OTHERS)
    assert asked - set().union(*used.values()) <= set(NEVER_IMPORTED)


def test_what_the_tests_import_is_asked_for_and_the_other_way_round():
    extras = PROJECT["project"]["optional-dependencies"]
    asked = wanted([*extras["dev"], *extras["oracle"], *extras["bench"]])
    local = {path.stem for path in TESTS} | {path.name for path in (ROOT / "tests").iterdir()}
    imported = third_parties(TESTS) - local
    used = {library: {it.lower() for it in PROVIDERS.get(library, [library])} for library in imported}
    all_asked = asked | wanted(PROJECT["project"]["dependencies"])
    assert {library for library, by in used.items() if not by & all_asked} <= set(BY_OTHERS)
    assert asked - set().union(*used.values()) <= set(NEVER_IMPORTED)


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("bot.app", {"telegram", "playwright", "pytest", "rich", "typer"}),
        ("bot.cli", {"telegram", "aiohttp", "pydantic_core", "feedparser", "aiosqlite", "apscheduler", "icalendar"}),
        ("bot.config", {"telegram", "aiohttp", "feedparser", "aiosqlite", "apscheduler"}),
    ],
)
def test_starting_loads_nothing_that_is_not_needed(module, unwanted):
    program = f"import {module}, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not unwanted & set(loaded.stdout.split())
