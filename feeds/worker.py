"""Documents are read here: in a process of its own, which can be killed, where a large or wicked one holds nobody up.

`Workers` hands them out. A worker is started when there is something for it to read, and ended when there has been
nothing for a while: an idle Kexun is one process.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import resource
import struct
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO

from feeds.model import Entry, Fetched, FetchError, Known, Parsed, Source, Understood
from feeds.parse import parse
from feeds.understand import Reader, as_it_stands

WORKERS_MAX = 2  # one to each core of a small server, each of 60 MB; the rest of us needs little
SMALL_BYTES = 16 * 1024  # a document read faster than it is handed over
READ_SECS_MAX = 10.0  # a thousand entries take one
IDLE_SECS = 30.0  # before a worker without work ends
DOCUMENTS_MAX = 2000  # read by one worker: parsers keep memory that they do not give back
MEMORY_BYTES_MAX = 1024**3  # of a worker's address space: a document may have 10 MiB, and a parser takes much for each

_LENGTH = struct.Struct("<Q")

log = logging.getLogger(__name__)


def read(fetched: Fetched, source: Source, known: Known, reader: Reader) -> Parsed:
    """Parse a document and understand what is new in it. An entry that cannot be understood is a plain notice."""
    parsed = parse(fetched, source, known)
    today = fetched.at.astimezone(reader.zone).date()
    return replace(parsed, entries=tuple(replace(it, reading=understood(it, reader, today)) for it in parsed.entries))


def understood(entry: Entry, reader: Reader, today: date) -> Understood:
    """An entry as a notice; as it stands, if it cannot be understood."""
    try:
        return reader.entry(entry, today)
    except Exception:  # a bug of ours: people read it themselves
        log.exception("entry bug")
        return as_it_stands(entry)


class Workers:
    """Reads documents off the event loop: small ones in a thread, others in worker processes."""

    def __init__(self, reader: Reader, count: int = WORKERS_MAX, read_secs: float = READ_SECS_MAX) -> None:
        self._reader, self._read_secs = reader, read_secs
        self._turns = asyncio.Semaphore(count)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()

    async def read(self, fetched: Fetched, source: Source, known: Known) -> Parsed:
        """Raises FetchError, also for a document that takes too long or breaks the worker."""
        if len(fetched.body) <= SMALL_BYTES:
            return await asyncio.to_thread(read, fetched, source, known, self._reader)
        async with self._turns:
            worker = self._idle.pop() if self._idle else await self._started()
            try:
                async with asyncio.timeout(self._read_secs):
                    answer = await worker.ask((fetched, source, known))
            except TimeoutError:
                raise _heavy(f"It could not be read within {self._read_secs:g} seconds.") from None
            except (OSError, EOFError):
                raise _heavy("Reading it broke the process that did it.") from None
            finally:
                await self._back(worker)
        if isinstance(answer, BaseException):
            raise answer
        assert isinstance(answer, Parsed)
        return answer

    async def _started(self) -> _Worker:
        worker = await _Worker.start(self._reader)
        self._all.add(worker)
        return worker

    async def _back(self, worker: _Worker) -> None:
        """It waits for more, unless it is in the middle of something or has read enough."""
        if worker.is_busy or worker.count >= DOCUMENTS_MAX:
            await self._ended(worker)
            return
        self._idle.append(worker)
        count = worker.count
        asyncio.get_running_loop().call_later(IDLE_SECS, self._rest, worker, count)

    def _rest(self, worker: _Worker, count: int) -> None:
        if worker in self._idle and worker.count == count:
            self._idle.remove(worker)
            self._all.discard(worker)
            worker.leave()

    async def _ended(self, worker: _Worker) -> None:
        self._all.discard(worker)
        await worker.end()

    async def close(self) -> None:
        """End every worker."""
        self._idle.clear()
        for worker in list(self._all):
            await self._ended(worker)


@dataclass(eq=False)
class _Worker:
    """One process: pickles go in and out, each with its length before it."""

    process: Process
    count: int = 0
    is_busy: bool = False

    @classmethod
    async def start(cls, reader: Reader) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", "from feeds.worker import main; main()", stdin=PIPE, stdout=PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,  # Ctrl-C is for us, and we end them
        )
        worker = cls(process)
        await worker._send(reader)
        return worker

    async def ask(self, question: Any) -> Any:
        """Raises OSError or EOFError (IncompleteReadError is one) if the process is gone."""
        self.is_busy = True
        await self._send(question)
        assert self.process.stdout is not None
        (length,) = _LENGTH.unpack(await self.process.stdout.readexactly(_LENGTH.size))
        answer = pickle.loads(await self.process.stdout.readexactly(length))
        self.is_busy = False
        self.count += 1
        return answer

    async def _send(self, what: Any) -> None:
        assert self.process.stdin is not None
        body = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        self.process.stdin.writelines((_LENGTH.pack(len(body)), body))
        await self.process.stdin.drain()

    def leave(self) -> None:
        """Ask it to end; it does when there is nothing more to read."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    async def end(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.leave()
        await self.process.wait()


def main() -> None:
    """What a worker does: read what it is given until there is no more. Its parent's death is the end of its input."""
    given, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    os.nice(5)  # people who write to us come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    reader = _taken(given)
    while (question := _taken(given)) is not None:
        body = pickle.dumps(_answer(question, reader), pickle.HIGHEST_PROTOCOL)
        answers.write(_LENGTH.pack(len(body)) + body)
        answers.flush()


def _answer(question: tuple[Fetched, Source, Known], reader: Reader) -> Parsed | Exception:
    try:
        return read(*question, reader)
    except FetchError as error:
        return error
    except MemoryError:
        return _heavy("Reading it takes too much memory.")
    except Exception as error:  # a bug of ours; told as one, whatever is in it
        return RuntimeError(f"{type(error).__name__}: {str(error)[:200]}")


def _heavy(detail: str) -> FetchError:
    return FetchError("unsafe", detail, told="unsafe-heavy")


def _taken(given: BinaryIO) -> Any:
    """The next thing given; None at the end."""
    head = given.read(_LENGTH.size)
    return pickle.loads(given.read(*_LENGTH.unpack(head))) if len(head) == _LENGTH.size else None
