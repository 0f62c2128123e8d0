"""The state of each configured feed, and the entries it ever had."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from store.db import Row, Tx
from store.swings import LEFT, STEADY, Swing, swing
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
    failing_at: datetime | None = None
    """Since when it has failed without a success in between."""
    told_at: datetime | None = None
    """When the admins were told that it fails."""
    arrivals: float = 0.0
    """New entries lately, as of `arrivals_at`, older ones counting less and less."""
    arrivals_at: datetime | None = None
    wait_secs: float = 0.0
    """How long the feed itself says that it stays as it is."""
    by_link: bool = False
    """Its guids are made up anew all the time; entries are known by title and link."""
    moved_to: str = ""
    """Where it says that it lives, and since when."""
    moved_at: datetime | None = None
    adopted: bool = False
    """It has said so for long enough: that is where we ask."""
    reread_at: datetime | None = None
    """When its document says more than it did, even if it stays as it is."""
    terms: str = ""
    """Of one that an admin added, in JSON; empty for one of config.yaml."""
    added_by: int | None = None
    hub: str = ""
    """The hub that it names, and what to ask it for."""
    pushed_at: datetime | None = None
    """When that last told us of news."""
    pushed_until: datetime | None = None
    """Until when it will, going by what it did."""
    trouble: str = ""
    """Of a failure: the name of the sentence that tells it, and what that is about."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    id: int
    content_hash: str
    notice_id: int | None
    known_until: datetime | None = None
    """Of a series: how far ahead its dates were told."""
    is_away: bool = False
    """It did not stand in the feed at the last look."""
    swing: Swing = STEADY
    """What it said before."""


def _feed(r: Row) -> FeedState:
    return FeedState(
        r["id"], r["name"], r["url"], r["etag"], r["last_modified"], r["body_hash"], r["next_poll_at"],
        instant(r["baseline_at"]), instant(r["succeeded_at"]), instant(r["changed_at"]), r["error"], r["errors"],
        r["paused_at"] is not None, instant(r["failing_at"]), instant(r["told_at"]), r["arrivals"],
        instant(r["arrivals_at"]), r["wait_secs"], r["by_link_at"] is not None, r["moved_to"],
        instant(r["moved_at"]), r["adopted_at"] is not None, instant(r["reread_at"]), r["terms"], r["added_by"],
        r["hub"], instant(r["pushed_at"]), instant(r["pushed_until"]), r["trouble"],
    )


# At a new address it is another feed, as far as polling knows.
AFRESH = """
    UPDATE feeds SET url = :url, etag = '', last_modified = '', body_hash = '', next_poll_at = 0, baseline_at = NULL,
           error = NULL, errors = 0, failing_at = NULL, told_at = NULL, arrivals = 0, arrivals_at = NULL, wait_secs = 0,
           by_link_at = NULL, moved_to = '', moved_at = NULL, adopted_at = NULL,
           reread_at = NULL, hub = '', pushed_at = NULL, pushed_until = NULL
     WHERE name = :name AND url <> :url
"""


async def configure(tx: Tx, feeds: Mapping[str, str], now: datetime) -> None:
    """Make the table hold exactly these feeds (name to URL) beside those that were added. A feed with a new address
    starts afresh, quietly."""
    for name, url in feeds.items():
        await tx.run(
            """INSERT INTO feeds (name, url) VALUES (:name, :url) ON CONFLICT (name)
                   DO UPDATE SET removed_at = NULL, added_at = NULL, terms = ''""",
            name=name, url=url,
        )
        await tx.run(AFRESH, name=name, url=url)
    await tx.run(
        """UPDATE feeds SET removed_at = :now WHERE removed_at IS NULL AND added_at IS NULL
              AND name NOT IN (SELECT value FROM json_each(:names))""",
        now=now, names=json.dumps(sorted(feeds)),
    )


