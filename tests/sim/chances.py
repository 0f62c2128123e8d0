"""What may happen in the town, and how often."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count

from fakes.people import join
from sim.model import ROLE_TOPICS, Date, Kind, Notice, Person, Reply
from sim.world import SETTINGS, START, World

from delivery import issue, publish
from notices import model
from notices.message import text
from notices.model import Audience, Lane
from store import members, notices

NIGHTS = ("", "20:00-09:00", "23:30-05:00")
ROLES = tuple(ROLE_TOPICS)
TOPICS = ("lecture", "research", "week")
HAPPENINGS = 60  # in one run, some of them with the pump at work


class Chances:
    """Everything that can happen; each happening is one or a few transactions, and is remembered once committed."""

    def __init__(self, world: World) -> None:
        self.world, self.town, self.dice = world, world.town, world.dice
        self._names = count(1)
        self._weights: dict[Callable[[], Awaitable[None]], int] = {
            self.joins: 3, self.issues: 5, self.changes: 4, self.withdraws: 2, self.stops: 2, self.resumes: 2,
            self.changes_role: 2, self.chooses_topic: 2, self.is_done: 3, self.is_undone: 1, self.asks: 2,
            self.chooses_leads: 1, self.chooses_night: 1, self.is_answered: 5, self.blocks: 1, self.comes_back: 1,
        }
        self._work: dict[Callable[[], Awaitable[None]], int] = {
            self.sweeps: 10, self.fans_out: 4, self.pumps: 12, self.rescues: 1, self.time_passes: 12,
        }
        self._one_at_a_time = asyncio.Lock()

    async def anything(self) -> None:
        weights = self._weights | self._work
        (chosen,) = self.dice.choices(list(weights), list(weights.values()))
        self.world.judge.notes(chosen.__name__)
        if chosen in self._work:
            await chosen()
        else:
            await self._happens(chosen)

    async def _happens(self, chosen: Callable[[], Awaitable[None]]) -> None:
        """What is remembered of the town is never looked at while it changes."""
        async with self._one_at_a_time:
            await chosen()

    async def meanwhile(self, address: str) -> None:
        """While a call to someone hangs: they stop, something happens, or its lease runs out: it is lost."""
        dice = self.dice.random()
        if dice < 0.15:
            await self._happens(partial(self.stops, self.town.people[address]))
        elif dice < 0.4:
            await self._happens(self.dice.choice([self.withdraws, self.is_done, self.changes]))
        else:
            self.world.now += timedelta(seconds=70)
            await self.rescues()
            asyncio.create_task(self.world.a_pump().drain())  # noqa: RUF006  # the world ends it with the process
            await asyncio.sleep(0)

    # People ----------------------------------------------------------------------------------------------------------

    def _someone(self, **so: bool) -> Person | None:
        found = [p for p in self.town.people.values() if all(getattr(p, name) is value for name, value in so.items())]
        return self.dice.choice(found) if found else None

    async def joins(self) -> None:
        address = f"a{next(self._names)}"
        person = Person(address, {self.dice.choice(ROLES)})
        own: dict[str, str | None] = {}
        if self.dice.random() < 0.3:
            own["quiet_hours"] = self.dice.choice(NIGHTS)
            begins, _, ends = own["quiet_hours"].partition("-")
            person.night = (begins, ends) if ends else None

        def then() -> None:
            self.town.people[address] = person
            self.town.disturb(person, self.world.now)

        async with self.world.store.transaction(then) as tx:
            it = await join(tx, address, *person.roles, **own)  # type: ignore[arg-type]
            person.member_id, person.account_id = it.member_id, it.account_id

    async def _changes_person(
        self, person: Person | None, sql: Callable[..., Awaitable[object]], then: Callable[[Person], object]
    ) -> None:
        if person is None:
            return

        def both() -> None:
            then(person)
            self.town.disturb(person, self.world.now)

        async with self.world.store.transaction(both) as tx:
            await sql(tx, person.member_id)

    async def stops(self, who: Person | None = None) -> None:
        person, now = who or self._someone(stopped=False), self.world.now
        await self._changes_person(
            person, lambda tx, who: members.stop(tx, who, now), lambda p: setattr(p, "stopped", True)
        )

    async def resumes(self) -> None:
        await self._changes_person(self._someone(stopped=True), members.resume, lambda p: setattr(p, "stopped", False))

    async def changes_role(self) -> None:
        person, role, now = self._someone(), self.dice.choice(ROLES), self.world.now
        if person and role in person.roles:
            await self._changes_person(
                person, lambda tx, who: members.drop_role(tx, who, role), lambda p: p.roles.discard(role)
            )
        else:
            await self._changes_person(
                person, lambda tx, who: members.add_role(tx, who, role, now), lambda p: p.roles.add(role)
            )

    async def chooses_topic(self) -> None:
        topic, wanted, now = self.dice.choice(TOPICS), self.dice.random() < 0.5, self.world.now
        choose = members.subscribe if wanted else members.mute
        await self._changes_person(
            self._someone(), lambda tx, who: choose(tx, who, topic, now), lambda p: p.choices.update({topic: wanted})
        )

    async def chooses_night(self) -> None:
        hours = self.dice.choice(NIGHTS)
        begins, _, ends = hours.partition("-")
        await self._changes_person(
            self._someone(), lambda tx, who: members.set_setting(tx, who, "quiet_hours", hours),
            lambda p: setattr(p, "night", (begins, ends) if ends else None),
        )

    async def chooses_leads(self) -> None:
        kind: Kind = self.dice.choice(("event", "deadline"))
        leads = self.dice.choice(((), (2 * 86400,), (5 * 3600, 3600)))
        now = self.world.now

        async def sql(tx: object, who: int) -> None:
            as_deltas = [timedelta(seconds=secs) for secs in leads]
            await members.set_setting(tx, who, f"{kind}_leads", " ".join(map(str, leads)))  # type: ignore[arg-type]
            await issue.plan_chosen_leads(tx, kind, as_deltas, now, SETTINGS)  # type: ignore[arg-type]

        await self._changes_person(self._someone(), sql, lambda p: p.own_leads.update({kind: leads}))

    async def blocks(self) -> None:
        """The platform will say so when we call."""
        if person := self._someone(blocked=False):
            person.blocked = True
            self.town.disturb(person, self.world.now)

    async def comes_back(self) -> None:
        """They write to us again."""
        if person := self._someone(blocked=True):

            def then() -> None:
                person.blocked = False
                self.town.disturb(person, self.world.now)

            async with self.world.store.transaction(then) as tx:
                await members.account(tx, "fake", person.address, self.world.now)

    async def is_answered(self) -> None:
        if person := self._someone(blocked=False):
            title = f"R{next(self._names)}"

            def then() -> None:
                self.town.owe("said", title, {person.address})
                self.town.replies[title] = Reply(person.address, self.town.happenings, self.world.now)

            async with self.world.store.transaction(then) as tx:
                account = await members.find_account(tx, "fake", person.address)
                assert account is not None
                if not account.closed:
                    await publish.say(tx, account, text(title), self.world.now)

    # Notices ---------------------------------------------------------------------------------------------------------

    def _moment(self) -> datetime:
        ahead = timedelta(hours=self.dice.choice((2, 4, 9, 20, 30, 45, 70, 100)), minutes=30 * self.dice.randrange(2))
        return (self.world.now + ahead).replace(second=0, microsecond=0)

    def _date(self) -> Date:
        kind: Kind = self.dice.choice(("event", "deadline"))
        return Date(f"D{next(self._names)}", kind, self._moment(), self.world.now)

    async def issues(self) -> None:
        roles = frozenset(self.dice.choice(((), ("student",), ("teacher",), ROLES)))
        topics = frozenset(self.dice.choice(((), (), ("week",), ("lecture", "research"))))
        announced = self.dice.random() < 0.85
        dates = [self._date() for _ in range(self.dice.randrange(3))]
        it = Notice(f"N{next(self._names)}", roles, topics, announced, dates)
        rule = Audience(roles, topics)

        def then() -> None:
            self.town.notices[it.title] = it
            self.town.owe("notice", it.title, self.town.audience(it) if announced else set())

        apart = announced and self.world.variant.publishes_apart
        async with self.world.store.transaction(then) as tx:
            it.id = await issue.issue(
                tx, _notice(it), rule, self.world.now, SETTINGS, quiet=not announced or apart,
                lane=self.dice.choice((Lane.BULK, Lane.URGENT)),
            )
            await self._know_dates(tx, it)
        if apart:
            async with self.world.store.transaction() as tx:
                await publish.notice(tx, it.id, rule, self.world.now, SETTINGS)

    async def _know_dates(self, tx: object, it: Notice) -> None:
        ids = {date.name: key_date_id for key_date_id, date in await notices.key_dates_of(tx, it.id)}  # type: ignore[arg-type]
        for date in it.of():
            date.id = ids.get(date.name, date.id)

    def _a_notice(self, *, with_dates: bool = False) -> Notice | None:
        found = [n for n in self.town.notices.values() if not n.withdrawn and (n.of() or not with_dates)]
        return self.dice.choice(found) if found else None

    async def changes(self) -> None:
        """One date moves, comes or goes."""
        if it := self._a_notice():
            new = [replace(date) for date in it.dates]
            ahead = [date for date in new if date.holds]
            what, moved, by = self.dice.random(), None, timedelta()
            if ahead and what < 0.6:
                moved, moment = self.dice.choice(ahead), self._moment()
                if moment == moved.moment:
                    return
                by, moved.moment = moment - moved.moment, moment
                moved.since, moved.version = self.world.now, moved.version + 1
            elif ahead and what < 0.75:
                self.dice.choice(ahead).holds = False
            else:
                new.append(self._date())
            if _guesses(it.of(), [date for date in new if date.holds]):
                return
            it = replace(it, dates=new)

            def then() -> None:
                asked = self.town.waiting(self.town.notices[it.title], self.world.now)
                self.town.notices[it.title].dates = new
                if moved is not None:
                    self.town.moves(moved, by, self.world.now + timedelta(seconds=issue.CATCH_UP_SECS))
                self.town.owe("change", it.title, self.town.audience(it) | asked)

            async with self.world.store.transaction(then) as tx:
                await issue.change(tx, it.id, _notice(it), self.world.now, SETTINGS)
                await self._know_dates(tx, it)

    async def withdraws(self) -> None:
        if it := self._a_notice():

            def then() -> None:
                heard = self.world.judge.heard(it.title) | self.town.waiting(it, self.world.now)
                self.town.notices[it.title].withdrawn = True
                self.town.owe("withdrawal", it.title, {a for a in heard if self.town.people[a].reachable})

            async with self.world.store.transaction(then) as tx:
                await issue.withdraw(tx, it.id, self.world.now, SETTINGS)

    async def is_done(self) -> None:
        person, it = self._someone(), self._a_notice(with_dates=True)
        if person and it:
            date = self.dice.choice(it.of())

            def then() -> None:
                person.done.add(date.name)
                person.ever_done.add(date.name)
                self.town.happens()

            async with self.world.store.transaction(then) as tx:
                await notices.done(tx, person.member_id, date.id, self.world.now)

    async def is_undone(self) -> None:
        person = self._someone()
        if person and person.done:
            name = self.dice.choice(sorted(person.done))
            _, date = self.town.date(name)
            async with self.world.store.transaction(lambda: person.done.discard(name)) as tx:
                await notices.undone(tx, person.member_id, date.id)

    async def asks(self) -> None:
        """Someone wants to be reminded of a date at a time of their own."""
        person, it = self._someone(stopped=False), self._a_notice(with_dates=True)
        if person and it:
            date, now = self.dice.choice(it.of()), self.world.now
            at = now + timedelta(hours=self.dice.choice((1, 3, 8)))

            def then() -> None:
                asked = person.asked.setdefault(date.name, [])
                asked[:] = [(number, due) for number, due in asked if due <= now] + [(self.town.happens(), at)]
                it.askers.add(person.address)

            async with self.world.store.transaction(then) as tx:
                await issue.remind_member(tx, date.id, person.member_id, at)

    # The program at work ---------------------------------------------------------------------------------------------

    async def sweeps(self) -> None:
        await self.world.sweep()

    async def fans_out(self) -> None:
        await self.world.fan_out()

    async def pumps(self) -> None:
        await self.world.pump.drain()

    async def rescues(self) -> None:
        await self.world.recover(at_start=False)

    async def time_passes(self) -> None:
        await self.world.rest()  # minutes are enough for whatever is under way
        self.world.now += timedelta(minutes=self.dice.choice((1, 5, 30, 120, 360, 600)))


def _guesses(old: list[Date], new: list[Date]) -> bool:
    """Whether telling the new dates from the old would take guessing: a lone one of its kind replaced by another."""
    left = [d for d in old if d.name not in {n.name for n in new}]
    return any(d.kind == n.kind for d in left for n in new if n.name not in {o.name for o in old})


def _notice(it: Notice) -> model.Notice:
    dates = [
        model.KeyDate("deadline", d.name, None, d.moment, all_day=False) if d.kind == "deadline"
        else model.KeyDate("event", d.name, d.moment, d.moment + timedelta(hours=2), all_day=False)
        for d in it.of()
    ]
    return model.Notice(it.title, "", tuple(dates))


assert START.tzinfo is SETTINGS.zone
