from dataclasses import replace
from datetime import timedelta

import pytest
from fakes.town import Town

from feeds.roster import Terms, load
from store import feeds, members


async def roles_of(town: Town, member_id: int) -> set[object]:
    return {it["role"] for it in await town.rows("SELECT role FROM member_roles WHERE member_id = :m", m=member_id)}


async def test_members_are_listed_page_by_page_and_found_by_name_or_number(town: Town) -> None:
    admin = await town.member("管理", "admin")
    people = [await town.member(f"学生{n:02}", "student") for n in range(1, 20)]
    await admin.says("管理")
    await admin.taps("成员")
    assert "学生19" in admin.last and "学生11" not in admin.last and len(admin.screen) == 1
    await admin.taps("更多")
    assert "学生11" in admin.last and "学生19" not in admin.last
    await admin.says("学生07")
    assert [line for line in admin.last.splitlines() if line[:1].isdigit()] == [
        f"1. 学生07（编号{await people[6].member_id()}） · 学生"
    ]
    await admin.says(f"成员 {await people[2].member_id()}")
    assert "学生03" in admin.last
    await admin.says("没有这个人")
    assert "没有找到“没有这个人”" in admin.last
    await admin.says("成员 %")
    assert "没有找到" in admin.last


async def test_a_role_is_given_and_taken_and_the_member_is_told_in_their_language(town: Town) -> None:
    admin, ann = await town.member("管理", "admin"), await town.member("Ann", "student", language="en")
    await admin.says(f"/member {await ann.member_id()}")
    assert admin.last.startswith("Ann") and "渠道：webchat" in admin.last
    await admin.taps("组织者")
    assert "已添加角色“组织者”" in admin.last and len(admin.screen) == 1
    assert ann.last == "An admin has given you the role “Organiser”."
    await ann.says("/announce")
    assert "first line is the title" in ann.last
    await admin.taps("组织者")
    assert ann.last == "An admin has removed your role “Organiser”."
    assert await roles_of(town, await ann.member_id()) == {"student"}
    whats = [it["what"] for it in await town.rows("SELECT what FROM history ORDER BY id")]
    assert whats == ["role added", "role dropped"]


async def test_subscriptions_are_changed_and_the_member_is_told(town: Town) -> None:
    admin, wang = await town.member("管理", "admin"), await town.member("小王", "student")
    await admin.says(f"/member {await wang.member_id()}")
    await admin.taps("订阅")
    await admin.taps("科研项目")
    assert wang.last == "管理员为你订阅了“科研项目”。" and "✅ 科研项目" in admin.labels
    await admin.taps("讲座")
    assert wang.last == "管理员为你取消了“讲座”的订阅。" and "⬜ 讲座" in admin.labels
    await admin.says(f"/member {await wang.member_id()} topic -lecture")
    assert "没有变化" in admin.last and len(wang.screen) == 2


