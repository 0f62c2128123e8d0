"""aiogram, which shares no code with us, finds in the fake the Bot API that it expects."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes import telegram_faults as faults
from fakes.telegram import FakeTelegram

if TYPE_CHECKING:
    import aiogram
    from aiogram import exceptions, types
    from conftest import Clock


@pytest.fixture(scope="module", autouse=True)
def imported() -> None:
    """Only now: it takes seconds, which every process that looks for tests would wait for."""
    global aiogram, exceptions, types
    pytest.importorskip("aiogram", reason="aiogram is not installed: the fake is held to our own client only")
    import aiogram
    from aiogram import exceptions, types


def keyboard() -> types.InlineKeyboardMarkup:
    return types.InlineKeyboardMarkup(inline_keyboard=[[
        types.InlineKeyboardButton(text="收到", callback_data="/ack 1"),
        types.InlineKeyboardButton(text="原文", url="https://example.org/a"),
        types.InlineKeyboardButton(text="复制", copy_text=types.CopyTextButton(text="123")),
    ]])


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[aiogram.Bot]:
    api = aiogram.client.telegram.TelegramAPIServer.from_base(fake.api_url)
    session = aiogram.client.session.aiohttp.AiohttpSession(api=api)
    async with aiogram.Bot(fake.token, session=session) as bot:
        fake.chat(7)
        yield bot


async def test_it_introduces_itself(bot: aiogram.Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "kexun_bot")


async def test_what_it_sends_edits_and_deletes_is_what_it_gets_back(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    bold = types.MessageEntity(type="bold", offset=2, length=2)
    message = await bot.send_message(7, "🎉科技周", entities=[bold], reply_markup=keyboard())
    assert message.text == "🎉科技周" and message.entities is not None and message.reply_markup is not None
    assert message.reply_markup.model_dump() == keyboard().model_dump()
    assert message.entities[0].extract_from(message.text or "") == fake.messages(7)[0].marked("bold")[0] == "科技"
    edited = await bot.edit_message_text("改了", chat_id=7, message_id=message.message_id)
    assert isinstance(edited, types.Message) and edited.text == "改了"
    assert await bot.delete_message(7, message.message_id)
    assert fake.messages(7) == []


async def test_documents_are_uploaded_once_and_sent_again_by_reference(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    fake.chat(8)
    file = types.BufferedInputFile(b"BEGIN:VCALENDAR", "讲座.ics")
    first = await bot.send_document(7, file, caption="日历")
    assert first.document is not None and first.caption == "日历"
    again = await bot.send_document(8, first.document.file_id)
    assert again.document is not None and again.document.file_id == first.document.file_id
    photo = await bot.send_photo(7, types.BufferedInputFile(b"png", "a.png"))
    assert photo.photo and (await bot.get_file(photo.photo[-1].file_id)).file_size == 3


async def test_it_polls_what_people_say_tap_and_do(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    fake.says(7, "/start", name="小王", language="zh-hans")
    message = await bot.send_message(7, "？", reply_markup=keyboard())
    fake.taps(7, message.message_id, "收到")
    fake.blocks(7)
    said, tapped, left = await bot.get_updates(timeout=0)
    assert said.message is not None and said.message.text == "/start"
    assert said.message.from_user is not None and said.message.from_user.language_code == "zh-hans"
    assert tapped.callback_query is not None and tapped.callback_query.data == "/ack 1"
    assert left.my_chat_member is not None and left.my_chat_member.new_chat_member.status == "kicked"
    assert await bot.get_updates(offset=left.update_id + 1) == []
    assert await tapped.callback_query.answer("好").as_(bot)
    with pytest.raises(exceptions.TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(tapped.callback_query.id)


async def test_it_hears_what_becomes_of_groups_and_their_topics(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    fake.enters(-5, "高一（3）班", by=7)
    fake.migrates(-5, to=-1_002_147_483_648)
    fake.closes_topic(-1_002_147_483_648, 45, by=7)
    fake.reopens_topic(-1_002_147_483_648, 45, by=7)
    entered, left_for, came_from, closed, opened = [it.message or it.my_chat_member for it in await bot.get_updates()]
    assert isinstance(entered, types.ChatMemberUpdated) and entered.new_chat_member.status == "member"
    assert isinstance(left_for, types.Message) and left_for.migrate_to_chat_id == -1_002_147_483_648
    assert isinstance(came_from, types.Message) and came_from.migrate_from_chat_id == -5
    assert isinstance(closed, types.Message) and closed.forum_topic_closed and closed.message_thread_id == 45
    assert isinstance(opened, types.Message) and opened.forum_topic_reopened and opened.is_topic_message
    with pytest.raises(exceptions.TelegramBadRequest, match="thread not found"):
        await bot.send_message(-1_002_147_483_648, "a", message_thread_id=46)


async def test_a_button_above_inline_results_begins_with_what_a_link_may_carry(
    bot: aiogram.Bot, fake: FakeTelegram
) -> None:
    fake.bot.inline_answers["q1"] = []
    button = types.InlineQueryResultsButton(text="开始", start_parameter="n 1")
    with pytest.raises(exceptions.TelegramBadRequest, match="START_PARAM"):
        await bot.answer_inline_query("q1", [], button=button)


async def test_a_tap_is_kept_150_seconds_and_words_a_day(bot: aiogram.Bot, fake: FakeTelegram, clock: Clock) -> None:
    fake.says(7, "在吗")
    message = await bot.send_message(7, "？", reply_markup=keyboard())
    fake.taps(7, message.message_id, "收到")
    clock.turn(seconds=151)
    assert [it.event_type for it in await bot.get_updates(timeout=0)] == ["message"]
    clock.turn(days=1)
    assert await bot.get_updates(timeout=0) == []


async def test_only_what_was_asked_for_comes_and_the_wish_is_remembered(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    assert await bot.get_updates(timeout=0, allowed_updates=["callback_query"]) == []
    fake.says(7, "不要")
    assert await bot.get_updates(timeout=0) == []


async def test_of_two_who_poll_the_first_is_sent_away(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await fake.until(lambda: fake.updates.is_polled)
    assert await bot.get_updates(timeout=0) == []
    with pytest.raises(exceptions.TelegramConflictError, match="only one bot instance"):
        await first


async def test_while_a_webhook_is_set_nobody_polls(bot: aiogram.Bot) -> None:
    await bot.set_webhook("https://example.org:8443/hook", secret_token="s-1")
    with pytest.raises(exceptions.TelegramConflictError, match="webhook is active"):
        await bot.get_updates(timeout=0)
    assert (await bot.get_webhook_info()).url == "https://example.org:8443/hook"
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == []
    with pytest.raises(exceptions.TelegramBadRequest, match="HTTPS"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(exceptions.TelegramBadRequest, match="ports"):
        await bot.set_webhook("https://example.org:8080/hook")


async def test_its_commands_and_inline_results_are_taken(bot: aiogram.Bot, fake: FakeTelegram) -> None:
    commands = [types.BotCommand(command="dates", description="活动")]
    await bot.set_my_commands(commands, language_code="zh", scope=types.BotCommandScopeChat(chat_id=7))
    assert fake.commands == {"chat:7 zh": [("dates", "活动")]}
    (back,) = await bot.get_my_commands(types.BotCommandScopeChat(chat_id=7), "zh")
    assert (back.command, back.description) == ("dates", "活动")
    fake.bot.inline_answers["q1"] = []
    content = types.InputTextMessageContent(message_text="讲座")
    result = types.InlineQueryResultArticle(id="1", title="讲", input_message_content=content)
    await bot.answer_inline_query("q1", [result])
    assert fake.bot.inline_answers["q1"][0]["title"] == "讲"


@pytest.mark.parametrize(("method", "given", "why"), [
    ("send_message", {"text": "字" * 4097}, "message is too long"),
    ("send_message", {"text": " \n\u2800"}, "message text is empty"),
    ("send_message", {"text": "字" * 10923}, "text is too long"),
    ("send_message", {"text": "😀", "entities": [{"type": "bold", "offset": 1, "length": 1}]}, "middle"),
    ("send_message", {"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "after the"),
    ("send_message", {"text": "a", "entities": [{"type": "loud", "offset": 0, "length": 1}]}, "unsupported"),
    ("send_message", {"text": "a", "message_thread_id": 5}, "thread not found"),
    ("send_document", {"document": "no such id"}, "wrong file identifier"),
    ("send_chat_action", {"action": "dancing"}, "wrong parameter action"),
])
async def test_what_telegram_refuses_is_refused_in_its_words(
    bot: aiogram.Bot, method: str, given: dict[str, Any], why: str
) -> None:
    with pytest.raises(exceptions.TelegramBadRequest, match=why):
        await getattr(bot, method)(7, **given)


@pytest.mark.parametrize(("button", "why"), [
    ({"text": "a"}, "text buttons are unallowed"),
    ({"text": " ", "callback_data": "x"}, "must be non-empty"),
    ({"text": "a", "callback_data": "字" * 22}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": "x", "url": "https://example.org"}, "text buttons are unallowed"),
    ({"text": "a", "url": "javascript:alert(1)"}, "URL"),
    ({"text": "a", "callback_data": "x", "style": "pink"}, "STYLE"),
    ({"text": "a", "copy_text": {"text": "字" * 257}}, "COPY_TEXT"),
])
async def test_buttons_that_telegram_refuses_are_refused(bot: aiogram.Bot, button: dict[str, Any], why: str) -> None:
    row = [types.InlineKeyboardButton.model_validate(button)]
    with pytest.raises(exceptions.TelegramBadRequest, match=why):
        await bot.send_message(7, "a", reply_markup=types.InlineKeyboardMarkup(inline_keyboard=[row]))


@pytest.mark.parametrize(("rows", "why"), [((1, 9), "COUNT"), ((26, 4), "COUNT"), ((99, 1), "too long")])
async def test_keyboards_that_are_too_large_are_refused(bot: aiogram.Bot, rows: tuple[int, int], why: str) -> None:
    button = types.InlineKeyboardButton(text="按" * (60 if why == "too long" else 1), callback_data="x")
    large = types.InlineKeyboardMarkup(inline_keyboard=[[button] * rows[1]] * rows[0])
    with pytest.raises(exceptions.TelegramBadRequest, match=why):
        await bot.send_message(7, "a", reply_markup=large)


async def test_its_errors_are_told_apart(bot: aiogram.Bot, fake: FakeTelegram, clock: Clock) -> None:
    with pytest.raises(exceptions.TelegramBadRequest, match="chat not found"):
        await bot.send_message(99, "a")
    fake.migrates(-5, to=-1_002_147_483_648)
    with pytest.raises(exceptions.TelegramMigrateToChat) as moved:
        await bot.send_message(-5, "a")
    assert moved.value.migrate_to_chat_id == -1_002_147_483_648
    fake.blocks(7)
    with pytest.raises(exceptions.TelegramForbiddenError, match="blocked by the user"):
        await bot.send_message(7, "a")
    fake.fail("sendMessage", faults.flood(10_072), faults.bad_gateway())
    with pytest.raises(exceptions.TelegramRetryAfter) as flood:
        await bot.send_message(7, "a")
    assert flood.value.retry_after == 10_072
    with pytest.raises(exceptions.ClientDecodeError):
        await bot.send_message(7, "a")
    fake.token = "4242:changed"
    with pytest.raises(exceptions.TelegramUnauthorizedError):
        await bot.get_me()


async def test_what_is_too_old_is_not_deleted(bot: aiogram.Bot, fake: FakeTelegram, clock: Clock) -> None:
    message = await bot.send_message(7, "a")
    clock.now += timedelta(hours=48)
    with pytest.raises(exceptions.TelegramBadRequest, match="can't be deleted"):
        await bot.delete_message(7, message.message_id)
    assert await bot.delete_messages(7, [message.message_id, 1])
