"""Key dates as a calendar file (RFC 5545), for people's own calendars. The same dates make the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from notices.model import KeyDate, Notice

MEDIA_TYPE = "text/calendar"
LINE_BYTES_MAX = 75  # of a line, without its end (RFC 5545, section 3.1)
DAY = timedelta(days=1)


def write(
    dates: Sequence[tuple[int, KeyDate]], notice: Notice, published_at: datetime, deadline_word: str, zone: ZoneInfo
) -> bytes:
    """The (id, date) pairs as one calendar; a deadline is named with `deadline_word` before it. Taken in again, each
    replaces what it was before."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kexun//Key dates//ZH", "METHOD:PUBLISH"]
    for key_date_id, it in dates:
        name = f"{deadline_word}{it.name}" if it.kind == "deadline" else it.name
        lines += ["BEGIN:VEVENT", f"UID:key-date-{key_date_id}@kexun", f"DTSTAMP:{_instant(published_at)}"]
        lines += [*_times(it, zone), f"SUMMARY:{_text(name)}", *_details(it, notice)]
        if it.kind == "deadline":
            lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(name)}", "TRIGGER:-P1D", "END:VALARM"]
        lines.append("END:VEVENT")
    return "".join(f"{line}\r\n" for line in _folded([*lines, "END:VCALENDAR"])).encode()


def _times(it: KeyDate, zone: ZoneInfo) -> Iterator[str]:
    """Days as days, moments as moments: a deadline is the moment itself, or its day."""
    begins = it.anchor
    ends = it.ends_at or begins
    if it.all_day:
        yield f"DTSTART;VALUE=DATE:{_day(begins.astimezone(zone).date())}"
        yield f"DTEND;VALUE=DATE:{_day(ends.astimezone(zone).date() + DAY)}"
    else:
        yield f"DTSTART:{_instant(begins)}"
        if ends > begins:
            yield f"DTEND:{_instant(ends)}"


def _details(it: KeyDate, notice: Notice) -> Iterator[str]:
    about = [notice.title, " ".join(it.materials.formats), " ".join(it.materials.send_to), notice.link or ""]
    yield f"DESCRIPTION:{_text(chr(10).join(part for part in about if part))}"
    if it.place:
        yield f"LOCATION:{_text(it.place)}"
    if notice.link and notice.link.isascii() and notice.link.isprintable():
        yield f"URL:{notice.link}"


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(value: str) -> str:
    cleaned = "".join(c for c in value if c.isprintable() or c == "\n")
    return cleaned.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(lines: Iterable[str]) -> Iterator[str]:
    """Lines of at most LINE_BYTES_MAX bytes, never cut inside a character."""
    for line in lines:
        piece = ""
        for character in line:
            if len((piece + character).encode()) > LINE_BYTES_MAX:
                yield piece
                piece = " "
            piece += character
        yield piece
