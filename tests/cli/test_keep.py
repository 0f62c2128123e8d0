"""Checking, upgrading, backing up, inviting."""

import asyncio
import os
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli_terms import say
from store import Store, history, invites, migrate
from store.condition import Condition, look
from store.lock import InstanceLock

LATEST = migrate.steps()[-1][0]


def test_check_looks_without_touching(kexun, database):
    done = kexun("check")
    assert done.status == 0 and done.err == ""
    assert say("check-database-new", path=str(database)) in done.out
    assert list(database.parent.glob("kexun.db*")) == []


def test_upgrade_makes_the_database_and_says_when_there_is_nothing_to_do(kexun, database):
    assert kexun("db", "upgrade").out.strip() == say("upgrade-done", path=str(database))
    assert kexun("db", "upgrade").out.strip() == say("upgrade-nothing", path=str(database))
    assert say("check-database", path=str(database)) in kexun("check").out


def test_check_tells_of_an_old_database_and_leaves_it_old(kexun, database):
    sqlite3.connect(database).close()
    done = kexun("check")
    assert done.status == 0
    assert migrate.steps()[0][1] in done.out
    assert look(database).step == 0


def test_a_database_of_a_newer_version_is_refused(kexun, database):
    with sqlite3.connect(database) as db:
        db.execute(f"PRAGMA user_version = {LATEST + 1}")
    for command in (["check"], ["db", "upgrade"]):
        done = kexun(*command)
        assert (done.status, done.err.strip()) == (1, say("service-too-new", path=str(database)))


@pytest.mark.parametrize("command", [["check"], ["db", "upgrade"], ["backup", "{}/copy"], ["feeds", "list"]])
def test_a_file_that_is_no_database_is_refused(kexun, database, command):
    database.write_bytes(b"This is a diary, and nobody's database at all. " * 100)
    done = kexun(*(word.format(database.parent) for word in command))
    assert done.status == 1
    assert done.err.startswith(say("service-no-database", path=str(database), why="|").split("|")[0])
    assert database.read_bytes().startswith(b"This is a diary")


def test_a_damaged_database_is_told_of(kexun, database):
    kexun("db", "upgrade")
    body = bytearray(database.read_bytes())
    body[5000:9000] = os.urandom(4000)
    database.write_bytes(body)
    done = kexun("check")
    assert done.status == 1
    assert len(done.err.strip().splitlines()) == 1


def test_a_folder_that_is_not_there_is_named(kexun, config):
    config.write_text("database: sqlite:///nowhere/kexun.db\n", encoding="utf-8")
    folder = str(config.parent / "nowhere")
    for command in (["check"], ["db", "upgrade"], ["invite", "--role", "admin"], ["serve"]):
        done = kexun(*command)
        assert (done.status, done.err.strip()) == (1, say("cli-no-folder", path=folder))


def test_a_running_service_keeps_its_database_from_being_upgraded(kexun, database):
    kexun("db", "upgrade")
    with InstanceLock(database):
        assert say("check-database-running", path=str(database)) in kexun("check").out
        done = kexun("db", "upgrade")
    assert (done.status, done.err.strip()) == (1, say("service-already", path=str(database)))


async def write_a_name(path, name):
    async with Store.open(path) as store, store.transaction() as tx:
        await tx.run("INSERT INTO members (name, joined_at) VALUES (:name, 0)", name=name)


def names(path):
    with sqlite3.connect(path) as db:
        return [row[0] for row in db.execute("SELECT name FROM members ORDER BY id")]


def test_a_backup_is_taken_while_the_service_writes(kexun, database, tmp_path):
    copy = tmp_path / "copy.db"

    async def write_and_copy():
        async with Store.open(database, exclusive=True) as store:
            async with store.transaction() as tx:
                await tx.run("INSERT INTO members (name, joined_at) VALUES ('Ada', 0)")
            async with store.transaction() as tx:
                await tx.run("INSERT INTO members (name, joined_at) VALUES ('not committed yet', 0)")
                return await asyncio.to_thread(kexun, "backup", copy)

    done = asyncio.run(write_and_copy())
    assert (done.status, done.err) == (0, "")
    assert names(copy) == ["Ada"]
    assert look(copy) == Condition(copy.stat().st_size, LATEST, (), False, (), False)
    assert copy.stat().st_mode & 0o777 == 0o600


def test_a_backup_never_replaces_a_file(kexun, database, tmp_path):
    kexun("db", "upgrade")
    target = tmp_path / "precious"
    target.write_text("precious")
    done = kexun("backup", target)
    assert (done.status, done.err.strip()) == (1, say("backup-exists", path=str(target)))
    assert target.read_text() == "precious"


def test_a_backup_that_cannot_be_written_leaves_nothing(kexun, database, tmp_path):
    kexun("db", "upgrade")
    target = tmp_path / "nowhere" / "copy.db"
    done = kexun("backup", target)
    assert done.status == 1
    assert done.err.strip() == say("backup-failed", path=str(target), why=say("why-missing"))
    assert [path.name for path in tmp_path.rglob("*.part")] == []


def test_there_is_nothing_to_back_up_before_the_first_start(kexun, database, tmp_path):
    done = kexun("backup", tmp_path / "copy.db")
    assert (done.status, done.err.strip()) == (1, say("backup-nothing", path=str(database)))


async def role_of(path, code):
    async with Store.open(path) as store, store.transaction() as tx:
        entries = await history.latest(tx, 10)
        return await invites.role_of(tx, code, datetime.now(UTC) + timedelta(days=2, hours=23)), len(entries)


def test_an_invite_brings_its_role_by_code_and_link(kexun, database):
    done = kexun("invite", "--role", "organiser", "--uses", "3", "--days", "3")
    assert done.status == 0
    code = done.out.splitlines()[0].split()[-1].rpartition("：")[2]
    assert f"http://127.0.0.1:8080/#invite={code}" in done.out
    assert "/start" not in done.out  # Telegram is off
    assert asyncio.run(role_of(database, code)) == ("organiser", 1)


def test_an_address_that_no_phone_can_open_is_not_drawn_to_be_scanned(kexun, config):
    assert say("invite-qr-here") in kexun("invite", "--role", "admin", "--qr").out
    address = "web: {public_url: 'https://kexun.example'}\n"
    config.write_text(config.read_text(encoding="utf-8") + address, encoding="utf-8")
    out = kexun("invite", "--role", "admin", "--qr").out
    assert "█" in out and say("invite-qr-here") not in out


def test_an_invite_on_telegram_is_a_word_to_the_bot(kexun, config):
    config.write_text("channels: {telegram: {token: '1:a'}}\n", encoding="utf-8")
    out = kexun("invite", "--role", "admin").out
    assert "/start " in out and "#invite" not in out


def test_an_invite_for_a_role_there_is_not_is_refused_with_those_there_are(kexun):
    done = kexun("invite", "--role", "studnet")
    assert done.status == 2
    assert done.err.strip() == say("invite-no-role", role="studnet", known="student, organiser, admin")
