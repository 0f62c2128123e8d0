"""Notices and their key dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from notices import codec, plan
from notices.model import Audience, KeyDate, Notice
from store.db import Row, Tx
from store.times import instant, moment


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """A notice as it stands now; `key_date_ids` go with `notice.key_dates`, in order."""

    id: int
    notice: Notice
    key_date_ids: tuple[int, ...]
    audience: Audience
    origin: str
    author_id: int | None
    asks_ack: bool
    published_at: datetime
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A key date ahead, with what is needed to show it in a list."""

    id: int
    date: KeyDate
    notice_id: int
    notice_title: str
    audience: Audience


def key_date(row: Row) -> KeyDate:
    return KeyDate(
        row["kind"], row["name"], instant(row["starts_at"]), instant(row["ends_at"]), bool(row["all_day"]),
        row["place"], codec.MATERIALS.validate_json(row["materials"]), row["evidence"], row["confidence"],
        row["instance"],
    )


async def add(
    tx: Tx, notice: Notice, audience: Audience, now: datetime, *, feed_id: int | None = None,
    author_id: int | None = None, asks_ack: bool = False,
) -> int:
    """Store a notice without its key dates; from a feed, or by an organiser."""
    return await tx.insert(
        """INSERT INTO notices (title, text, issuer, doc_number, published_on, link, contacts, unsure, attachments,
                                changes, known_until, audience, origin, feed_id, author_id, asks_ack, published_at)
           VALUES (:title, :text, :issuer, :number, :on, :link, :contacts, :unsure, :attachments, :changes, :until,
                   :audience, :origin, :feed, :author, :ack, :now)""",
        origin="organiser" if feed_id is None else "feed", audience=codec.dump_audience(audience), feed=feed_id,
        author=author_id, ack=int(asks_ack), now=now, **_columns(notice),
    )


async def update(tx: Tx, notice_id: int, notice: Notice, now: datetime) -> None:
    """The notice now says something else."""
    await tx.run(
        """UPDATE notices SET title = :title, text = :text, issuer = :issuer, doc_number = :number, published_on = :on,
                  link = :link, contacts = :contacts, unsure = :unsure, attachments = :attachments, changes = :changes,
                  known_until = :until, changed_at = :now WHERE id = :id""",
        id=notice_id, now=now, **_columns(notice),
    )


def _columns(notice: Notice) -> dict[str, object]:
    return {
        "title": notice.title, "text": notice.text, "issuer": notice.issuer, "number": notice.doc_number,
        "on": notice.published_on.isoformat() if notice.published_on else None, "link": notice.link,
        "contacts": codec.dump(codec.CONTACTS, notice.contacts), "unsure": codec.dump(codec.STRINGS, notice.unsure),
        "attachments": codec.dump(codec.ATTACHMENTS, notice.attachments),
        "changes": codec.dump(codec.MOVED, notice.changes), "until": notice.known_until,
    }


async def add_key_date(tx: Tx, notice_id: int, date: KeyDate, zone: ZoneInfo) -> int:
    return await tx.insert(
        """INSERT INTO key_dates (notice_id, kind, name, starts_at, ends_at, over_at, all_day, place, materials,
                                  evidence, confidence, instance)
           VALUES (:n, :kind, :name, :starts, :ends, :over, :all_day, :place, :materials, :evidence, :confidence,
                   :instance)""",
        n=notice_id, **_date_columns(date, zone),
    )


async def update_key_date(tx: Tx, key_date_id: int, date: KeyDate, zone: ZoneInfo) -> None:
    """The date moved, or what is said of it changed."""
    await tx.run(
        """UPDATE key_dates SET kind = :kind, name = :name, starts_at = :starts, ends_at = :ends, over_at = :over,
                  all_day = :all_day, place = :place, materials = :materials, evidence = :evidence,
                  confidence = :confidence, instance = :instance WHERE id = :id""",
        id=key_date_id, **_date_columns(date, zone),
    )


def _date_columns(date: KeyDate, zone: ZoneInfo) -> dict[str, object]:
    return {
        "kind": date.kind, "name": date.name, "starts": date.starts_at, "ends": date.ends_at,
        "over": plan.over_at(date, zone), "all_day": int(date.all_day), "place": date.place,
        "materials": codec.dump(codec.MATERIALS, date.materials), "evidence": date.evidence,
        "confidence": date.confidence, "instance": date.instance,
    }


async def withdraw_key_date(tx: Tx, key_date_id: int, now: datetime) -> None:
    await tx.run(
        "UPDATE key_dates SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL", now=now, id=key_date_id
    )


