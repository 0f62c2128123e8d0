from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from fakes.feed_texts import NOW, ZONE, source
from hypothesis import given
from hypothesis import strategies as st

from feeds import samples
from feeds.dates import written
from feeds.model import Entry, Fetched, FetchError, Validators
from feeds.parse import parse


def fetch(url: str = "sample:", etag: str = "", now: datetime = NOW) -> Fetched | None:
    return samples.fetch(source(url, "sample"), Validators(etag), now)


def read(url: str = "sample:", now: datetime = NOW) -> tuple[Entry, ...]:
    document = fetch(url, now=now)
    assert document is not None
    return parse(document, source(url, "sample")).entries


@pytest.mark.parametrize(
    ("url", "words"),
    [("sample:science", ["科技活动周", "科普日"]), ("sample:campus", ["讲座", "大赛"]), ("sample:research", ["申报"])],
)
def test_each_set_has_its_own_notices(url: str, words: list[str]) -> None:
    titles = [entry.title for entry in read(url)]
    assert len(titles) == len(words)
    assert all(word in title for word, title in zip(words, titles, strict=True))


def test_all_sets_together_are_the_whole_feed() -> None:
    assert {e.title for e in read()} == {e.title for name in samples.SETS for e in read(f"sample:{name}")}
    assert len(read()) == 5


def test_dates_lie_as_many_days_ahead_as_the_notice_needs() -> None:
    texts = {e.link.rsplit("/", 1)[1].removesuffix("-20310601"): e.text for e in read() if e.link}
    expected = {
        "science-week": [3, 9, 3, 3, 5], "science-day": [2, 6, 8], "lecture": [0], "contest": [5, 12], "project": [4],
    }
    assert set(texts) == set(expected)
    for name, days in expected.items():
        wanted = [written(NOW.date() + timedelta(days=n)) for n in days]
        found = sorted((texts[name].find(w), w) for w in set(wanted))
        assert all(at >= 0 for at, _ in found), (name, wanted)
    assert "（星期四）17:00前" in texts["project"]


def test_a_notice_is_signed_on_the_day_it_is_made() -> None:
    assert all(entry.text.endswith("\n\n2031年6月1日") and entry.published_at == NOW for entry in read())


def test_nothing_is_left_to_fill_in_and_nobody_real_is_named() -> None:
    for entry in read():
        assert "{" not in entry.title + entry.text
        assert "000-555" in entry.text and ("@example.org" in entry.text)


def test_an_edition_lasts_a_fortnight_and_the_next_one_is_new() -> None:
    first = fetch()
    assert first is not None
    etag = first.validators.etag
    assert fetch(etag=etag, now=NOW + timedelta(days=13, hours=23)) is None
    second = fetch(etag=etag, now=NOW + timedelta(days=14))
    assert second is not None and second.validators.etag != etag
    old = {key for entry in read() for key in entry.keys}
    assert not old & {key for entry in read(now=NOW + timedelta(days=14)) for key in entry.keys}


def test_an_etag_of_another_make_is_no_edition() -> None:
    assert fetch(etag='"W/1"') is not None
    assert fetch(etag="2031-06-01T00:00:00") is not None


def test_a_set_that_does_not_exist_is_refused_in_a_sentence_that_names_those_that_do() -> None:
    with pytest.raises(FetchError, match="sample:campus") as failure:
        fetch("sample:moon")
    assert failure.value.reason == "address"


def test_the_lecture_is_twelve_minutes_ahead_at_a_round_time() -> None:
    assert samples.lecture_at(NOW.replace(minute=3)) == NOW.replace(minute=15)
    assert samples.lecture_at(NOW.replace(minute=4)) == NOW.replace(minute=20)
    assert samples.lecture_at(NOW.replace(minute=3, second=59)) == NOW.replace(minute=15)


def test_a_lecture_that_would_begin_after_midnight_is_tomorrow_morning() -> None:
    assert samples.lecture_at(NOW.replace(hour=23, minute=48)) == NOW.replace(day=2, hour=10)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001
def test_the_lecture_is_always_ahead_on_a_day_that_its_text_names(naive: datetime) -> None:
    anchor = naive.replace(tzinfo=ZONE)
    at = samples.lecture_at(anchor)
    assert timedelta(minutes=11) < at - anchor < timedelta(hours=24)
    assert samples.fill("{lecture}", anchor) == f"{written(at.date())}{at:%H:%M}"


def test_days_are_those_of_the_feeds_own_zone() -> None:
    evening = datetime(2031, 5, 31, 17, 0, tzinfo=UTC)
    assert read(now=evening)[0].published_on == date(2031, 6, 1)
