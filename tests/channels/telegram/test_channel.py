from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import telegram_faults as faults

from channels.base import Channel, SendError, Verdict
from channels.telegram.channel import BEGUN_MAX
from notices.message import Bubble, Button, Span, text

if TYPE_CHECKING:
    from conftest import World

CARD = Bubble(
    (Span("【通知】", bold=True), Span("🎉 科技周\n详见"), Span("原文", url="https://example.org/a?b=1&c=<2>")),
    ((Button("收到", "/ack 1"), Button("原文", url="https://example.org/a")),),
)
LONG = text("甲" * 4000 + "\n" + "乙" * 4000 + "\n" + "丙" * 10, buttons=CARD.buttons)


@pytest.fixture(autouse=True)
def _a_person_is_there(world: World) -> None:
    world.fake.chat(7)


async def refused(world: World, bubble: Bubble = CARD, address: str = "7", delivery_id: int = 1) -> SendError:
    with pytest.raises(SendError) as caught:
        await world.channel.send(address, bubble, delivery_id)
    return caught.value


def test_it_is_a_channel_that_cannot_recognise_what_it_sent_before(world: World) -> None:
    channel: Channel = world.channel
    assert channel.name == "telegram"
    assert channel.traits.edits and channel.traits.buttons and not channel.traits.dedupes
    assert (channel.traits.rate_per_sec, channel.traits.address_burst, channel.traits.concurrency) == (25.0, 3, 30)


def test_an_empty_token_and_a_proxy_it_cannot_speak_to_are_refused_at_once(world: World) -> None:
    with pytest.raises(ValueError, match="token"):
        world.connect(token=" \n")
    with pytest.raises(ValueError, match="SOCKS"):
        world.connect(proxy="socks5://127.0.0.1:1080")


async def test_a_bubble_arrives_with_its_formatting_and_its_buttons(world: World) -> None:
    provider_id = await world.channel.send("7", CARD, 1)
    (shown,) = world.fake.messages(7)
    assert (str(shown.id), shown.text) == (provider_id, "【通知】🎉 科技周\n详见原文")
    assert (shown.marked("bold"), shown.marked("text_link")) == (["【通知】"], ["原文"])
    assert shown.labels == [["收到", "原文"]]
    assert shown.button("收到")["callback_data"].endswith("/ack 1")


async def test_an_edit_replaces_the_words_and_the_buttons(world: World) -> None:
    provider_id = await world.channel.send("7", CARD, 1)
    assert await world.channel.edit("7", provider_id, text("已收到"), 2) == provider_id
    (shown,) = world.fake.messages(7)
    assert (shown.text, shown.labels, shown.edits) == ("已收到", [], 1)


async def test_an_edit_that_changes_nothing_has_succeeded(world: World) -> None:
    provider_id = await world.channel.send("7", CARD, 1)
    assert await world.channel.edit("7", provider_id, CARD, 2) == provider_id
    assert world.fake.messages(7)[0].edits == 0


@pytest.mark.parametrize("old", ["99", "", "nonsense"])
async def test_what_cannot_be_edited_is_said_anew(world: World, old: str) -> None:
    provider_id = await world.channel.edit("7", old, CARD, 2)
    assert [str(it.id) for it in world.fake.messages(7)] == [provider_id]


async def test_a_long_bubble_becomes_several_messages_with_the_buttons_on_the_last(world: World) -> None:
    provider_id = await world.channel.send("7", LONG, 1)
    shown = world.fake.messages(7)
    assert [it.text[0] + it.text[-1] for it in shown] == ["甲甲", "乙丙"]
    assert [bool(it.labels) for it in shown] == [False, True]
    assert provider_id == ",".join(str(it.id) for it in shown)


async def test_an_edit_takes_away_the_messages_that_are_left_over(world: World) -> None:
    provider_id = await world.channel.send("7", LONG, 1)
    shorter = await world.channel.edit("7", provider_id, CARD, 2)
    assert [str(it.id) for it in world.fake.messages(7)] == [shorter] == provider_id.split(",")[:1]


