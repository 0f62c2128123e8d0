"""What several feeds bring under one title: one notice or two."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from world import ZONE, World

from feeds.model import Source
from feeds.settings import Feed
from notices.model import Audience

TITLE = "关于举办青少年科普讲解大赛的通知"
BODY = (
    "各有关单位：\n为弘扬科学精神，普及科学知识，经研究，决定举办青少年科普讲解大赛。大赛定于2026年10月17日在青禾市科技馆举行，"
    "分为初赛和决赛两个阶段，各单位可推荐三名选手参加，每名选手讲解时间不超过四分钟。\n请各单位于2026年9月20日前将报名表（Word版）"
    "发送至邮箱kepu@example.cn，联系人：王老师，电话：010-55550123。"
)
SIGNED = BODY + "\n青禾市科学技术协会\n2026年9月1日"
NUMBERED = "青科协发〔2026〕41号\n" + SIGNED
LOWER = (
    "云科协发〔2026〕9号\n各街道科协：\n现将《关于举办青少年科普讲解大赛的通知》（青科协发〔2026〕41号）转发给你们，请认真组织，"
    "并于2026年9月15日前将推荐名单报区科协办公室。\n云谷区科学技术协会\n2026年9月2日"
)


@dataclass(frozen=True)
class Case:
    name: str
    first: tuple[str, str]
    second: tuple[str, str]
    one: bool
    """Whether they are one notice, told once to someone in both audiences."""
    own: str = ""
    """A day that only the second one has, which is told as its own."""


def edited(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


CASES = (
    Case("a title that says it is forwarded", (TITLE, SIGNED), (f"转发：{TITLE}", SIGNED), one=True),
    Case("a title that says it is reposted, and a page that says where from", (TITLE, SIGNED),
         (f"【转载】{TITLE}", f"来源：青禾市科协 浏览次数：35\n{SIGNED}\n【打印】【关闭】"), one=True),
    Case("a slip mended and a line added", (TITLE, SIGNED),
         (TITLE, edited(SIGNED, ("各有关单位", "各单位"), ("0123。", "0123，报名表见附件。"))), one=True),
    Case("a copy without its signature", (TITLE, SIGNED), (TITLE, BODY), one=True),
    Case("another telephone and other punctuation", (TITLE, SIGNED),
         (TITLE, edited(SIGNED, ("55550123", "55550124"), ("，", ","))), one=True),
    Case("forwarded by a lower unit under a number and with a day of its own", (TITLE, NUMBERED),
         (f"云谷区科协关于转发《{TITLE}》的通知", LOWER), one=True, own="9月15日"),
    Case("the whole of it, forwarded with a day of one's own", (TITLE, SIGNED),
         (f"转发{TITLE}", f"{BODY}\n我校教师请于2026年9月10日前报科技处。\n青禾大学科技处\n2026年9月3日"), one=True,
         own="9月10日"),
    Case("the same title in another year", (TITLE, edited(SIGNED, ("2026", "2025"))), (TITLE, SIGNED), one=False),
    Case("the same title and words for another session", (TITLE, SIGNED),
         (TITLE, edited(SIGNED, ("10月17日", "10月24日"), ("9月20日", "9月27日"))), one=False),
    Case("another issuer with the same title and other days", (TITLE, SIGNED),
         (TITLE, edited(SIGNED, ("青禾市", "云谷市"), ("10月17日", "10月18日"), ("9月20日", "9月21日"))), one=False),
    Case("another issuer with the same title, words and days", (TITLE, SIGNED),
         (TITLE, edited(SIGNED, ("青禾市", "云谷市"))), one=False),
    Case("a title that many use", ("放假通知", SIGNED), ("放假通知", edited(SIGNED, ("科普讲解", "机器人"))),
         one=False),
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A city's feed for teachers, and a district's for students."""
    feeds = [
        Feed(Source(name, f"https://{role}.example", "rss", ZONE, tmp_path), 900.0, Audience(frozenset({role})), True)
        for name, role in (("市科协", "teacher"), ("区科协", "student"))
    ]
    async with World.made(tmp_path, feeds_=feeds) as made:
        yield made


@pytest.mark.parametrize("case", CASES, ids=lambda it: it.name)
async def test_one_notice_or_two(world: World, case: Case) -> None:
    both, student = await world.person("赵", "teacher", "student"), await world.person("王", "student")
    world.publishes(*case.first, feed="市科协")
    await world.settle()
    assert "9月20日" in await both.news() or not case.one
    world.publishes(*case.second, feed="区科协")
    await world.passes(hours=1)
    again = await both.news()
    assert ("9月20日" in again or "【通知】" in again) is (not case.one or bool(case.own)), again
    if case.own:
        assert case.own in again and "9月20日" not in again
    if case.one:
        assert (await student.news()).count("9月20日") == 1


@pytest.mark.parametrize("case", [it for it in CASES if it.own], ids=lambda it: it.name)
async def test_where_the_forwarded_one_comes_first_its_own_day_stays_its_own(world: World, case: Case) -> None:
    teacher = await world.person("李", "teacher")
    world.publishes(*case.second, feed="区科协")
    await world.settle()
    world.publishes(*case.first, feed="市科协")
    await world.passes(hours=1)
    told = await teacher.news()
    assert "9月20日" in told and case.own not in told


async def test_what_is_forwarded_after_a_change_tells_its_own_day_and_no_old_one(world: World) -> None:
    both = await world.person("赵", "teacher", "student")
    world.publishes(TITLE, NUMBERED, feed="市科协")
    await world.settle()
    await both.news()
    later = "原定9月20日前报送的报名表延期至9月27日前报送。\n青禾市科学技术协会\n2026年9月1日"
    world.publishes(TITLE.replace("举办", "延期举办"), later, feed="市科协")
    await world.passes(hours=1)
    assert "9月27日" in await both.news()
    world.publishes(f"云谷区科协关于转发《{TITLE}》的通知", LOWER, feed="区科协")
    await world.passes(hours=1)
    told = await both.news()
    assert "9月15日" in told and "9月20日" not in told


async def test_the_same_words_a_year_later_are_told_again(world: World) -> None:
    both = await world.person("赵", "teacher", "student")
    text = (
        "各单位：\n请结合实际组织开展文明祭扫活动，倡导鲜花祭扫，注意用火安全，做好值班值守，遇有重要情况及时报告。"
        "\n青禾市科学技术协会"
    )
    world.publishes("关于做好文明祭扫工作的通知", text, feed="市科协")
    await world.settle()
    await both.news()
    await world.sleeps(days=365)
    world.publishes("关于做好文明祭扫工作的通知", text, feed="区科协")
    await world.passes(hours=1)
    assert "文明祭扫" in await both.news()
