"""A whole Kexun in one process whose clock a test turns: real store, real web chat, real feeds; only the web is a fake.

    async with World.made(tmp_path) as world:
        li = await world.person("小李", "teacher")
        world.publishes("科协", "标题", "正文……")
        await world.passes(hours=1)
        assert "标题" in li.last()
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from hashlib import sha256
from html import escape
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from fakes.database import opened

from bot.alerts import Alerts
from bot.answering import Answering, Line
from bot.house import House, Role, Topic
from bot.words import words
from channels.webchat import wire
from channels.webchat.channel import WebChat
from delivery import publish
from delivery.pump import Pump
from delivery.recovery import recover
from delivery.render import Renderer
from delivery.settings import Settings
from feeds.attachments import Attachments
from feeds.fetch import Fetcher
from feeds.hubs import Hubs
from feeds.model import Fetched, FetchError, Source, Unchanged, Validators
from feeds.pages.follow import Follower
from feeds.poll import Poller
from feeds.settings import Feed
from feeds.understand import Reader
from notices import quiet
from notices.model import Audience
from scheduler import holds, reminders
from store import Store, Tx, deliveries, feeds, members
from store import reminders as stored_reminders
from store.chat import ChatTranscript

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 9, 1, 9, 0, tzinfo=ZONE)
NO_RULE = Audience()
TOPICS = {
    "science-week": Topic("science-week", {"zh": "科技活动周/科普日", "en": "Science week"}, ("科技活动周", "科普日")),
    "lecture": Topic("lecture", {"zh": "讲座", "en": "Lectures"}, ("讲座", "报告会")),
    "research": Topic("research", {"zh": "科研项目", "en": "Research projects"}, ("项目申报",)),
}
ROLES = {
    "student": Role("student", {"zh": "学生", "en": "Student"}, "open", ("lecture", "science-week")),
    "teacher": Role("teacher", {"zh": "教师", "en": "Teacher"}, "open", ("research", "science-week")),
    "organiser": Role("organiser", {"zh": "组织者", "en": "Organiser"}, "invite"),
    "admin": Role("admin", {"zh": "管理员", "en": "Admin"}, "invite"),
}
SETTINGS = Settings(ZONE, "zh", quiet.parse("22:00-07:30"))
READER = Reader(ZONE, {topic.id: topic.keywords for topic in TOPICS.values()})
HOUSE = House(
    SETTINGS, ROLES, TOPICS, public_url="https://kexun.example",
    read=lambda text, now: READER.text(text, published=_day(now), today=_day(now)).notice,
)


SHORT = timedelta(hours=12)  # a time in which every poll is done


def _day(now: datetime) -> date:
    return now.astimezone(ZONE).date()


class Web:
    """What the feeds would find on the web: documents by address, or the error to raise there."""

    def __init__(self) -> None:
        self.items: dict[str, list[tuple[str, str, str]]] = {}
        self.broken: dict[str, FetchError] = {}
        self.files: dict[str, bytes] = {}
        self.asked = 0
        self._found: dict[str, object] = {}

    def has_news(self) -> bool:
        """Whether somebody who asked now would find what nobody has found yet."""
        return bool(self.broken) or any(self._found.get(url) != items for url, items in self.items.items())

    async def fetch(self, source: Source, validators: Validators, now: datetime) -> Fetched | Unchanged:
        self.asked += 1
        self._found[source.url] = list(self.items.get(source.url, []))
        if source.url in self.broken:
            raise self.broken[source.url]
        body = self.files.get(source.url) or self._rss(source.url).encode()
        digest = sha256(body).hexdigest()
        if validators.body_hash == digest:
            return Unchanged()
        return Fetched(body, "application/rss+xml", "utf-8", source.url, Validators(body_hash=digest), now)

    def _rss(self, url: str) -> str:
        items = "".join(
            f"<item><guid>{guid}</guid><title>{escape(title)}</title><link>{url}/{guid}</link>"
            f"<description>{escape(text.replace(chr(10), '<br>'))}</description></item>"
            for guid, title, text in self.items.get(url, [])
        )
        return f'<rss version="2.0"><channel><title>t</title>{items}</channel></rss>'


class Person:
    """Someone with the web chat open."""

    def __init__(self, world: World, address: str, language: str) -> None:
        self._world, self.address, self._language = world, address, language
        self._keys = count(1)
        self._seen = 0
        self._last: wire.Say | None = None

    async def says(self, text: str) -> str:
        """Say it, let everyone answer, and return what was answered."""
        return await self._take(wire.Say(self._key(), text, text))

    async def taps(self, label: str) -> str:
        """Tap the newest button with this label."""
        for line in reversed(await self.lines()):
            for button in (b for row in line["buttons"] for b in row):
                if label in button["label"] and "action" in button:
                    return await self._take(wire.Say(self._key(), button["action"], label, line["id"]))
        raise AssertionError(f"no button {label!r}; there are {await self.buttons()}")

    async def repeats(self) -> str:
        """The page is not sure that the last words were taken, and sends them again, key and all."""
        assert self._last is not None
        return await self._take(self._last)

    async def _take(self, said: wire.Say) -> str:
        self._last = said
        await self.news()
        await self._world.chat.take(self.address, said, self._language)
        await self._world.settle()
        return await self.news()

    def _key(self) -> str:
        return f"{self.address}-{next(self._keys)}"

    async def news(self) -> str:
        """What appeared or changed on the screen since the last look, without the person's own words."""
        lines = await self._world.transcript.after(self.address, self._seen, 1000)
        self._seen = max((line.seq for line in lines), default=self._seen)
        return "\n\n".join(_text(line.body_json) for line in lines if not line.mine)

    async def lines(self) -> list[dict]:
        """Everything on the screen."""
        lines = await self._world.transcript.before(self.address, wire.INTEGER_MAX, 1000)
        return [json.loads(line.body_json) | {"id": line.id, "mine": line.mine} for line in lines]

    async def buttons(self) -> list[str]:
        """The labels under the last message."""
        lines = [line for line in await self.lines() if not line["mine"]]
        return [b["label"] for row in lines[-1]["buttons"] for b in row] if lines else []

    async def member_id(self) -> int:
        async with self._world.store.reading() as tx:
            account = await members.find_account(tx, "webchat", self.address)
        assert account is not None
        return account.member_id


