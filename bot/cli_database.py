"""The database, as the commands use it: what can be wrong with it is one sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.cli_terms import Refused, say

if TYPE_CHECKING:
    from bot.config import Config
    from store import Tx
    from store.condition import Condition

Result = TypeVar("Result")


def look(config: Config) -> Condition | None:
    """How the database is; None while there is none. Raises Refused if it cannot be looked at."""
    from store.condition import look as look_at

    if not config.database.parent.is_dir():
        raise Refused(say("cli-no-folder", path=str(config.database.parent)))
    with sentences(config.database):
        return look_at(config.database)


@contextmanager
def sentences(path: Path) -> Iterator[None]:
    """What can be wrong with a database, as one sentence."""
    from store import StoreUnavailable
    from store.lock import AlreadyRunning
    from store.migrate import StepFailed, TooNew

    try:
        yield
    except StoreUnavailable as error:
        raise Refused(say("service-no-database", path=str(path), why=str(error))) from None
    except AlreadyRunning:
        raise Refused(say("service-already", path=str(path))) from None
    except TooNew:
        raise Refused(say("service-too-new", path=str(path))) from None
    except StepFailed as error:
        raise Refused(say("cli-step-failed", path=str(path), why=str(error))) from None


def write(config: Config, act: Callable[[Tx], Awaitable[Result]]) -> Result:
    """Do it in one transaction, beside a service that may be running. Raises Refused."""
    from store import Store

    async def run() -> Result:
        async with Store.open(config.database) as store, store.transaction() as tx:
            return await act(tx)

    look(config)
    with sentences(config.database):
        return asyncio.run(run())


def read(config: Config, act: Callable[[Tx], Awaitable[Result]], otherwise: Result) -> Result:
    """What it finds, or `otherwise` while there is no database of this version. Raises Refused."""
    from store import Store

    async def run() -> Result:
        async with Store.open(config.database) as store, store.reading() as tx:
            return await act(tx)

    with sentences(config.database):
        condition = look(config) if config.database.parent.is_dir() else None
        is_ours = condition is not None and not condition.missing and not condition.too_new
        return asyncio.run(run()) if is_ours else otherwise
