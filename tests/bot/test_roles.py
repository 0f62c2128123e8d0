from fakes.town import Town, deadline

from notices.model import Audience, Notice

RESEARCH = Audience(topics=frozenset({"research"}))


async def roles_of(town: Town, member_id: int) -> set[object]:
    return {it["role"] for it in await town.rows("SELECT role FROM member_roles WHERE member_id = :m", m=member_id)}


async def test_several_open_roles_may_be_held_and_given_up(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("角色")
    before = len(chat.screen)
    await chat.taps("教师")
    assert await roles_of(town, await chat.member_id()) == {"student", "teacher"}
    await chat.taps("学生")
    assert await roles_of(town, await chat.member_id()) == {"teacher"}
    assert len(chat.screen) == before and "✅ 教师" in chat.labels and "⬜ 学生" in chat.labels


async def test_a_role_may_be_named_by_title_in_either_language(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("/role Teacher")
    await chat.says("角色 学生")
    assert await roles_of(town, await chat.member_id()) == {"student", "teacher"}
    await chat.says("角色 校长")
    assert "没有这个角色" in chat.last


async def test_roles_that_come_by_invitation_cannot_be_taken(town: Town) -> None:
    chat = await town.member("小王", "student")
    for role in ("organiser", "admin"):
        await chat.says(f"/role {role}")
        assert "需要邀请码" in chat.last
    assert await roles_of(town, await chat.member_id()) == {"student"}


async def test_an_organiser_does_not_lose_that_role_by_a_tap(town: Town) -> None:
    chat = await town.member("小王", "organiser")
    await chat.says("/role -organiser")
    assert "请告诉管理员" in chat.last
    assert await roles_of(town, await chat.member_id()) == {"organiser"}


async def test_a_role_on_approval_is_asked_for_once_and_granted_once(town: Town) -> None:
    await town.publishes(Notice("项目申报", "…", (deadline("申报", 5),)), RESEARCH, quiet=True)
    first, second = await town.member("管甲", "admin"), await town.member("管乙", "admin", language="en")
    chat = await town.member("小王", "student")
    await chat.says("/role expert")
    assert "管理员同意后会通知你" in chat.last
    await chat.says("/role expert")
    assert "还在等管理员处理" in chat.last
    assert [it.text for it in first.screen] == [f"小王（编号 {await chat.member_id()}）申请成为“专家”。"]
    assert "asks for the role “Expert”" in second.last
    await first.taps("同意")
    assert "已同意" in first.last and len(first.screen) == 1
    assert "专家" in chat.screen[-2].text and "已通过" in chat.screen[-2].text
    assert "项目申报" in chat.last
    await second.taps("Grant")
    assert "has been decided already" in second.last
    assert await roles_of(town, await chat.member_id()) == {"student", "expert"}


async def test_a_request_that_was_declined_may_be_made_again(town: Town) -> None:
    admin, chat = await town.member("管理", "admin"), await town.member("小王", "student")
    await chat.says("/role expert")
    await admin.taps("婉拒")
    assert "没有通过" in chat.last
    await chat.says("/role expert")
    assert len(admin.screen) == 2
    assert await roles_of(town, await chat.member_id()) == {"student"}


async def test_a_newcomer_who_asks_for_a_role_is_shown_around_meanwhile(town: Town) -> None:
    await town.member("管理", "admin")
    chat = town.newcomer("10001", channel="telegram", name="小王")
    await chat.says("/start")
    await chat.taps("专家")
    assert "小王，欢迎加入！" in chat.last and "角色：还没有" in chat.last


async def test_a_request_nobody_made_cannot_be_granted(town: Town) -> None:
    admin, chat = await town.member("管理", "admin"), await town.member("小王", "student")
    unasked = f"/grant {await chat.member_id()} expert"
    for words in (unasked, "/grant 999 expert", "/grant", "/grant x y", "/grant -1 -"):
        await admin.says(words)
        assert "申请" in admin.last
    assert await roles_of(town, await chat.member_id()) == {"student"}
