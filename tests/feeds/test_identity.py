from __future__ import annotations

import pytest

from feeds.identity import canonical, content_hash, keys, rank

LINK = "https://kx.example/n/1.html"


@pytest.mark.parametrize(
    "same",
    ["http://kx.example/n/1.html", "https://KX.example:443/n/1.html/", LINK + "?utm_source=wx&spm=1.2", LINK + "#top",
     "https://kx.example/n/1.html;jsessionid=AB12"],
)
def test_addresses_that_lead_to_the_same_page_are_one(same: str) -> None:
    assert canonical(same) == canonical(LINK)


@pytest.mark.parametrize(
    "other",
    ["https://kx.example/n/2.html", LINK + "?id=2", LINK + "?t=7", LINK + "#/notice/7", "https://kx.example:8443/n/1.html"],
)
def test_addresses_of_other_pages_are_others(other: str) -> None:
    assert canonical(other) != canonical(LINK)


def test_a_guid_that_moves_to_tls_or_another_host_shares_a_key_with_its_old_self() -> None:
    old = keys("http://www.kx.example/?p=7", "通知", None, "")
    new = keys("https://cdn.kx.example/?p=7", "通知改", None, "")
    assert set(old) & set(new)


def test_a_random_guid_leaves_link_and_title_to_know_an_entry_by() -> None:
    assert len(set(keys("a1", "通知", LINK, "")) & set(keys("b2", "通知", LINK, ""))) == 2


def test_an_empty_guid_is_no_guid() -> None:
    assert not any(key.startswith("guid") for key in keys("  ", "通知", LINK, ""))


@pytest.mark.parametrize("link", ["https://kx.example/", "https://kx.example/list"])
def test_a_link_to_the_front_page_or_the_feeds_own_page_says_nothing(link: str) -> None:
    assert not any(key.startswith("link") for key in keys("", "通知", link, "", "https://kx.example/list"))


def test_the_date_is_part_of_the_last_resort_only() -> None:
    then, now = (keys("g", "通知", LINK, when) for when in ("2031-06-01", "2031-06-02"))
    assert then[:-1] == now[:-1] and then[-1] != now[-1]


def test_keys_come_the_strongest_first() -> None:
    found = keys("http://kx.example/?p=7", "通知", LINK, "")
    assert [key.partition(":")[0] for key in found] == ["guid", "guidpath", "link", "title", "last"]
    assert sorted(found, key=rank) == list(found)


def test_keys_are_the_same_on_every_machine_and_for_ever() -> None:
    assert keys("7", "", None, "")[0] == "guid:7902699be42c8a8e46fbbb4501726517"


@pytest.mark.parametrize(
    "same",
    ["请于6月20日前报送。 浏览12次", "请于 6月20日\n前报送。\n浏览次数：9999", "请于6月20日前报送。点击：[512]次"],
)
def test_white_space_and_view_counters_change_nothing(same: str) -> None:
    assert content_hash("通知", same) == content_hash("通知", "请于6月20日前报送。")


@pytest.mark.parametrize(
    ("old", "new"),
    [("查看：6月20日", "查看：6月21日"), ("访问：2031-06-01", "访问：2032-06-01"), ("点击 9:30", "点击 9:00")],
)
def test_a_moved_date_is_never_mistaken_for_a_view_counter(old: str, new: str) -> None:
    assert content_hash("", old) != content_hash("", new)
