"""One look into a mailbox over IMAP (RFC 3501), with the standard library's client. It blocks: run it in a thread.

The mailbox stays as it is: it is opened read-only, and letters are fetched with BODY.PEEK; only where the operator
wants it are those that were read marked so."""

from __future__ import annotations

import base64
import email
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from feeds.mail import letters
from feeds.mail.model import Mailbox, Mark, Posted
from feeds.model import FetchError

LETTERS_MAX = 20  # fetched at one look; the others come with the next
LETTER_BYTES_MAX = 20 * 1024 * 1024  # of one letter, as of a document; of a larger one only the head is read
LOOK_BYTES_MAX = 30 * 1024 * 1024  # of all letters of one look, beyond the first
ANSWER_BYTES_MAX = 25 * 1024 * 1024  # of what a server may send in one piece: a letter, and room around it
OP_SECS_MAX = 10.0  # for a single answer; a slow office server needs a few
WORDS_MAX = 120  # characters of a server's own words that are passed on

PORTS = {"imaps": 993, "imap": 143}
HEAD = "(RFC822.SIZE BODY.PEEK[HEADER.FIELDS (FROM)])"
WHO_WE_ARE = '("name" "Kexun" "vendor" "Kexun" "version" "0.1")'
HERE = ("localhost", "127.0.0.1", "::1")

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Look:
    """What lies in a mailbox that was not there before, and how far it has been read now."""

    mark: Mark
    letters: tuple[Posted, ...]


class _Bounded:
    """Refuses to read more than a letter at once, whatever length the server announces; tells `held` of its socket
    before it waits for a word."""

    def __init__(self, *at: object, held: Callable[[socket.socket], None], **options: object) -> None:
        self._held = held
        super().__init__(*at, **options)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        made: socket.socket = super()._create_socket(timeout)  # type: ignore[misc]
        self._held(made)
        return made

    def read(self, size: int) -> bytes:
        if size > ANSWER_BYTES_MAX:
            raise imaplib.IMAP4.abort("it announces more bytes than a letter may have")
        return super().read(size)  # type: ignore[misc,no-any-return]


class _Plain(_Bounded, imaplib.IMAP4):
    pass


class _Secure(_Bounded, imaplib.IMAP4_SSL):
    pass


