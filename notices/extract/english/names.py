"""What English notices call things: short phrases a person would put into a calendar, never a piece of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notices.extract.english import nouns, words
from notices.extract.english.layout import Place
from notices.extract.patterns import Pattern
from notices.reading import EventKind

_FEW = 3  # words before a date that name nothing (a reminder that 1 December is ...)
_NAME_MIN = 3  # characters
_ACRONYM_MAX = 5  # letters: a longer word in capitals is shouted


def event(place: Place, title: str, first: bool) -> str:
    """The name of what takes place on a date; of the `first` one of a notice, its title tells the name."""
    name = next((name for it in _events(place, title, first) if (name := tidy(it)) and _is_name(name)), "")
    if not name or " " not in name:  # the Cup is the Regional Robotics Cup of the title
        whole = titled(title)
        told = not nouns.CALL.match(whole) and re.search(rf"\b{re.escape(name)}\b", whole, re.IGNORECASE)
        return whole if not name or told else name
    return name


def _events(place: Place, title: str, first: bool) -> Iterator[str]:
    """What may be its name, the best first."""
    yield from _of_row(place)
    if place.label and not nouns.TIME_LABEL.fullmatch(place.label.strip()):
        yield place.label
    if place.first and (behind := _behind(place)):
        said = nouns.SUBJECT.match(behind) if nouns.IS_SAID.search(behind) else None
        yield _become(said["name"], behind[said.end("name") :]) if said else behind
    for pattern in (nouns.ABOUT, nouns.QUOTED_FIRST, nouns.QUOTED):
        if found := pattern.search(place.whole):
            yield f"{found['thing']}: {found['topic']}"
    if found := nouns.NOTHING.search(place.whole):
        yield found["name"]
    if found := nouns.NO_NEED.search(place.lead):
        yield f"No {found['name']}"
    if (found := nouns.IS_A.match(place.tail)) and len(place.lead.split()) <= _FEW:
        yield found["name"]  # Monday 2 June is a staff training day
    told = list(_told(place))
    became = (it for it in told if nouns.BECAME.search(it) and not nouns.PERSONS.search(it))
    yield from became
    yield from (it for it in told if nouns.IS_THING.search(it))
    if first and nouns.IS_THING.search(title):
        yield titled(title)
    yield from told
    for part in (place.lead, place.tail):
        found = nouns.NOUNS.search(part)
        name = nouns.UP_TO.sub("", found["name"]) if found else ""
        if " " in name and not nouns.VERB_FIRST.match(name):
            yield name
    if place.heading and (place.first or place.label):
        yield place.heading
    if nouns.AGAIN.search(place.lead):
        yield "Reopening"


def _told(place: Place) -> Iterator[str]:
    """What a sentence tells of: what is offered, else its subject with what becomes of it."""
    if found := nouns.OFFERED.search(place.whole):
        yield nouns.UP_TO.sub("", found["name"])
    further = list(_goes_on(place))
    yield from further
    for part in () if further else dict.fromkeys((place.lead.lstrip(" ,"), place.before, place.whole)):
        part = nouns.CONNECTS.sub("", nouns.REASON.sub("", part))
        if (found := nouns.SUBJECT.match(part)) and not nouns.VERB_FIRST.match(found["name"]):
            yield _become(found["name"], part[found.end("name") :])
    behind = nouns.SUBJECT.match(place.tail.lstrip(" ,")) if nouns.FROM_THEN.fullmatch(place.lead) else None
    if behind:  # From Monday 9 June any remaining locks will be cut
        yield _become(behind["name"], place.tail.lstrip(" ,")[behind.end("name") :])
    lead = place.lead.strip(" ,(:-")
    said = nouns.VERB_FIRST.match(lead) or nouns.IS_SAID.search(lead) or nouns.PERSONS.search(lead)
    if lead and not place.label and not said:
        yield lead


def _goes_on(place: Place) -> Iterator[str]:
    """`The gallery will close ... and reopen on`: the subject of the sentence with the verb before this date."""
    further, told = nouns.FURTHER.match(place.lead), nouns.SUBJECT.match(nouns.REASON.sub("", place.before))
    if further and told:
        will = "" if further["aux"] or " will " not in place.before else " will"
        yield _become(told["name"], f"{will} {further['rest']}")


def _become(subject: str, predicate: str) -> str:
    """`School closed`, `Classes resume`, `Grades posted`; the subject alone where it is what takes place."""
    nobody = nouns.PERSONS.search(subject)
    state = nouns.STATE.match(predicate)
    if subject.strip().lower() == "it" and state and state["state"]:
        return state["state"].capitalize()
    if (nouns.PRONOUN.fullmatch(subject.strip()) and not nobody) or nouns.IS_SAID.search(subject):
        return ""
    if state:
        became = (state["state"] or "on sale").lower()
        return f"{subject} {nouns.STATES.get(became, became)}"
    verb = nouns.GOES.match(predicate)
    if verb and (verb["verb"][:2].lower() == "re" or not nouns.IS_THING.search(subject)):
        base = verb["verb"].lower()
        one = verb["will"] and not base.endswith("s") and not subject.partition(" of ")[0].rstrip().endswith("s")
        return f"{subject} {base}{'s' if one else ''}"
    if nouns.HEARS.match(predicate):
        return f"{subject} notified"
    told = nouns.INFORMS.match(predicate)
    if told:
        return f"{told['whom']} informed"
    return "" if nobody or nouns.PERSON.search(nouns.HANGING.split(subject, 1)[0]) else subject


def _of_row(place: Place) -> Iterator[str]:
    """The cell that names what a row is about: by the head of its column, else the first that is no time or place."""
    told = ((cell, head) for cell, head in place.cells if not nouns.ONLY_TIME.fullmatch(cell))
    cells = [(nouns.CLOCK_BEHIND.sub("", cell), head) for cell, head in told]
    yield from (cell for cell, head in cells if nouns.NAME_COLUMN.search(head) and not nouns.NO_NAME_COLUMN.match(head))
    others = (cell for cell, head in cells if not nouns.NO_NAME_COLUMN.search(head))
    yield from (cell for cell in others if not words.ROOM.search(cell))


def _behind(place: Place) -> str:
    """What follows a date that opens its line."""
    if place.cells or not nouns.OPENS_NAME.match(place.rest):
        return ""
    text = place.rest.lstrip(" .:;|)~*-")
    if nouns.SPEAKER.match(text):  # Dr Osei, Volcanoes from Space
        return text.rstrip(" .")
    return words.ROOM_BEHIND.sub("", nouns.PIECE.split(text, 1)[0]) if text else ""


def due(place: Place, title: str, window: str = "") -> tuple[str, str]:
    """What is due on a date, and the material that is handed in; the material is empty where it is not named. `window`:
    the name of the window that ends then."""
    material = _material(place)
    if material and window and window == titled(title):
        window = ""
    if window and (name := nouns.OF_DUE.sub("", window).strip()) and _is_name(name):
        return name, material
    for it in (*_dues(place), material):
        rsvp = words.RSVP.fullmatch(it.strip())
        name = "RSVP" if rsvp else tidy(nouns.DUE_TO.sub("", nouns.OF_DUE.sub("", it)).strip())
        no_thing = nouns.TIME_LABEL.fullmatch(name) or nouns.PERSONS.search(name) or nouns.VERB_FIRST.fullmatch(name)
        if name and _is_name(name) and not no_thing:
            return name, material
    noun = nouns.ACT_NOUN.search(place.before) or nouns.ACT_NOUN.search(place.whole)
    act = next((name for name, pattern in nouns.ACTS if pattern.search(place.whole)), "")
    return (tidy(noun[0]) if noun else act) or titled(title), material


def _dues(place: Place) -> Iterator[str]:
    named = (it for it in place.cells if nouns.NAME_COLUMN.search(it[1]) and not nouns.NO_NAME_COLUMN.search(it[1]))
    yield from (cell for cell, _ in named if not nouns.ONLY_TIME.fullmatch(cell))
    if words.DUE_COLUMN.search(place.column):
        yield place.column
    if place.label:
        verb = nouns.OBJECT.match(place.label)  # Submit your housing form: by 31 July
        yield verb["it"] if verb else place.label
    if place.first and place.rest.lstrip()[:1] in tuple(":-|)") and (behind := _behind(place)):
        yield behind
    if found := nouns.DEADLINE_FOR.search(place.whole):
        yield found["it"]
    if found := nouns.KIND_OF_DUE.search(place.lead):
        yield found["it"]
    if (found := nouns.AND_THE.match(place.lead)) and not nouns.VERB_FIRST.match(found["it"]):
        yield found["it"]  # the balance by 4 July
    if found := _last(nouns.OBJECT, place.lead) or nouns.OBJECT.search(place.tail):
        yield found["it"]
    if nouns.FURTHER.match(place.lead) and (found := nouns.SUBJECT.match(place.before)):
        yield found["name"]
    for pattern in (nouns.PASSIVE, nouns.IS_DUE):
        if found := pattern.search(place.lead) or pattern.search(place.whole):
            yield found["it"]


def _last(pattern: Pattern, text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda it: it.start(), default=None)


def _material(place: Place) -> str:
    found = _last(nouns.OBJECT, place.lead) or nouns.OBJECT.search(place.tail) or nouns.OBJECT.search(place.whole)
    if found:
        return nouns.ARTICLE.sub("", found["it"])
    told = nouns.PASSIVE.search(place.before)
    handed = told and told["verb"] and words.HANDED.search(told["verb"])
    return nouns.ARTICLE.sub("", told["it"]) if told and handed else ""


def titled(title: str) -> str:
    """The name a title gives: without what kind of notice it is, without its date."""
    text = nouns.OF_TITLE.sub("", nouns.LEADING.sub("", title.strip(), 1))
    dated = nouns.DATED.search(text)
    text = tidy(nouns.CHANGED.sub("", text[: dated.start()] if dated and dated.start() > 2 else text))
    if text and _is_name(text) and not nouns.IS_SENTENCE.search(title) and not nouns.GREETING.match(title):
        return text
    first = nouns.FIRST_SENTENCE.match(title)
    said = first and (nouns.IS_SAID.search(first[1]) or nouns.VERB_FIRST.match(first[1]))
    if first and not said and _is_name(name := tidy(first[1])):
        return name
    for pattern in (nouns.QUOTED_FIRST, nouns.ABOUT, nouns.QUOTED):
        if found := pattern.search(title):
            return tidy(f"{found['thing']}: {found['topic']}")
    for pattern in (nouns.OFFERED, nouns.SUBJECT, nouns.NOUNS):
        if (found := pattern.search(title)) and (name := tidy(found["name"])) and _is_name(name):
            return name
    return ""


def continues(place: Place) -> bool:
    """Whether a date only goes on with what the one before it in the sentence is for (and on 12 December)."""
    return not place.label and not place.cells and nouns.CONTINUES.fullmatch(place.lead) is not None


def without_beginning(name: str) -> str:
    """The name of what was told to begin, now that its end is known, too."""
    return nouns.BEGINS.sub("", name)


def tidy(name: str) -> str:
    """The name without article, number, loose end, and no longer than fits."""
    name = nouns.COPIES.sub("", nouns.NUMBERED.sub("", name.strip()))
    name = re.sub(r"\([^()]{0,60}\)?$", "", name.strip(" \"“”‘’'*_.,;:|-~"))
    name = name.replace('"', "") if name.count('"') % 2 else name
    shouts = name.isupper() and max(map(len, name.split()), default=0) > _ACRONYM_MAX
    name = name.capitalize() if shouts else name
    name = nouns.TRAILING.sub("", nouns.ARTICLE.sub("", name)).strip(" \"“”‘’*_.,;:|-~–—(")
    if len(name) > nouns.NAME_MAX:
        cut = name[: nouns.NAME_MAX + 1].rpartition(" ")[0]
        whole = nouns.HANGS_ON.match(cut)  # without a last piece that may be cut in two
        name = nouns.TRAILING.sub("", whole["kept"] if whole else cut).strip(" ,;:-")
    return name[:1].upper() + name[1:]


def _is_name(name: str) -> bool:
    whole = len(name) >= _NAME_MIN and name.count("(") == name.count(")")
    return whole and not nouns.PRONOUN.fullmatch(name) and not nouns.NO_NAME.search(name)


def kind(name: str, place: Place, title: str, acts: bool) -> EventKind:
    """What kind of event it is, by its name, else by the words around it, else by the title."""
    if acts:
        return "window"
    if nouns.AGAIN.search(name):
        return "event"
    own = place.label and not nouns.TIME_LABEL.fullmatch(place.label)
    for text in (name, place.lead[-80:], place.tail[:60], *(() if own else (place.heading, title))):
        found = _kinds(text.partition(":")[0]) or _kinds(text)
        if found:
            return max(found)[1]  # the last noun is the one that counts: June Holiday STEM Camp
    return "event"


def _kinds(text: str) -> list[tuple[int, EventKind]]:
    return [(match.start(), kind) for kind, pattern in nouns.KINDS for match in pattern.finditer(text)]
