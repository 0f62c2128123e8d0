from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday 1 September 2026, nine in the morning; one feed, whose first poll publishes what it finds."""
    async with World.made(tmp_path) as made:
        yield made
