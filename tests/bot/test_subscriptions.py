import pytest
from fakes.town import Town

from store import members


async def topics(town: Town, member_id: int) -> set[str]:
    async with town.store.reading() as tx:
        return set((await members.interests(tx, member_id)).topics)


@pytest.mark.parametrize("words", [
    "/subscribe research", "subscribe Research projects", "订阅 科研项目", "订阅科研项目", "我要订阅科研项目！",
    "订阅 3", "关注 科研", "/SUBSCRIBE Research", "/subscribe@kexun_bot research", "　订阅　科研项目　",
    "follow ｒｅｓｅａｒｃｈ",
])
async def test_a_topic_may_be_named_in_many_ways(town: Town, words: str) -> None:
    chat = await town.member("小王", "student")
    await chat.says(words)
    assert "已订阅：科研项目" in chat.last
    assert await topics(town, await chat.member_id()) == {"lecture", "science-week", "research"}


@pytest.mark.parametrize("words", [
    "/unsubscribe lecture", "取消订阅 讲座", "取消订阅讲座", "退订 讲座", "退订讲座", "/stop 讲座",
])
async def test_a_topic_that_a_role_brings_can_be_left(town: Town, words: str) -> None:
    chat = await town.member("小王", "student")
    await chat.says(words)
    assert "已取消订阅：讲座" in chat.last
    assert await topics(town, await chat.member_id()) == {"science-week"}
    assert not (await town.rows("SELECT stopped_at FROM members"))[0]["stopped_at"]


async def test_several_topics_at_once_and_what_was_not_found_is_named(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("订阅 讲座、科研项目 天文")
    assert chat.last == "已订阅：讲座、科研项目。没有找到：天文。"


async def test_saying_it_twice_says_so(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("订阅 讲座")
    assert "已经订阅了" in chat.last
    await chat.says("取消订阅 科研项目")
    assert "没有订阅" in chat.last


async def test_the_list_says_what_comes_through_which_role_and_changes_in_place(town: Town) -> None:
    chat = await town.member("小王", "student", "teacher")
    await chat.says("订阅 讲座")
    await chat.says("取消订阅 科研项目")
    await chat.says("我的订阅")
    assert "1. ✅ 科技活动周/科普日（来自学生、教师）" in chat.last
    assert "2. ✅ 讲座（来自学生）" in chat.last and "3. ⬜ 科研项目" in chat.last
    before = len(chat.screen)
    await chat.taps("订阅科研项目")
    await chat.taps("取消讲座")
    assert "已取消订阅：讲座。" in chat.last and "2. ⬜ 讲座" in chat.last and "3. ✅ 科研项目（自己订阅）" in chat.last
    assert len(chat.screen) == before
    await chat.says("3")
    assert chat.last == "已取消订阅：科研项目。"


async def test_a_topic_that_does_not_exist_gets_the_list(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("订阅 天文")
    assert "没有“天文”这个主题" in chat.last and len(chat.labels) == 4
    await chat.says("/unsubscribe " + "长" * 5000)
    assert "这个主题" in chat.last and len(chat.last) < 300


async def test_a_muted_topic_stays_muted_when_another_role_brings_it_too(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("取消订阅 1")
    await chat.says("/role teacher")
    assert await topics(town, await chat.member_id()) == {"lecture", "research"}