async def withdraw(tx: Tx, notice_id: int, now: datetime) -> bool:
    """The notice no longer holds, nor do its dates; False if it was withdrawn before."""
    won = await tx.run(
        "UPDATE notices SET withdrawn_at = :now WHERE id = :id AND withdrawn_at IS NULL", now=now, id=notice_id
    )
    await tx.run(
        "UPDATE key_dates SET withdrawn_at = :now WHERE notice_id = :id AND withdrawn_at IS NULL", now=now, id=notice_id
    )
    return won == 1


async def key_dates_of(tx: Tx, notice_id: int) -> list[tuple[int, KeyDate]]:
    """The dates that hold, in the order of their moments."""
    rows = await tx.all(
        """SELECT * FROM key_dates WHERE notice_id = :n AND withdrawn_at IS NULL
            ORDER BY coalesce(starts_at, ends_at), id""",
        n=notice_id,
    )
    return [(row["id"], key_date(row)) for row in rows]


async def get(tx: Tx, notice_id: int) -> StoredNotice | None:
    row = await tx.one("SELECT * FROM notices WHERE id = :id", id=notice_id)
    return await _stored(tx, row) if row else None


async def _stored(tx: Tx, row: Row) -> StoredNotice:
    dates = await key_dates_of(tx, row["id"])
    notice = Notice(
        row["title"], row["text"], tuple(d for _, d in dates), row["issuer"], row["doc_number"],
        date.fromisoformat(row["published_on"]) if row["published_on"] else None, row["link"],
        codec.CONTACTS.validate_json(row["contacts"]), codec.STRINGS.validate_json(row["unsure"]),
        codec.ATTACHMENTS.validate_json(row["attachments"]), codec.MOVED.validate_json(row["changes"]),
        known_until=instant(row["known_until"]),
    )
    return StoredNotice(
        row["id"], notice, tuple(i for i, _ in dates), codec.load_audience(row["audience"]), row["origin"],
        row["author_id"], bool(row["asks_ack"]), moment(row["published_at"]), row["withdrawn_at"] is not None,
    )


@dataclass(frozen=True, slots=True)
class Heading:
    """A notice in a list."""

    id: int
    title: str
    issuer: str | None
    audience: Audience
    published_at: datetime


def headings(rows: Iterable[Row]) -> list[Heading]:
    return [
        Heading(r["id"], r["title"], r["issuer"], codec.load_audience(r["audience"]), moment(r["published_at"]))
        for r in rows
    ]


async def latest(tx: Tx, limit: int, before: int | None = None) -> list[Heading]:
    """Notices that hold, the newest first."""
    rows = await tx.all(
        """SELECT id, title, issuer, audience, published_at FROM notices
            WHERE withdrawn_at IS NULL AND (:before IS NULL OR id < :before)
            ORDER BY published_at DESC, id DESC LIMIT :l""",
        before=before, l=limit,
    )
    return headings(rows)


async def of_feed(tx: Tx, feed_id: int, limit: int) -> list[int]:
    """The newest notices that hold and that this feed brought first."""
    rows = await tx.all(
        "SELECT id FROM notices WHERE feed_id = :f AND withdrawn_at IS NULL ORDER BY id DESC LIMIT :l",
        f=feed_id, l=limit,
    )
    return [row["id"] for row in rows]


async def titled(tx: Tx, words: str, limit: int) -> list[Heading]:
    """Notices that hold and whose title contains the words, the newest first."""
    pattern = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = await tx.all(
        """SELECT id, title, issuer, audience, published_at FROM notices
            WHERE withdrawn_at IS NULL AND title LIKE :p ESCAPE '\\' ORDER BY id DESC LIMIT :l""",
        p=pattern, l=limit,
    )
    return headings(rows)


async def by_author(tx: Tx, author_id: int, limit: int) -> list[Heading]:
    rows = await tx.all(
        """SELECT id, title, issuer, audience, published_at FROM notices
            WHERE author_id = :a AND withdrawn_at IS NULL ORDER BY id DESC LIMIT :l""",
        a=author_id, l=limit,
    )
    return headings(rows)


async def upcoming(
    tx: Tx, now: datetime, limit: int, kinds: Sequence[str] = ("event", "deadline"), member_id: int = 0
) -> list[Upcoming]:
    """Key dates that are not over (an event until its end), the next first; without those this member has done."""
    rows = await tx.all(
        f"""SELECT d.*, n.title AS notice_title, n.audience FROM key_dates d JOIN notices n ON n.id = d.notice_id
            WHERE d.id IN (SELECT id FROM key_dates WHERE over_at > :now AND withdrawn_at IS NULL
                           UNION SELECT id FROM key_dates WHERE ends_at > :now AND withdrawn_at IS NULL)
              AND n.withdrawn_at IS NULL
              AND d.kind IN ({", ".join(f"'{k}'" for k in kinds if k in ("event", "deadline"))})
              AND NOT EXISTS (SELECT 1 FROM dones x WHERE x.member_id = :m AND x.key_date_id = d.id)
            ORDER BY coalesce(d.starts_at, d.ends_at), d.id LIMIT :l""",
        now=now, l=limit, m=member_id,
    )
    return [
        Upcoming(r["id"], key_date(r), r["notice_id"], r["notice_title"], codec.load_audience(r["audience"]))
        for r in rows
    ]


