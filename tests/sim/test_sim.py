"""The town lives through a few seeds in every run of the tests, and the judge is shown to be one."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from house.tree import ROOT
from sim.mutants import MUTANTS
from sim.run import judged, places
from sim.world import Variant

SEEDS = range(1, 21)
SEEDS_MAX = 200  # until a wrong program must have been found out: most are within five, the rarest in one of ninety
TOLD = 5  # seeds, told twice


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    logging.disable(logging.CRITICAL)  # what fails is meant to
    try:
        with places() as folder:
            yield folder
    finally:  # also after an interruption: whoever runs next in this process looks at the log
        logging.disable(logging.NOTSET)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_let_down(folder: Path, seed: int) -> None:
    assert judged(seed, folder).wrongs == [], f"./run sim 1 {seed} --story tells how"


@pytest.mark.parametrize("wrong", MUTANTS, ids=lambda it: it.name)
def test_the_judge_finds_out_a_wrong_program_and_acquits_the_right_one(folder: Path, wrong: Variant) -> None:
    seeds = (wrong.shows, *range(1, SEEDS_MAX + 1))
    proof = next((seed for seed in seeds if judged(seed, folder, wrong, wrong.weather).wrongs), None)
    assert proof is not None, "nothing seemed wrong: do its statements still stand in store/ as it knows them?"
    assert judged(proof, folder, weather=wrong.weather).wrongs == [], "it was not the mistake that was found"


def test_at_least_six_wrong_programs_are_tried() -> None:
    assert len({wrong.name for wrong in MUTANTS}) >= 6


def story(order_of_sets: int) -> str:
    """What happens in a few seeds, told by a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.sim", "--story", str(TOLD)], cwd=ROOT, check=True, capture_output=True,
        text=True, env=os.environ | {"PYTHONHASHSEED": str(order_of_sets)},
    ).stdout


def test_a_seed_is_the_same_run_in_every_process() -> None:
    told = story(1)
    assert "crash" in told and "is taken for lost" in told and told == story(2)
