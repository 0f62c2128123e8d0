"""One time of a series is called off by a notice of its own."""

from __future__ import annotations

from datetime import datetime

import pytest
from world import ZONE, World

TITLE = "关于举办科技社团活动的通知"
SERIES = (
    "各位同学：\n科技社团活动定于2026年9月9日至10月14日每周三下午4:00在实验楼举行。\n科技中心\n2026年9月1日"
)


LATER = [
    ("关于取消9月16日科技社团活动的通知", "因天气原因，9月16日（周三）的科技社团活动取消。"),
    ("9月16日科技社团活动停办一次", "因实验楼停电，9月16日下午的科技社团活动停办一次。"),
]


@pytest.mark.parametrize(("title", "text"), LATER, ids=[title for title, _ in LATER])
async def test_of_a_series_one_time_is_called_off_and_the_others_go_on(world: World, title: str, text: str) -> None:
    wang = await world.person("小王", "student")
    world.publishes(TITLE, SERIES)
    await world.settle()
    assert TITLE in await wang.news()
    world.publishes(title, f"{text}\n科技中心\n2026年9月2日")
    await world.passes(minutes=20)
    said = await wang.news()
    assert "取消" in said and "9月16日" in said
    assert "9月16日" not in await wang.says("日程")
    await world.sleeps(seconds=(datetime(2026, 9, 22, 9, 0, tzinfo=ZONE) - world.now).total_seconds())
    assert "9月23日" in await wang.says("日程")
