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

_GONE = ("user_is_blocked", "user_deactivated", "group is deactivated", "group chat was deleted", "channel_private")
_NO_RIGHTS = (
    "not enough rights", "chat_write_forbidden", "chat_restricted", "chat_admin_required", "need administrator rights",
    "have no rights to send",
)
_UNKNOWN = ("chat not found", "user not found", "peer_id_invalid", "chat_id is empty")
_TOO_LONG = ("message is too long", "text is too long", "message_too_long")
_TOPIC_GONE = ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
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
            return SendError(why, _by_words(error))
        case _:
            return SendError(why, _by_kind(error))


def _by_words(error: BadRequest) -> Verdict:
    if _says(error, _GONE + _NO_RIGHTS):
        return Verdict.DEAD_TARGET
    return Verdict.NO_TARGET if _says(error, _UNKNOWN) else Verdict.CONTENT


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


def is_not_there(error: Exception) -> bool:
    """There is no such message any more."""
    return isinstance(error, BadRequest) and _says(error, ("not found", "message_id_invalid"))


def is_topic_gone(error: Exception) -> bool:
    """The thread of a forum was closed or deleted: its group still has the general one."""
    return isinstance(error, TelegramError) and _says(error, _TOPIC_GONE)


def is_too_long(error: Exception) -> bool:
    """Telegram counts differently from us, or has become stricter."""
    return isinstance(error, BadRequest) and _says(error, _TOO_LONG)


def is_unknown_method(error: Exception) -> bool:
    """404: the token is wrong, or this server does not know this one method."""
    return isinstance(error, InvalidToken | EndPointNotFound) and "not found" in error.message.lower()


def is_about_decoration(error: Exception) -> bool:
    """Entities, links or buttons were refused; the words alone may still be taken."""
    return isinstance(error, BadRequest) and _says(error, _DECORATION)


def _says(error: TelegramError, phrases: tuple[str, ...]) -> bool:
    said = error.message.lower()
    return any(phrase in said for phrase in phrases)
