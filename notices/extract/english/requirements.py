"""What an English notice asks besides: how files are named, how many may take part, what becomes of what is late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from notices.extract.fold import Folded
from notices.extract.patterns import Pattern
from notices.extract.requirements import Stated
from notices.model import RequirementKind
from notices.reading import Evidence, Requirement

_SHOWN_MAX = 90  # characters of a requirement: two lines of a phone
_SURE = 0.9

_QUOTED = r"[\"“‘'\[<][^\"“”‘’'\n\[\]<>]{2,60}[\"”’'\]>]"
_SIGNED = r"[A-Za-z]\w{0,20}(?:[_+-][A-Za-z]\w{0,20}){1,5}(?:\.[a-z]{2,4})?"
_PLUS = r"[A-Z]\w{0,20}(?: [+-] [A-Z]\w{0,20}){1,4}"
_NAMED = Pattern(
    r"(?:\b(?:re)?name[ds]?|\btitled?|\blabel(?:led|ed)?|\bsave[ds]?|\bfile ?names?|\bnaming (?:format|convention|rule)"
    r"|\bsubject(?! of\b)(?: line| heading)?)\b"
    r"[^.;\n\"“‘]{0,50}?(?:\bas|\busing|\bbe|\bis|\bwith|\bread(?:s|ing)?|\bformat|\bline|\bfollows?|\blike|\bof"
    r"|:) {0,2}:? {0,2}"
    rf"(?P<it>{_QUOTED}|{_PLUS}|{_SIGNED})",
    re.IGNORECASE,
)
_NAME_THE = Pattern(
    rf"\b(?:re)?name (?:the|your|each|all|every) (?:[a-z]{{2,12}} )?(?:files?|documents?|attachments?|pdfs?) "
    rf"(?P<it>{_QUOTED})",
    re.IGNORECASE,
)
_IN_SUBJECT = Pattern(
    rf"\b(?:put|write|include|use|with|quoting|mark(?:ed)?) (?P<it>{_QUOTED}) (?:in|as|on) (?:the |your )?(?:e-?mail )?"
    r"(?:subject|envelope)",
    re.IGNORECASE,
)
_FILE = Pattern(
    r"file|document|attachment|e-?mail|subject|submission|pdf|poster|slides|manuscript|abstract|folder|upload|@",
    re.IGNORECASE,
)
_N = r"(?:\d{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|fifty)"
_OF = (
    r"(?:students?|participants?|people|persons?|members?|entr(?:y|ies)|papers?|abstracts?|projects?|plans?|reports?|teams?"
    r"|nominations?"
    r"|nominees?|proposals?|submissions?|seats?|places?|spots?|applications?|posters?|works?|delegates?|guests?"
    r"|tickets?"
    r"|attendees?|representatives?|candidates?|players?|photos?|photographs?|essays?|videos?|designs?|teachers?"
    r"|authors?)"
)
_MOST = (
    r"(?:up to|at most|no more than|not more than|(?:a )?maximum(?: of)?|max\.?|(?:is |are )?limited to"
    r"|(?:a )?limit of|only"
    r"|capped at)"
)
_WHO = (
    r"(?:school|department|college|class|team|university|institution|unit|club|person|student|participant|author"
    r"|applicant"
    r"|entrant|member|household|group|faculty|organi[sz]ation|country|lab|individual)"
)
_QUOTA = (
    Pattern(
        rf"\b(?:each|every|per|a) {_WHO} (?:may|can|should|must|is (?:allowed|invited|asked) to|could"
        rf"|will)[^.;\n\d]{{0,40}}?"
        rf"\b{_N} (?:[a-z-]{{2,15}} ){{0,2}}{_OF}\b",
        re.IGNORECASE,
    ),
    Pattern(
        rf"\b{_MOST} {_N} (?:[a-z-]{{2,15}} ){{0,2}}{_OF}(?: (?:per|from each|for each|in each"
        rf"|a) {_WHO})?\b", re.IGNORECASE
    ),
    Pattern(rf"\b{_N} {_OF} (?:per|from each|for each) {_WHO}\b", re.IGNORECASE),
    Pattern(rf"\bteams? of (?:up to )?{_N}(?:(?:-| to | or ){_N})?(?: {_OF})?\b", re.IGNORECASE),
    Pattern(
        rf"\b(?:there are|we have|only) {_N} (?:places|seats|spots)\b|\b{_N} (?:places|seats"
        rf"|spots) (?:are )?available\b",
        re.IGNORECASE,
    ),
)
_NO_QUOTA = Pattern(
    r"attended|took part|joined|participated|came|last year|were |won|have been|visitors|welcomed", re.IGNORECASE
)
_LATENESS = Pattern(
    rf"\b(?:late|incomplete|overdue) (?:{_OF}|registrations?|forms?|requests?|reports?|documents?|work|assignments?"
    r"|arrivals|payments?)\b[^.;\n]{0,70}?(?:not be|will be|will incur|receive|are not|cannot|lose|may not"
    r"|won't)[^.;\n]{0,50}"
    rf"|\b(?:{_OF}|registrations?|forms?|requests?|reports?|documents?|anything|those) (?:that (?:are|arrive) "
    rf"|which are "
    r"|arriving |coming in )?(?:received|submitted|sent|made|postmarked|handed in)? ?(?:after|past"
    r"|later than)[^.;\n]{1,50}?"
    r"(?:not|rejected|refused|disqualified|penal|charged|waitlist|waiting list)[^.;\n]{0,50}"
    rf"|\bno (?:late )?(?:{_OF}|registrations?|forms?|requests?|extensions?)[^.;\n]{{0,40}}?"
    r"(?:accepted|granted|considered|given|processed)[^.;\n]{0,40}"
    r"|\b(?:failure to|if you (?:fail|do not|miss)|those who (?:fail|miss|do not))[^.;\n]{3,60}?(?:will|forfeit|lose"
    r"|cannot"
    r"|may not)[^.;\n]{0,60}",
    re.IGNORECASE,
)
_STOP = Pattern(r"(?<=[a-z0-9)\"”])[.!?;](?= |$|\n)|\n")


def found(folded: Folded) -> list[Stated]:
    """The requirements an English text states, in its order."""
    text = folded.text
    out: dict[tuple[RequirementKind, str], Stated] = {}
    bounds = [0, *(match.end() for match in _STOP.finditer(text)), len(text)]
    for start, end in pairwise(bounds):
        for kind, first, last in _stated(text, start, end):
            source = folded.span(first, last)
            shown = folded.shown(first, last).strip(" \"“”‘’'[]<>.,:")
            it = Requirement(kind, shown[:_SHOWN_MAX], Evidence(folded.source[source[0] : source[1]], *source), _SURE)
            out.setdefault((kind, it.text), Stated(it, folded.span(start, end)))
    return sorted(out.values(), key=lambda it: it.it.evidence.start)


def _stated(text: str, start: int, end: int) -> Iterator[tuple[RequirementKind, int, int]]:
    """The requirements of one sentence, each with its span."""
    for pattern in (_NAMED, _NAME_THE, _IN_SUBJECT):
        match = pattern.search(text, start, end)
        if match and _FILE.search(text, start, match.start("it")) and not match["it"].islower():
            yield "naming", match.start("it"), match.end("it")
            break
    if not _NO_QUOTA.search(text, start, end):
        taken = start
        for pattern in _QUOTA:
            for match in pattern.finditer(text, start, end):
                if match.start() >= taken:
                    yield "quota", match.start(), match.end()
                    taken = match.end()
    late = _LATENESS.search(text, start, end)
    if late:
        yield "lateness", late.start(), late.end()