async def find_key_date(tx: Tx, key_date_id: int) -> Upcoming | None:
    """A key date that holds, over or not; None if there is none or it was withdrawn."""
    row = await tx.one(
        """SELECT d.*, n.title AS notice_title, n.audience FROM key_dates d JOIN notices n ON n.id = d.notice_id
            WHERE d.id = :id AND d.withdrawn_at IS NULL AND n.withdrawn_at IS NULL""",
        id=key_date_id,
    )
    if row is None:
        return None
    rule = codec.load_audience(row["audience"])
    return Upcoming(row["id"], key_date(row), row["notice_id"], row["notice_title"], rule)


async def done(tx: Tx, member_id: int, key_date_id: int, now: datetime) -> bool:
    """The member has met this deadline; False if they said so before."""
    sql = "INSERT INTO dones VALUES (:m, :k, :now) ON CONFLICT DO NOTHING"
    return await tx.run(sql, m=member_id, k=key_date_id, now=now) == 1


async def undone(tx: Tx, member_id: int, key_date_id: int) -> bool:
    return await tx.run("DELETE FROM dones WHERE member_id = :m AND key_date_id = :k", m=member_id, k=key_date_id) == 1


async def dones_of(tx: Tx, notice_id: int, member_id: int) -> set[int]:
    """Which of a notice's key dates the member has done."""
    rows = await tx.all(
        """SELECT x.key_date_id FROM dones x JOIN key_dates d ON d.id = x.key_date_id
            WHERE d.notice_id = :n AND x.member_id = :m""",
        n=notice_id, m=member_id,
    )
    return {row["key_date_id"] for row in rows}


async def acknowledge(tx: Tx, notice_id: int, member_id: int, now: datetime) -> bool:
    """The member has read the notice; False if they said so before."""
    sql = "INSERT INTO acknowledgements VALUES (:n, :m, :now) ON CONFLICT DO NOTHING"
    return await tx.run(sql, n=notice_id, m=member_id, now=now) == 1


async def acknowledged_by(tx: Tx, notice_id: int, member_id: int) -> bool:
    sql = "SELECT 1 FROM acknowledgements WHERE notice_id = :n AND member_id = :m"
    return await tx.one(sql, n=notice_id, m=member_id) is not None


async def unacknowledged(tx: Tx, member_id: int, limit: int) -> list[tuple[int, str]]:
    """(id, title) of notices sent to the member that ask for an acknowledgement and have none, the newest first."""
    rows = await tx.all(
        """SELECT DISTINCT n.id, n.title FROM notices n JOIN messages g ON g.notice_id = n.id AND g.kind = 'notice'
             JOIN deliveries d ON d.message_id = g.id JOIN accounts a ON a.id = d.account_id
            WHERE a.member_id = :m AND n.asks_ack AND n.withdrawn_at IS NULL AND d.state <> 'cancelled'
              AND NOT EXISTS (SELECT 1 FROM acknowledgements k WHERE k.notice_id = n.id AND k.member_id = :m)
            ORDER BY n.id DESC LIMIT :l""",
        m=member_id, l=limit,
    )
    return [(row["id"], row["title"]) for row in rows]


async def waiting_for(tx: Tx, notice_id: int, limit: int) -> tuple[int, list[str]]:
    """Members who were sent a notice and have not acknowledged it: how many, and the names of the first of them."""
    rows = await tx.all(
        """SELECT m.id, m.name, count(*) OVER () AS n FROM members m
            WHERE m.kind = 'person'
              AND m.id IN (SELECT a.member_id FROM messages g JOIN deliveries d ON d.message_id = g.id
                             JOIN accounts a ON a.id = d.account_id
                            WHERE g.notice_id = :n AND g.kind = 'notice' AND d.state <> 'cancelled')
              AND NOT EXISTS (SELECT 1 FROM acknowledgements k WHERE k.notice_id = :n AND k.member_id = m.id)
            ORDER BY m.id LIMIT :l""",
        n=notice_id, l=limit,
    )
    return (rows[0]["n"] if rows else 0), [row["name"] or f"#{row['id']}" for row in rows]


async def count_acknowledged(tx: Tx, notice_id: int) -> int:
    row = await tx.one("SELECT count(*) AS n FROM acknowledgements WHERE notice_id = :n", n=notice_id)
    return int(row["n"]) if row else 0
