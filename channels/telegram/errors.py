"""What the Bot API's refusals and our lost calls mean for a delivery. Pure.

The texts are those of tdlib/telegram-bot-api; python-telegram-bot strips "Bad Request: " and re-capitalises what is
left, so they are compared in lower case. Note that its `BadRequest` is a `NetworkError`, and ours here are too.
"""

from __future__ import annotations

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from channels.base import SendError, Verdict

RETRY_AFTER_SECS_MIN = 1.0  # a flood answer that names no time: Telegram counts in whole seconds

_GONE = ("chat not found", "user not found", "peer_id_invalid", "user_is_blocked", "user_deactivated")
_NO_SUCH_MESSAGE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message not found")
_NOT_MODIFIED = ("message is not modified",)
_DECORATION = (
    "can't parse entities", "entity", "button", "reply markup", "inline keyboard", "wrong http url",
    "unsupported url protocol",
)


class NotSent(NetworkError):
    """The call never reached the Bot API: repeating it shows nothing twice."""


class MaybeSent(NetworkError):
    """The call went out and its answer did not come back: it may have been carried out."""


class TooFast(TelegramError):
    """429: nothing was done; the same call may be repeated after `retry_after_secs`."""

    def __init__(self, message: str, retry_after_secs: float) -> None:
        super().__init__(message)
        self.retry_after_secs = retry_after_secs


def verdict(error: Exception) -> SendError:
    """The error of one Bot API call as every channel reports it. Whatever is not known to be refused is MAYBE_SENT."""
    why = f"{type(error).__name__}: {error}" if isinstance(error, TelegramError) else type(error).__name__
    match error:
        case TooFast():
            return SendError(why, Verdict.RATE, retry_after_secs=error.retry_after_secs)
        case RetryAfter():
            return SendError(why, Verdict.RATE, retry_after_secs=error._retry_after.total_seconds())
        case ChatMigrated():
            return SendError(why, Verdict.MOVED, moved_to=str(error.new_chat_id))
        case BadRequest():
            return SendError(why, Verdict.DEAD_TARGET if _says(error, _GONE) else Verdict.CONTENT)
        case _:
            return SendError(why, _by_kind(error))


def _by_kind(error: Exception) -> Verdict:
    match error:
        case Forbidden():
            return Verdict.DEAD_TARGET
        case InvalidToken() | EndPointNotFound() | Conflict():
            return Verdict.SETUP
        case NotSent():
            return Verdict.NOT_SENT
        case _:
            return Verdict.MAYBE_SENT


def is_already_so(error: Exception) -> bool:
    """An edit changed nothing, because the message says exactly that already: success."""
    return isinstance(error, BadRequest) and _says(error, _NOT_MODIFIED)


def is_uneditable(error: Exception) -> bool:
    """The message to edit is gone, or not ours: say it anew."""
    return isinstance(error, BadRequest) and _says(error, _NO_SUCH_MESSAGE)


def is_about_decoration(error: Exception) -> bool:
    """Entities, links or buttons were refused; the words alone may still be taken."""
    return isinstance(error, BadRequest) and _says(error, _DECORATION)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)
