from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.database import empty

from store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "kexun.db"


@pytest.fixture
async def store(path: Path) -> AsyncIterator[Store]:
    async with Store.open(empty(path), synchronous="OFF", patience_secs=0.05) as store:
        yield store
