from __future__ import annotations

from fakes.feed_texts import item, rss
from hypothesis import given
from hypothesis import strategies as st

from feeds.items import closed, cut, newest

A, B = item("甲", pubDate="Sun, 01 Jun 2031 10:00:00 CST"), item("乙", pubDate="Sat, 31 May 2031 10:00:00 CST")


def test_a_document_is_cut_into_its_items() -> None:
    assert cut(rss(A, B)).items == (A, B)


def test_items_in_comments_and_cdata_are_none() -> None:
    quoted = item("丙", "<![CDATA[ <item> ]]>")
    assert cut(rss(f"<!-- {A} -->", quoted)).items == (quoted,)


def test_elements_of_another_name_are_no_items() -> None:
    document = "<feed><entry><media:item>x</media:item><item/></entry><entries/></feed>"
    assert cut(document).items == ("<entry><media:item>x</media:item><item/></entry>",)


def test_an_item_that_is_not_closed_ends_where_the_next_begins() -> None:
    assert [i[:18] for i in cut("<rss><item><title>甲</title><item><title>乙</title></item>").items] == [
        "<item><title>甲</ti", "<item><title>乙</ti"
    ]


@given(st.integers(1, len(A + B)))
def test_of_a_document_cut_anywhere_only_whole_items_are_kept(cut_off: int) -> None:
    whole = rss(A, B)
    kept, breaks_off = closed(cut(whole[: -len("</channel></rss>") - cut_off]))
    rest = whole[: -len("</channel></rss>") - cut_off].removeprefix(whole[: whole.index(A)]).removeprefix(A)
    assert kept.items == ((A,) if cut_off <= len(B) else ())
    assert breaks_off == ("<item>" in rest) and "<item>" not in kept.tail


def test_a_document_that_goes_on_after_an_item_without_an_end_does_not_break_off() -> None:
    assert closed(cut("<rss><item><title>甲</title></rss>"))[1] is False


def test_an_empty_item_closes_itself() -> None:
    assert cut("<rss><item/><item /></rss>").items == ("<item/>", "<item />")


def test_the_newest_items_are_at_the_top_unless_the_dates_say_otherwise() -> None:
    assert newest(cut(rss(A, B)), 1).items == (A,)
    assert newest(cut(rss(B, A)), 1).items == (A,)
    assert newest(cut(rss(item("甲"), item("乙"))), 1).items == (item("甲"),)


PIECES = st.sampled_from(["<item>", "</item>", "<!--", "-->", "<![CDATA[", "]]>", "x", "<item/>", "<entry>", "<", ">"])


@given(st.lists(PIECES).map("".join))
def test_nothing_but_what_lies_between_items_is_lost(document: str) -> None:
    found = cut(document)
    assert document.startswith(found.head) and document.endswith(found.tail)
    rest = document[len(found.head) :]
    for one in found.items:
        assert one in rest
        rest = rest[rest.index(one) + len(one) :]
