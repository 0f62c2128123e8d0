from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import aiohttp
import pytest
from fakes import telegram_faults as faults
from fakes.telegram import FakeTelegram

from channels.telegram import wire
from channels.telegram.errors import NotSent, TooFast
from channels.telegram.menu import Menu
from channels.telegram.receive import wait_secs
from notices.message import Button, text

if TYPE_CHECKING:
    from conftest import World

ENGLISH, CHINESE = [("dates", "Coming up")], [("dates", "活动"), ("deadlines", "截止")]
MENUS = [
    Menu("", ENGLISH, "en"), Menu("", CHINESE, "zh"), Menu("groups", ENGLISH, "en"), Menu("-1007", CHINESE),
    Menu("group admins", CHINESE, "zh"),
]


def asked(world: World) -> list[str | None]:
    """The offsets of the polls that were answered."""
    return [call.given.get("offset") for call in world.fake.calls_of("getUpdates")]


async def test_what_people_say_and_tap_reaches_the_inbox(world: World) -> None:
    await world.channel.start()
    await world.heard(said := world.fake.says(7, "/start", name="小李", language="zh-hans"))
    await world.channel.send("7", text("你是？", buttons=((Button("学生", "/role student"),),)), 1)
    (shown,) = world.fake.messages(7)
    await world.heard(tapped := world.fake.taps(7, shown.id, "学生"))
    first, second = (world.channel.incoming(world.inbox.kept[str(it)]) for it in (said, tapped))
    assert first is not None and second is not None
    assert (first.address, first.text, first.name, first.language) == ("7", "/start", "小李", "zh-hans")
    assert (second.text, second.tapped, second.tap_key) == ("/role student", str(shown.id), "tap1")


async def test_the_bot_learns_its_name_and_tells_its_commands(world: World) -> None:
    world.connect(menus=MENUS)
    await world.channel.start()
    await world.fake.until(lambda: len(world.fake.commands) == len(MENUS))
    assert world.fake.commands == {
        "": ENGLISH, "zh": CHINESE, "all_group_chats": ENGLISH, "chat:-1007": CHINESE,
        "all_chat_administrators zh": CHINESE,
    }
    assert world.channel.username == "kexun_bot"


async def test_commands_that_could_not_be_told_are_told_later(world: World) -> None:
    world.connect(menus=MENUS)
    world.fake.fail("setMyCommands", faults.bad_gateway(), faults.flood(5))
    await world.channel.start()
    for words in ("在吗", "还在吗"):
        await world.heard(world.fake.says(7, words))
    await world.fake.until(lambda: len(world.fake.commands) == len(MENUS))


async def test_commands_that_are_refused_keep_nobody_waiting(world: World) -> None:
    world.connect(menus=[Menu("", [("Bad Name", "x")], "en"), Menu("", CHINESE, "zh")])
    await world.channel.start()
    await world.heard(world.fake.says(7, "在吗"))
    assert list(world.fake.commands) == ["zh"]


async def test_telegram_is_told_only_after_the_inbox_has_committed(world: World) -> None:
    said = world.fake.says(7, "第一")
    world.inbox.fail_next = 2
    await world.channel.start()
    await world.heard(said)
    await world.fake.until(lambda: not world.fake.updates.waiting)
    assert asked(world) == [None, None, None]
    assert (world.inbox.puts, world.waits) == (3, [1.0, 2.0])
    assert world.inbox.position == wire.position(said + 1, world.clock())


async def test_a_restarted_channel_reads_on_where_the_inbox_is(world: World) -> None:
    await world.channel.start()
    await world.heard(world.fake.says(7, "第一"))
    await world.channel.stop()
    second = world.fake.says(7, "第二")
    world.connect()
    await world.channel.start()
    await world.heard(second)
    assert asked(world)[-1] == str(second)
    assert len(world.inbox.kept) == 2


async def test_an_update_that_comes_twice_is_kept_once(world: World) -> None:
    await world.channel.start()
    await world.heard(said := world.fake.says(7, "第一"))
    world.fake.updates.again(json.loads(world.inbox.kept[str(said)]), world.clock().timestamp())
    await world.heard(world.fake.says(7, "第二"))
    assert len(world.inbox.kept) == 2


async def test_a_poisonous_update_is_kept_and_stops_nobody(world: World) -> None:
    now = world.clock().timestamp()
    await world.channel.start()
    poison = world.fake.updates.add("message", {"chat": "?", "text": "\ud83d half \0"}, now)
    world.fake.updates.again({"no": "id"}, now)
    await world.heard(poison, world.fake.says(7, "救命"))
    with pytest.raises(wire.Unreadable):
        wire.incoming(world.inbox.kept[str(poison)])
    world.inbox.kept[str(poison)].encode()


