"""People talking to the bot, on a real store: what they say goes through `answer`, what they see through the renderer.

    chat = await town.arrives("小王")
    await chat.says("讲座")
    assert "没看懂" in chat.last
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from fakes.database import opened

from bot.answer import answer
from bot.house import House, Role, Topic
from bot.words import words
from channels.base import Incoming
from delivery import issue
from delivery.render import Renderer
from delivery.settings import Settings
from notices import quiet
from notices.message import Bubble, Button, plain
from notices.model import Audience, KeyDate, Lane, Notice
from store import Store, deliveries, members
from store.deliveries import Outcome

ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 9, 1, 9, 0, tzinfo=ZONE)  # 2026-09-01 is a Tuesday
CHANNELS = ("webchat", "telegram")
EVERYONE = Audience()

TOPICS = {
    "science-week": Topic("science-week", {"zh": "科技活动周/科普日", "en": "Science week"}, ("科普日",)),
    "lecture": Topic("lecture", {"zh": "讲座", "en": "Lectures"}, ("讲座",)),
    "research": Topic("research", {"zh": "科研项目", "en": "Research projects"}, ("项目申报",)),
}
ROLES = {
    "student": Role("student", {"zh": "学生", "en": "Student"}, "open", ("lecture", "science-week")),
    "teacher": Role("teacher", {"zh": "教师", "en": "Teacher"}, "open", ("research", "science-week")),
    "expert": Role("expert", {"zh": "专家", "en": "Expert"}, "approval", ("research",)),
    "organiser": Role("organiser", {"zh": "组织者", "en": "Organiser"}, "invite"),
    "admin": Role("admin", {"zh": "管理员", "en": "Admin"}, "invite"),
}


def read(text: str, now: datetime) -> Notice:
    """A small reader: `9月27日` with 前 is a deadline, without it an event; `另行通知` is doubtful."""
    title, dates = text.strip().partition("\n")[0].strip(), []
    for month, on, before in re.findall(r"(\d{1,2})月(\d{1,2})日(前?)", text):
        start = datetime(now.year, int(month), int(on), tzinfo=ZONE)
        end = start + timedelta(hours=23, minutes=59)
        dates.append(KeyDate("deadline", "报名", None, end) if before else KeyDate("event", "活动", start, end))
    if "明天" in text:
        start = now.astimezone(ZONE).replace(hour=0, minute=0) + timedelta(days=1)
        dates.append(KeyDate("event", "活动", start, start + timedelta(hours=23, minutes=59)))
    return Notice(title, text, tuple(dates), unsure=("另行通知",) if "另行通知" in text else ())


HOUSE = House(
    Settings(ZONE, "zh", quiet.parse("22:00-07:30")), ROLES, TOPICS, public_url="https://kexun.example",
    telegram_name="kexun_bot", feed_titles={"kx": "科协通知"}, read=read,
)


@dataclass
class Shown:
    """One message on a screen."""

    provider_id: str
    bubble: Bubble
    edited: int = 0

    @property
    def text(self) -> str:
        return plain(self.bubble)

    @property
    def buttons(self) -> list[Button]:
        return [button for row in self.bubble.buttons for button in row]


@dataclass
class Chat:
    """One account, and what its screen shows."""

    town: Town
    channel: str
    address: str
    name: str
    language: str
    screen: list[Shown] = field(default_factory=list)

    async def says(self, text: str, *, tapped: str | None = None, **more: object) -> list[str]:
        """Say it and return what appeared or changed."""
        before = {id(it): (it.text, it.edited) for it in self.screen}
        await self.town.hear(Incoming(
            self.channel, f"k{next(self.town.keys)}", self.address, text, name=self.name, language=self.language,
            tapped=tapped, **more,  # type: ignore[arg-type]
        ))
        return [it.text for it in self.screen if before.get(id(it)) != (it.text, it.edited)]

    async def taps(self, label: str) -> list[str]:
        """Tap the newest button whose label holds these words."""
        for shown in reversed(self.screen):
            for button in shown.buttons:
                if label in button.label:
                    return await self.says(button.action, tapped=shown.provider_id)
        raise AssertionError(f"no button {label!r}; the last message has {self.labels}")

    @property
    def last(self) -> str:
        return self.screen[-1].text

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.screen[-1].buttons]

    @property
    def actions(self) -> list[str]:
        return [button.action for button in self.screen[-1].buttons]

    async def member_id(self) -> int:
        async with self.town.store.reading() as tx:
            account = await members.find_account(tx, self.channel, self.address)
        assert account is not None
        return account.member_id


class Town:
    """A store, a clock, a house, and the screens of everyone in it."""

    def __init__(self, store: Store, house: House = HOUSE) -> None:
        self.store, self.house, self.now = store, house, TUESDAY
        self.keys = count(1)
        self.chats: dict[tuple[str, str], Chat] = {}
        self._renderer = Renderer(words, house.settings)

    def newcomer(
        self, address: str, *, channel: str = "webchat", name: str = "", language: str = "zh"
    ) -> Chat:
        """Someone who has never said anything."""
        chat = Chat(self, channel, address, name, language)
        self.chats[channel, address] = chat
        return chat

    async def member(self, name: str, *roles: str, language: str = "zh", channel: str = "webchat") -> Chat:
        """Someone who was shown around long ago."""
        chat = self.newcomer(name, name=name, channel=channel, language=language)
        async with self.store.transaction() as tx:
            account = await members.account(tx, channel, name, self.now)
            await members.set_setting(tx, account.member_id, "name", name)
            if language != "zh":
                await members.set_setting(tx, account.member_id, "language", language)
            for role in roles:
                await members.add_role(tx, account.member_id, role, self.now)
            await members.welcomed(tx, account.member_id, self.now)
        return chat

    async def hear(self, incoming: Incoming) -> None:
        async with self.store.transaction() as tx:
            await answer(tx, incoming, self.now, self.house)
        await self.deliver()

    async def deliver(self) -> None:
        """Send everything that is due, as the pumps would."""
        for channel in CHANNELS:
            async with self.store.transaction() as tx:
                claimed = await deliveries.claim(tx, channel, self.now, self.now + timedelta(minutes=1), 500)
                sent = []
                written, _ = await self._renderer.batch(tx, claimed, None, self.now)
                for it, bubble in written:
                    provider_id = self._show(channel, it.address, it.id, it.edits, bubble) if bubble else None
                    sent.append(Outcome(it, "sent" if bubble else "expired", provider_id=provider_id))
                await deliveries.record(tx, sent, self.now)

    def _show(self, channel: str, address: str, delivery_id: int, edits: str | None, bubble: Bubble) -> str:
        chat = self.chats[channel, address]
        for shown in chat.screen if edits else ():
            if shown.provider_id == edits:
                shown.bubble, shown.edited = bubble, shown.edited + 1
                return shown.provider_id
        chat.screen.append(Shown(f"m{delivery_id}", bubble))
        return f"m{delivery_id}"

    async def publishes(
        self, notice: Notice, audience: Audience = EVERYONE, *, quiet: bool = False, asks_ack: bool = False
    ) -> int:
        """A feed brings a notice; everyone it is for sees it."""
        async with self.store.transaction() as tx:
            notice_id = await issue.issue(
                tx, notice, audience, self.now, self.house.settings, quiet=quiet, asks_ack=asks_ack, lane=Lane.URGENT
            )
        await self.deliver()
        return notice_id

    async def rows(self, sql: str, **args: object) -> list[dict[str, object]]:
        """For what no screen shows."""
        async with self.store.reading() as tx:
            return [dict(row) for row in await tx.all(sql, **args)]


@asynccontextmanager
async def town(folder: Path, house: House = HOUSE) -> AsyncIterator[Town]:
    async with opened(folder / "kexun.db") as store:
        async with store.transaction() as tx:
            await members.set_role_topics(tx, {role.id: role.topics for role in house.roles.values()})
        yield Town(store, house)


def on(days: int, hour: int = 9) -> datetime:
    """So many days after the first morning."""
    return TUESDAY.replace(hour=hour) + timedelta(days=days)


def event(name: str, days: int, *, hours: tuple[int, int] = (9, 11), place: str | None = None) -> KeyDate:
    return KeyDate("event", name, on(days, hours[0]), on(days, hours[1]), all_day=False, place=place)


def deadline(name: str, days: int) -> KeyDate:
    return KeyDate("deadline", name, None, on(days, 23).replace(minute=59))
