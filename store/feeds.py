"""The state of each configured feed, and the entries it ever had."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.db import Row, Tx
from store.times import instant


@dataclass(frozen=True, slots=True)
class FeedState:
    """What we remember of a feed between polls. Validators are what the server gave us with the entries we stored."""

    id: int
    name: str
    url: str
    etag: str
    last_modified: str
    body_hash: str
    next_poll_at: float
    baseline_at: datetime | None
    succeeded_at: datetime | None
    changed_at: datetime | None
    error: str | None
    errors: int
    paused: bool


@dataclass(frozen=True, slots=True)
class KnownEntry:
    id: int
    content_hash: str
    notice_id: int | None


def _feed(r: Row) -> FeedState:
    return FeedState(
        r["id"], r["name"], r["url"], r["etag"], r["last_modified"], r["body_hash"], r["next_poll_at"],
        instant(r["baseline_at"]), instant(r["succeeded_at"]), instant(r["changed_at"]), r["error"], r["errors"],
        r["paused_at"] is not None,
    )


async def configure(tx: Tx, feeds: Mapping[str, str], now: datetime) -> None:
    """Make the table hold exactly these feeds (name to URL). A feed with a new address starts afresh, quietly."""
    for name, url in feeds.items():
        await tx.run(
            """INSERT INTO feeds (name, url) VALUES (:name, :url) ON CONFLICT (name) DO UPDATE SET removed_at = NULL""",
            name=name, url=url,
        )
        await tx.run(
            """UPDATE feeds SET url = :url, etag = '', last_modified = '', body_hash = '', next_poll_at = 0,
                      baseline_at = NULL, error = NULL, errors = 0 WHERE name = :name AND url <> :url""",
            name=name, url=url,
        )
    await tx.run(
        """UPDATE feeds SET removed_at = :now WHERE removed_at IS NULL
              AND name NOT IN (SELECT value FROM json_each(:names))""",
        now=now, names=json.dumps(sorted(feeds)),
    )


async def all_feeds(tx: Tx) -> list[FeedState]:
    return [_feed(r) for r in await tx.all("SELECT * FROM feeds WHERE removed_at IS NULL ORDER BY id")]


async def due(tx: Tx, now: datetime) -> list[FeedState]:
    """Feeds to be polled now, the longest waiting first."""
    rows = await tx.all(
        """SELECT * FROM feeds WHERE removed_at IS NULL AND paused_at IS NULL AND next_poll_at <= :now
            ORDER BY next_poll_at""",
        now=now,
    )
    return [_feed(r) for r in rows]


async def next_due(tx: Tx, after: datetime) -> float | None:
    """When the next feed is due that is not due yet, in seconds since 1970."""
    row = await tx.one(
        """SELECT min(next_poll_at) AS at FROM feeds
            WHERE removed_at IS NULL AND paused_at IS NULL AND next_poll_at > :after""",
        after=after,
    )
    return row["at"] if row else None


async def known(tx: Tx, feed_id: int, keys: Iterable[str]) -> dict[str, KnownEntry]:
    """Which of these keys belong to an entry we have seen."""
    rows = await tx.all(
        """SELECT k.key, e.id, e.content_hash, e.notice_id FROM entry_keys k JOIN entries e ON e.id = k.entry_id
            WHERE k.feed_id = :f AND k.key IN (SELECT value FROM json_each(:keys))""",
        f=feed_id, keys=json.dumps(list(keys)),
    )
    return {r["key"]: KnownEntry(r["id"], r["content_hash"], r["notice_id"]) for r in rows}


async def add_entry(
    tx: Tx, feed_id: int, keys: Sequence[str], content_hash: str, notice_id: int | None, now: datetime
) -> int:
    entry_id = await tx.insert(
        "INSERT INTO entries (feed_id, content_hash, notice_id, first_seen_at) VALUES (:f, :h, :n, :now)",
        f=feed_id, h=content_hash, n=notice_id, now=now,
    )
    await add_keys(tx, feed_id, entry_id, keys)
    return entry_id


async def entry_changed(
    tx: Tx, feed_id: int, entry_id: int, keys: Sequence[str], content_hash: str, notice_id: int | None, now: datetime
) -> None:
    """The entry now says something else."""
    await tx.run(
        "UPDATE entries SET content_hash = :h, notice_id = :n, changed_at = :now WHERE id = :id",
        h=content_hash, n=notice_id, now=now, id=entry_id,
    )
    await add_keys(tx, feed_id, entry_id, keys)


async def add_keys(tx: Tx, feed_id: int, entry_id: int, keys: Sequence[str]) -> None:
    """Further identities under which the entry is known."""
    await tx.many(
        "INSERT INTO entry_keys VALUES (:f, :k, :e) ON CONFLICT DO NOTHING",
        [{"f": feed_id, "k": key, "e": entry_id} for key in keys],
    )


async def notice_of_entry(tx: Tx, entry_id: int) -> int | None:
    row = await tx.one("SELECT notice_id FROM entries WHERE id = :id", id=entry_id)
    return row["notice_id"] if row else None


async def set_notice(tx: Tx, entry_id: int, notice_id: int | None) -> None:
    """The entry has become this notice; None: it waits, or is none."""
    await tx.run("UPDATE entries SET notice_id = :n WHERE id = :id", n=notice_id, id=entry_id)


async def polled(
    tx: Tx, feed_id: int, validators: tuple[str, str, str] | None, next_poll_at: float, now: datetime, *, changed: bool
) -> None:
    """A poll succeeded. Validators (ETag, Last-Modified, body hash) are stored with the entries they came with; None
    leaves them as they are (not modified)."""
    etag, last_modified, body_hash = validators or (None, None, None)
    await tx.run(
        """UPDATE feeds SET etag = coalesce(:etag, etag), last_modified = coalesce(:lm, last_modified),
                  body_hash = coalesce(:hash, body_hash), next_poll_at = :next, succeeded_at = :now, error = NULL,
                  errors = 0, baseline_at = coalesce(baseline_at, :now),
                  changed_at = CASE WHEN :changed THEN :now ELSE changed_at END WHERE id = :id""",
        etag=etag, lm=last_modified, hash=body_hash, next=next_poll_at, now=now, changed=int(changed), id=feed_id,
    )
    tx.touch("feeds")


async def failed(tx: Tx, feed_id: int, error: str, next_poll_at: float) -> None:
    """A poll failed: remember why, and when to try again."""
    await tx.run(
        "UPDATE feeds SET error = :error, errors = errors + 1, next_poll_at = :next WHERE id = :id",
        error=error, next=next_poll_at, id=feed_id,
    )
    tx.touch("feeds")


async def pause(tx: Tx, feed_id: int, now: datetime | None) -> None:
    """Stop polling it (a time) or poll it again at once (None)."""
    await tx.run(
        """UPDATE feeds SET paused_at = :now, next_poll_at = CASE WHEN :now IS NULL THEN 0 ELSE next_poll_at END
            WHERE id = :id""",
        now=now, id=feed_id,
    )
    tx.touch("feeds")


async def get(tx: Tx, feed_id: int) -> FeedState | None:
    row = await tx.one("SELECT * FROM feeds WHERE id = :id AND removed_at IS NULL", id=feed_id)
    return _feed(row) if row else None
