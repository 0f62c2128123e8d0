from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fakes.town import Town
from fakes.town import town as a_town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with a_town(tmp_path) as it:
        yield it