async def add(tx: Tx, name: str, url: str, terms: str, now: datetime, added_by: int | None = None) -> int | None:
    """An admin adds a feed; its id. One that was removed goes on where it was. None: there is one of that name."""
    won = await tx.run(
        """INSERT INTO feeds (name, url, added_at, added_by, terms) VALUES (:name, :url, :now, :by, :terms)
               ON CONFLICT (name) DO UPDATE SET removed_at = NULL, added_at = :now, added_by = :by, terms = :terms,
                      paused_at = NULL, next_poll_at = 0
                WHERE removed_at IS NOT NULL""",
        name=name, url=url, now=now, by=added_by, terms=terms,
    )
    if not won:
        return None
    await tx.run(AFRESH, name=name, url=url)
    tx.touch("feeds")
    row = await tx.one("SELECT id FROM feeds WHERE name = :name", name=name)
    return row["id"] if row else None


async def set_terms(tx: Tx, feed_id: int, terms: str) -> None:
    """An admin says something else of an added feed."""
    await tx.run("UPDATE feeds SET terms = :t WHERE id = :id AND added_at IS NOT NULL", t=terms, id=feed_id)
    tx.touch("feeds")


async def remove(tx: Tx, feed_id: int, now: datetime) -> bool:
    """An added feed is not polled any more; its notices and its history stay. False if it was not one."""
    return await tx.run(
        "UPDATE feeds SET removed_at = :now WHERE id = :id AND added_at IS NOT NULL AND removed_at IS NULL",
        now=now, id=feed_id,
    ) == 1


async def noted(tx: Tx, name: str, url: str) -> None:
    """A configured feed has its row, whether a service has run or not."""
    await tx.run(
        "INSERT INTO feeds (name, url) VALUES (:name, :url) ON CONFLICT (name) DO NOTHING", name=name, url=url
    )


async def all_feeds(tx: Tx) -> list[FeedState]:
    return [_feed(r) for r in await tx.all("SELECT * FROM feeds WHERE removed_at IS NULL ORDER BY id")]


async def due(tx: Tx, now: datetime, limit: int = -1, but: Iterable[int] = ()) -> list[FeedState]:
    """Feeds to be polled now, `but` for these, the longest waiting first; a negative limit: all of them."""
    rows = await tx.all(
        """SELECT * FROM feeds WHERE removed_at IS NULL AND paused_at IS NULL AND next_poll_at <= :now
              AND id NOT IN (SELECT value FROM json_each(:but)) ORDER BY next_poll_at LIMIT :limit""",
        now=now, limit=limit, but=json.dumps(list(but)),
    )
    return [_feed(r) for r in rows]


async def postpone(tx: Tx, times: Mapping[int, float]) -> None:
    """Poll these feeds (by id) at these times."""
    await tx.many(
        "UPDATE feeds SET next_poll_at = :at WHERE id = :id", [{"id": it, "at": at} for it, at in times.items()]
    )


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
        """SELECT key, entry_id FROM entry_keys
            WHERE feed_id = :f AND key IN (SELECT value FROM json_each(:keys))""",
        f=feed_id, keys=json.dumps(list(keys)),
    )
    owners = {row["key"]: row["entry_id"] for row in rows}
    rows = await tx.all(
        """SELECT e.id, e.content_hash, e.notice_id, n.known_until, e.gone_at, e.earlier, e.earlier_at, e.swings_at
             FROM entries e LEFT JOIN notices n ON n.id = e.notice_id
            WHERE e.id IN (SELECT value FROM json_each(:ids))""",
        ids=json.dumps(list(set(owners.values()))),
    )
    entries = {row["id"]: _known(row) for row in rows}
    return {key: entries[owner] for key, owner in owners.items()}


