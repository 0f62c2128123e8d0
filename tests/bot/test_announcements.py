import pytest
from fakes.town import Chat, Town


async def announced(boss: Chat, title: str = "防汛通知\n9月8日") -> None:
    await boss.says(f"/announce {title}")
    for label in ("下一步", "下一步", "需要", "确认发布"):
        await boss.taps(label)


async def test_an_organiser_sees_how_many_of_how_many_and_who_is_silent(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    people = [await town.member(name, "student") for name in ("小王", "小李", "小张")]
    await announced(boss)
    await people[1].says("收到")
    await boss.says("我的发布")
    assert "1. 防汛通知" in boss.last
    await boss.says("1")
    assert "已送达4人" in boss.last and "收到：1/4" in boss.last and "还没回复：组织、小王、小张" in boss.last
    await people[0].taps("收到，已知道了")
    await boss.taps("刷新")
    assert "收到：2/4" in boss.last and "还没回复：组织、小张" in boss.last


async def test_withdrawing_asks_first_and_tells_those_who_have_it(town: Town) -> None:
    boss, wang = await town.member("组织", "organiser"), await town.member("小王", "student")
    await announced(boss)
    (asked,) = await boss.taps("撤回")
    assert "撤回《防汛通知》？" in asked and "【通知】" in wang.last
    said = await boss.taps("确认撤回")
    assert said[0] == "已撤回《防汛通知》，并告知2个已收到的账号。" and "【撤回】" in boss.last
    assert "【撤回】" in wang.last and not await town.rows("SELECT * FROM reminders")
    await boss.says("/withdraw 1 yes")
    assert "之前已经撤回" in boss.last
    await wang.says("/ack 1")
    assert "已由发布者撤回" in wang.last
    await boss.says("我的发布")
    assert "还没有发布过" in boss.last


async def test_another_organisers_notice_is_not_theirs_to_look_into_or_withdraw(town: Town) -> None:
    boss, other = await town.member("组织", "organiser"), await town.member("别人", "organiser")
    admin = await town.member("管理", "admin")
    await announced(boss)
    for words in ("/withdraw 1 yes", "/announcements 1", "撤回 1"):
        await other.says(words)
        assert "不是你发布的" in other.last
    assert not (await town.rows("SELECT withdrawn_at FROM notices"))[0]["withdrawn_at"]
    await admin.says("/withdraw 1 yes")
    assert (await town.rows("SELECT withdrawn_at FROM notices"))[0]["withdrawn_at"]


@pytest.mark.parametrize("words", ["/withdraw", "/withdraw 99 yes", "/withdraw abc", "/announcements 99", "撤回 全部"])
async def test_a_notice_that_is_not_there_gets_a_way_on(town: Town, words: str) -> None:
    boss = await town.member("组织", "organiser")
    await boss.says(words)
    assert "找不到这条通知" in boss.last and boss.labels == ["我的发布"]


async def test_a_topic_and_a_notice_can_be_scanned_and_lead_there(town: Town) -> None:
    boss = await town.member("组织", "organiser")
    await announced(boss)
    await boss.says("二维码")
    await boss.taps("讲座")
    assert boss.screen[-1].bubble.file is not None
    assert "扫码订阅：讲座" in boss.last and "https://t.me/kexun_bot?start=t-lecture" in boss.last
    await boss.says("/announcements 1")
    await boss.taps("二维码")
    assert boss.screen[-1].bubble.file is not None
    assert "扫码看通知：防汛通知" in boss.last and "https://t.me/kexun_bot?start=n-1" in boss.last
    newcomer = await town.member("小王", "student")
    await newcomer.says("/start n-1")
    assert any("防汛通知" in it.text for it in newcomer.screen)


@pytest.mark.parametrize("words", ["/qr n-99", "/qr n-abc", "/qr 没有的主题"])
async def test_what_is_not_there_has_no_picture(town: Town, words: str) -> None:
    boss = await town.member("组织", "organiser", "admin")
    shown = len(boss.screen)
    await boss.says(words)
    assert all(it.bubble.file is None for it in boss.screen[shown:])
