import pytest
from fakes.town import ROLES, TOPICS

from bot.commands.naming import all_named, named


@pytest.mark.parametrize(("words", "topic"), [
    ("lecture", "lecture"), ("讲座", "lecture"), ("LECTURES", "lecture"), (" 讲座。 ", "lecture"), ("2", "lecture"),
    ("《讲座》", "lecture"), ("科普日", "science-week"), ("科技活动周/科普日", "science-week"),
    ("Research projects", "research"),
    ("research", "research"), ("科", None), ("0", None), ("4", None), ("99999999999", None), ("", None), ("，", None),
    ("e", None), ("天文", None),
])
def test_a_topic_is_the_one_that_is_named_and_never_a_guess(words: str, topic: str | None) -> None:
    assert named(TOPICS, words) == topic


def test_roles_are_named_the_same_way() -> None:
    assert named(ROLES, "教师") == named(ROLES, "Teacher") == named(ROLES, "2") == "teacher"


@pytest.mark.parametrize(("words", "topics", "unknown"), [
    ("讲座 科研项目", ["lecture", "research"], []), ("讲座、讲座，2", ["lecture"], []),
    ("讲座 天文", ["lecture"], ["天文"]),
    ("Research projects", ["research"], []), ("", [], []), ("甲 乙", [], ["甲", "乙"]),
])
def test_several_topics_may_be_named_at_once(words: str, topics: list[str], unknown: list[str]) -> None:
    assert all_named(TOPICS, words) == (topics, unknown)
