"""From the text to a Reading: fold, find phrases, place them, tell their roles, give them days, name what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from notices.extract import (
    below,
    changes,
    contacts,
    findings,
    headings,
    hours,
    lasting,
    layout,
    lent,
    loose,
    moments,
    once,
    pages,
    repeats,
    requirements,
    roles,
    series,
    shared,
    standing,
    theme,
    words,
    years,
)
from notices.extract.fold import fold, unfolded
from notices.extract.patterns import Pattern
from notices.extract.state import Notice, State
from notices.reading import Reading, Unresolved

TEXT_MAX = 200_000  # characters: a notice has a few thousand; what is longer is a book and only its beginning is read
_CHINESE = Pattern(r"[\u3400-\u9fff][\u3400-\u9fff]*")  # not [...]+, which is searched for letter by letter
_NOT_LATIN = bytes(code for code in range(128) if not chr(code).isalpha())
_CHINESE_SHARE = 0.05  # of the letters: an English notice names a place or a person in Chinese, no more
_SAMPLE = 4000  # characters tell the language of a text


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
    week 1; `topics` maps a topic to its keywords. Never raises for any text; of a text longer than `TEXT_MAX` the
    beginning is read and `unresolved` says so.
    """
    body = text[:TEXT_MAX]
    named = _topics(f"{title or ''}\n{body}", topics) if topics else ()
    if _is_english(body):
        return _english(body, title, published, named, _cut(text))
    folded = fold(body)
    joined = standing.with_days(folded.text, series.joined(folded.text, moments.phrases(folded.text)))
    told = lent.with_hours(folded.text, joined)
    whens = lent.with_halves(folded.text, lent.with_marks(folded.text, told))
    lines = layout.lines(folded.text, whens)
    end = pages.article_end(lines)
    if end is not None:
        whens = [when for when in whens if when.start < end]
        lines = [line for line in lines if line.start < end]
    around = series.placed(folded.text, whens, layout.places(folded.text, lines, whens))
    around = below.placed(folded.text, lines, whens, around)
    outside = headings.outside(folded, lines, whens, around, title)
    name = f"{title or ''} {outside.title}".strip() if title != outside.title else outside.title
    about = theme.theme(name, folded.text)
    told_for = roles.Roles(whens, around, about)
    anchor = _anchor(outside, published, title, folded.text, told_for)
    known = contacts.contacts(folded, lines)
    mailboxes = tuple(dict.fromkeys(mail for contact in known for mail in contact.emails))
    notice = Notice(
        folded, lines, tuple(whens), tuple(around), outside, anchor, about, told_for, term_start, published, mailboxes
    )
    state = _found(notice)
    stated = requirements.found(folded, len(folded.text) if end is None else end)
    owed, others = requirements.given(stated, shared.given(folded, whens, once.deadlines(state.deadlines)))
    events = repeats.finished(once.events(state.events))
    return Reading(
        outside.title, outside.issuer, outside.doc_number, outside.signed or published or outside.paged, named,
        outside.audience, events, owed,
        changes.changes(about.title, folded.text, state.old, state.new, events), known,
        (*dict.fromkeys(state.unresolved), *_cut(text)), others,
    )


def _found(notice: Notice) -> State:
    """All phrases of a notice taken one after the other, then what hangs on them."""
    state = State()
    for index, when in enumerate(notice.whens):
        if index in notice.outside.spent or loose.is_counted(notice, index):
            continue
        if not when.days and when.opens:
            loose.clock_alone(notice, state, index)
        elif not when.days and when.half:
            loose.half_alone(notice, state, index)
        else:
            findings.take(notice, state, index)
    hours.lend(notice, state)
    lasting.add_due_in_it(notice, state)
    resolved = loose.add_counted(notice, state)
    state.unresolved += loose.left_open(notice, resolved)
    return state


def _cut(text: str) -> tuple[Unresolved, ...]:
    return (Unresolved(text[TEXT_MAX : TEXT_MAX + 40], "too_long"),) if len(text) > TEXT_MAX else ()


def _is_english(text: str) -> bool:
    sample = text[:_SAMPLE]
    most, chinese = len(sample) * _CHINESE_SHARE, 0
    for run in _CHINESE.finditer(sample):
        chinese += len(run[0])
        if chinese > most:  # which a Chinese text tells in its first words
            return False
    latin = len(sample.encode("ascii", "ignore").translate(None, _NOT_LATIN))
    return chinese <= latin * _CHINESE_SHARE and latin > 0


