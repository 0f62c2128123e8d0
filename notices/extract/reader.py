"""From the text to a Reading: fold, find phrases, place them, tell their roles, give them days, name what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from notices.extract import contacts, findings, headings, layout, moments, pages, roles, words, years
from notices.extract.fold import fold, unfolded
from notices.reading import Reading, Unresolved
from notices.extract.patterns import Pattern

TEXT_MAX = 200_000  # characters: a notice has a few thousand; what is longer is a book and only its beginning is read


def read(
    text: str,
    *,
    title: str | None = None,
    published: date | None = None,
    term_start: date | None = None,
    topics: Mapping[str, Sequence[str]] | None = None,
) -> Reading:
    """What `text` says, with the span that shows each finding.

    `title` and `published` are what the source says of the text apart from it; `term_start` is the Monday of teaching
    week 1; `topics` maps a topic to its keywords.
    """
    if _is_english(text):
        return _english(text[:TEXT_MAX], title, published, topics or {})
    folded = fold(text[:TEXT_MAX])
    whens = moments.phrases(folded.text)
    found = layout.lines(folded.text, whens)
    end = pages.article_end(found)
    if end is not None:
        whens = [when for when in whens if when.start < end]
        found = [line for line in found if line.start < end]
    around = layout.places(folded.text, found, whens)
    outside = headings.outside(folded, found, whens, around, title)
    theme = _theme(outside, title, folded.text)
    anchor = _anchor(outside, published, title, folded.text, whens, theme)
    notice = findings.Notice(folded, found, tuple(whens), tuple(around), outside, anchor, theme, term_start, published)
    known = contacts.contacts(folded, found)
    events, deadlines, changes, unresolved = findings.all_of(notice, known)
    if len(text) > TEXT_MAX:
        unresolved = (*unresolved, Unresolved(text[TEXT_MAX : TEXT_MAX + 40], "too_long"))
    return Reading(
        outside.title, outside.issuer, outside.doc_number, outside.signed or published or outside.paged,
        _topics(f"{title or ''}\n{text[:TEXT_MAX]}", topics or {}), outside.audience, events, deadlines, changes,
        known, unresolved,
    )


_CHINESE = Pattern(r"[\u3400-\u9fff]")
_LATIN = Pattern(r"[A-Za-z]")
_CHINESE_SHARE = 0.05  # of the letters: an English notice names a place or a person in Chinese, no more
_SAMPLE = 4000  # characters tell the language of a text


def _is_english(text: str) -> bool:
    sample = text[:_SAMPLE]
    latin = len(_LATIN.findall(sample))
    return latin > 0 and len(_CHINESE.findall(sample)) <= latin * _CHINESE_SHARE


def _english(text: str, title: str | None, published: date | None, topics: Mapping[str, Sequence[str]]) -> Reading:
    """An English notice, through the same types."""
    from notices.extract import english_roles  # only English notices pay for it

    folded = unfolded(text)
    head = title or next((line.strip() for line in text.split("\n") if line.strip()), "")[:120]
    paged = english_roles.paged(folded.text)
    day = published or paged
    named = years.anchor_in(head)
    anchor = years.Anchor(day, weak=True) if day else years.Anchor(year=named.year)
    events, deadlines, changes, unresolved = english_roles.findings(folded, head, day, anchor)
    return Reading(
        head, None, None, day, _topics(f"{title or ''}\n{text}", topics), (), events, deadlines, changes,
        contacts.contacts(folded, layout.lines(folded.text, [])), unresolved,
    )


def _anchor(
    outside: headings.Outside, published: date | None, title: str | None, text: str, whens: Sequence[moments.When],
    theme: roles.Theme,
) -> years.Anchor:
    """The signature; else the day it was published, unless the notice itself speaks of another year; else a year."""
    if outside.signed:
        return years.Anchor(outside.signed)
    named = years.anchor_in(f"{title or ''}\n{outside.title}")
    page = published or outside.paged
    said = {day.year for index, when in enumerate(whens) for day in when.days if day.year and index not in outside.spent}
    if page and (not said or page.year in said or page.year + 1 in said) and abs((named.year or page.year) - page.year) <= 1:
        return years.Anchor(page, weak=True)
    if page and theme.news:
        return years.Anchor(page, weak=True)
    if named.known:
        return named
    if said:
        return years.Anchor(year=min(said))
    return years.Anchor(page, weak=True) if page else years.anchor_of(text)


def _theme(outside: headings.Outside, title: str | None, text: str) -> roles.Theme:
    name = f"{title or ''} {outside.title}"
    news = bool(words.REPORT.search(text)) or (bool(words.NEWS.search(text)) and not words.NOTICE.search(name))
    itself = bool(words.MOVES.search(name) or words.CANCELS.search(name))
    return roles.Theme(name.strip(), news, itself or bool(words.MOVES.search(text)), itself)


def _topics(text: str, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    lowered = text.lower()
    return tuple(topic for topic, keywords in topics.items() if any(word.lower() in lowered for word in keywords if word))
