"""The audience rule in SQL and in Python are one rule."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from fakes.database import opened
from fakes.people import NOW, join
from hypothesis import given, settings
from hypothesis import strategies as st

from notices import audience
from notices.audience import Interests
from notices.model import Audience, Notice
from store import members, notices
from store.audience import WHY, WHY_OF_NOTICE, args

ROLES, TOPICS = ("admin", "student", "teacher"), ("lecture", "research", "science-week")
some_roles = st.frozensets(st.sampled_from(ROLES))
some_topics = st.frozensets(st.sampled_from(TOPICS))
RULES = st.lists(st.builds(Audience, some_roles, some_topics), min_size=1, max_size=12)
MEMBERS = st.lists(
    st.tuples(some_roles, st.dictionaries(st.sampled_from(TOPICS), st.booleans()), st.booleans()), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(role_topics=st.fixed_dictionaries(dict.fromkeys(ROLES, some_topics)), people=MEMBERS, rules=RULES)
def test_for_any_member_and_any_rule_both_say_the_same_and_why(
    role_topics: dict[str, frozenset[str]], people: list[tuple[frozenset[str], dict[str, bool], bool]],
    rules: list[Audience],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(compare(Path(folder) / "a.db", role_topics, people, rules))


async def compare(
    path: Path, role_topics: dict[str, frozenset[str]], people: list[tuple[frozenset[str], dict[str, bool], bool]],
    rules: list[Audience],
) -> None:
    async with opened(path) as store, store.transaction() as tx:
        await members.set_role_topics(tx, role_topics)
        interests: dict[int, Interests] = {}
        for number, (roles, choices, is_group) in enumerate(people):
            who = await join(tx, f"p{number}", *sorted(roles))
            if is_group:
                await tx.run("UPDATE members SET kind = 'group' WHERE id = :id", id=who.member_id)
            for topic, wanted in choices.items():
                await (members.subscribe if wanted else members.mute)(tx, who.member_id, topic, NOW)
            interests[who.member_id] = Interests(
                roles, frozenset((role, topic) for role in roles for topic in role_topics[role]),
                frozenset(topic for topic, wanted in choices.items() if wanted),
                frozenset(topic for topic, wanted in choices.items() if not wanted), is_group,
            )
            assert await members.interests(tx, who.member_id) == interests[who.member_id]
        for rule in (*rules, audience.widened(rules[0], rules[-1])):
            notice_id = await notices.add(tx, Notice("t", ""), rule, NOW)
            rows = await tx.all(
                f"SELECT m.id, {WHY_OF_NOTICE} AS why FROM members m, notices n WHERE n.id = :id", id=notice_id
            )
            assert {row["id"]: row["why"] or "" for row in rows} == {
                member_id: audience.why(rule, it) for member_id, it in interests.items()
            }
        for rule in rules:
            rows = await tx.all(f"SELECT m.id, {WHY} AS why FROM members m", **args(rule))
            assert {row["id"]: row["why"] or "" for row in rows} == {
                member_id: audience.why(rule, it) for member_id, it in interests.items()
            }
            assert await members.count_audience(tx, rule) == sum(
                audience.why(rule, it) != "" and not it.is_group for it in interests.values()
            )
            assert await members.count_audience(tx, rule, "group") == sum(
                audience.why(rule, it) != "" and it.is_group for it in interests.values()
            )