class Visit:
    """One visit to a mailbox, which another thread may break off."""

    def __init__(self, address: str, box: Mailbox, tls: ssl.SSLContext) -> None:
        self._at, self._box, self._tls = urlsplit(address), box, tls
        self._socket: socket.socket | None = None

    def break_off(self) -> None:
        """Hang up, so that the thread that waits for an answer goes on at once."""
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _hold(self, made: socket.socket) -> None:
        self._socket = made

    def look(self, have: Mark | None, since: date) -> Look:
        """Letters of the senders that are admitted: those behind the mark, the oldest first; without a mark that holds
        (there was none, or the server numbers its letters anew) the newest of those since a day. Raises FetchError."""
        with self._failures():
            imap = self._connected()
            try:
                self._log_in(imap)
                validity, upcoming = self._select(imap)
                mark = have if have and have.validity == validity else None
                uids = self._search(imap, mark, since)
                chosen = uids[:LETTERS_MAX] if mark else uids[-LETTERS_MAX:]
                found, last = self._fetched(imap, chosen)
                whole = mark is None or not uids or last == uids[-1]
                until = max(upcoming - 1, last, mark.uid if mark else 0) if whole else last
                return Look(Mark(validity, until), found)
            finally:
                with suppress(OSError, imaplib.IMAP4.error):
                    imap.logout()
                with suppress(OSError):
                    imap.shutdown()

    # In -----------------------------------------------------------------------------------------------------------

    def _connected(self) -> imaplib.IMAP4:
        """Encrypted from the start (`imaps`), or before anything is said (STARTTLS); without, only to this machine."""
        host, port = self._at.hostname or "", self._at.port or PORTS[self._at.scheme]
        if self._at.scheme == "imaps":
            return _Secure(host, port, ssl_context=self._tls, timeout=OP_SECS_MAX, held=self._hold)
        imap = _Plain(host, port, timeout=OP_SECS_MAX, held=self._hold)
        if "STARTTLS" in imap.capabilities:
            imap.starttls(self._tls)
            self._hold(imap.sock)
        elif host not in HERE:
            imap.shutdown()
            said = "The mail server offers no encryption: its password would be readable on the way."
            raise FetchError("tls", said, told="tls-none")
        return imap

    def _log_in(self, imap: imaplib.IMAP4) -> None:
        """LOGIN knows only ASCII (RFC 3501, 6.2.3); other names and passwords go by AUTHENTICATE PLAIN (RFC 4616)."""
        box = self._box
        try:
            if box.user.isascii() and box.password.isascii():
                imap.login(box.user, box.password)
            else:
                imap.authenticate("PLAIN", lambda _: f"\0{box.user}\0{box.password}".encode())
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            said = f"{box.user}: {self._words(error)}"
            raise FetchError("login", f"The mail server refuses {said}", what=said) from None
        if "ID" in _capabilities(imap):
            _introduce(imap)

    def _words(self, error: Exception) -> str:
        """What the server said, without the password, which some repeat."""
        said = error.args[0] if error.args else ""
        text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        return " ".join(text.replace(self._box.password, "***").split())[:WORDS_MAX]

    def _select(self, imap: imaplib.IMAP4) -> tuple[int, int]:
        """UIDVALIDITY, and the UID that the next letter will have at least."""
        folder, readonly = _folder_name(self._box.folder), not self._box.mark_seen
        typ, data = imap.select(folder, readonly)
        if typ != "OK" and _introduce(imap):  # it may want to be told without saying so
            typ, data = imap.select(folder, readonly)
        if typ != "OK":
            said = self._words(Exception(data[0] if data else b""))
            said = f"{self._box.folder}: {said}"
            raise FetchError("missing", f"A mail folder cannot be opened: {said}", told="missing-mail", what=said)
        validity, upcoming = (_number(imap.response(it)[1]) for it in ("UIDVALIDITY", "UIDNEXT"))
        return validity, upcoming

    # Letters ------------------------------------------------------------------------------------------------------

    def _search(self, imap: imaplib.IMAP4, mark: Mark | None, since: date) -> list[int]:
        """UIDs of what may be of an admitted sender, in their order."""
        new = f"UID {mark.uid + 1}:*" if mark else f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"
        typ, data = imap.uid("SEARCH", new, *_any_of(self._box.senders))
        if typ != "OK":
            raise _broken(f"The mail server does not search: {self._words(Exception(data[0]))}")
        found = sorted(int(it) for it in (data[0] or b"").split() if it.isdigit())
        return [it for it in found if mark is None or it > mark.uid]  # `9:*` always finds the last one

    def _fetched(self, imap: imaplib.IMAP4, uids: Sequence[int]) -> tuple[tuple[Posted, ...], int]:
        """These letters as far as one look may have them, and the last UID that was looked at."""
        found: list[Posted] = []
        size_sum = last = 0
        for uid in uids:
            said, head = self._pieces(imap, uid, HEAD)
            if head and self._box.admits(letters.sender(email.message_from_bytes(head))):
                size = _size(said)
                if found and size_sum + size > LOOK_BYTES_MAX:
                    break
                is_cut = size > LETTER_BYTES_MAX
                _, body = self._pieces(imap, uid, "(BODY.PEEK[HEADER])" if is_cut else "(BODY.PEEK[])")
                size_sum += len(body)
                found += [Posted(uid, body, is_cut)] if body else []  # it may be gone by now
                if self._box.mark_seen and body:
                    imap.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
            last = uid
        return tuple(found), last

    def _pieces(self, imap: imaplib.IMAP4, uid: int, what: str) -> tuple[bytes, bytes]:
        """What the server says of a letter, and the literal it sends with it."""
        typ, data = imap.uid("FETCH", str(uid), what)
        if typ != "OK":
            raise _broken(f"The mail server does not give a letter: {self._words(Exception(data[0]))}")
        said = b" ".join(it[0] if isinstance(it, tuple) else it for it in data if it)
        return said, next((it[1] for it in data if isinstance(it, tuple)), b"")

    # Failures -----------------------------------------------------------------------------------------------------

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """What the libraries' errors mean. The order matters: some are kinds of others."""
        try:
            yield
        except ssl.SSLError:
            raise FetchError("tls", "The mail server's certificate or its TLS is not acceptable.") from None
        except socket.gaierror:
            raise FetchError("dns", "The mail server's name is not known.") from None
        except TimeoutError:
            raise FetchError("timeout", f"The mail server did not answer within {OP_SECS_MAX:g} seconds.") from None
        except ConnectionRefusedError:
            raise FetchError("refused", "Nobody answers at the mail server's address.") from None
        except (imaplib.IMAP4.error, OSError, EOFError) as error:
            why = self._words(error) or type(error).__name__
            raise _broken(f"The conversation with the mail server broke off: {why}") from None


def _broken(detail: str) -> FetchError:
    return FetchError("broken", detail, told="broken-mail")


def _introduce(imap: imaplib.IMAP4) -> bool:
    """Say what we are (RFC 2971); whether the server takes it. NetEase's (163, 126, yeah.net) open no folder to anyone
    who did not: "Unsafe Login"."""
    with suppress(imaplib.IMAP4.error):
        typ, _ = imap.xatom("ID", WHO_WE_ARE)
        return bool(typ == "OK")
    return False


def _capabilities(imap: imaplib.IMAP4) -> tuple[str, ...]:
    """After a login there may be others than before."""
    typ, data = imap.capability()
    return tuple(str(data[0], "ascii", "replace").upper().split()) if typ == "OK" and data and data[0] else ()


def _number(data: Sequence[Any]) -> int:
    return int(data[-1]) if data and isinstance(data[-1], bytes) and data[-1].isdigit() else 0


def _size(said: bytes) -> int:
    found = _SIZE.search(said)
    return int(found[1]) if found else 0


def _any_of(senders: Sequence[str]) -> Iterator[str]:
    """A search for letters of any of these (RFC 3501, 6.4.4: OR takes two keys)."""
    for at, it in enumerate(senders):
        if at < len(senders) - 1:
            yield "OR"
        yield f'FROM "{it}"'


def _folder_name(name: str) -> str:
    """A folder's name in modified UTF-7 (RFC 3501, 5.1.3), quoted."""
    written = ""
    for piece in re.findall(r"[\x20-\x7e]+|[^\x20-\x7e]+", name):
        if piece.isascii():
            written += piece.replace("&", "&-")
        else:
            coded = base64.b64encode(piece.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
            written += f"&{coded}-"
    return '"' + written.replace("\\", r"\\").replace('"', r"\"") + '"'
