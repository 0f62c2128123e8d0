"""The roof: builds every part, starts them, and takes them down again. The only file that knows them all."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import signal
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from aiohttp import web

from bot import health
from bot.alerts import Alerts
from bot.answering import Answering, Line
from bot.commands import groups
from bot.commands.registry import COMMANDS
from bot.config import Config
from bot.house import ADMIN, ORGANISER, House
from bot.web.site import Site
from bot.words import LOCALES, words
from channels.webchat import wire as webchat_wire
from channels.webchat.channel import WebChat
from channels.webchat.routes import routes as webchat_routes
from delivery import publish, roundup
from delivery.pump import Pump
from delivery.recovery import recover
from delivery.render import Renderer
from feeds.attachments import Attachments
from feeds.documents.reader import BYTES_MAX
from feeds.fetch import Fetcher, Limits
from feeds.hubs import Hubs
from feeds.pages.follow import Follower
from feeds.poll import Poller
from feeds.understand import Reader
from notices.model import Notice
from scheduler import holds, reminders, upkeep
from scheduler.jobs import Jobs
from store import Store, StoreUnavailable, feeds, history, invites, members, menus
from store import reminders as stored_reminders
from store.chat import ChatTranscript
from store.inbox import StoredInbox
from store.lock import AlreadyRunning
from store.migrate import TooNew
from store.uploads import StoredUploads

if TYPE_CHECKING:
    from channels.telegram.channel import TelegramChannel
    from channels.telegram.files import Fetch
    from channels.telegram.menu import Menu

ADMIN_CODE_DAYS = 7  # the code printed at first start: long enough to find the terminal again
PRUNE_EVERY_SECS = 3600.0  # what nobody waits for
HUBS_EVERY_SECS = 600.0  # a lease is renewed days before it ends
MENUS_EVERY_SECS = 120.0  # it looks at every account, and nobody waits for it
MENUS_MAX = 20  # lists of commands changed in one go: each is a call
STOP_SECS = 5.0  # for sends in flight; with what else must be closed, the service is down within 10

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


async def serve(config: Config) -> int:
    """Run the service until SIGTERM or SIGINT; return the exit status. What keeps it from starting is one sentence."""
    say = words(config.language)
    stopping = asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stopping.set)
    try:
        async with Store.open(config.database, exclusive=True) as store:
            service = Service(config, store)
            try:
                url = await service.start()
                _keep_what_is_there()
                named = ("service-ready", "service-admin-link") if config.webchat_on else (
                    "service-ready-alone", "service-admin-code")
                print(say(named[0], url=url), flush=True)
                if code := await admin_code(store, utc_now()):
                    print(say(named[1], url=f"{url}/#invite={code}", code=code, days=ADMIN_CODE_DAYS), flush=True)
                await stopping.wait()
                print(say("service-stopping"), flush=True)
            finally:
                await service.stop()
    except AlreadyRunning:
        return _failed(say("service-already", path=str(config.database)))
    except TooNew:
        return _failed(say("service-too-new", path=str(config.database)))
    except StoreUnavailable as error:
        return _failed(say("service-no-database", path=str(config.database), why=str(error)))
    except OSError as error:
        where = f"{config.web.host}:{config.web.port}"
        return _failed(say("service-no-port", where=where, why=error.strerror or str(error)))
    return 0


def _keep_what_is_there() -> None:
    """What there is by now stays: looking for garbage among it, ever again, would hold up replies."""
    gc.collect()
    gc.freeze()


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr, flush=True)
    return 1


async def admin_code(store: Store, now: datetime) -> str | None:
    """While nobody is an admin: an invite that makes the first who uses it one."""
    async with store.transaction() as tx:
        if await members.count_with_role(tx, ADMIN):
            return None
        code = secrets.token_urlsafe(16)
        await invites.add(tx, code, ADMIN, 1, now + timedelta(days=ADMIN_CODE_DAYS), now)
        await history.add(tx, None, "invite made", ADMIN, now)
    return code


class Service:
    """Every part of a running Kexun. `start` leaves it running; `stop` takes it down, losing nothing."""

    def __init__(self, config: Config, store: Store, clock: Clock = utc_now) -> None:
        self._config, self._store, self._clock = config, store, clock
        topics = config.house.topics.values()
        reader = Reader(
            config.zone, {it.id: it.keywords for it in topics}, config.term_start, {it.id: it.issuers for it in topics}
        )
        self._house = replace(config.house, read=lambda text, now: _announcement(reader, text, now))
        self._lines: dict[str, Line] = {}
        self._documents = Fetcher(Limits(body_bytes_max=BYTES_MAX))
        attachments = Attachments(self._documents, reader, clock)
        routes = self._webchat() if config.webchat_on else []
        self._telegram = self._make_telegram(attachments.document) if config.telegram else None
        routes += self._telegram.routes() if self._telegram else []
        settings = config.house.settings
        render = Renderer(words, settings)
        self._pumps = [Pump(store, line.channel, render, settings, clock) for line in self._lines.values()]
        self._answering = Answering(store, self._lines, self.house, clock)
        self._fetcher = Fetcher()
        public_url = config.web.public_url
        self._hubs = Hubs(store, self._fetcher, public_url, clock) if public_url else None
        routes += self._hubs.routes() if self._hubs else []
        self._poller = Poller(
            store, config.feeds, self._fetcher, reader, settings, clock,
            attachments=attachments, troubles=Alerts(self.house),
            follower=Follower(self._documents, reader, clock), pushes=self._hubs,
        )
        self._jobs = Jobs(store)
        self._site = Site(routes, lambda: health.look(store, self.troubles(), clock()))
        self._tasks: list[asyncio.Task[None]] = []
        store.listen(self._heard)

    def house(self) -> House:
        """What is known of this installation by now."""
        name = self._telegram.username if self._telegram else None
        return replace(self._house, telegram_name=name) if name else self._house

    def troubles(self) -> dict[str, str | None]:
        """What ails each channel; None: nothing."""
        found = {pump.channel.name: pump.trouble for pump in self._pumps}
        if self._telegram and self._telegram.trouble:
            found[self._telegram.name] = self._telegram.trouble
        return found

    async def start(self) -> str:
        """Bring the database to what the configuration says, decide about what a crash left in doubt, start every
        part; return the web address. Raises OSError if that cannot be had."""
        now, config = self._clock(), self._config
        async with self._store.transaction() as tx:
            await members.set_role_topics(tx, {role.id: role.topics for role in config.house.roles.values()})
            await feeds.configure(tx, {feed.name: feed.source.identity for feed in config.feeds}, now)
        await recover(self._store, self._dedupes(), now, at_start=True)
        port = await self._site.start(config.web.host, config.web.port)
        url = replace(config.web, port=port).url
        self._house = replace(self._house, public_url=url if config.webchat_on else "")
        runs = [self._answering.run(), *(pump.run() for pump in self._pumps)]
        self._tasks = [asyncio.create_task(run) for run in runs]
        for line in self._lines.values():
            await line.channel.start()
        self._schedule()
        log.info("started", extra={"port": port, "channels": sorted(self._lines), "feeds": len(config.feeds)})
        return url

    def _schedule(self) -> None:
        jobs = self._jobs
        jobs.add("reminders", self._remind, "reminders")
        jobs.add("fan out", self._fan_out, "fan_out")
        jobs.add("feeds", self._poller.start_due, "feeds")
        if self._hubs:
            jobs.add("hubs", self._hubs.sweep, "hubs", every_secs=HUBS_EVERY_SECS)
        jobs.add("holds", self._ask, "holds")
        jobs.add("recover", self._recover)
        jobs.add("groups", self._report, "groups")
        jobs.add("menus", self.offer_menus, every_secs=MENUS_EVERY_SECS)
        jobs.add("prune", self._prune, every_secs=PRUNE_EVERY_SECS)
        jobs.start()

    async def stop(self) -> None:
        """Wake nobody, poll nothing, answer what is being answered, finish the sends in flight, close."""
        self._jobs.stop()
        self._answering.stop()
        await self._poller.stop()
        ends = [pump.stop(STOP_SECS) for pump in self._pumps] + [it.channel.stop() for it in self._lines.values()]
        await asyncio.gather(*ends, return_exceptions=True)  # side by side: both wait for the same sends in flight
        if self._tasks:
            _, hanging = await asyncio.wait(self._tasks, timeout=1.0)
            for task in hanging:
                task.cancel()
        await self._site.close()
        await self._fetcher.close()
        await self._documents.close()
        log.info("stopped")

    # What runs when ---------------------------------------------------------------------------------------------

    async def _remind(self) -> float | None:
        while await reminders.sweep(self._store, self._clock(), self._config.house.settings):
            pass
        async with self._store.reading() as tx:
            return await stored_reminders.next_due(tx)

    async def _ask(self) -> float | None:
        return await holds.sweep(self._store, self._clock(), self._config.house.settings, words)

    async def _fan_out(self) -> float | None:
        while await publish.go_on(self._store, self._clock(), self._config.house.settings):
            pass  # a transaction each: others write in between
        return None

    async def _recover(self) -> float | None:
        await recover(self._store, self._dedupes(), self._clock(), at_start=False, held=self._held)
        return None

    async def _report(self) -> float | None:
        async with self._store.transaction() as tx:
            await groups.report(tx, self.house(), self._clock())
        return None

    async def offer_menus(self) -> float | None:
        """To those who may do more, the commands they need for it; to those who no longer may, everyone's again."""
        if self._telegram is None or self._telegram.username is None:
            return None
        async with self._store.reading() as tx:
            due = await menus.due(tx, self._telegram.name, (ADMIN, ORGANISER), MENUS_MAX)
        for it in due:
            needs = {ADMIN: (ADMIN, ORGANISER), ORGANISER: (ORGANISER,)}.get(it.role, ())
            listed = _commands(it.language or self._config.language, needs) if it.role else []
            if await self._telegram.offer_commands(it.address, listed):
                async with self._store.transaction() as tx:
                    await menus.offered(tx, it)
        return None

    async def _prune(self) -> float | None:
        now = self._clock()
        await roundup.tell_left(self._store, now, self._config.house.settings)
        await upkeep.prune(self._store, now)
        return None

    def _heard(self, topics: set[str]) -> None:
        if "deliveries" in topics:
            for pump in self._pumps:
                pump.wake()
        if "inbox" in topics:
            self._answering.wake()

    def _held(self) -> set[int]:
        return set().union(*(pump.held for pump in self._pumps))

    def _dedupes(self) -> dict[str, bool]:
        return {name: line.channel.traits.dedupes for name, line in self._lines.items()}

    # Channels ---------------------------------------------------------------------------------------------------

    def _webchat(self) -> list[web.RouteDef]:
        chat = WebChat(ChatTranscript(self._store), lambda: None, self._clock)
        self._lines[chat.name] = Line(chat, webchat_wire.incoming)
        return webchat_routes(chat, public_url=self._config.web.public_url or None)

    def _make_telegram(self, fetch: Fetch) -> TelegramChannel:
        from channels.telegram.channel import TelegramChannel  # its library costs 20 MB: only where it is on
        from channels.telegram.costs import stars_max

        settings = self._config.telegram
        assert settings is not None
        channel = TelegramChannel(
            settings.token, settings.api_url, StoredInbox(self._store, self._clock), lambda: None, self._clock,
            rate_per_sec=settings.rate_per_sec, proxy=settings.proxy, paid_broadcast=settings.paid_broadcast,
            menus=_menus(), public_url=self._config.web.public_url if settings.mode == "webhook" else None,
            uploads=StoredUploads(self._store, "telegram", self._clock), fetch=fetch,
        )
        if settings.paid_broadcast:
            self._house = replace(self._house, stars=partial(stars_max, rate_per_sec=settings.rate_per_sec))
        self._lines[channel.name] = Line(channel, channel.incoming, channel.look, channel.share)
        return channel


def _announcement(reader: Reader, text: str, now: datetime) -> Notice:
    """What an organiser wrote; dates without a year are counted from today."""
    today = now.astimezone(reader.zone).date()
    return reader.text(text, published=today, today=today).notice


def _menus() -> list[Menu]:
    """The commands that Telegram offers as people type, in each language."""
    from channels.telegram.menu import Menu

    return [menu for language in LOCALES for menu in (
        Menu("", _commands(language), language),
        Menu("groups", _named(groups.ASKABLE, language), language),
        Menu("group admins", _named(("setup", *groups.ASKABLE), language), language),
    )]


def _named(names: Iterable[str], language: str) -> list[tuple[str, str]]:
    say = words(language)
    return [(name, say(f"help-{name}")) for name in names]


def _commands(language: str, needs: Collection[str] = ()) -> list[tuple[str, str]]:
    """Name and description of everything that is listed, as far as it needs no other role."""
    listed = [it for it in COMMANDS if it.listed and (it.needs is None or it.needs in needs)]
    return _named((it.name for it in listed), language)
