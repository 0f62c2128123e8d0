"""Recurrences beside a second opinion: dateutil's, expanded by hand, over calendars that hypothesis makes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from fakes.feed_texts import NOW, ZONE, fetched, parsed, source
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.calendars import AHEAD_DAYS, BEHIND_DAYS, DATES_MAX, SERIES_AHEAD_DAYS, SERIES_MIN
from feeds.parse import parse

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
ZONES = ("", "Z", "Asia/Shanghai", "America/New_York", "Europe/Berlin")
BEGINNING = NOW.replace(tzinfo=None) - timedelta(days=BEHIND_DAYS)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Series:
    """A VEVENT with a rule, and what was changed in single occurrences; times are local to its zone."""

    starts: datetime
    zone: str
    all_day: bool
    rule: str
    until: datetime | None = None
    left_out: frozenset[int] = frozenset()
    """Occurrences by their number that EXDATE names, and so on."""
    called_off: frozenset[int] = frozenset()
    moved: dict[int, timedelta] = field(default_factory=dict)
    extra: tuple[datetime, ...] = ()

    @property
    def tz(self) -> ZoneInfo:
        return {"": ZONE, "Z": ZoneInfo("UTC")}.get(self.zone) or ZoneInfo(self.zone)

    @cached_property
    def by_rule(self) -> list[datetime]:
        """Local times, without the hand-made changes, for longer than anyone looks ahead."""
        until = f";UNTIL={self.until:%Y%m%dT%H%M%S}" if self.until else ""
        rule = rrulestr(f"RRULE:{self.rule}{until}", dtstart=self.starts)
        found = rule.between(self.starts, BEGINNING + timedelta(days=AHEAD_DAYS + 10), inc=True)
        return sorted({self.starts, *found})

    def expected(self) -> list[datetime]:
        """When people must be there, as instants."""
        found = []
        for number, at in enumerate(self.by_rule):
            if number not in self.left_out | self.called_off:
                found.append(at + self.moved.get(number, timedelta()))
        found += [at for at in self.extra if at not in self.by_rule]
        return sorted(self._instant(at) for at in found)

    def _instant(self, at: datetime) -> datetime:
        local = datetime.combine(at.date(), time(), ZONE) if self.all_day else at.replace(tzinfo=self.tz)
        return local.astimezone(UTC)

    def text(self) -> str:
        times = self.by_rule
        blocks = [self._event(
            f"DTSTART{self._named(self.starts)}", f"RRULE:{self.rule}{self._until()}",
            *(f"EXDATE{self._named(times[n])}" for n in self.left_out if n < len(times)),
            *(f"RDATE{self._named(at)}" for at in self.extra),
        )]
        for number, at in enumerate(times):
            if number in self.left_out:
                continue
            if number in self.called_off:
                blocks.append(self._event(
                    f"RECURRENCE-ID{self._named(at)}", f"DTSTART{self._named(at)}", "STATUS:CANCELLED"
                ))
            elif number in self.moved:
                there = at + self.moved[number]
                blocks.append(self._event(f"RECURRENCE-ID{self._named(at)}", f"DTSTART{self._named(there)}"))
        return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *blocks, "END:VCALENDAR"])

    def _event(self, *lines: str) -> str:
        return "\n".join(["BEGIN:VEVENT", "UID:1", "SUMMARY:实验课", *lines, "END:VEVENT"])

    def _until(self) -> str:
        """As the standard wants it: a day for days, UTC for a zone's times, local where the start is (3.3.10)."""
        if self.until is None:
            return ""
        if self.all_day:
            return f";UNTIL={self.until:%Y%m%d}"
        utc = self.until.replace(tzinfo=self.tz).astimezone(UTC)
        return f";UNTIL={utc:%Y%m%dT%H%M%SZ}" if self.zone else f";UNTIL={self.until:%Y%m%dT%H%M%S}"

    def _named(self, at: datetime) -> str:
        if self.all_day:
            return f";VALUE=DATE:{at:%Y%m%d}"
        if self.zone in ("", "Z"):
            return f":{at:%Y%m%dT%H%M%S}{self.zone}"
        return f";TZID={self.zone}:{at:%Y%m%dT%H%M%S}"


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(("DAILY", "WEEKLY", "MONTHLY", "YEARLY")))
    parts = [f"FREQ={frequency}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if frequency in ("DAILY", "WEEKLY"):
        days = draw(st.sets(st.sampled_from(WEEKDAYS), max_size=3))
        parts += [f"BYDAY={','.join(sorted(days))}"] if days else []
    if frequency == "MONTHLY":
        parts += draw(st.sampled_from(([], ["BYMONTHDAY=-1"], ["BYMONTHDAY=31"], ["BYDAY=2TU"], ["BYDAY=-1FR"],
                                       ["BYDAY=MO,TU,WE,TH,FR", "BYSETPOS=-1"])))
    if frequency == "YEARLY":
        parts += draw(st.sampled_from(([], ["BYMONTH=3,9"], ["BYMONTH=6", "BYDAY=1SU"])))
    return ";".join(parts)


@st.composite
def series(draw: st.DrawFn) -> Series:
    zone = draw(st.sampled_from(ZONES))
    all_day = not zone and draw(st.booleans())
    clock = time() if all_day else time(draw(st.integers(4, 20)), draw(st.sampled_from((0, 30))))
    starts = datetime.combine(date(2031, 1, 1) + timedelta(days=draw(st.integers(0, 250))), clock)
    rule, until = draw(rules()), None
    end = draw(st.sampled_from(("", "COUNT", "UNTIL")))
    if end == "COUNT":
        rule += f";COUNT={draw(st.integers(1, 60))}"
    if end == "UNTIL":
        until = datetime.combine(starts.date() + timedelta(days=draw(st.integers(1, 700))), time(23, 59, 59))
    it = Series(starts, zone, all_day, rule, until)
    some = st.frozensets(st.integers(1, 40), max_size=3)
    left_out, called_off, moved = draw(some), draw(some), draw(some)
    by = timedelta(days=draw(st.integers(1, 3)), hours=0 if all_day else draw(st.integers(0, 2)))
    times = it.by_rule
    moved = frozenset(n for n in moved if n < len(times) and times[n] + by not in times)
    extra = (starts + timedelta(days=5, hours=0 if all_day else 1),) if draw(st.booleans()) else ()
    return Series(
        starts, zone, all_day, rule, until, left_out, called_off - left_out,
        dict.fromkeys(moved - left_out - called_off, by), extra if extra and extra[0] not in times else (),
    )


@settings(max_examples=150, deadline=None)
@given(series())
def test_what_is_told_of_a_series_is_what_its_rule_says(it: Series) -> None:
    read = parsed(it.text())
    assert read.problems == ()
    all_ = [at for at in it.expected() if at >= (NOW - timedelta(days=BEHIND_DAYS))]
    meant = replace(it, called_off=frozenset()).expected()
    window = (NOW - timedelta(days=BEHIND_DAYS), NOW + timedelta(days=SERIES_AHEAD_DAYS))
    margin = timedelta(days=1)  # what runs as the window begins, or begins as it ends, may be told or not
    soon = [at for at in meant if window[0] - margin < at < window[1] + margin]
    until = NOW + timedelta(days=SERIES_AHEAD_DAYS if len(soon) >= SERIES_MIN else AHEAD_DAYS)
    told = [date.anchor.astimezone(UTC) for entry in read.entries for date in entry.events]
    assert len(told) <= DATES_MAX
    sure = (NOW, min(until - margin, told[-1] if len(told) == DATES_MAX else until))
    assert [at for at in told if sure[0] <= at < sure[1]] == [at for at in all_ if sure[0] <= at < sure[1]]
    assert set(told) <= set(it.expected()), "nothing is made up"


@settings(max_examples=100, deadline=None)
@given(series(), st.integers(1, 80))
def test_an_occurrence_is_the_same_one_whenever_and_wherever_it_is_looked_at(it: Series, days: int) -> None:
    """Its instance is when the rule has it: no two have the same, and a later look, or a move, changes none."""
    plain_ = Series(it.starts, it.zone, it.all_day, it.rule, it.until)
    later = NOW + timedelta(days=days)
    for one, other, at in ((plain_, it, NOW), (it, it, later)):
        first: dict[datetime, set[str]] = {}  # an extra day may be where another was moved to
        for d in (d for e in parsed(one.text()).entries for d in e.events if d.instance):
            first.setdefault(d.anchor, set()).add(d.instance)
        second = [d for e in parse(fetched(other.text(), at=at), source()).entries for d in e.events]
        assert len({d.instance for d in second}) == len(second)
        assert all(d.instance in first[d.anchor] for d in second if d.anchor in first)


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["DTSTART:20310603T140000", "RRULE:FREQ=WEEKLY;COUNT=4"], [3, 10, 17, 24]),
        (["DTSTART:20310603T140000", "RDATE:20310605T140000,20310606T140000"], [3, 5, 6]),
        (["DTSTART;VALUE=DATE:20310603", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20310604"], [3, 5]),
    ],
)
def test_rules_and_lists_of_dates(lines: list[str], days: list[int]) -> None:
    text = "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR"])
    (entry,) = parsed(text).entries
    assert [d.starts_at.day for d in entry.events if d.starts_at] == days


def test_of_a_series_that_moves_from_some_day_on_each_occurrence_is_still_itself() -> None:
    weekly = "DTSTART:20310603T140000\nRRULE:FREQ=WEEKLY;COUNT=4"
    later = "RECURRENCE-ID;RANGE=THISANDFUTURE:20310617T140000\nDTSTART:20310618T160000"
    blocks = [f"BEGIN:VEVENT\nUID:1\n{lines}\nEND:VEVENT" for lines in (weekly, later)]
    calendars = ("\n".join(["BEGIN:VCALENDAR", *some, "END:VCALENDAR"]) for some in (blocks[:1], blocks))
    before, after = (parsed(it).entries[0].events for it in calendars)
    assert [d.starts_at.day for d in after if d.starts_at] == [3, 10, 18, 25]
    assert [d.instance for d in after] == [d.instance for d in before]
