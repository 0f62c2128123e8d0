from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from fakes.feed_texts import entries, item, rss
from hypothesis import given
from hypothesis import strategies as st

from feeds import decide
from feeds.model import Entry
from store.swings import STEADY, Swing


@dataclass(frozen=True)
class Known:
    id: int
    content_hash: str
    known_until: datetime | None = None
    is_away: bool = False
    swing: Swing = STEADY


class Memory:
    """What a feed's table remembers, filled with what was decided, as poll does."""

    def __init__(self) -> None:
        self.known: dict[str, Known] = {}
        self.count = 0

    def poll(self, *items: str) -> decide.Decisions:
        decisions = decide.changes(entries(rss(*items)), self.known)
        for entry in decisions.new:
            self.count += 1
            self._remember(self.count, entry)
        for entry_id, entry in decisions.changed:
            self.known = {k: Known(v.id, entry.content_hash) if v.id == entry_id else v for k, v in self.known.items()}
            self._remember(entry_id, entry)
        for entry_id, keys in decisions.rekeyed:
            hash_ = next(k.content_hash for k in self.known.values() if k.id == entry_id)
            self.known |= {key: Known(entry_id, hash_) for key in keys}
        return decisions

    def _remember(self, entry_id: int, entry: Entry) -> None:
        for key in entry.keys:
            self.known.setdefault(key, Known(entry_id, entry.content_hash))


def told(decisions: decide.Decisions) -> tuple[list[str], list[str], int]:
    return [e.title for e in decisions.new], [e.title for _, e in decisions.changed], decisions.known_count


A = item("甲", "正文甲", guid="1", link="http://kx.example/n/1")
PAGE = "http://kx.example/n/7"
B = item("乙", "正文乙", guid="2", link="http://kx.example/n/2")


def test_new_changed_and_known_entries_are_told_apart() -> None:
    memory = Memory()
    assert told(memory.poll(A)) == (["甲"], [], 0)
    assert told(memory.poll(B, A)) == (["乙"], [], 1)
    assert told(memory.poll(B, A.replace("正文甲", "正文改"))) == ([], ["甲"], 1)
    assert told(memory.poll(B, A.replace("正文甲", "正文改"))) == ([], [], 2)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        pytest.param({"guid": "http://a.example/?p=1"}, {"guid": "https://b.example/?p=1"}, id="guid with a new host"),
        pytest.param({"guid": "x1", "link": PAGE}, {"guid": "y2", "link": PAGE}, id="random guid"),
        pytest.param({"link": PAGE}, {"link": PAGE + "?utm_source=x"}, id="link with a tracker"),
        pytest.param({"guid": "1", "link": PAGE}, {"guid": "1", "link": "http://new.example/9"}, id="site moved"),
        pytest.param({"pubDate": "2031-05-01"}, {"pubDate": "2031-06-01"}, id="stamped anew"),
    ],
)
def test_an_entry_is_known_whatever_its_publisher_does_to_it(was: dict[str, str], becomes: dict[str, str]) -> None:
    memory = Memory()
    memory.poll(item("通知", "正文", **was))
    assert told(memory.poll(item("通知", "正文", **becomes))) == ([], [], 1)


def test_an_entry_that_changes_its_keys_one_by_one_stays_known() -> None:
    memory = Memory()
    memory.poll(item("通知", "正文", guid="1", link="http://kx.example/1"))
    memory.poll(item("通知", "正文", guid="2", link="http://kx.example/1"))
    assert told(memory.poll(item("改题", "正文", guid="2", link="http://kx.example/2"))) == ([], ["改题"], 0)


def test_a_guid_on_every_entry_is_no_guid() -> None:
    memory = Memory()
    same = [item(f"通知{n}", "正文", guid="0", link=f"http://kx.example/{n}") for n in range(3)]
    assert told(memory.poll(*same))[0] == ["通知0", "通知1", "通知2"]
    assert told(memory.poll(item("通知3", guid="0", link="http://kx.example/3"), *same)) == (["通知3"], [], 3)


def test_entries_that_share_a_link_are_told_apart_by_title() -> None:
    memory = Memory()
    same = [item(f"通知{n}", link="http://kx.example/list") for n in range(3)]
    assert len(memory.poll(*same).new) == 3
    assert told(memory.poll(*same)) == ([], [], 3)


def test_the_same_entry_twice_is_one() -> None:
    assert told(Memory().poll(A, B, A)) == (["甲", "乙"], [], 0)


def test_two_entries_never_pass_for_the_same_old_one() -> None:
    memory = Memory()
    memory.poll(item("周报", "旧", guid="1", link="http://kx.example/1"))
    old = item("周报", "旧", guid="1", link="http://kx.example/2")
    fresh = item("周报", "新", guid="2", link="http://kx.example/1")
    assert told(memory.poll(fresh, old)) == (["周报"], [], 1)
    assert told(memory.poll(fresh, old)) == ([], [], 2)


def test_the_strongest_key_decides_between_two_old_entries() -> None:
    memory = Memory()
    memory.poll(A, B)
    moved = item("甲", "正文甲", guid="1", link="http://kx.example/n/2")
    assert memory.poll(moved).changed == ()


SHAPES = st.tuples(st.sampled_from("甲乙丙"), st.sampled_from(["", "1", "2"]), st.sampled_from(["", "/1", "/2"]))


@given(st.lists(SHAPES))
def test_a_document_polled_twice_brings_nothing_the_second_time(shapes: list[tuple[str, str, str]]) -> None:
    memory = Memory()
    document = [
        item(title, str(n), guid=guid, link=link and f"http://kx.example{link}")
        for n, (title, guid, link) in enumerate(shapes)
    ]
    kept = len(memory.poll(*document).new)
    assert told(memory.poll(*document)) == ([], [], kept)


def test_an_entry_without_any_key_of_its_own_is_no_trouble() -> None:
    entry = entries(rss(A))[0]
    assert decide.usable([replace(entry, keys=())]) == ()
