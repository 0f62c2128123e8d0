"""Watches what is decided, called and shown, and says what people should never have seen, or never saw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain

from sim.model import TOO_LATE, Date, Notice, Person, Town, wakes
from sim.said import Content, read

SOON = timedelta(seconds=61)  # an arrival is on time within a minute
RECORD = timedelta(minutes=4)  # in which the answer of a call is surely written down, whoever else waits for theirs
CALM = timedelta(hours=1)  # what was due in the turmoil has this long to arrive after it


@dataclass(eq=False)
class Decision:
    """To say these words to someone now. A delivery taken for lost is decided on again; then two may be under way."""

    number: int
    """The happening that it was."""
    delivery_id: int
    address: str
    text: str
    called: bool = False
    """The channel is called with it, or never will be."""
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Arrival:
    decided: int
    """The happening at which the call that brought it was decided on."""
    at: datetime
    said: Content


class Judge:
    def __init__(self, town: Town, concurrency: int, clock: Callable[[], datetime]) -> None:
        self.wrongs: list[str] = []
        self.story: list[str] = []
        """What it saw, in order, for whoever wants to know how a wrong came about."""
        self._town, self._concurrency, self._clock = town, concurrency, clock
        self._decisions: dict[int, list[Decision]] = defaultdict(list)
        self._arrivals: dict[int, list[Arrival]] = defaultdict(list)
        self._who: dict[int, str] = {}
        self._lost: dict[int, list[int]] = defaultdict(list)
        self._taken_for_lost: dict[int, list[int]] = defaultdict(list)
        self._crashes: list[int] = []
        self._doubles: dict[int, int] = defaultdict(int)
        """By the crash they came from."""
        self._reminders: dict[tuple[str, str, int, int], set[int]] = defaultdict(set)
        self._told: set[tuple[str, str]] = set()
        self._slow: dict[str | None, datetime] = {}

    def notes(self, what: str) -> None:
        self.story.append(f"{self._clock():%d %H:%M:%S} {what}")

    # What happens ----------------------------------------------------------------------------------------------------

    def claims(self, batch: Sequence[tuple[int, str, int, str | None]], now: datetime) -> None:
        """It is decided now to say these words (delivery, address, lane, text)."""
        number = self._town.happens()
        for delivery_id, address, _, text in batch:
            self.notes(f"  delivery {delivery_id} to {address} is decided: {text}")
            self._who[delivery_id] = address
            if text is not None:
                self._decisions[delivery_id].append(Decision(number, delivery_id, address, text))
                self._weigh(delivery_id, self._town.people[address], read(text), now)
        said = {read(text).title for _, _, _, text in batch if text}
        if any(lane > 0 for _, _, lane, _ in batch) and (late := self._waiting_replies(now) - said):
            self._wrong(f"others go before the replies {sorted(late)}")
        for title in said:
            self._town.replies.pop(title, None)

    def calls(self, delivery_id: int, address: str, text: str) -> Decision:
        """The channel is called with these words."""
        self.notes(f"  delivery {delivery_id} is called")
        for decision in self._decisions[delivery_id]:
            if not decision.called and (decision.address, decision.text) == (address, text):
                decision.called = True
                return decision
        self._wrong(f"delivery {delivery_id} says what was not decided")
        return Decision(0, delivery_id, address, text)

    def arrives(self, call: Decision, at: datetime, *, shown_again: bool) -> None:
        """The words are on someone's screen."""
        self.notes(f"  delivery {call.delivery_id} arrives")
        seen = self._arrivals[call.delivery_id]
        if seen and not shown_again:
            return
        if seen:
            self._double(call.delivery_id, min(seen[-1].decided, call.number))
        seen.append(Arrival(call.number, at, read(call.text)))

    def answers(self, call: Decision) -> None:
        """The call has ended, however it did; to write that down takes a moment more."""
        self.notes(f"  delivery {call.delivery_id} has its answer")
        call.ended_at = self._clock()

    def rescues(self) -> None:
        """What has been decided on and has not ended, or only just, may be taken for lost."""
        self.notes("what is under way is taken for lost")
        for delivery_id, decisions in self._decisions.items():
            ended_at = decisions[-1].ended_at
            if ended_at is None or ended_at >= self._clock() - RECORD:
                self._taken_for_lost[delivery_id].append(self._town.happens())

    def loses_answer(self, delivery_id: int) -> None:
        self.notes(f"  the answer to delivery {delivery_id} is lost")
        self._lost[delivery_id].append(self._town.happens())

    def slows(self, address: str, secs: float, now: datetime, *, whole: bool) -> None:
        """The channel asks for a pause."""
        self.notes(f"the channel asks to wait {secs:.0f} s with {'everyone' if whole else address}")
        self._slow[None if whole else address] = now + timedelta(seconds=secs + 1)

    def crashes(self) -> None:
        self.notes("crash")
        for decision in chain(*self._decisions.values()):
            decision.called = True
        self._crashes.append(self._town.happens())

    def heard(self, title: str) -> set[str]:
        """Who has seen something of a notice."""
        return {self._who[i] for i, seen in self._arrivals.items() if any(it.said.title == title for it in seen)}

    # What must never be ----------------------------------------------------------------------------------------------

    def _double(self, delivery_id: int, since: int) -> None:
        if any(number > since for number in (*self._lost[delivery_id], *self._taken_for_lost[delivery_id])):
            return
        crash = next((number for number in self._crashes if number > since), None)
        if crash is None:
            self._wrong(f"delivery {delivery_id} twice without a doubt")
            return
        self._doubles[crash] += 1
        if self._doubles[crash] > 2 * self._concurrency:  # two drains may be under way
            self._wrong("more doubles after a crash than sends under way")

    def _weigh(self, delivery_id: int, person: Person, said: Content, now: datetime) -> None:
        if said.kind != "said" and person.stopped:
            self._wrong(f"{said.kind} {said.title} to {person.address}, who stopped")
        if said.kind == "reminder":
            self._weigh_reminder(delivery_id, person, said, now)
        elif said.kind != "said":
            self._weigh_notice(person, said)

    def _weigh_notice(self, person: Person, said: Content) -> None:
        notice = self._town.notices[said.title]
        if notice.withdrawn is not (said.kind == "withdrawal"):
            self._wrong(f"{said.kind} {said.title} though it is{'' if notice.withdrawn else ' not'} withdrawn")
        told = (person.address, said.title) in self._told or person.address in notice.askers
        if said.kind == "withdrawal" and not told:
            self._wrong(f"withdrawal {said.title} to {person.address}, who never heard of it")
        meant = notice.ever | notice.askers if said.kind == "change" else notice.ever
        if said.kind != "withdrawal" and person.address not in meant:
            self._wrong(f"{said.kind} {said.title} to {person.address}, whom it is not for")
        if said.kind == "notice" and not _same(said.dates, notice.of()):
            self._wrong(f"{said.title} with dates {said.dates}")
        self._told.add((person.address, said.title))

    def _weigh_reminder(self, delivery_id: int, person: Person, said: Content, now: datetime) -> None:
        if not said.dates:
            self._wrong("a reminder of nothing")
        for name, when in said.dates:
            notice, date = self._town.date(name)
            if why := self._needless(person, notice, date, when, now):
                self._wrong(f"reminder of {name} to {person.address} at {now:%d %H:%M}: {why}")
            ids = self._reminders[person.address, name, date.version, person.disturbed_at]
            ids.add(delivery_id)
            if len(ids) > len(_due(person, notice, date, now)):
                self._wrong(f"{person.address} is reminded of {name} too often")
            self._told.add((person.address, notice.title))
        if said.dates and all(self._wakes(person, name, now) for name, _ in said.dates):
            self._wrong(f"{person.address} is woken at {now:%d %H:%M} for {said.dates}")

    def _needless(self, person: Person, notice: Notice, date: Date, when: str, now: datetime) -> str:
        """Why they should not be reminded of it now; empty if they should."""
        if not date.holds or notice.withdrawn:
            return "withdrawn"
        if not when.startswith(date.shown):
            return f"it is at {date.shown}, not {when}"
        if date.name in person.done:
            return "done"
        if date.moment < now:
            return "past"
        return "" if _due(person, notice, date, now) else "not yet"

    def _wakes(self, person: Person, name: str, now: datetime) -> bool:
        """Whether the last of its reminders fell due in these quiet hours, whose end would be soon enough, and none of
        them was asked for at such an hour."""
        notice, date = self._town.date(name)
        if any(wakes(person.night, at) > now for at in _asked(person, date, now)):
            return False
        last = max(_due(person, notice, date, now), default=now)
        end = wakes(person.night, last)
        return now < end <= date.moment - TOO_LATE

    def _waiting_replies(self, now: datetime) -> set[str]:
        """Replies that could have been claimed and never were."""
        if self._slow.get(None, now) > now:
            return set()
        return {
            title for title, reply in self._town.replies.items()
            if reply.at <= now and self._slow.get(reply.address, now) <= now
            and self._town.people[reply.address].disturbed_at < reply.number
        }

    # What must have been ---------------------------------------------------------------------------------------------

    def final(self, now: datetime, calm_since: datetime, doubts: Mapping[int, int]) -> None:
        """At the end, when everything was well for long: did everybody get what they were owed?"""
        for wrong in (*self._unheard(), *self._unreminded(now, calm_since), *self._uncounted(doubts)):
            self._wrong(wrong)

    def _unheard(self) -> Iterator[str]:
        for owed in self._town.owed:
            for address, number in owed.to.items():
                person = self._town.people[address]
                if person.disturbed_at > number or person.blocked:
                    continue
                if owed.kind != "said" and (owed.kind == "withdrawal") is not self._town.notices[owed.what].withdrawn:
                    continue
                if not self._got(address, owed.kind, owed.what, number):
                    yield f"{address} never got {owed.kind} {owed.what}"

    def _got(self, address: str, kind: str, title: str, number: int) -> bool:
        """Whether it came, or whether we may say that we do not know. A notice decided after it changed says it all."""
        for delivery_id, whom in self._who.items():
            if whom == address:
                seen = self._arrivals[delivery_id]
                if any(_says(it, kind, title, number) for it in seen) or (
                    self._in_doubt(delivery_id) and read(self._decisions[delivery_id][-1].text).title == title
                ):
                    return True
        return False

    def _in_doubt(self, delivery_id: int) -> bool:
        """Whether two answers of it were lost, the last of them not by a crash."""
        lost = self._lost[delivery_id]
        return bool(lost) and len(lost) + len(self._taken_for_lost[delivery_id]) >= 2

    def _unreminded(self, now: datetime, calm_since: datetime) -> Iterator[str]:
        for person in self._town.people.values():
            for notice in self._town.notices.values():
                for date in notice.of() if person.reachable and not notice.withdrawn else ():
                    for due in _due(person, notice, date, now) if date.name not in person.ever_done else ():
                        if why := self._missed(person, date, due, now, calm_since):
                            yield f"{person.address} was not reminded of {date.name} due {due:%d %H:%M}: {why}"

    def _missed(self, person: Person, date: Date, due: datetime, now: datetime, calm_since: datetime) -> str:
        assert person.settled_since is not None
        if due > date.moment or person.settled_since >= due or (due <= calm_since and date.moment <= calm_since + CALM):
            return ""
        seen = [
            it for delivery_id, arrivals in self._arrivals.items() if self._who[delivery_id] == person.address
            for it in arrivals if it.said.kind == "reminder" and date.name in dict(it.said.dates)
        ]
        calm = max(due, calm_since)
        end = wakes(person.night, calm)
        latest = min(date.moment, (end if end <= date.moment - TOO_LATE else calm) + CALM)
        if not [it for it in seen if due <= it.at <= latest]:
            lost = [i for i, whom in self._who.items() if whom == person.address and self._in_doubt(i)]
            return "" if [i for i in lost if date.name in self._decisions[i][-1].text] else "never"
        end = wakes(person.night, due)
        deferred = due not in _asked(person, date, now) and end <= date.moment - TOO_LATE
        expected = end if deferred else due
        on_time = [it for it in seen if expected <= it.at <= expected + SOON]
        return "" if due <= calm_since + CALM or on_time else "not on time"

    def _uncounted(self, doubts: Mapping[int, int]) -> Iterator[str]:
        for delivery_id, seen in self._arrivals.items():
            if len(seen) - 1 > doubts.get(delivery_id, 0):
                yield f"delivery {delivery_id} came {len(seen)} times and has {doubts.get(delivery_id, 0)} doubts"

    def _wrong(self, what: str) -> None:
        self.notes(f"WRONG: {what}")
        self.wrongs.append(what)


def _same(shown: Sequence[tuple[str, str]], dates: Sequence[Date]) -> bool:
    moments = {date.name: date.shown for date in dates}
    return {name for name, _ in shown} == set(moments) and all(when.startswith(moments[name]) for name, when in shown)


def _says(it: Arrival, kind: str, title: str, number: int) -> bool:
    if it.said.title != title:
        return False
    return it.said.kind == kind or (kind == "change" and it.said.kind == "notice" and it.decided > number)


def _due(person: Person, notice: Notice, date: Date, now: datetime) -> list[datetime]:
    """The reminders of this date that have fallen due for this person: their leads', and those they asked for."""
    asked = _asked(person, date, now)
    if not person.wants(notice):
        return asked
    return [date.due(lead) for lead in date.fired(person.leads(date.kind), now)] + asked


def _asked(person: Person, date: Date, now: datetime) -> list[datetime]:
    """Those that they asked for, which come at their hour whatever hour it is."""
    return [at for number, at in person.asked.get(date.name, ()) if number > date.changed and at <= now]