async def test_a_message_too_old_to_be_deleted_stays(world: World) -> None:
    provider_id = await world.channel.send("7", LONG, 1)
    world.clock.turn(hours=49)
    assert await world.channel.edit("7", provider_id, CARD, 2) == provider_id.split(",")[0]
    assert len(world.fake.messages(7)) == 2


async def test_an_edit_adds_the_messages_that_are_missing(world: World) -> None:
    first = await world.channel.send("7", CARD, 1)
    both = await world.channel.edit("7", first, LONG, 2)
    assert both.split(",") == [str(it.id) for it in world.fake.messages(7)]
    assert both.split(",")[0] == first


async def test_a_long_bubble_that_stopped_halfway_goes_on_there(world: World) -> None:
    world.fake.fail("sendMessage", faults.bad_gateway(accepted=True))
    assert (await refused(world, LONG)).verdict is Verdict.MAYBE_SENT  # nothing is known to have arrived yet
    await world.channel.send("7", text("一"), 2)
    world.fake.chats[7].messages.clear()
    world.fake.fail("sendMessage", faults.Fault("answer", True, 200, _ok(5)), faults.flood(3))
    assert (await refused(world, LONG, delivery_id=3)).verdict is Verdict.RATE
    provider_id = await world.channel.send("7", LONG, 3)
    assert [it.text[0] for it in world.fake.messages(7)] == ["甲", "乙"]
    assert provider_id.split(",")[0] == "5"


def _ok(message_id: int) -> bytes:
    chat = b'{"id": 7, "type": "private"}'
    return b'{"ok": true, "result": {"message_id": %d, "date": 1, "chat": %s, "text": "x"}}' % (message_id, chat)


async def test_only_so_many_unfinished_bubbles_are_remembered(world: World) -> None:
    for delivery_id in range(BEGUN_MAX + 5):
        world.channel._remember(delivery_id, ["1"])
    assert len(world.channel._begun) == BEGUN_MAX
    assert 0 not in world.channel._begun


async def test_refused_decoration_costs_the_buttons_but_not_the_words(world: World) -> None:
    world.fake.fail("sendMessage", faults.answers(400, "Bad Request: BUTTON_DATA_INVALID"))
    await world.channel.send("7", CARD, 1)
    (shown,) = world.fake.messages(7)
    assert (shown.text, shown.entities, shown.labels) == ("【通知】🎉 科技周\n详见原文", [], [])


async def test_words_that_are_refused_too_are_never_sent_again(world: World) -> None:
    no = faults.answers(400, "Bad Request: can't parse entities: whatever")
    world.fake.fail("sendMessage", no, no)
    assert (await refused(world)).verdict is Verdict.CONTENT
    assert len(world.fake.calls_of("sendMessage")) == 2
    world.fake.fail("sendMessage", no)
    assert (await refused(world, text("无装饰"))).verdict is Verdict.CONTENT
    assert len(world.fake.calls_of("sendMessage")) == 3


@pytest.mark.parametrize("fault", [faults.bad_gateway(500), faults.bad_gateway(), faults.garbled()])
async def test_a_lost_answer_is_a_doubt(world: World, fault: faults.Fault) -> None:
    world.fake.fail("sendMessage", fault)
    assert (await refused(world)).verdict is Verdict.MAYBE_SENT


@pytest.mark.parametrize("accepted", [False, True])
async def test_a_connection_lost_while_waiting_is_a_doubt(world: World, accepted: bool) -> None:
    world.fake.fail("sendMessage", faults.reset(accepted=accepted))
    assert (await refused(world)).verdict is Verdict.MAYBE_SENT
    assert len(world.fake.messages(7)) == accepted


async def test_a_lost_answer_to_an_edit_may_be_asked_for_again(world: World) -> None:
    provider_id = await world.channel.send("7", CARD, 1)
    world.fake.fail("editMessageText", faults.bad_gateway(accepted=True))
    with pytest.raises(SendError) as caught:
        await world.channel.edit("7", provider_id, text("改"), 2)
    assert caught.value.verdict is Verdict.NOT_SENT
    assert await world.channel.edit("7", provider_id, text("改"), 2) == provider_id


