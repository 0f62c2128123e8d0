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
    opening = _opening(folded.text)
    theme = _theme(outside, title, folded.text, opening)
    anchor = _anchor(outside, published, title, folded.text, opening, whens, around, theme)
    known = contacts.contacts(folded, lines)
    mailboxes = tuple(dict.fromkeys(mail for contact in known for mail in contact.emails))
    notice = Notice(
        folded, lines, tuple(whens), tuple(around), outside, anchor, theme, term_start, published, mailboxes
    )
    state = _found(notice)
    stated = requirements.found(folded, len(folded.text) if end is None else end)
    owed, others = requirements.given(stated, shared.given(folded, whens, once.deadlines(state.deadlines)))
    events = repeats.finished(once.events(state.events))
    return Reading(
        outside.title, outside.issuer, outside.doc_number, outside.signed or published or outside.paged, named,
        outside.audience, events, owed,
        changes.changes(theme.title, folded.text, state.old, state.new, events), known,
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
    outside: headings.Outside, published: date | None, title: str | None, text: str, opening: str,
    whens: Sequence[moments.When], around: Sequence[layout.Place], theme: roles.Theme,
) -> years.Anchor:
    """The signature; else the day it was published, unless the notice itself speaks of another year; else a year."""
    named = years.anchor_in(f"{title or ''}\n{outside.title}")
    opened = years.Anchor() if named.known else years.anchor_at(opening)
    signed = outside.signed or outside.month
    if signed:
        plan = named if named.known else opened
        return years.Anchor(signed, year=plan.year if plan.year == signed.year + 1 and not plan.term else 0)
    named = named if opened.guessed or not opened.known else opened
    page = published or outside.paged
    told = named if named.known else opened
    if page and outside.year and page.year - outside.year > (page.month <= _LATE_PAGE):
        return years.Anchor(year=outside.year)
    own = [
        (when, around[index]) for index, when in enumerate(whens)
        if index not in outside.spent and _years(when) and not _year_long(when)
    ]
    if page and not _is_review(opening, page, theme):
        close = abs((named.year or page.year) - page.year) <= 1
        if theme.news or (close and not _tell_of_past(own, page.year, theme)):
            return years.Anchor(page, weak=True)
    if outside.year and (told.guessed or not told.known):
        return years.Anchor(year=outside.year)
    if told.known:
        return told
    if said := _said(own, theme):
        return years.Anchor(year=min(said), guessed=len(said) > 1)
    if page:
        return years.Anchor(page, weak=True)
    return years.anchor_of(text)


def _years(when: moments.When) -> set[int]:
    """The years that are written beside days of a phrase."""
    return {day.year for day in when.days if day.year and day.day}


def _said(dates: Sequence[tuple[moments.When, layout.Place]], theme: roles.Theme) -> set[int]:
    """The years of those dates that are a notice's own."""
    own = (when for when, place in dates if not _told_back(place) and _tells(when, place, theme))
    return {year for when in own for year in _years(when)}


def _tell_of_past(dates: Sequence[tuple[moments.When, layout.Place]], year: int, theme: roles.Theme) -> bool:
    """Whether all years of a notice's own dates are before that one."""
    if all(min(_years(when)) >= year for when, _ in dates):
        return False  # most have one year, and whose dates they are need not be asked
    said = _said(dates, theme)
    return bool(said) and max(said) < year


_LATE_PAGE = 3  # the month up to which what was numbered last year is put up as new


def _year_long(when: moments.When) -> bool:
    """1月1日至12月31日, 2030年1月1日以后: what counts for something, and not when the notice was written."""
    return when.mark == "after" or (when.spans and (when.days[0].month, when.days[0].day) == (1, 1))


def _tells(when: moments.When, place: layout.Place, theme: roles.Theme) -> bool:
    """Whether a date is one of the notice's own, and not that of another paper, of whom a rule is for, of the past."""
    aside = ")" not in place.lead.rpartition("(")[2] and "(" in place.lead and ")" in place.tail
    if (aside and len(place.tail) > 1) or (when.mark == "since" and words.IN_FORCE.match(place.tail)):
        return False  # (2012年6月27日下潜7062米)
    role = roles.role(when, place, theme)
    return role.event or role.deadline or bool(role.changed)


_LOOKS_BACK = Pattern(r"(?:^|\n)(20\d\d)年(?:度|以?来)?,")
"""2023年,在……领导下: what tells of a year as a whole."""


def _is_review(opening: str, page: date, theme: roles.Theme) -> bool:
    """Whether what is put up in one year looks back on the one before."""
    looks = _LOOKS_BACK.search(opening)
    return looks is not None and int(looks[1]) < page.year and not words.NOTICE.search(theme.title)


_TOLD_NEAR = 20  # characters


def _told_back(place: layout.Place) -> bool:
    return bool(words.ONCE_BEFORE.search(place.lead) or words.ONCE_BEFORE.search(place.tail[:_TOLD_NEAR]))


def _theme(outside: headings.Outside, title: str | None, text: str, opening: str) -> roles.Theme:
    name = f"{title or ''} {outside.title}".strip() if title != outside.title else outside.title
    news = bool(words.BULLETIN.search(name) or words.REPORT.search(text))
    news = news or bool(not words.NOTICE.search(name) and words.NEWS.search(text))
    about = name or opening
    itself = _tells_of_change(about) or bool(words.CANCELS.search(about))
    moved, apart = itself or _tells_of_change(text), _ACTS_APART.search(text) is not None
    return roles.Theme(name, about, news, moved, itself, apart)


_ACTS_APART = Pattern("|".join(
    f"{it}(?:截止)?(?:时间|日期)" for it in ("报名", "作品提交", "作品征集", "投稿", "申报", "报送")
))


def _tells_of_change(text: str) -> bool:
    """Whether something is said to be put off, and not only for the case that it rains."""
    told = (text[max(0, match.start() - 40) : match.start()] for match in words.MOVES.finditer(text))
    return any(not words.CONDITIONAL.search(before) for before in told)


_OPENING_MAX = 240  # characters: what is not told by then is a detail
_FIRST_ITEM = Pattern(r"\n(?:[◆◇●○■□★☆▲△※◎·•]|[一1][、.]|[(][一1][)]|①)|如下")


def _opening(text: str) -> str:
    """What a notice says before its first item: what it is about, where it has no title."""
    first = _FIRST_ITEM.search(text, 0, _OPENING_MAX)
    return text[: first.start() if first else _OPENING_MAX]


def _topics(text: str, topics: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    lowered = text.lower()
    return tuple(topic for topic, words_ in topics.items() if any(word and word.lower() in lowered for word in words_))