async def test_the_last_admin_stays_one(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says(f"/member {await admin.member_id()} role -admin")
    assert "最后一位管理员" in admin.last and await roles_of(town, await admin.member_id()) == {"admin"}
    other = await town.member("另一位", "admin")
    await admin.says(f"/member {await admin.member_id()} role -admin")
    assert await roles_of(town, await admin.member_id()) == set()
    await admin.says("管理")
    assert "只有“管理员”可以用" in admin.last
    await other.says(f"/member {await other.member_id()} role -admin")
    assert "最后一位管理员" in other.last


@pytest.mark.parametrize("rest", ["", " 99", " x", " 1 role", " 1 role king", " 1 topic nothing", " 1 2 3 4", " -1"])
async def test_odd_words_about_members_change_nothing(town: Town, rest: str) -> None:
    admin = await town.member("管理", "admin")
    await admin.says(f"/member{rest}")
    assert admin.labels and await roles_of(town, 1) == {"admin"}


async def test_an_invitation_has_a_code_its_terms_and_its_links_and_works(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("邀请")
    await admin.taps("教师")
    await admin.taps("10人")
    code = admin.screen[-1].bubble.spans[2].text
    assert f"https://kexun.example/#invite={code}" in admin.last
    assert f"https://t.me/kexun_bot?start={code}" in admin.last
    assert "可用10次，9月8日(周二)前有效" in admin.last and f"/start {code}" in admin.last
    chat = town.newcomer("w1")
    await chat.says(f"/start {code}")
    assert "你现在是“教师”了" in chat.screen[0].text
    (row,) = await town.rows("SELECT uses_max, uses, made_by FROM invites")
    assert row == {"uses_max": 10, "uses": 1, "made_by": await admin.member_id()}


async def test_an_invitation_may_be_made_in_one_line(town: Town) -> None:
    admin = await town.member("Ann", "admin", language="en")
    await admin.says("invite organiser 1")
    assert "Good for 1 person" in admin.last
    for words in ("invite organiser 0", "invite organiser many", "invite organiser 99999999"):
        await admin.says(words)
        assert "How many people" in admin.last
    assert len(await town.rows("SELECT * FROM invites")) == 1


async def test_feeds_show_how_they_are_and_are_paused_and_resumed(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("信息源")
    assert "还没有信息源" in admin.last
    async with town.store.transaction() as tx:
        await feeds.configure(tx, {"kx": "https://a.example", "xy": "https://b.example"}, town.now)
        await feeds.polled(tx, [feeds.Polled(1, (town.now + timedelta(minutes=15)).timestamp())], town.now)
        later = (town.now + timedelta(days=1)).timestamp()
        await feeds.failed(tx, 2, "status: It answered 500.", later, town.now, trouble="status-down 500")
    await admin.says("信息源")
    assert "科协通知\n　✅ 上次成功 09:00，下次 09:15" in admin.last
    assert "⚠️ 连续失败1次；上次成功 还没有，下次 9月2日(周三) 09:00。网站自己出了故障（HTTP 500）。" in admin.last
    await admin.taps("✅ 科协通知")
    assert "https://a.example" in admin.last and "写在 config.yaml 里" in admin.last and "删除" not in str(admin.labels)
    await admin.taps("现在看一次")
    assert "这就去看“科协通知”" in admin.last
    assert [it["next_poll_at"] for it in await town.rows("SELECT next_poll_at FROM feeds ORDER BY id")] == [0, later]
    await admin.taps("暂停")
    assert "已暂停“科协通知”" in admin.last and "⏸ 已暂停；上次成功 09:00" in admin.last
    assert (await town.rows("SELECT paused_at FROM feeds"))[0]["paused_at"]
    await admin.taps("恢复")
    assert "已恢复“科协通知”" in admin.last and not (await town.rows("SELECT paused_at FROM feeds"))[0]["paused_at"]
    await admin.says("/feeds remove 1 yes")
    assert not (await town.rows("SELECT removed_at FROM feeds"))[0]["removed_at"]
    for words in ("/feeds pause 99", "/feeds 99", "/feeds x", "/feeds topic 99 lecture"):
        await admin.says(words)
        assert "找不到这个信息源" in admin.last


async def test_a_feed_is_added_given_topics_and_removed(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("信息源")
    await admin.taps("添加")
    assert "发来信息源的网址" in admin.last
    await admin.says("校办的网站")
    assert "不是网址" in admin.last
    admin_id = await admin.member_id()
    async with town.store.transaction() as tx:
        await members.drop_role(tx, admin_id, "admin")
    await admin.says("https://news.example.org/rss")
    assert "只有“管理员”可以用" in admin.last
    async with town.store.transaction() as tx:
        await members.add_role(tx, admin_id, "admin", town.now)
    await admin.says("/feeds add")
    for inside in ("file:///etc/passwd", "sample:campus", "news.xml"):
        await admin.says(inside)
        assert "不是网址" in admin.last
    await admin.says("https://news.example.org/rss 校办 通知")
    assert "已添加“校办 通知”" in admin.last and "还没看过" in admin.last and "⬜ 讲座" in admin.labels
    await admin.taps("讲座")
    await admin.taps("按网页列表读")
    assert "✅ 讲座" in admin.labels and "✅ 按网页列表读" in admin.labels
    (row,) = await town.rows("SELECT name, url, terms, added_by FROM feeds")
    assert row["added_by"] == await admin.member_id()
    assert load(str(row["terms"])) == Terms("page", topics=("lecture",))
    await admin.says("/feeds add https://news.example.org/rss 别名")
    assert "这个地址已经有了" in admin.last
    await admin.says("/feeds add https://other.example.org/rss 校办 通知")
    assert "请在网址后面写另一个名称" in admin.last
    await admin.says("/feeds 1")
    await admin.taps("删除")
    await admin.taps("返回")
    await admin.taps("删除")
    await admin.taps("确认删除")
    assert "已删除“校办 通知”" in admin.last
    whats = [it["what"] for it in await town.rows("SELECT what FROM history ORDER BY id")]
    assert whats == ["feed added", "feed removed"]


async def test_the_filter_of_a_feed_is_set_changed_and_dropped(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("/feeds add https://news.example.org/rss 校办")
    await admin.taps("筛选")
    assert "“校办”的通知，只发符合哪些条件的？" in admin.last and "天文、航天，不要小学" in admin.last
    await admin.says("（天文")
    assert "左括号没有配上右括号" in admin.last
    await admin.says("天文、航天，不要小学")
    assert "只发符合的：(天文 或 航天) 和 非 小学" in admin.last and "改筛选" in admin.labels
    assert await filter_of(town) == "(天文 OR 航天) AND NOT 小学"
    await admin.says("/feeds filter 1 主题：讲座")
    assert "只发符合的：主题:讲座" in admin.last
    await admin.taps("改筛选")
    await admin.taps("返回")
    await admin.taps("去掉筛选")
    assert "已去掉它的筛选" in admin.last and "筛选" in admin.labels and await filter_of(town) == ""
    rows = await town.rows("SELECT about FROM history WHERE what = 'feed filtered' ORDER BY id")
    assert [it["about"] for it in rows] == ["校办: (天文 OR 航天) AND NOT 小学", "校办: topic:lecture", "校办: off"]


async def filter_of(town: Town) -> str:
    (row,) = await town.rows("SELECT terms FROM feeds")
    return load(str(row["terms"])).filter


async def test_the_filter_of_a_configured_feed_is_changed_where_it_stands(town: Town) -> None:
    admin = await town.member("管理", "admin")
    async with town.store.transaction() as tx:
        await feeds.configure(tx, {"kx": "https://a.example"}, town.now)
    await admin.says("/feeds filter 1 天文")
    assert "写在 config.yaml 里" in admin.last
    assert await town.rows("SELECT 1 FROM history WHERE what = 'feed filtered'") == []


async def test_who_is_no_admin_any_more_does_not_change_a_filter(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("/feeds add https://news.example.org/rss 校办")
    await admin.says("/feeds filter 1")
    admin_id = await admin.member_id()
    async with town.store.transaction() as tx:
        await members.drop_role(tx, admin_id, "admin")
    await admin.says("天文")
    assert "只有“管理员”可以用" in admin.last and await filter_of(town) == ""


async def test_health_says_what_waits_and_what_failed(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("管理")
    await admin.taps("运行状态")
    assert "成员：1人" in admin.last and "已送达1条，失败0条" in admin.last and "无法处理0条" in admin.last


async def test_whoever_the_configuration_names_is_admin_from_the_first_word(town: Town) -> None:
    town.house = replace(town.house, admins=frozenset({"telegram:10001"}))
    chat, other = town.newcomer("10001", channel="telegram", name="甲"), town.newcomer("10001")
    await chat.says("/admin")
    assert "现有成员1人" in chat.last
    await other.says("/admin")
    assert "只有“管理员”可以用" in other.last


async def test_an_invitation_can_be_scanned(town: Town) -> None:
    admin = await town.member("管理", "admin")
    await admin.says("/invite teacher 10")
    await admin.taps("二维码")
    pictures = [it.bubble.file for it in admin.screen[-2:]]
    assert all(it is not None and it.content.startswith(b"\x89PNG") for it in pictures)
    assert "网页链接" in admin.screen[-2].text and "Telegram 链接" in admin.screen[-1].text
    town.house = replace(town.house, public_url="http://127.0.0.1:8080")
    await admin.says("/qr t-lecture")
    assert "Telegram 链接" in admin.screen[-1].text and "网页链接" not in admin.screen[-2].text, "no phone opens that"
    await admin.says("/qr NOSUCHCODE")
    assert admin.screen[-1].bubble.file is None
    organiser = await town.member("组织", "organiser")
    code = (await town.rows("SELECT code FROM invites"))[0]["code"]
    await organiser.says(f"/qr {code}")
    assert organiser.screen[-1].bubble.file is None and "只有“管理员”可以用" in organiser.last