def _known(r: Row) -> KnownEntry:
    return KnownEntry(
        r["id"], r["content_hash"], r["notice_id"], instant(r["known_until"]), r["gone_at"] is not None, swing(r)
    )


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
    """The entry now says something else, or is back."""
    await tx.run(
        f"""UPDATE entries SET content_hash = :h, notice_id = :n, changed_at = :now, swings_at = NULL,
                   earlier = CASE content_hash WHEN :h THEN earlier ELSE {LEFT} END,
                   earlier_at = CASE content_hash WHEN :h THEN earlier_at ELSE :now END WHERE id = :id""",
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


async def left_out(tx: Tx, entry_id: int, title: str, because: str | None) -> None:
    """The feed's filter left the entry out, by this part of it; None: it did not."""
    await tx.run("UPDATE entries SET title = :t, left_out = :b WHERE id = :id", t=title, b=because, id=entry_id)


async def set_notice(tx: Tx, entry_id: int, notice_id: int | None) -> None:
    """The entry has become this notice; None: it waits, or is none."""
    await tx.run("UPDATE entries SET notice_id = :n WHERE id = :id", n=notice_id, id=entry_id)


SAME_SECS = 0.001  # what is lost of an instant on its way through a row
SOON_SECS = 60.0  # a feed due sooner than that needs someone to wake up for it


@dataclass(frozen=True, slots=True)
class Polled:
    """How a poll that succeeded leaves its feed."""

    feed_id: int
    next_poll_at: float
    validators: tuple[str, str, str] | None = None
    """ETag, Last-Modified, body hash: stored with the entries they came with; None leaves them as they are."""
    changed: bool = False
    arrivals: float | None = None
    wait_secs: float | None = None
    moved_to: str = ""
    moved_at: datetime | None = None
    adopted: bool = False
    pushed_at: datetime | None = None
    """When its hub had last told us of news as it began; if it has since, the feed is due again."""


async def polled(tx: Tx, polls: Iterable[Polled], now: datetime) -> None:
    """These polls succeeded."""
    polls = list(polls)
    await tx.many(
        """UPDATE feeds SET etag = coalesce(:etag, etag), last_modified = coalesce(:modified, last_modified),
                  body_hash = coalesce(:hash, body_hash), succeeded_at = :now, error = NULL,
                  next_poll_at = CASE WHEN coalesce(pushed_at, 0) > :pushed THEN :now ELSE :next END,
                  errors = 0, failing_at = NULL, told_at = NULL, baseline_at = coalesce(baseline_at, :now),
                  changed_at = CASE WHEN :changed THEN :now ELSE changed_at END,
                  arrivals_at = CASE WHEN :arrivals IS NULL THEN arrivals_at ELSE :now END,
                  arrivals = coalesce(:arrivals, arrivals), wait_secs = coalesce(:wait, wait_secs),
                  moved_to = :moved_to, moved_at = :moved_at,
                  adopted_at = CASE WHEN :adopted THEN coalesce(adopted_at, :now) END
            WHERE id = :id""",
        [_polled(it, now) for it in polls],
    )
    if any(it.next_poll_at - now.timestamp() < SOON_SECS for it in polls):
        tx.touch("feeds")


def _polled(it: Polled, now: datetime) -> dict[str, object]:
    etag, modified, body_hash = it.validators or (None, None, None)
    return {
        "etag": etag, "modified": modified, "hash": body_hash, "next": it.next_poll_at, "now": now,
        "changed": int(it.changed), "arrivals": it.arrivals, "wait": it.wait_secs, "moved_to": it.moved_to,
        "moved_at": it.moved_at, "adopted": int(it.adopted), "id": it.feed_id,
        "pushed": it.pushed_at.timestamp() + SAME_SECS if it.pushed_at else 0.0,
    }


async def failed(
    tx: Tx, feed_id: int, error: str, next_poll_at: float, now: datetime, *, trouble: str = "", counts: bool = True
) -> None:
    """A poll failed: remember why (in English, and as people are told), and when to try again. One that does not count
    (our own network was down) is no step towards asking less often."""
    await tx.run(
        """UPDATE feeds SET error = :error, trouble = :trouble, errors = errors + :one, next_poll_at = :next,
                  failing_at = CASE WHEN :one THEN coalesce(failing_at, :now) ELSE failing_at END WHERE id = :id""",
        error=error, trouble=trouble, next=next_poll_at, id=feed_id, one=int(counts), now=now,
    )
    tx.touch("feeds")


async def admins_told(tx: Tx, feed_id: int, now: datetime) -> bool:
    """The admins are told that a feed fails; False if they were told before."""
    return await tx.run("UPDATE feeds SET told_at = :now WHERE id = :id AND told_at IS NULL", now=now, id=feed_id) == 1


async def adopt(tx: Tx, feed_id: int, now: datetime) -> None:
    """The old address is gone: from now on, and at once, we ask where it said that it moved."""
    await tx.run("UPDATE feeds SET adopted_at = :now, next_poll_at = :now WHERE id = :id", now=now, id=feed_id)


async def guids_are_made_up(tx: Tx, feed_id: int, now: datetime) -> None:
    """From now on the feed's entries are known by title and link; the guids it made up are of no more use."""
    await tx.run("UPDATE feeds SET by_link_at = coalesce(by_link_at, :now) WHERE id = :id", now=now, id=feed_id)


async def reread(tx: Tx, feed_id: int, at: datetime | None) -> None:
    """Read the feed's document anew then, changed or not; None: not before it changes."""
    await tx.run("UPDATE feeds SET reread_at = :at WHERE id = :id AND reread_at IS NOT :at", at=at, id=feed_id)


async def sightings(tx: Tx, feed_id: int) -> dict[str, tuple[str, ...]]:
    """What stood in the feed's document when it was last read: each item's hash, and the keys of the entry in it."""
    row = await tx.one("SELECT items FROM sightings WHERE feed_id = :f", f=feed_id)
    return {item: tuple(keys) for item, keys in json.loads(row["items"]).items()} if row else {}


async def sighted(tx: Tx, feed_id: int, items: Mapping[str, Sequence[str]]) -> None:
    """This is what stands in the feed's document now."""
    await tx.run(
        "INSERT INTO sightings VALUES (:f, :i) ON CONFLICT (feed_id) DO UPDATE SET items = excluded.items",
        f=feed_id, i=json.dumps(items),
    )


async def gone(tx: Tx, feed_id: int, keys: Iterable[str], now: datetime) -> None:
    """Entries with these keys no longer stand in the feed. They stay known, or they would be new when they return."""
    await tx.run(
        """UPDATE entries SET gone_at = :now WHERE gone_at IS NULL AND id IN
              (SELECT entry_id FROM entry_keys WHERE feed_id = :f AND key IN (SELECT value FROM json_each(:keys)))""",
        f=feed_id, keys=json.dumps(list(keys)), now=now,
    )


async def back(tx: Tx, feed_id: int, keys: Iterable[str]) -> None:
    """Entries with these keys stand in the feed; those that were gone are back."""
    await tx.run(
        """UPDATE entries SET gone_at = NULL WHERE gone_at IS NOT NULL AND id IN
              (SELECT entry_id FROM entry_keys WHERE feed_id = :f AND key IN (SELECT value FROM json_each(:keys)))""",
        f=feed_id, keys=json.dumps(list(keys)),
    )


GONE_SECS_MAX = 3 * 365 * 86400.0  # an entry that has been away for three years may be news again
PRUNED_MAX = 500  # entries forgotten in one transaction, so that nobody's writing waits


async def prune(tx: Tx, now: datetime) -> int:
    """Forget entries that have not stood in their feed for years; return how many. Their notices stay, and what
    organisers were asked."""
    rows = await tx.all(
        """SELECT id FROM entries WHERE gone_at < :before AND id NOT IN (SELECT entry_id FROM holds) LIMIT :limit""",
        before=now.timestamp() - GONE_SECS_MAX, limit=PRUNED_MAX,
    )
    gone_ids = json.dumps([row["id"] for row in rows])
    await tx.run("DELETE FROM entry_keys WHERE entry_id IN (SELECT value FROM json_each(:ids))", ids=gone_ids)
    return await tx.run("DELETE FROM entries WHERE id IN (SELECT value FROM json_each(:ids))", ids=gone_ids)


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
