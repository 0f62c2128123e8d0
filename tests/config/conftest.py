from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, load

ENGLISH = {"LANG": "en_GB.UTF-8"}


@pytest.fixture
def configured(tmp_path: Path) -> Callable[..., Config]:
    """Load a configuration from its text, with these environment variables."""

    def from_text(text: str, **environ: str) -> Config:
        path = tmp_path / "config.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, ENGLISH | environ)

    return from_text


@pytest.fixture
def mistake(configured: Callable[..., Config], tmp_path: Path) -> Callable[..., str]:
    """The sentence that a wrong configuration is refused with, its folder left out."""

    def in_text(text: str, **environ: str) -> str:
        with pytest.raises(ConfigError) as refused:
            configured(text, **environ)
        return str(refused.value).replace(f"{tmp_path}/", "")

    return in_text
