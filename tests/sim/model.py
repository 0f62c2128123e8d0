"""What people are owed, kept from what happens to them and from nothing else: no row is read and no rule of ours is
asked. Times are aware; everyone lives in Shanghai, where clocks are never put back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Kind = Literal["event", "deadline"]

NIGHT = ("22:00", "07:30")  # the configured quiet hours of this world
LEADS: dict[Kind, tuple[int, ...]] = {"event": (86400, 7200), "deadline": (3 * 86400, 86400, 3 * 3600)}
TOO_LATE = timedelta(minutes=30)
DAY_SECS = 86400
ROLE_TOPICS = {"student": ("lecture", "week"), "teacher": ("research", "week")}


@dataclass
class Date:
    """A key date. `since`, `changed`: when it got the moment it has, by the clock and in happenings."""

    name: str
    kind: Kind
    moment: datetime
    since: datetime
    id: int = 0
    holds: bool = True
    version: int = 0
    changed: int = 0

    @property
    def shown(self) -> str:
        weekday = "一二三四五六日"[self.moment.weekday()]
        return f"{self.moment.month}月{self.moment.day}日(周{weekday}) {self.moment:%H:%M}"

    def due(self, lead_secs: int) -> datetime:
        """When this lead's reminder is due: in the morning or so long before, and before the night if the morning after
        would be too late."""
        if lead_secs >= DAY_SECS:
            day = self.moment - timedelta(days=lead_secs // DAY_SECS)
            at = day.replace(hour=8, minute=30)
        else:
            at = self.moment - timedelta(seconds=lead_secs)
        if wakes(NIGHT, at) > max(at, self.moment - TOO_LATE):
            begins = at.replace(hour=22, minute=0)
            at = (begins if begins <= at else begins - timedelta(days=1)) - timedelta(minutes=1)
        return at

    def fired(self, leads: tuple[int, ...], now: datetime) -> list[int]:
        """The leads whose hour has struck since the date is what it is."""
        return [lead for lead in leads if self.since < self.due(lead) <= now]


def wakes(window: tuple[str, str] | None, at: datetime) -> datetime:
    """When someone with these quiet hours, which run over midnight, may next be disturbed."""
    if window is None:
        return at
    clock, (begins, ends) = f"{at:%H:%M}", window
    if ends <= clock < begins:
        return at
    day = at + timedelta(days=1) if clock >= begins else at
    return day.replace(hour=int(ends[:2]), minute=int(ends[3:]), second=0, microsecond=0)


@dataclass
class Notice:
    title: str
    roles: frozenset[str]
    topics: frozenset[str]
    announced: bool
    dates: list[Date]
    id: int = 0
    withdrawn: bool = False
    ever: set[str] = field(default_factory=set)
    """Everyone who was in its audience at some time: a fan-out takes its time."""
    askers: set[str] = field(default_factory=set)
    """Everyone who asked to be reminded of one of its dates at some time."""

    def of(self) -> list[Date]:
        return [date for date in self.dates if date.holds]


@dataclass
class Person:
    address: str
    roles: set[str]
    night: tuple[str, str] | None = NIGHT
    own_leads: dict[Kind, tuple[int, ...]] = field(default_factory=dict)
    member_id: int = 0
    account_id: int = 0
    choices: dict[str, bool] = field(default_factory=dict)
    stopped: bool = False
    blocked: bool = False
    done: set[str] = field(default_factory=set)
    ever_done: set[str] = field(default_factory=set)
    asked: dict[str, list[tuple[int, datetime]]] = field(default_factory=dict)
    """Reminders they asked for: when (in happenings), and for when."""
    disturbed_at: int = 0
    """The last happening that changed what they are owed."""
    settled_since: datetime | None = None

    def leads(self, kind: Kind) -> tuple[int, ...]:
        return self.own_leads.get(kind, LEADS[kind])

    def wants(self, notice: Notice) -> bool:
        """Whether they are in the audience."""
        if notice.roles and not notice.roles & self.roles:
            return False
        if not notice.topics:
            return True
        through = {topic for role in self.roles for topic in ROLE_TOPICS[role]}
        return any(self.choices.get(topic, topic in through) for topic in notice.topics)

    @property
    def reachable(self) -> bool:
        return not self.stopped and not self.blocked


@dataclass
class Owed:
    """Something that people must get: `what` names it as it shows in the words they are sent."""

    what: str
    kind: str
    to: dict[str, int]
    """Addresses, with the happening that made it theirs."""


@dataclass(frozen=True)
class Reply:
    """Words answered to someone: when, in happenings and by the clock."""

    address: str
    number: int
    at: datetime


@dataclass
class Town:
    """Everyone, everything announced, and the number of happenings so far."""

    people: dict[str, Person] = field(default_factory=dict)
    notices: dict[str, Notice] = field(default_factory=dict)
    owed: list[Owed] = field(default_factory=list)
    replies: dict[str, Reply] = field(default_factory=dict)
    """By their words: those that nobody has begun to send."""
    happenings: int = 0

    def happens(self) -> int:
        self.happenings += 1
        for notice in self.notices.values():
            notice.ever |= {a for a, person in self.people.items() if person.wants(notice)}
        return self.happenings

    def disturb(self, person: Person, now: datetime) -> None:
        """What this person is owed from here on is another matter."""
        person.disturbed_at = self.happens()
        person.settled_since = now

    def owe(self, kind: str, what: str, addresses: set[str]) -> None:
        number = self.happens()
        self.owed.append(Owed(what, kind, dict.fromkeys(addresses, number)))

    def audience(self, notice: Notice) -> set[str]:
        return {a for a, person in self.people.items() if person.wants(notice) and person.reachable}

    def waiting(self, notice: Notice, now: datetime) -> set[str]:
        """Those who are still to be reminded of one of its dates because they asked for it."""
        return {
            a for a, person in self.people.items() for date in notice.of() if person.reachable
            if any(number > date.changed and at > now for number, at in person.asked.get(date.name, ()))
        }

    def moves(self, date: Date, by: timedelta, soonest: datetime) -> None:
        """A date has its new moment: what people asked for keeps its distance from it."""
        date.changed, now = self.happens(), date.since
        for person in self.people.values():
            ahead = [max(at + by, soonest) for _, at in person.asked.get(date.name, ()) if at > now]
            kept = [(self.happens(), at) for at in ahead if at < date.moment]
            person.asked[date.name] = [it for it in person.asked.get(date.name, ()) if it[1] <= now] + kept

    def date(self, name: str) -> tuple[Notice, Date]:
        return next((n, d) for n in self.notices.values() for d in n.dates if d.name == name)
