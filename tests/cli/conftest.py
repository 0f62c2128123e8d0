from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from bot import cli
from bot.logs import PARTS

MINIMAL = "roles: {student: {title: {zh: 学生, en: Student}}}\nfeeds: [{name: 校园, url: 'sample:campus'}]\n"


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration with a database that is not there yet."""
    path = tmp_path / "config.yaml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


@pytest.fixture
def database(config: Path) -> Path:
    return config.with_name("kexun.db")


@pytest.fixture
def logging_as_it_was() -> Iterator[None]:
    """`serve` sets up the log of the whole process, which others look at afterwards."""
    loggers = [logging.getLogger(name) for name in (None, *PARTS)]
    before = [(it, it.level, it.handlers[:]) for it in loggers]
    raises = logging.raiseExceptions
    yield
    for it, level, handlers in before:
        it.setLevel(level)
        it.handlers[:] = handlers
    logging.raiseExceptions = raises
    logging.captureWarnings(False)


@pytest.fixture
def kexun(config: Path, capsys: pytest.CaptureFixture[str], logging_as_it_was: None) -> Callable[..., Done]:
    """Run a command with that configuration, in this process."""

    def run(*words: object, with_config: bool = True) -> Done:
        status = cli.run([*map(str, words), *(["--config", str(config)] if with_config else [])])
        captured = capsys.readouterr()
        return Done(status, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def python() -> Callable[..., Done]:
    """Run Python in a process of its own, in this folder."""

    def run(folder: Path, *words: object, stdin: bytes = b"", **environ: str) -> Done:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "KEXUN"))}
        done = subprocess.run(
            [sys.executable, *map(str, words)], input=stdin, capture_output=True, timeout=60, cwd=folder,
            env={**clean, "LANG": "en_GB.UTF-8", "PYTHONUTF8": "1", **environ}, check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def shell(tmp_path: Path, python: Callable[..., Done]) -> Callable[..., Done]:
    """Run a command in a process of its own, in a folder without a configuration."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return partial(python, folder, "-m", "bot")