def _english(
    text: str, title: str | None, published: date | None, topics: tuple[str, ...], cut: tuple[Unresolved, ...]
) -> Reading:
    """An English notice, through the same types."""
    from notices.extract.english import findings, outside  # only English notices pay for these
    from notices.extract.english import requirements as asked

    folded = unfolded(text)
    head = title or next((line.strip() for line in text.split("\n") if line.strip()), "")[:120]
    day = published or findings.paged(folded.text)
    anchor = years.Anchor(day, weak=True) if day else years.anchor_in(head)
    events, deadlines, moved, unresolved = findings.findings(folded, head, day, anchor)
    events = repeats.finished(events)
    known = outside.contacts(text) or contacts.contacts(folded, layout.lines(folded.text, []))
    owed, others = requirements.given(asked.found(folded), deadlines)
    issuer, audience = outside.issuer(text), outside.audience(text)
    return Reading(head, issuer, None, day, topics, audience, events, owed, moved, known, (*unresolved, *cut), others)


def _anchor(
    outside: headings.Outside, published: date | None, title: str | None, text: str, told_for: roles.Roles
) -> years.Anchor:
    """The signature; else the day it was published, unless the notice itself speaks of another year; else a year."""
    named = years.anchor_in(f"{title or ''}\n{outside.title}")
    signed = outside.signed or outside.month
    if signed:
        plan = named if named.known else years.anchor_at(theme.opening(text))
        return years.Anchor(signed, year=plan.year if plan.year == signed.year + 1 and not plan.term else 0)
    begins = theme.opening(text)
    opening = years.Anchor() if named.known else years.anchor_at(begins)
    named = named if opening.guessed or not opening.known else opening
    page = published or outside.paged
    told = named if named.known else opening
    if page and outside.year and page.year - outside.year > (page.month <= _LATE_PAGE):
        return years.Anchor(year=outside.year)
    dated = [
        index for index, when in enumerate(told_for.whens)
        if index not in outside.spent and _years(when) and not _year_long(when)
    ]
    if page and not _is_review(begins, page, told_for.theme):
        close = abs((named.year or page.year) - page.year) <= 1
        if told_for.theme.news or (close and not _tell_of_past(told_for, dated, page.year)):
            return years.Anchor(page, weak=True)
    if outside.year and (told.guessed or not told.known):
        return years.Anchor(year=outside.year)
    if told.known:
        return told
    if said := _said(told_for, dated):
        return years.Anchor(year=min(said), guessed=len(said) > 1)
    if page:
        return years.Anchor(page, weak=True)
    return years.anchor_of(text)


def _years(when: moments.When) -> set[int]:
    """The years that are written beside days of a phrase."""
    return {day.year for day in when.days if day.year and day.day}


def _said(told_for: roles.Roles, dated: Sequence[int]) -> set[int]:
    """The years of those phrases that are a notice's own."""
    return {year for index in dated if _tells(told_for, index) for year in _years(told_for.whens[index])}


def _tell_of_past(told_for: roles.Roles, dated: Sequence[int], year: int) -> bool:
    """Whether all years of a notice's own dates are before that one."""
    if all(min(_years(told_for.whens[index])) >= year for index in dated):
        return False  # most have one year, and whose dates they are need not be asked
    said = _said(told_for, dated)
    return bool(said) and max(said) < year


_LATE_PAGE = 3  # the month up to which what was numbered last year is put up as new


def _year_long(when: moments.When) -> bool:
    """1月1日至12月31日, 2030年1月1日以后: what counts for something, and not when the notice was written."""
    return when.mark == "after" or (when.spans and (when.days[0].month, when.days[0].day) == (1, 1))


def _tells(told_for: roles.Roles, index: int) -> bool:
    """Whether a date is one of the notice's own, and not that of another paper, of whom a rule is for, of the past."""
    when, place = told_for.whens[index], told_for.around[index]
    aside = ")" not in place.lead.rpartition("(")[2] and "(" in place.lead and ")" in place.tail
    if (aside and len(place.tail) > 1) or (when.mark == "since" and words.IN_FORCE.match(place.tail)):
        return False  # (2012年6月27日下潜7062米)
    if _told_back(place):
        return False
    role = told_for[index]
    return role.event or role.deadline or bool(role.changed)


_LOOKS_BACK = Pattern(r"(?:^|\n)(20\d\d)年(?:度|以?来)?,")
"""2023年,在……领导下: what tells of a year as a whole."""


def _is_review(opening: str, page: date, about: theme.Theme) -> bool:
    """Whether what is put up in one year looks back on the one before."""
    looks = None if about.notice else _LOOKS_BACK.search(opening)
    return looks is not None and int(looks[1]) < page.year


_TOLD_NEAR = 20  # characters


def _told_back(place: layout.Place) -> bool:
    return bool(words.ONCE_BEFORE.search(place.lead) or words.ONCE_BEFORE.search(place.tail[:_TOLD_NEAR]))


def _topics(text: str, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    lowered = text.lower()
    return tuple(topic for topic, words_ in topics.items() if any(word and word.lower() in lowered for word in words_))
