"""A date that goes back and forth, as two servers behind one address show it, is told once."""

from __future__ import annotations

import pytest
from world import Person, World

TITLE = "天文讲座"
TENTH = "各位同学：天文讲座定于2026年9月10日14:30—16:00在图书馆举行。"
FIFTEENTH = TENTH.replace("9月10日", "9月15日")
TOMORROW = TENTH.replace("9月10日14:30—16:00", "9月2日8:30—10:00")
FAR = TENTH.replace("9月10日", "9月28日")


async def told(world: World, text: str = TENTH) -> tuple[Person, str]:
    wang = await world.person("小王", "student")
    guid = world.publishes(TITLE, text)
    await world.settle()
    assert "【通知】" in await wang.news()
    return wang, guid


async def looks(world: World, guid: str, *texts: str) -> None:
    """At each look the feed says the next of these."""
    for text in texts:
        world.publishes(TITLE, text, guid=guid)
        await world.passes(minutes=15)


async def test_a_date_that_goes_back_and_forth_is_told_once(world: World) -> None:
    wang, guid = await told(world)
    await looks(world, guid, *[FIFTEENTH, TENTH] * 20)
    said = await wang.news()
    assert said.count("【更正】") == 1 and "由 9月10日(周四) 14:30–16:00 改为 9月15日(周二) 14:30–16:00" in said


async def test_one_server_that_is_late_by_chance_now_and_then_changes_nothing(world: World) -> None:
    wang, guid = await told(world)
    await looks(world, guid, *[FIFTEENTH] * 6, *[TENTH] * 4, *[FIFTEENTH] * 9, *[TENTH] * 7, *[FIFTEENTH] * 3)
    assert (await wang.news()).count("【更正】") == 1
    assert "9月15日(周二) 14:30–16:00" in await wang.says("日程")


async def test_a_date_that_went_back_for_good_is_told_after_three_hours(world: World) -> None:
    wang, guid = await told(world)
    await looks(world, guid, FIFTEENTH)
    await wang.news()
    await looks(world, guid, *[TENTH] * 10)
    assert await wang.news() == ""
    await looks(world, guid, *[TENTH] * 4)
    said = await wang.news()
    assert "由 9月15日(周二) 14:30–16:00 改为 9月10日(周四) 14:30–16:00" in said and said.count("【更正】") == 1


async def test_a_site_that_says_not_modified_meanwhile_is_asked_for_the_whole(world: World) -> None:
    wang, guid = await told(world)
    await looks(world, guid, FIFTEENTH)
    await wang.news()
    world.publishes(TITLE, TENTH, guid=guid)
    await world.passes(hours=4)
    assert "改为 9月10日(周四) 14:30–16:00" in await wang.news()


async def test_a_date_of_tomorrow_that_goes_back_is_told_within_the_hour(world: World) -> None:
    wang, guid = await told(world, TOMORROW)
    await looks(world, guid, FIFTEENTH)
    await wang.news()
    world.publishes(TITLE, TOMORROW, guid=guid)
    await world.passes(hours=1, minutes=20)
    assert "改为 9月2日(周三) 08:30–10:00" in await wang.news()


async def test_a_third_date_is_told_at_once(world: World) -> None:
    wang, guid = await told(world)
    await looks(world, guid, FIFTEENTH, TENTH, FAR)
    said = await wang.news()
    assert said.count("【更正】") == 2 and "改为 9月28日(周一) 14:30–16:00" in said


async def test_a_date_that_goes_back_days_later_is_told_at_once(world: World) -> None:
    wang, guid = await told(world, FAR)
    await looks(world, guid, FIFTEENTH)
    await world.passes(days=2)
    await wang.news()
    await looks(world, guid, FAR)
    assert "由 9月15日(周二) 14:30–16:00 改为 9月28日(周一) 14:30–16:00" in await wang.news()


@pytest.mark.parametrize("doubtful", ["各位同学：天文讲座定于2026年9月10日（周一）14:30—16:00在图书馆举行。"])
async def test_organisers_are_not_asked_again_and_again_either(world: World, doubtful: str) -> None:
    _, guid = await told(world)
    chen = await world.person("陈老师", "organiser")
    await looks(world, guid, *[doubtful, TENTH] * 10)
    assert (await chen.news()).count("【待审】") == 1


async def test_its_neighbours_are_told_meanwhile(world: World) -> None:
    wang, guid = await told(world)
    await looks(world, guid, FIFTEENTH, TENTH)
    await wang.news()
    world.publishes("排球比赛", "排球比赛定于2026年9月12日15:00在体育馆举行。")
    await world.passes(minutes=20)
    said = await wang.news()
    assert "排球比赛" in said and "天文讲座" not in said
