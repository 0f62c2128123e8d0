"""Chains of deadlines: each step has its own day, its own people, its own papers and its own place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from notices.extract import read

SIGNED = "\n市科学技术协会\n2031年5月20日"
PARTS = re.split(r"(?m)^=== ", Path(__file__).with_name("chains.txt").read_text(encoding="utf-8"))[1:]


def _chain(part: str) -> tuple[str, list[str], str]:
    """The name of a chain, its steps, its text."""
    name, *lines = part.strip().split("\n")
    steps = [line for line in lines if re.match(r"\d\d-\d\d \|", line)]
    return name, steps, "\n".join(lines[len(steps) :])


CHAINS = [_chain(part) for part in PARTS]


@pytest.mark.parametrize(("steps", "text"), [it[1:] for it in CHAINS], ids=[it[0] for it in CHAINS])
def test_each_step_is_somebodys(steps: list[str], text: str) -> None:
    owed = read(text + SIGNED).deadlines
    found = [f"{it.due:%m-%d} | {'、'.join(it.audience)} | {it.what} | {' '.join(it.send_to)}" for it in owed]
    assert [step.rstrip() for step in found] == steps