def _text(body_json: str) -> str:
    return "".join(span["text"] for span in json.loads(body_json)["spans"])


class World:
    def __init__(
        self, store: Store, start: datetime, house: House, feeds_: list[Feed], web: Web | Fetcher, reader: Reader,
        pushes: Callable[[World], Hubs] | None = None,
    ) -> None:
        self.store, self.now, self.house, self.web = store, start, house, web
        self.transcript = ChatTranscript(store)
        self.chat = WebChat(self.transcript, lambda: None, self.clock)
        self.pump = Pump(store, self.chat, Renderer(words, house.settings), house.settings, self.clock, lambda: 0.5)
        self.answering = Answering(store, {"webchat": Line(self.chat, wire.incoming)}, lambda: house, self.clock)
        self.poller = Poller(
            store, feeds_, self.web, reader, house.settings, self.clock, lambda: 0.5,
            Attachments(self.web, reader, self.clock), Alerts(lambda: house),
            Follower(self.web, reader, self.clock, self._rests), pushes(self) if pushes else None,
        )
        self.feeds = {feed.name: feed for feed in feeds_}
        self.rests: list[float] = []
        self._guids = count(1)
        self._holds_due: float | None = None

    @classmethod
    @asynccontextmanager
    async def made(
        cls, folder: Path, *, start: datetime = MORNING, house: House = HOUSE, catch_up: bool = True,
        rule: Audience = NO_RULE, names: tuple[str, ...] = ("科协",), web: Web | Fetcher | None = None,
        feeds_: list[Feed] | None = None, reader: Reader = READER,
        pushes: Callable[[World], Hubs] | None = None,
    ) -> AsyncIterator[World]:
        """A world that began at `start`, with a feed of each of these names, or with these feeds."""
        feeds_ = feeds_ or [
            Feed(Source(name, f"https://{at}.example/feed", "rss", ZONE, folder), 900.0, rule, catch_up)
            for at, name in enumerate(names, 1)
        ]
        async with opened(folder / "kexun.db") as store:
            world = cls(store, start, house, feeds_, web or Web(), reader, pushes)
            async with store.transaction() as tx:
                await members.set_role_topics(tx, {role.id: role.topics for role in house.roles.values()})
                await feeds.configure(tx, {feed.name: feed.source.identity for feed in feeds_}, start)
            await recover(store, {"webchat": True}, start, at_start=True)
            yield world

    def clock(self) -> datetime:
        return self.now

    async def _rests(self, secs: float) -> None:
        """Pauses between two requests to a site, which take no time here."""
        self.rests.append(secs)

    async def stranger(self, address: str, language: str = "zh") -> Person:
        """Someone who has opened the page and said nothing."""
        return Person(self, address, language)

    async def person(self, name: str, *roles: str) -> Person:
        """A member who was shown around long ago, in these roles."""
        someone = Person(self, name, "zh")
        async with self.store.transaction() as tx:
            account = await members.account(tx, "webchat", name, self.now)
            await members.set_setting(tx, account.member_id, "name", name)
            for role in roles:
                await members.add_role(tx, account.member_id, role, self.now)
            await members.welcomed(tx, account.member_id, self.now)
        return someone

    def publishes(self, title: str, text: str, *, feed: str = "科协", guid: str = "") -> str:
        """The site puts up a notice, or changes the one with this guid; return the guid."""
        guid = guid or f"n{next(self._guids)}"
        items = self.web.items.setdefault(self.feeds[feed].source.url, [])
        items[:] = [item for item in items if item[0] != guid]
        items.insert(0, (guid, title, text))
        return guid

    async def settle(self) -> None:
        """Do everything that is due now."""
        busy = 1
        while busy:
            busy = await self.answering.drain()
            await self.poller.start_due()
            await self.poller.settle()
            while done := await reminders.sweep(self.store, self.now, self.house.settings):
                busy += done
            self._holds_due = await holds.sweep(self.store, self.now, self.house.settings, words)
            while await publish.go_on(self.store, self.now, self.house.settings):
                busy += 1
            busy += await self.pump.drain()

    async def passes(self, **time: float) -> None:
        """Let time pass, stopping wherever something is due."""
        until = self.now + timedelta(**time)
        await self.settle()
        while self.now < until:
            polls = until - self.now < SHORT or (isinstance(self.web, Web) and self.web.has_news())
            self.now = min(until, await self._next_due(polls=polls) or until)
            await self.settle()

    async def until(self, moment: datetime) -> None:
        await self.passes(seconds=(moment - self.now).total_seconds())

    async def sleeps(self, **time: float) -> None:
        """The service is down meanwhile; then it comes back."""
        self.now += timedelta(**time)
        await recover(self.store, {"webchat": True}, self.now, at_start=True)
        await self.settle()

    async def _next_due(self, *, polls: bool) -> datetime | None:
        """Polls that would find nothing are left out of long times: there are a hundred a day."""
        async with self.store.reading() as tx:
            found = [await stored_reminders.next_due(tx), await self._next_delivery(tx), self._holds_due]
            if polls:
                found.append(await feeds.next_due(tx, self.now))
        ahead = [at for at in found if at is not None and at > self.now.timestamp()]
        return datetime.fromtimestamp(min(ahead), ZONE) if ahead else None

    async def _next_delivery(self, tx: Tx) -> float | None:
        return await deliveries.next_due(tx, "webchat")
