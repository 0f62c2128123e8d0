from __future__ import annotations

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from channels.base import Verdict
from channels.telegram.errors import (
    MaybeSent,
    NotSent,
    TooFast,
    is_about_decoration,
    is_already_so,
    is_uneditable,
    verdict,
)

DEAD = [
    Forbidden("Forbidden: bot was blocked by the user"), Forbidden("Forbidden: user is deactivated"),
    Forbidden("Forbidden: bot can't initiate conversation with a user"), Forbidden("Forbidden: bot was kicked"),
    Forbidden("Forbidden: bot is not a member of the supergroup chat"), BadRequest("USER_IS_BLOCKED"),
    BadRequest("INPUT_USER_DEACTIVATED"), BadRequest("Not enough rights to send text messages to the chat"),
    BadRequest("Need administrator rights in the channel chat"), BadRequest("CHAT_RESTRICTED"),
]
UNKNOWN = [BadRequest("Chat not found"), BadRequest("User not found"), BadRequest("PEER_ID_INVALID")]
CONTENT = [
    BadRequest("Can't parse entities: unsupported start tag"), BadRequest("Message is too long"),
    BadRequest("BUTTON_DATA_INVALID"), BadRequest("Message text is empty"), BadRequest("Something of next year"),
]
SETUP = [InvalidToken("Unauthorized"), EndPointNotFound("Not Found"), Conflict("terminated by other getUpdates")]
IN_DOUBT = [
    MaybeSent("HTTP 502"), TimedOut(), NetworkError("Bad Gateway"), TelegramError("odd"), ValueError("bug"), OSError(),
]


@pytest.mark.parametrize(("error", "expected"), [
    *((it, Verdict.DEAD_TARGET) for it in DEAD), *((it, Verdict.CONTENT) for it in CONTENT),
    *((it, Verdict.NO_TARGET) for it in UNKNOWN), *((it, Verdict.SETUP) for it in SETUP),
    *((it, Verdict.MAYBE_SENT) for it in IN_DOUBT),
    (NotSent("refused"), Verdict.NOT_SENT), (TooFast("flood", 3.0), Verdict.RATE), (ChatMigrated(-100), Verdict.MOVED),
], ids=str)
def test_every_failure_has_its_verdict(error: Exception, expected: Verdict) -> None:
    assert verdict(error).verdict is expected


def test_verdicts_carry_what_must_be_known() -> None:
    assert verdict(TooFast("flood", 10_072.0)).retry_after_secs == 10_072.0
    assert verdict(ChatMigrated(-1_002_147_483_648)).moved_to == "-1002147483648"


def test_words_of_others_errors_are_not_repeated() -> None:
    assert str(verdict(ValueError("what a person wrote"))) == "ValueError"


def test_refusals_of_edits_are_told_apart() -> None:
    same = BadRequest("Message is not modified: specified new message content and reply markup are exactly the same")
    words = ("Message to edit not found", "Message can't be edited", "MESSAGE_ID_INVALID")
    gone = [BadRequest(it) for it in words]
    assert is_already_so(same) and not is_uneditable(same)
    assert all(is_uneditable(it) and not is_already_so(it) for it in gone)
    assert not is_already_so(Forbidden("message is not modified"))


@pytest.mark.parametrize(("words", "about"), [
    ("Can't parse entities: x", True), ("Entity beginning at UTF-16 offset 3 ends after the end of the text", True),
    ("BUTTON_DATA_INVALID", True), ("Reply markup is too long", True), ("Wrong HTTP URL", True),
    ("Inline keyboard button URL 'x' is invalid: Unsupported URL protocol", True), ("Message is too long", False),
    ("Chat not found", False),
])
def test_refused_decoration_is_told_from_refused_words(words: str, about: bool) -> None:
    assert is_about_decoration(BadRequest(words)) is about
