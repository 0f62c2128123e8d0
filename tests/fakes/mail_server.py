"""A mail server on a real socket: Twisted's IMAP, which is nobody's fake, with letters that a test posts. It runs
beside the test in a thread of its own, as its reactor wants it."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import EmailMessage, Message
from functools import cache
from io import BytesIO
from typing import Any

from twisted.cred import checkers, portal
from twisted.internet import protocol, reactor, threads
from twisted.mail import imap4
from zope.interface import implementer

ARRIVED_ON = date(2026, 9, 1)
USER, PASSWORD = "notice", "geheim秘密-1"


def letter(
    subject: str, text: str = "", *, sender: str = "教务处 <office@school.example>", id: str = "", html: str = "",
    date: str = "Tue, 1 Sep 2026 08:30:00 +0800", papers: tuple[tuple[str, bytes], ...] = (),
) -> bytes:
    """A letter as a mail program writes it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"], made["Date"] = sender, "notice@school.example", subject, date
    if id:
        made["Message-ID"] = id
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, body in papers:
        made.add_attachment(body, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


@implementer(imap4.IMessage, imap4.IMessageFile)
class _Lying:
    """A letter as it lies in a mailbox."""

    def __init__(self, uid: int, body: bytes, on: date) -> None:
        self.uid, self.body, self.flags = uid, body, set[str]()
        self.parsed: Message = message_from_bytes(body)
        self.arrived_on = on

    def getUID(self) -> int:
        return self.uid

    def getFlags(self) -> list[str]:
        return sorted(self.flags)

    def getInternalDate(self) -> bytes:
        return f"{self.arrived_on:%d-%b-%Y} 08:30:00 +0800".encode()

    def getHeaders(self, negate: bool, *names: Any) -> dict[str, str]:
        wanted = {it.decode().lower() if isinstance(it, bytes) else it.lower() for it in names}
        found = {name.lower(): str(value) for name, value in self.parsed.raw_items()}
        return {name: value for name, value in found.items() if (name in wanted) != bool(negate)}

    def getBodyFile(self) -> BytesIO:
        return BytesIO(self.body.partition(b"\n\n")[2])

    def getSize(self) -> int:
        return len(self.body)

    def isMultipart(self) -> bool:
        return False

    def open(self) -> BytesIO:
        return BytesIO(self.body)


@implementer(imap4.IMailbox, imap4.ISearchableMailbox)
class _Folder:
    """A folder of a mailbox. Its search is our own: Twisted's stumbles over SINCE."""

    def __init__(self) -> None:
        self.letters: list[_Lying] = []
        self.validity, self.upcoming = 7001, 1
        self.opened: list[bool] = []

    def getUIDValidity(self) -> int:
        return self.validity

    def getUIDNext(self) -> int:
        return self.upcoming

    def getUID(self, message: int) -> int:
        return self.letters[message - 1].uid

    def getMessageCount(self) -> int:
        return len(self.letters)

    def getRecentCount(self) -> int:
        return 0

    def getUnseenCount(self) -> int:
        return 0

    def isWriteable(self) -> int:
        return 1

    def getFlags(self) -> list[str]:
        return [r"\Seen", r"\Deleted"]

    def getHierarchicalDelimiter(self) -> str:
        return "/"

    def requestStatus(self, names: Any) -> Any:
        return imap4.statusRequestHelper(self, names)

    def addListener(self, listener: Any) -> None:
        pass

    def removeListener(self, listener: Any) -> None:
        pass

    def fetch(self, messages: Any, uid: bool) -> list[tuple[int, _Lying]]:
        messages.last = self.letters[-1].uid if uid and self.letters else len(self.letters)
        return [(at, it) for at, it in enumerate(self.letters, 1) if (it.uid if uid else at) in messages]

    def search(self, query: list[Any], uid: bool) -> list[int]:
        terms = [it.decode() if isinstance(it, bytes) else str(it) for it in query]
        return [at for at, it in enumerate(self.letters, 1) if self._all_of([*terms], it)]  # Twisted finds the UIDs

    def _all_of(self, terms: list[str], it: _Lying) -> bool:
        truths = []
        while terms:
            truths.append(self._one_of(terms, it))
        return all(truths)

    def _one_of(self, terms: list[str], it: _Lying) -> bool:
        """The next search key (RFC 3501, 6.4.4), taken off the front."""
        key = terms.pop(0).upper()
        if key == "OR":
            return any([self._one_of(terms, it), self._one_of(terms, it)])
        value = terms.pop(0)
        if key == "UID":
            first, _, last = value.partition(":")
            newest = self.letters[-1].uid
            low, high = sorted((int(first), newest if last == "*" else int(last)))
            return low <= it.uid <= high
        if key == "SINCE":
            return it.arrived_on >= datetime.strptime(value, "%d-%b-%Y").replace(tzinfo=UTC).date()
        assert key == "FROM", key
        return value.lower() in str(it.parsed["From"]).lower()

    def store(self, messages: Any, flags: Any, mode: int, uid: bool) -> dict[int, list[str]]:
        found = dict(self.fetch(messages, uid))
        for it in found.values():
            it.flags = it.flags | set(flags) if mode > 0 else it.flags - set(flags) if mode else set(flags)
        return {number: it.getFlags() for number, it in found.items()}


class _Account(imap4.MemoryAccount):
    def _emptyMailbox(self, name: str, id: int) -> _Folder:
        return _Folder()

    def select(self, name: Any, rw: int = 1) -> Any:
        folder = super().select(name, rw)
        if folder is not None:
            folder.opened.append(bool(rw))
        return folder


@dataclass
class MailServer:
    """A mailbox of one user. What it does to break a conversation is told to it."""

    account: Any = field(default_factory=lambda: _Account(USER))
    port: int = 0
    lines: list[bytes] = field(default_factory=list)
    """What clients said."""
    hangs_up_on: bytes = b""
    """Break the connection when a client says this."""
    lets_in_only_who_says_id: bool = False
    """Open no folder before a client said what it is, as NetEase's servers do."""
    announces_id: bool = True

    def __post_init__(self) -> None:
        self.account.addMailbox("INBOX", _Folder())

    @property
    def url(self) -> str:
        return f"imap://127.0.0.1:{self.port}"

    @property
    def inbox(self) -> _Folder:
        return self.account.mailboxes["INBOX"]

    def has_folder(self, name: str) -> _Folder:
        self.account.addMailbox(name, _Folder())
        return self.account.mailboxes[name.upper()]

    def gets(self, body: bytes, folder: _Folder | None = None, on: date = ARRIVED_ON) -> int:
        """A letter arrives; return its UID."""
        into = folder or self.inbox
        into.letters.append(_Lying(into.upcoming, body, on))
        into.upcoming += 1
        return into.upcoming - 1

    def numbers_anew(self) -> None:
        """The mailbox was restored from a backup: every letter has another UID."""
        self.inbox.validity += 1
        for uid, it in enumerate(self.inbox.letters, 101):
            it.uid = uid
        self.inbox.upcoming = 101 + len(self.inbox.letters)


@implementer(portal.IRealm)
class _Realm:
    def __init__(self, account: Any) -> None:
        self._account = account

    def requestAvatar(self, avatar: Any, mind: Any, *interfaces: Any) -> Any:
        return imap4.IAccount, self._account, lambda: None


def _talking(server: MailServer) -> protocol.Factory:
    known = checkers.InMemoryUsernamePasswordDatabaseDontUse(**{USER: PASSWORD.encode()})
    doors = portal.Portal(_Realm(server.account), [known])

    class Talk(imap4.IMAP4Server):
        has_said_id = False

        def lineReceived(self, line: bytes) -> None:
            server.lines.append(line)
            if server.hangs_up_on and server.hangs_up_on in line:
                self.transport.loseConnection()
                return
            tag, _, rest = line.partition(b" ")
            command = rest.partition(b" ")[0].upper()
            if command == b"ID" and server.lets_in_only_who_says_id:
                self.has_said_id = True
                self.sendUntaggedResponse(b'ID ("name" "Coremail")')
                self.sendPositiveResponse(tag, b"ID completed")
            elif command in (b"SELECT", b"EXAMINE") and server.lets_in_only_who_says_id and not self.has_said_id:
                self.sendNegativeResponse(tag, command + b" Unsafe Login. Please contact kefu@188.com for help")
            else:
                super().lineReceived(line)

        def capabilities(self) -> dict[bytes, Any]:
            tells = server.lets_in_only_who_says_id and server.announces_id
            return super().capabilities() | ({b"ID": None} if tells else {})

    def made() -> Talk:
        talk = Talk(chal={b"PLAIN": imap4.PLAINCredentials})
        talk.portal = doors
        return talk

    return protocol.Factory.forProtocol(made)


@cache
def _running() -> None:
    """The reactor, once in a process: it cannot be started again."""
    started = threading.Event()
    reactor.callWhenRunning(started.set)
    threading.Thread(target=lambda: reactor.run(installSignalHandlers=False), name="mail", daemon=True).start()
    started.wait()


def _beside(act: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return threads.blockingCallFromThread(reactor, act, *args, **more)


@asynccontextmanager
async def mail_server() -> AsyncIterator[MailServer]:
    _running()
    server = MailServer()
    listening = await asyncio.to_thread(_beside, reactor.listenTCP, 0, _talking(server), interface="127.0.0.1")
    server.port = listening.getHost().port
    try:
        yield server
    finally:
        await asyncio.to_thread(_beside, listening.stopListening)


@asynccontextmanager
async def behind_tls(port: int, context: ssl.SSLContext) -> AsyncIterator[str]:
    """TLS before a plain port, as `imaps` has it. Yields the address."""

    async def pass_on(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while chunk := await source.read(65536):
            to.write(chunk)
        to.close()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner, outer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(pass_on(reader, outer), pass_on(inner, writer), return_exceptions=True)

    server = await asyncio.start_server(talk, "127.0.0.1", 0, ssl=context)
    try:
        yield f"imaps://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


@asynccontextmanager
async def says(*answers: bytes) -> AsyncIterator[str]:
    """A server that greets with the first of these, answers each line with the next, and then hangs up: one that is
    broken, or lies. Yields the address."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for answer in answers[:-1]:
            writer.write(answer)
            tag = (await reader.readline()).split(b" ")[0]
            writer.write(tag + b" OK done\r\n")
        writer.write(answers[-1])
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield f"imap://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
