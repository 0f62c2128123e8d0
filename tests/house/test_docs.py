"""Docs cannot lie: what they say of commands, keys, tables and files is held to the code."""

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_origin

import pytest
import typer
import yaml
from house.tree import ROOT, name, tracked

from bot.cli import app
from bot.commands.registry import COMMANDS
from bot.config.problems import all_keys
from bot.config.shape import Block, File
from store import migrate

READMES = ("README.md", "README.zh.md")
DOCS = [path for path in tracked("*.md") if not name(path).startswith("tests/")]
SHIPPED = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))


def text_of(document: str) -> str:
    path = ROOT / document
    if not path.exists():
        pytest.skip(f"{document} is not written yet")
    return path.read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """The cells of each row of each table."""
    for line in text.splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            yield [cell.strip() for cell in line.strip("|").split("|")]


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_commands_is_the_help(readme):
    told = [cell.strip("`") for row in rows(text_of(readme)) for cell in row if re.fullmatch(r"`/\w+`", cell)]
    assert told == [f"/{command.name}" for command in COMMANDS if command.listed]


@pytest.mark.parametrize("readme", READMES)
def test_the_chinese_word_for_a_command_is_understood(readme):
    by_name = {f"`/{command.name}`": command.words for command in COMMANDS}
    said = [(row, by_name[cell]) for row in rows(text_of(readme)) for cell in row if cell in by_name]
    assert said
    for row, words in said:
        assert any(cell.split(" ")[0] in words for cell in row), row


def documented_keys() -> set[str]:
    """Keys as the READMEs write them: roles, topics and feeds as a whole, everything else one by one."""
    return {re.split(r"\[\]|\.NAME", key)[0] for key in all_keys()}


@pytest.mark.parametrize("readme", READMES)
def test_the_table_of_keys_is_the_configuration(readme):
    told = {row[0].strip("`") for row in rows(text_of(readme)) if re.fullmatch(r"`[a-z_.]+`", row[0])}
    assert told == documented_keys()


@pytest.mark.parametrize("readme", READMES)
def test_the_keys_inside_roles_topics_and_feeds_are_all_named(readme):
    inside = {row[0].strip("`"): set(re.findall(r"`(\w+)`", row[2])) for row in rows(text_of(readme)) if len(row) > 2}
    for group in ("roles", "topics", "feeds"):
        block = next(part for part in get_args(File.model_fields[group].annotation) if is_block(part))
        assert set(block.model_fields) <= inside[group]


def is_block(annotation: object) -> bool:
    return get_origin(annotation) is None and isinstance(annotation, type) and issubclass(annotation, Block)


@pytest.mark.parametrize("readme", READMES)
def test_the_defaults_in_the_table_are_the_shipped_ones(readme):
    for row in rows(text_of(readme)):
        if re.fullmatch(r"`[a-z_.]+`", row[0]) and (default := row[1].strip("`")) not in ("", "on", "开"):
            value = SHIPPED
            for step in row[0].strip("`").split("."):
                value = value[step]
            assert yaml.safe_load(default) == value, row


def test_the_glossary_has_every_table_of_the_database():
    with sqlite3.connect(":memory:") as db:
        for _, _, sql in migrate.steps():
            db.executescript(sql)
        made = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    told = {table for row in rows(text_of("docs/GLOSSARY.md")) for table in re.findall(r"`(\w+)`", row[2])}
    assert told == {table for table in made if not table.startswith("sqlite_")}


def test_the_glossary_explains_each_word_in_both_languages():
    for chinese, english, _, meaning in list(rows(text_of("docs/GLOSSARY.md")))[1:]:
        assert re.search(r"[\u4e00-\u9fff]", chinese) and re.search(r"[a-z]", english)
        assert re.search(r"[\u4e00-\u9fff]", meaning) and re.search(r"[a-z]{2}", meaning), english


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_links_lead_somewhere(document):
    text = re.sub(r"```.*?```", "", document.read_text(encoding="utf-8"), flags=re.S)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if not re.match(r"[a-z]+:|#", target):
            assert (document.parent / target.partition("#")[0]).exists(), target


def command_lines(group: typer.Typer = app, before: str = "") -> set[str]:
    """Every command of the command line: `serve`, `feeds check`, `telegram webhook set`."""
    found = {f"{before}{command.name}" for command in group.registered_commands}
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        found |= command_lines(inner.typer_instance, f"{before}{inner.name} ")
    return found


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_the_command_lines_in_the_docs_exist(document):
    said = re.findall(r"`kexun ([a-z]+(?: [a-z]+)*)", document.read_text(encoding="utf-8"))
    known = command_lines()
    assert [it for it in said if not any(f"{it} ".startswith(f"{line} ") for line in known)] == []


def test_operating_tells_of_every_command_line():
    text = text_of("docs/OPERATING.md")
    assert [it for it in command_lines() - {"serve"} if f"`kexun {it}" not in text] == []


@pytest.mark.parametrize("document", DOCS, ids=name)
def test_what_the_docs_run_with_run_exists(document):
    script = (ROOT / "run").read_text(encoding="utf-8")
    for word in re.findall(r"\./run ([a-z]+)", document.read_text(encoding="utf-8")):
        assert re.search(rf"^    {word}[ )]", script, re.M), word


@pytest.mark.parametrize("path", [Path(name(it)) for it in tracked("*.ftl")], ids=str)
def test_every_sentence_of_operators_is_there_in_both_languages(path):
    other = {"zh": "en", "en": "zh"}[path.parts[2]]
    names = re.compile(r"^([a-z][\w-]*) =", re.M)
    mine, theirs = ((ROOT / it).read_text(encoding="utf-8") for it in (path, Path(*path.parts[:2], other, path.name)))
    assert names.findall(mine) == names.findall(theirs)


def test_the_steps_of_the_database_are_numbered_without_a_gap():
    assert [number for number, _, _ in migrate.steps()] == list(range(1, len(migrate.steps()) + 1))
