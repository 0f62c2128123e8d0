"""The outside of an English notice: who issues it and when, to whom it is addressed, whom to ask."""

from __future__ import annotations

from notices.extract.contacts import emails
from notices.extract.english.phrases import MONTH
from notices.extract.patterns import Pattern
from notices.model import Contact

_LAST_LINES, _FIRST_LINES = 4, 6  # lines in which the signature and the addressees stand
_NAME_MAX = 90  # characters of an issuer's name
_CONTACTS_MAX = 20  # of one notice: a longer list is a directory
_ORG = Pattern(
    r"\b(?:Association|Society|Council|Committee|Office|Department|Dept|School|University|College|Library|Cent(?:er|re)"
    r"|Institute|Academy|Faculty|Bureau|Secretariat|Museum|Board|Union|Club|Registry|Registrar|Division|Federation"
    r"|Ministry|Agency|Foundation|Team|Administration|Services|Headquarters|Principal)\b"
)
_NO_ORG = Pattern(r"[.!?:;|@]|\d|\b(?:will|must|please|should|are|is|see you)\b")
_SIGNED = Pattern(
    rf"(?P<who>[^\n]{{0,90}}?),? ?(?P<day>\(?(?:\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\.?,? \d{{4}}"
    rf"|{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}-\d\d-\d\d)\)?)\.?"
)
_FROM = Pattern(r"(?:From|Issued by|Organi[sz]ed by|Organi[sz]er):[ ]{0,3}([^\n]{3,90})")
_TO = Pattern(
    r"(?:To|Attn|Attention|For the attention of|Audience|For): {0,3}(?P<to>[^\n:]{3,160})"
    r"|Dear (?P<dear>[^\n,:]{3,80})[,:]?"
)
_EVERYONE = Pattern("all|everyone|friends|sirs?|madams?|sir or madam")
_BETWEEN = Pattern(r"[,;]? and |[,;] ?|/")
_ASK = Pattern(
    r"\b(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|questions?|(?:further|more) (?:information|details)|queries|help"
    r"|call|phone|tel|telephone|hotline|ring)\b"
)
_PERSON = Pattern(r"\b(?:Mr|Ms|Mrs|Miss|Dr|Prof|Professor)\.? [A-Z][\w'-]{0,20}(?: [A-Z][\w'-]{1,20}){0,2}")
_NAMED = Pattern(
    r"(?i:contacts?(?: person)?|enquiries|inquiries):? {0,3}"
    r"([A-Z][\w'-]{0,20}(?: [A-Z][\w'-]{1,20}){1,2})(?=,|;| at| on|\(| -|$)"
)
_PHONE = Pattern(r"(?<![\w.-])(?:\+\d{1,3}[ -]?)?(?:\(0?\d{1,4}\)[ -]?)?\d{2,4}(?:[ -]?\d{3,4}){1,3}(?![\w.-]?\d)")
_DIGITS_MIN, _DIGITS_MAX = 7, 15  # of a telephone number: ITU-T E.164
_YEARS = Pattern(r"(?:19|20)\d\d(?:[ -](?:19|20)\d\d)?")


def issuer(text: str) -> str | None:
    """Who signs: an organisation's name in the last lines, before a date or above it; else one behind `From:`."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[-_LAST_LINES:][::-1] if len(lines) > 2 else ():
        dated = _SIGNED.fullmatch(line)
        name = (dated["who"] if dated else line).strip(" ,-–—")
        if 3 <= len(name) <= _NAME_MAX and name[0].isupper() and _ORG.search(name) and not _NO_ORG.search(name):
            return name
    said = _FROM.search(text)
    return said[1].strip() if said else None


def signature(text: str) -> int:
    """Where the last line begins, if it is who signs with the day (Library, 2 June 2031), or the day alone; else the
    end of the text."""
    end = len(text.rstrip())
    start = text.rfind("\n", 0, end) + 1
    dated = _SIGNED.fullmatch(text, start, end)
    who = dated["who"].strip(" ,-–—") if dated else ""
    by_name = not who or _PERSON.fullmatch(who) or (_ORG.search(who) and not _NO_ORG.search(who))
    return start if dated and start and by_name else len(text)


def audience(text: str) -> tuple[str, ...]:
    """Whom it is addressed to: behind `To:`, or after `Dear`, unless that is everyone."""
    for line in [line.strip() for line in text.split("\n") if line.strip()][:_FIRST_LINES]:
        told = _TO.fullmatch(line)
        if told is None:
            continue
        names = [name.strip(" .") for name in _BETWEEN.split(told["to"] or told["dear"])]
        return tuple(name for name in names if name and not _EVERYONE.fullmatch(name.lower()))
    return ()


def contacts(text: str) -> tuple[Contact, ...]:
    """Names with their numbers and mailboxes, from lines that say that one may ask there."""
    found: list[Contact] = []
    for line in text.split("\n"):
        if len(found) >= _CONTACTS_MAX or not _ASK.search(line.lower()):
            continue
        named = _PERSON.search(line) or _NAMED.search(line)
        name = (named[named.lastindex or 0] if named else "").strip()
        phones = tuple(dict.fromkeys(m[0].strip() for m in _PHONE.finditer(line) if _is_phone(m[0])))
        mails = tuple(emails(line))
        if phones or mails:
            found.append(Contact(name, phones, mails))
    return tuple(dict.fromkeys(found))


def _is_phone(number: str) -> bool:
    digits = sum(char.isdigit() for char in number)
    return _DIGITS_MIN <= digits <= _DIGITS_MAX and not _YEARS.fullmatch(number)
