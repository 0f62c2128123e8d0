"""What the lines above and below call a day that is all of its line."""

from __future__ import annotations

from notices.extract.layout import Place
from notices.extract.patterns import Pattern

TOPIC = Pattern(r"[ )|]*\n(?:活动|讲座|报告|培训|课程|展览)?(?:主题|题目|名称|内容|项目)[:]([^\n|]{2,40})")
"""9月20日 / 主题:《春江花月夜》赏析: a day in a line of its own, and in the next what it is of."""
_ENDS_SENTENCE = frozenset("。;")  # 下午16:00收班; was of the day above it
_OTHERWISE = Pattern(
    r"(?:[上下]午)?\d{1,2}[:点时]|(?:活动|举办|报名)?(?:地点|平台|对象|方式|人数|费用|主讲人?|嘉宾|承办|主办)[^:]{0,4}:"
)
"""What a line above a day says of another one."""
_STEP = Pattern(r"[ )|]*\n(?:[上下]午|晚上?)?\d{1,2}[:点时][\d:~半分至到-]{0,12}([^\d,。;\n|]{2,20})")


def above(place: Place) -> str:
    """The line above, unless it tells of something else; empty for a day with words of its own."""
    of_other = _OTHERWISE.match(place.above) or place.above[-1:] in _ENDS_SENTENCE
    return place.above if place.alone and not of_other else ""


def step(text: str, end: int) -> str:
    """The first step of a programme below a day that is all of its line and ends at `end`; empty for none."""
    found = _STEP.match(text, end)
    return found[1] if found else ""
