from __future__ import annotations

from collections.abc import Mapping

import pytest
from fakes.feed_texts import NOW

from feeds import hints
from feeds.model import Wishes

URL = "https://kx.example/feed"


def waits(headers: Mapping[str, str]) -> float:
    return hints.of_headers(headers, URL, NOW, "").wait_secs


@pytest.mark.parametrize(
    ("headers", "secs"),
    [
        ({"Cache-Control": "public, max-age=1800"}, 1800.0),
        ({"Cache-Control": "max-age=1800", "Age": "600"}, 1200.0),
        ({"Cache-Control": "no-cache, max-age=1800"}, 0.0),
        ({"Cache-Control": "max-age=60", "Expires": "Sun, 01 Jun 2031 05:00:00 GMT"}, 60.0),
        ({"Expires": "Sun, 01 Jun 2031 05:00:00 GMT"}, 3600.0),
        ({"Expires": "Sun, 01 Jun 2031 03:00:00 GMT"}, 0.0),
        ({"Expires": "0"}, 0.0),
        ({"Cache-Control": "max-age=31536000"}, 86400.0),
        ({"Cache-Control": "s-maxage=600"}, 0.0),
        ({}, 0.0),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], secs: float) -> None:
    assert waits(headers) == secs


@pytest.mark.parametrize(
    ("head", "secs"),
    [
        ("<rss><channel><ttl>60</ttl>", 3600.0),
        ("<sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800.0),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 86400.0),
        ("<sy:updatePeriod>whenever</sy:updatePeriod>", 0.0),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 86400.0),
        ("<ttl>soon</ttl>", 0.0),
    ],
)
def test_how_long_a_feed_says_that_it_stays_as_it_is(head: str, secs: float) -> None:
    assert hints.of_head(head)[0] == secs


def test_a_hub_is_found_in_the_headers_and_in_the_head() -> None:
    link = '<https://hub.example/>; rel="hub", <https://kx.example/feed?a=1,2>; rel=self'
    assert hints.of_headers({"Link": link}, URL, NOW, "") == Wishes(
        0.0, "", "https://hub.example/", "https://kx.example/feed?a=1,2"
    )
    head = '<channel><atom:link rel="self" href="https://kx.example/?a=1&amp;b=2"/><link href="https://h" rel="hub" />'
    assert hints.of_head(head)[1:] == ("https://h", "https://kx.example/?a=1&b=2")


def test_without_a_hub_the_topic_is_the_address_asked() -> None:
    assert hints.of_headers({"Link": "</style.css>; rel=preload"}, URL, NOW, "") == Wishes(0.0, "", "", URL)