async def test_nothing_but_updates_without_ids_is_not_asked_for_without_pause(world: World) -> None:
    world.fake.updates.again({"no": "id"}, world.clock().timestamp())
    await world.channel.start()
    await world.fake.until(lambda: len(world.waits) >= 3)
    assert world.waits[:3] == [1.0, 2.0, 4.0]


async def test_a_network_that_fails_is_tried_until_it_works(world: World) -> None:
    world.fake.fail("getMe", faults.bad_gateway(), faults.reset())
    world.fake.fail("getUpdates", faults.bad_gateway(), faults.garbled(), faults.flood(40), faults.reset())
    await world.channel.start()
    await world.heard(world.fake.says(7, "在吗"))
    await world.fake.until(lambda: not world.fake.updates.waiting)
    assert world.waits == [1.0, 2.0, 1.0, 2.0, 40.0, 8.0]
    assert world.channel.trouble is None


async def test_the_start_waits_for_nothing_and_trouble_says_what_is_wrong(world: World) -> None:
    world.connect(api_url="http://127.0.0.1:9")
    await world.channel.start()
    assert world.channel.trouble is None
    while not world.waits:
        await world._pause(0.0)
        world.waits.remove(0.0)
    assert "Telegram cannot be reached" in str(world.channel.trouble)


@pytest.mark.parametrize(("fault", "words"), [
    (faults.answers(401, "Unauthorized"), "@BotFather"),
    (faults.answers(409, "Conflict: terminated by other getUpdates request"), "Another program"),
    (faults.answers(409, "Conflict: can't use getUpdates method while webhook is active"), "delete the webhook"),
])
async def test_a_refusal_for_good_stops_the_polling_and_says_what_to_do(
    world: World, fault: faults.Fault, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.fake.fail("getUpdates", fault)
    await world.channel.start()
    assert world.channel._receiving is not None
    await world.channel._receiving
    assert words in str(world.channel.trouble)
    assert [it.message for it in caplog.records if it.levelno == logging.ERROR] == ["telegram: receiving stopped"]
    assert len(world.fake.calls_of("getUpdates")) == 1


async def test_a_second_poller_is_told_from_the_first(world: World) -> None:
    await world.channel.start()
    await world.heard(world.fake.says(7, "在吗"))
    first = world.channel
    world.connect()
    await world.channel.start()
    assert first._receiving is not None
    await first._receiving
    await world.heard(world.fake.says(7, "还在吗"))
    assert first.trouble and not world.channel.trouble
    await first.stop()


async def test_after_six_silent_days_ids_that_began_anew_are_still_read(world: World) -> None:
    await world.channel.start()
    await world.heard(said := world.fake.says(7, "第一"))
    await world.channel.stop()
    world.clock.turn(days=6, seconds=1)
    world.fake.updates.ids = iter([said - 1000])
    anew = world.fake.says(7, "很久以后")
    world.connect()
    await world.channel.start()
    await world.heard(anew)
    assert asked(world)[-1] is None
    assert world.inbox.position == wire.position(anew + 1, world.clock())


async def test_nothing_secret_or_private_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="channels")
    caplog.set_level(logging.INFO, logger="telegram")
    world.fake.fail("getUpdates", faults.garbled(), faults.Fault("answer", True, 200, b'{"ok": true, "secret words"'))
    world.fake.fail("sendMessage", faults.reset(), faults.answers(400, "Bad Request: BUTTON_DATA_INVALID"))
    await world.channel.start()
    await world.heard(world.fake.says(7_654_321, "秘密的话"))
    for delivery_id in (1, 2):
        try:
            await world.channel.send("7654321", text("回答", buttons=((Button("好", "/ok"),),)), delivery_id)
        except Exception as error:
            assert world.fake.token not in str(error)
    logged = " ".join(f"{it.getMessage()} {it.__dict__}" for it in caplog.records if it.name != "aiohttp.access")
    assert "decoration refused" in logged
    assert not [it for it in ("秘密的话", "回答", "7654321", world.fake.token, "secret words") if it in logged]


def test_waits_double_up_to_a_minute_and_a_flood_says_its_own() -> None:
    assert [wait_secs(NotSent("x"), fails) for fails in (1, 2, 3, 7, 8, 10_000)] == [1, 2, 4, 60, 60, 60]
    assert wait_secs(TooFast("x", 10_072), 1) == 10_072


async def test_what_does_not_exist_in_the_bot_api_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="no method"):
        async with FakeTelegram() as fake, aiohttp.ClientSession() as client:
            await client.get(f"{fake.api_url}/bot{fake.token}/sendMesage")
