"""What was read in a text, as a notice that people can be told of and reminded by. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from feeds import doubts
from feeds.keydates import closing, day, deadlines, ends, events, moved
from feeds.model import Entry, Understood
from notices import plan
from notices.extract import read
from notices.model import Audience, Doubt, KeyDate, Notice
from notices.reading import CONFIDENT, Deadline, Event, Reading

KEY_DATES_MAX = 40  # of one notice: a longer list is a calendar, and nobody wants forty reminders of one notice
SUBJECT_CHARS_MAX = 14  # before a date: who acts, and no more
_SUBJECT = re.compile(r"(?:^|[。；，;,\s：:由])([\u4e00-\u9fff]{2,8}?)(?:将|拟|计划|应)?[于在]$")
UNSURE_MAX = 5  # doubtful phrases that are shown; more would hide the notice


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts with what this installation knows: its zone, its topics' keywords and issuers, when its term
    started."""

    zone: ZoneInfo
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    term_start: date | None = None
    issuers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def entry(self, entry: Entry, today: date | None = None) -> Understood:
        """An entry of a feed; dates that the source states as data are believed before those in the text."""
        has_title = entry.title != entry.text.partition("\n")[0]  # and not merely the first line for want of one
        seen = entry.published_at.astimezone(self.zone).date() if entry.published_at else None
        return self.text(
            entry.text, title=entry.title if has_title else None, published=entry.published_on, link=entry.link,
            dates=entry.events, known_until=entry.known_until, seen=seen, today=today,
        )

    def text(
        self, text: str, *, title: str | None = None, published: date | None = None, link: str | None = None,
        dates: tuple[KeyDate, ...] = (), known_until: datetime | None = None, seen: date | None = None,
        today: date | None = None,
    ) -> Understood:
        """A text, with the title and the day it was published where these are known apart from it. `seen`: a day on
        which it was there, which helps only where nothing else tells a year. With `today` the doubts are told that
        still matter; without it every doubtful phrase is only `unsure`."""
        reading = self._read(text, title, published)
        if seen and not published and any(it.why == "no_year" for it in reading.unresolved):
            reading = self._read(text, title, seen)
        reading = doubts.late(reading)
        asked = () if dates or not today else self._doubts(reading, text, title, today)
        key_dates = dates or _at_most(key_dates_of(reading, self.zone, text), KEY_DATES_MAX)
        notice = Notice(
            title=title or reading.title or text.strip().split("\n")[0][:80], text=text,
            key_dates=key_dates, issuer=reading.issuer, doc_number=reading.doc_number,
            published_on=reading.published or published, link=link, contacts=reading.contacts,
            unsure=() if dates else unsure(reading, asked), doubts=asked,
            changes=tuple(moved(it) for it in reading.changes), known_until=known_until,
        )
        return Understood(notice, frozenset(reading.topics) | self._of(reading.issuer))

    def _of(self, issuer: str | None) -> frozenset[str]:
        """The topics of an issuer: 科协 is part of 渝北区科协."""
        name = "".join((issuer or "").split()).casefold()
        return frozenset(
            topic for topic, issuers in self.issuers.items()
            if any("".join(it.split()).casefold() in name for it in issuers)
        )

    def _doubts(self, reading: Reading, text: str, title: str | None, today: date) -> tuple[Doubt, ...]:
        again = Reading()
        if doubts.needs_another_look(reading):
            again = self._read(doubts.mended(text), title, reading.published or today)
        return doubts.found(reading, again, text, today, self.zone)

    def _read(self, text: str, title: str | None, published: date | None) -> Reading:
        return read(text, title=title, published=published, topics=self.topics, term_start=self.term_start)


def as_it_stands(entry: Entry) -> Understood:
    """An entry as it stands, without anything understood in it: a bug of ours was in the way."""
    notice = Notice(
        entry.title, entry.text, entry.events, published_on=entry.published_on, link=entry.link,
        known_until=entry.known_until,
    )
    return Understood(notice, frozenset(), failed=True)


def key_dates_of(reading: Reading, zone: ZoneInfo, text: str = "") -> tuple[KeyDate, ...]:
    """The findings we are sure of, in the order of their moments, the longest first. What the issuer does by itself is
    nobody's to keep."""
    windows = [it for it in reading.events if it.kind == "window" and it.confidence >= CONFIDENT]
    held = [it for it in reading.events if it.confidence >= CONFIDENT and not _is_open(it, reading.published)]
    owed = [it for it in reading.deadlines if it.confidence >= CONFIDENT]
    own = [it for it in owed if not plan.is_internal(_owers(it, text), reading.issuer)]
    due = [date for it in own for date in deadlines(it, zone)]
    due += [closing(it, zone) for it in windows if it.end and ends(it.end, zone) not in _ends(due)]
    attended = [date for it in held if it.start or it.end for date in events(it, zone)]
    return tuple(sorted((*attended, *due), key=lambda it: (it.anchor, -_length(it), it.kind, it.name)))


def _at_most(dates: Sequence[KeyDate], most: int) -> tuple[KeyDate, ...]:
    """The first dates of many; what does not come back goes before the later times of what does."""
    once = [it for it in dates if not it.instance][:most]
    again = [it for it in dates if it.instance][: most - len(once)]
    return tuple(it for it in dates if it in once or it in again)


def _owers(it: Deadline, text: str) -> tuple[str, ...]:
    """Who owes it; where that is not known, the words right before its date, if they name a body of the issuer's."""
    before = _SUBJECT.search(text, max(0, it.evidence.start - SUBJECT_CHARS_MAX), it.evidence.start)
    return it.audience or ((before[1],) if before else ())


def _is_open(it: Event, published: date | None) -> bool:
    """A window in which one may register or hand in, and whose opening is no news: what matters is when it closes."""
    if it.kind != "window" or it.end is None or it.start is None:
        return it.kind == "window" and it.end is not None
    return published is None or day(it.start) <= published


def _ends(deadlines: list[KeyDate]) -> set[datetime | None]:
    return {it.ends_at for it in deadlines}


def _length(it: KeyDate) -> float:
    return (it.ends_at - it.starts_at).total_seconds() if it.starts_at and it.ends_at else 0.0


def unsure(reading: Reading, asked: Sequence[Doubt] = ()) -> tuple[str, ...]:
    """Phrases that look like dates to keep and could not be read with confidence, each once, but for those asked of
    an organiser."""
    findings: tuple[Event | Deadline, ...] = (*reading.events, *reading.deadlines)
    doubtful = [it.evidence.text for it in findings if it.confidence < CONFIDENT]
    phrases = (*doubtful, *(it.text for it in reading.unresolved))
    left = dict.fromkeys(" ".join(phrase.split()) for phrase in phrases)
    return tuple(it for it in left if it not in {doubt.phrase for doubt in asked})[:UNSURE_MAX]


def audience_of(rule: Audience, topics: frozenset[str]) -> Audience:
    """Whom a notice is for: the feed's roles, and those who want one of the feed's topics or of the notice's own."""
    return Audience(rule.roles, rule.topics | topics)
