import pytest
from fakes.town import Town

from notices.model import Audience, Notice

LECTURES = Audience(topics=frozenset({"lecture"}))


@pytest.mark.parametrize(("words", "label"), [
    ("有什么活动", "活动"), ("最新的通知在哪看", "最新"), ("我想看截止日期有哪些", "截止"), ("怎么设置提醒", "设置"),
    ("不要再发了！", "退订"),
    ("/setings", "设置"), ("dedlines", "截止"), ("lateset", "最新"), ("please show my subscriptions", "我的订阅"),
])
async def test_unknown_words_get_the_closest_commands(town: Town, words: str, label: str) -> None:
    chat = await town.member("小王", "student")
    await chat.says(words)
    assert "你是不是想" in chat.last and label in chat.labels and chat.labels[-1] == "帮助"


async def test_in_english_the_suggestions_are_english(town: Town) -> None:
    chat = await town.member("Ann", "student", language="en")
    await chat.says("setings")
    assert "Did you mean" in chat.last and chat.labels == ["Settings", "Help"]
    await chat.taps("Settings")
    assert "Quiet hours" in chat.last


async def test_words_that_name_a_topic_or_a_notice_lead_there(town: Town) -> None:
    await town.publishes(Notice("院士讲座：量子与未来", "…"), LECTURES, quiet=True)
    chat = await town.member("小王")
    await chat.says("量子")
    assert "📄 院士讲座：量子与未来" in chat.labels
    await chat.says("讲座")
    assert "订阅讲座" in chat.labels and "📄 院士讲座：量子与未来" in chat.labels
    await chat.taps("📄")
    assert chat.last.startswith("院士讲座：量子与未来")


async def test_an_organiser_who_pastes_a_long_text_is_offered_to_announce_it(town: Town) -> None:
    boss, wang = await town.member("组织", "organiser"), await town.member("小王", "student")
    for chat in (boss, wang):
        await chat.says("各位老师同学，" * 20)
        assert "较长的文字" in chat.last
    assert boss.labels == ["发布通知", "帮助"] and wang.labels == ["帮助"]


async def test_nothing_like_it_still_gets_a_way_on(town: Town) -> None:
    chat = await town.member("小王")
    await chat.says("阿巴阿巴")
    assert chat.last == "没看懂“阿巴阿巴”。点“帮助”看看我能做什么。" and chat.labels == ["帮助"]


@pytest.mark.parametrize("words", ["", "🎉🎉", "！！！", "...", "\u200b\u202e", "👍🏽", "\n\n"])
async def test_words_without_a_word_get_a_way_on(town: Town, words: str) -> None:
    chat = await town.member("小王")
    await chat.says(words, extra={"media": "photo"})
    assert "看得懂文字" in chat.last and chat.labels == ["最新通知", "帮助"]


@pytest.mark.parametrize("words", [
    "长" * 10_000, "a " * 20_000, "<b>讲座</b> & [x](javascript:alert(1)) *_`", "%s {name} { $said }", "' OR 1=1 --",
    "\u202e/pots", "/", "//", "／", "/ start", "％", "_%\\", "讲" * 61, "\x00\x01", "0", "-1", "９９", "½", "十一",
    "null", "/unknowncommand with words", "@kexun_bot", "/@kexun_bot", "?" * 100,
])
async def test_odd_words_get_one_short_helpful_answer(town: Town, words: str) -> None:
    chat = await town.member("小王", "student")
    shown = await chat.says(words)
    assert len(shown) == 1 and 0 < len(chat.last) < 400 and "帮助" in chat.last + "".join(chat.labels)


async def test_help_lists_what_each_may_do(town: Town) -> None:
    member, organiser, admin = (
        await town.member("甲", "student"), await town.member("乙", "organiser"), await town.member("丙", "admin")
    )
    for chat in (member, organiser, admin):
        await chat.says("？")
    assert "最新 · 看最近的通知" in member.last and "发布" not in member.last
    assert "发布 · 发布一条通知" in organiser.last and "管理 · " not in organiser.last
    assert "管理 · " in admin.last and "发布 · " in admin.last
    await member.says("/language en")
    await member.says("/help")
    assert "/latest · the newest notices" in member.last


async def test_wanting_less_is_not_taken_for_wanting_nothing(town: Town) -> None:
    chat = await town.member("小王", "student")
    await chat.says("stop sending me so much")
    assert "全部退订" in chat.labels and not (await town.rows("SELECT stopped_at FROM members"))[0]["stopped_at"]
    await chat.taps("全部退订")
    assert "已退订" in chat.last


async def test_nothing_a_person_says_is_shown_as_a_suggestion_they_may_not_follow(town: Town) -> None:
    chat = await town.member("小王", "student")
    for words in ("管理一下", "发布一个通知", "admni", "成员列表"):
        await chat.says(words)
        assert not {"管理", "发布", "成员"} & set(chat.labels)
