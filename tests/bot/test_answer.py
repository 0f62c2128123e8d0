"""What every answer keeps to, whatever the command."""

from dataclasses import replace

import pytest
from fakes.town import ROLES, TOPICS, Town, deadline

from bot.answer import chosen_number, find
from bot.commands.registry import BY_WORD, COMMANDS, DIALOGS
from channels.base import Incoming
from notices.message import ACTION_BYTES_MAX
from notices.model import Audience, Notice


@pytest.mark.parametrize(("said", "number"), [
    ("1", 1), ("１", 1), ("2.", 2), ("3、", 3), ("①", 1), ("三", 3), ("十", 10), (" 4 ", 4), ("12", 12), ("", None),
    ("一二", None), ("1a", None), ("100", None), ("-1", None), ("½", None), ("٣", None), ("第1", None),
])
def test_a_number_is_read_as_people_choose_with_it(said: str, number: int | None) -> None:
    assert chosen_number(said) == number


@pytest.mark.parametrize(("said", "name", "rest"), [
    ("/start@kexun_bot K7", "start", "K7"), ("帮助。", "help", ""), ("?", "help", ""), ("？", "help", ""),
    ("／ＨＥＬＰ", "help", ""), ("订阅　讲座", "subscribe", "讲座"), ("发布\n标题\n正文", "announce", "标题\n正文"),
    ("My  Subscriptions", "subscriptions", ""), ("收到！！", "ack", ""), ("/notice 12", "notice", "12"),
])
def test_a_command_is_found_however_it_is_typed(said: str, name: str, rest: str) -> None:
    command, left = find(said)
    assert command is BY_WORD[name] and left == rest


def test_no_word_means_two_things() -> None:
    words = [word for it in COMMANDS for word in (it.name, *it.words)]
    assert len(words) == len(set(words))
    assert all(word == word.casefold() and len(it.name) <= 32 for it in COMMANDS for word in it.words)


async def test_every_answer_to_every_command_is_one_that_people_can_go_on_from(town: Town) -> None:
    await town.publishes(Notice("院士讲座", "…"), Audience(topics=frozenset({"lecture"})), quiet=True)
    for language in ("zh", "en"):
        chat = await town.member(f"万能{language}", "admin", "organiser", "student", language=language)
        for command in COMMANDS:
            for rest in ("", " 1", " 文", " -", " *", " 99 99 99", " \u202e"):
                await chat.says(f"/{command.name}{rest}")
                assert 0 < len(chat.last) < 1500
        assert all(len(it.action.encode()) <= ACTION_BYTES_MAX for shown in chat.screen for it in shown.buttons)


async def test_every_button_leads_somewhere(town: Town) -> None:
    await town.publishes(Notice("院士讲座", "…", (deadline("报名", 3),)), Audience(), quiet=True, asks_ack=True)
    chat = await town.member("万能", "admin", "organiser", "student")
    for words in ("/help", "/me", "/admin", "/notice 1", "/snooze 1", "/start", "/announce 标题"):
        await chat.says(words)
    seen: set[str] = set()
    while waiting := [it for it in chat.screen for b in it.buttons if b.action and b.action not in seen]:
        shown = waiting[-1]
        button = next(b for b in shown.buttons if b.action and b.action not in seen)
        seen.add(button.action)
        before = shown.edited
        await chat.says(button.action, tapped=shown.provider_id)
        assert "没看懂" not in chat.last, button
        assert not button.in_place or shown.edited > before, button
        seen |= {b.action for it in chat.screen for b in it.buttons if b.action.startswith("/invite ")}
    assert len(seen) > 60


@pytest.mark.parametrize("label", ["日程", "最新通知", "我的订阅", "设置", "我的", "角色"])
async def test_a_button_that_leads_elsewhere_leaves_its_message_as_it_was(town: Town, label: str) -> None:
    chat = await town.member("小王")
    for words in ("/help", "/start", "/me"):
        await chat.says(words)
    before = [(it.text, it.edited) for it in chat.screen]
    await chat.taps(label)
    assert [(it.text, it.edited) for it in chat.screen[:3]] == before and len(chat.screen) == 4


async def test_an_open_question_is_over_once_something_else_is_asked(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("改名")
    await chat.says("最新")
    await chat.says("小李")
    assert "没看懂" in chat.last and (await town.rows("SELECT name FROM members"))[0]["name"] == "小王"


async def test_questions_of_two_accounts_do_not_meet(town: Town) -> None:
    first, second = await town.member("甲"), await town.member("乙", channel="telegram")
    await first.says("改名")
    await second.says("丙")
    assert "没看懂" in second.last
    await first.says("丙")
    assert {it["name"] for it in await town.rows("SELECT name FROM members")} == {"丙", "乙"}


async def test_a_number_chooses_among_the_buttons_of_the_last_answer_only(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("设置")
    await chat.says("阿巴")
    await chat.says("3")
    assert "没看懂" in chat.last


async def test_someone_who_left_is_answered_nothing_and_is_back_with_their_next_word(town: Town) -> None:
    chat = await town.member("小王", channel="telegram")
    await chat.says("", left=True)
    assert not chat.screen and (await town.rows("SELECT closed_why FROM accounts"))[0]["closed_why"] == "left"
    await chat.says("/help")
    assert chat.screen and (await town.rows("SELECT closed_at FROM accounts"))[0]["closed_at"] is None


async def test_an_address_that_moved_keeps_its_member(town: Town) -> None:
    chat = await town.member("小王", channel="telegram")
    await town.hear(Incoming("telegram", "k", "小王", "", address_moved_to="-100"))
    assert (await town.rows("SELECT address, member_id FROM accounts")) == [
        {"address": "-100", "member_id": 1}
    ]
    assert not chat.screen


async def test_a_stranger_who_leaves_is_nobody(town: Town) -> None:
    town.newcomer("w1")
    await town.hear(Incoming("telegram", "k", "w1", "", left=True))
    assert not await town.rows("SELECT * FROM members")


async def test_a_house_without_roles_or_topics_still_answers(town: Town) -> None:
    town.house = replace(town.house, topics={}, roles={it: ROLES[it] for it in ("organiser", "admin")})
    chat = town.newcomer("w1")
    await chat.says("/start")
    await chat.taps("跳过")
    assert "欢迎加入" in chat.last
    for words in ("订阅", "我的订阅", "角色", "订阅 讲座"):
        await chat.says(words)
        assert chat.last and chat.labels


async def test_a_role_or_topic_that_left_the_configuration_does_no_harm(town: Town) -> None:
    chat, admin = await town.member("小王", "student", "teacher"), await town.member("管理", "admin")
    await chat.says("订阅 科研项目")
    town.house = replace(town.house, topics={"lecture": TOPICS["lecture"]}, roles={
        it: role for it, role in ROLES.items() if it != "teacher"
    })
    for words in ("我的", "我的订阅", "角色", "开始", "最新", "/unsubscribe research"):
        await chat.says(words)
        assert chat.last
    await admin.says(f"/member {await chat.member_id()}")
    assert "小王" in admin.last


def test_every_dialog_a_command_opens_has_an_answer() -> None:
    assert set(DIALOGS) == {"name", "leads", "quiet", "announce", "members", "hold", "filter", "feeds"}
