from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.webchat import sessions


def test_every_session_is_another_and_its_address_does_not_give_it_away() -> None:
    token, other = sessions.new_token(), sessions.new_token()
    assert token != other and sessions.is_token(token)
    address = sessions.address_of(token)
    assert len(address) == 32 and address != sessions.address_of(other)
    assert not sessions.is_token(address)


@pytest.mark.parametrize("token", [None, "", "x", "x" * 42, "x" * 44, "x" * 42 + "\n", "字" * 43])
def test_what_is_not_a_token_of_ours_opens_nothing(token: str | None) -> None:
    assert not sessions.is_token(token)


@pytest.mark.parametrize(
    ("chosen", "accept", "language"),
    [
        (None, "", "zh"), (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"), (None, "en-US,en;q=0.9", "en"),
        (None, "en;q=0.5, zh-Hans;q=0.8", "zh"), (None, "fr, en;q=0.3", "en"), (None, "fr-FR", "zh"),
        (None, "zh;q=0, en", "en"), (None, "en;q=0", "zh"), (None, ";;q=,,en;q=x", "en"), (None, "*", "zh"),
        ("en", "zh-CN", "en"), ("zh", "en", "zh"), ("klingon", "en", "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_browsers_or_chinese(
    chosen: str | None, accept: str, language: str
) -> None:
    assert sessions.language_of(chosen, accept) == language


@settings(deadline=None)
@given(st.text())
def test_no_header_breaks_the_choice_of_language(accept: str) -> None:
    assert sessions.language_of(None, accept) in ("zh", "en")


@pytest.mark.parametrize(
    ("origin", "host", "public_url", "same"),
    [
        ("http://chat.example.org", "chat.example.org", None, True),
        ("http://127.0.0.1:8080", "127.0.0.1:8080", None, True),
        ("https://CHAT.example.org", "chat.example.org", None, True),
        ("https://chat.example.org", "127.0.0.1:8080", "https://chat.example.org/", True),
        ("https://evil.example", "chat.example.org", None, False),
        ("http://127.0.0.1:9999", "127.0.0.1:8080", None, False),
        ("https://chat.example.org.evil.example", "chat.example.org", "https://chat.example.org", False),
        ("null", "", None, False), ("", "chat.example.org", None, False), (None, "chat.example.org", None, False),
        ("http://[", "chat.example.org", None, False),
    ],
)
def test_only_our_own_page_may_open_the_conversation(
    origin: str | None, host: str, public_url: str | None, same: bool
) -> None:
    assert sessions.same_origin(origin, host, public_url) is same