async def test_someone_else_s_page_says_nothing_about_the_person(world: World) -> None:
    world.fake.fail("sendMessage", faults.bad_gateway(403))
    assert (await refused(world)).verdict is Verdict.NOT_SENT


async def test_no_server_means_not_sent(world: World) -> None:
    world.connect(api_url="http://127.0.0.1:9")
    assert (await refused(world)).verdict is Verdict.NOT_SENT


async def test_people_who_are_gone_are_gone(world: World) -> None:
    world.fake.blocks(7)
    assert (await refused(world)).verdict is Verdict.DEAD_TARGET
    assert (await refused(world, address="8")).verdict is Verdict.NO_TARGET
    world.fake.chat(9).state = "never started"
    assert (await refused(world, address="9")).verdict is Verdict.DEAD_TARGET


async def test_a_group_that_moved_says_where_to(world: World) -> None:
    world.fake.migrates(-5, to=-1000000000005)
    error = await refused(world, address="-5")
    assert (error.verdict, error.moved_to) == (Verdict.MOVED, "-1000000000005")


async def test_too_fast_for_one_person_then_for_everyone(world: World) -> None:
    world.fake.fail("sendMessage", *[faults.flood(10_072)] * 4)
    first, again = await refused(world), await refused(world)
    assert (first.verdict, first.retry_after_secs) == (Verdict.RATE, 10_072.0)
    assert not first.whole_channel and not again.whole_channel
    assert (await refused(world, address="8")).whole_channel
    world.clock.turn(seconds=3)
    assert not (await refused(world, address="9")).whole_channel


async def test_a_wrong_token_stops_the_channel(world: World) -> None:
    world.connect(token="1:wrong")
    assert (await refused(world)).verdict is Verdict.SETUP


async def test_a_tap_is_answered_and_an_old_one_is_let_go(world: World) -> None:
    await world.channel.send("7", CARD, 1)
    world.fake.taps(7, world.fake.messages(7)[0].id, "收到")
    await world.channel.answer_tap("tap1")
    await world.channel.answer_tap("tap1")
    assert world.fake.taps_answered == ["tap1"]


async def test_a_stopped_channel_has_certainly_not_sent(world: World) -> None:
    await world.channel.send("7", CARD, 1)
    await world.channel.stop()
    assert (await refused(world)).verdict is Verdict.NOT_SENT


async def test_a_correction_changes_the_words_and_says_nothing_new(world: World) -> None:
    provider_id = await world.channel.send("7", CARD, 1)
    assert await world.channel.correct("7", provider_id, text("更正"), 9, take_back=False) == provider_id
    assert [it.text for it in world.fake.messages(7)] == ["更正"]
    assert await world.channel.correct("7", provider_id, text("更正"), 9, take_back=False) == provider_id
    assert await world.channel.correct("7", "999", text("更正"), 9, take_back=False) is None
    assert await world.channel.correct("7", provider_id, LONG, 9, take_back=False) is None
    assert len(world.fake.messages(7)) == 1


async def test_what_is_taken_back_is_gone_or_says_so_when_it_is_too_old(world: World) -> None:
    old = await world.channel.send("7", CARD, 1)
    world.clock.turn(hours=49)
    fresh = await world.channel.send("7", LONG, 2)
    assert await world.channel.correct("7", fresh, text("【撤回】"), 9, take_back=True) == ""
    assert await world.channel.correct("7", fresh, text("【撤回】"), 9, take_back=True) == ""
    assert await world.channel.correct("7", old, text("【撤回】"), 9, take_back=True) == old
    assert [it.text for it in world.fake.messages(7)] == ["【撤回】"]


async def test_a_correction_whose_answer_is_lost_is_simply_repeated(world: World) -> None:
    provider_id = await world.channel.send("7", CARD, 1)
    for method, back in (("editMessageText", False), ("deleteMessage", True)):
        world.fake.fail(method, faults.reset(accepted=True))
        with pytest.raises(SendError) as caught:
            await world.channel.correct("7", provider_id, text("更正"), 9, take_back=back)
        assert caught.value.verdict is Verdict.NOT_SENT
