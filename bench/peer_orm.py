"""The peer for broadcasts: the same rows the way most programs would write and send them, with SQLAlchemy's ORM."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, ForeignKey, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from bench.report import Spent, Stopwatch

BATCH = 200  # as ours


class Base(DeclarativeBase):
    pass


class Account(Base):
    __tablename__ = "accounts"
    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]


class Message(Base):
    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[str]


class Delivery(Base):
    __tablename__ = "deliveries"
    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("messages.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    channel: Mapped[str]
    state: Mapped[str]
    due_at: Mapped[float] = mapped_column(index=True)


def durable(path: Path) -> Engine:
    """An engine on an SQLite file that is as safe as ours."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _pragmas(connection, _):  # type: ignore[no-untyped-def]
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")

    return engine


def broadcast(path: Path, people: int) -> Spent:
    """What it takes to accept a broadcast to so many accounts, in one transaction."""
    engine = durable(path)
    _fill(engine, people)
    watch = Stopwatch()
    _accept(engine)
    spent = watch.read()
    engine.dispose()
    return spent


def drain(path: Path, people: int) -> Spent:
    """What it takes to claim and record so many deliveries durably, in batches; the sending itself is left out."""
    engine = durable(path)
    _fill(engine, people)
    _accept(engine)
    watch = Stopwatch()
    with Session(engine) as session:
        queued = select(Delivery).where(Delivery.state == "queued").order_by(Delivery.due_at).limit(BATCH)
        while batch := session.scalars(queued).all():
            for state in ("sending", "sent"):
                for it in batch:
                    it.state = state
                session.commit()
    spent = watch.read()
    engine.dispose()
    return spent


def _fill(engine: Engine, people: int) -> None:
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(Account(id=i, channel="null", address=str(i)) for i in range(1, people + 1))
        session.commit()


def _accept(engine: Engine) -> None:
    with Session(engine) as session:
        message = Message(content="讲座通知")
        session.add(message)
        session.flush()
        session.add_all(
            Delivery(message_id=message.id, account_id=it.id, channel=it.channel, state="queued", due_at=0.0)
            for it in session.scalars(select(Account))
        )
        session.commit()
