from fakes.town import Town, deadline, event, on

from notices.model import Audience, Notice

LECTURES = Audience(topics=frozenset({"lecture"}))
RESEARCH = Audience(topics=frozenset({"research"}))


async def test_a_newcomer_is_in_after_two_taps_and_sees_what_is_coming(town: Town) -> None:
    await town.publishes(Notice("院士讲座", "…", (event("讲座", 2),)), LECTURES)
    chat = town.newcomer("w1")
    await chat.says("/start")
    assert chat.labels == ["学生", "教师", "专家（需审核）"]
    await chat.taps("学生")
    assert "怎么称呼你" in chat.last and chat.labels == ["跳过"]
    await chat.taps("跳过")
    welcome = next(it.text for it in chat.screen if "欢迎加入" in it.text)
    assert "角色：学生" in welcome and "讲座、" in welcome or "、讲座" in welcome
    assert "9月3日(周四) 09:00–11:00 · 讲座 · 后天" in welcome
