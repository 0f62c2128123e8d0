"""Whoever runs Kexun is addressed in the language of their terminal, or else in the configured one."""

import pytest

from bot import terminal
from bot.config import ConfigError, load


@pytest.mark.parametrize(
    ("environ", "configured", "language"),
    [
        ({}, "zh", "zh"),
        ({}, "en", "en"),
        ({"LANG": "zh_CN.UTF-8"}, "en", "zh"),
        ({"LANG": "en_GB.UTF-8"}, "zh", "en"),
        ({"LANG": "de_DE.UTF-8"}, "zh", "en"),
        ({"LANG": "C.UTF-8"}, "zh", "zh"),
        ({"LANG": "POSIX"}, "en", "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "zh", "en"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8"}, "en", "zh"),
    ],
)
def test_the_terminals_language_wins_and_the_configured_one_fills_in(environ, configured, language):
    assert terminal.language(environ, configured) == language


def refused(path, environ):
    with pytest.raises(ConfigError) as error:
        load(path, environ)
    return str(error.value).replace(f"{path.parent}/", "")


def test_a_mistake_is_told_in_chinese_or_in_english(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("langage: zh\n", encoding="utf-8")
    assert refused(path, {}) == "config.yaml 第 1 行，langage：没有“langage”这个键，是不是想写 language？"
    assert refused(path, {"LANG": "en_US"}).startswith("config.yaml, line 1, langage: there is no key")


def test_a_file_in_english_is_answered_in_english_even_if_it_is_broken(tmp_path):
    path = tmp_path / "config.yaml"
    path.write_text("language: en\nweb: [\n", encoding="utf-8")
    assert "is never closed" in refused(path, {})
