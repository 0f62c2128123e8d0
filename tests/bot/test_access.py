"""Whatever they type or tap, people without the role change nothing and learn nothing."""

import pytest
from fakes.town import Town

from bot.commands.registry import COMMANDS

RESTRICTED = {
    "organiser": ["announce", "announcements", "draft", "hold", "holds", "qr", "withdraw"],
    "admin": ["admin", "members", "member", "invite", "feeds", "health", "grant", "decline"],
}
FORGED = [
    "/announce 假通知", "/draft 000000 send", "/withdraw 1 yes", "/announcements 1", "/members 管理",
    "/member 1 role -admin", "/member 2 role admin", "/member 1 topic lecture", "/invite admin 10", "/feeds pause 1",
    "/holds", "/hold 1 1 0", "待审",
    "/grant 2 expert", "/role admin", "/role organiser", "/health", "管理", "发布 假通知", "成员", "撤回 1 yes",
    "邀请 管理员 1", "／admin",
]
TABLES = ("member_roles", "invites", "notices", "subscriptions", "history", "reminders")


def test_every_command_for_some_is_listed_here() -> None:
    assert {(it.needs, it.name) for it in COMMANDS if it.needs} == {
        (role, name) for role, names in RESTRICTED.items() for name in names
    }


async def contents(town: Town) -> list[object]:
    return [await town.rows(f"SELECT * FROM {table}") for table in TABLES]


@pytest.mark.parametrize("words", FORGED)
@pytest.mark.parametrize("tapped", [None, "m1"])
async def test_a_member_without_the_role_is_refused(town: Town, words: str, tapped: str | None) -> None:
    admin, chat = await town.member("管理", "admin"), await town.member("小王", "student")
    await admin.says("/announce 真通知")
    for label in ("下一步", "下一步", "不需要", "确认发布"):
        await admin.taps(label)
    before, shown = await contents(town), len(admin.screen)
    await chat.says(words, tapped=tapped)
    assert "可以用" in chat.last or "需要邀请码" in chat.last
    assert await contents(town) == before and len(admin.screen) == shown


@pytest.mark.parametrize("name", RESTRICTED["admin"])
async def test_an_organiser_is_no_admin(town: Town, name: str) -> None:
    chat = await town.member("组织", "organiser")
    await chat.says(f"/{name} 1 role admin")
    assert chat.last == "这个功能只有“管理员”可以用。如果你需要它，请联系管理员要一个邀请码。"


async def test_words_typed_after_a_list_of_members_find_nobody_once_the_role_is_gone(town: Town) -> None:
    admin, other = await town.member("管理", "admin"), await town.member("另一位", "admin")
    await admin.says("成员")
    await other.says(f"/member {await admin.member_id()} role -admin")
    await admin.says("另一位")
    assert "只有“管理员”可以用" in admin.last


async def test_a_refusal_is_said_in_the_persons_language(town: Town) -> None:
    chat = await town.member("Ann", "student", language="en")
    await chat.says("announce something")
    assert chat.last.startswith("Only “Organiser” can do this.")
