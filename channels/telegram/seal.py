"""What a button of ours carries: signed, so that nothing else is taken for a tap on it.

`VERSION`, eight characters of a signature over the chat and the action, and the action; together at most 64 bytes. It
is a keyed BLAKE2b (RFC 7693, 2.9), which is made for each button of each message and costs a third of an HMAC. It
says that we offered this in this chat, not that it may be done: that is decided by who taps (Bot API, CallbackQuery:
clients can send any data).
"""

from __future__ import annotations

import base64
import hashlib
import hmac

VERSION = "2"  # of this form; what another version has sealed is stale
MAC_BYTES = 6  # guessing one takes more taps than Telegram lets anyone do
MAC_CHARS = 8  # that is that many in base64


class Seal:
    """Its key is made from the bot's token: nothing to remember, and with a new token old buttons are stale."""

    def __init__(self, token: str) -> None:
        self._key = hashlib.blake2b(token.encode(), person=b"kexun buttons").digest()

    def sealed(self, chat: str, action: str) -> str:
        """The action as a button in this chat carries it."""
        return f"{VERSION}{self._mac(chat, action)}{action}"

    def opened(self, chat: str, data: str) -> str | None:
        """The action that we sealed for this chat; None for anything else."""
        mac, action = data[1 : 1 + MAC_CHARS], data[1 + MAC_CHARS :]
        is_ours = hmac.compare_digest(mac.encode(), self._mac(chat, action).encode())
        return action if data.startswith(VERSION) and is_ours else None

    def _mac(self, chat: str, action: str) -> str:
        said = f"{VERSION} {chat} {action}".encode()
        digest = hashlib.blake2b(said, key=self._key, digest_size=MAC_BYTES).digest()
        return base64.urlsafe_b64encode(digest).decode()
