"""A date that is written in any of its forms and read back is the same date; so are clocks and spans."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notices.extract import read

DIGITS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
DAYS = st.dates(date(2012, 1, 1), date(2049, 12, 31))
CLOCKS = st.times(time(6), time(22, 59)).map(lambda it: it.replace(second=0, microsecond=0))
TO_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def chinese(number: int) -> str:
    """A number to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def short(number: int) -> str:
    """As almanacs write it: 廿三, 卅."""
    if number <= 20:
        return chinese(number)
    return ("廿" if number < 30 else "卅") + (DIGITS[number % 10] if number % 10 else "")


def formal(number: str) -> str:
    """A number in Chinese numerals in its formal script."""
    return number.translate(str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"))


def old(number: str) -> str:
    """A number in formal script in traditional characters."""
    return number.translate(str.maketrans("贰叁陆", "貳參陸"))


def cheque(number: int) -> str:
    """A day or a month as a cheque has it: nothing can be put before it (零陆, 壹拾贰)."""
    return formal(("零" if number < 10 else "一" if number < 20 else "") + chinese(number))


def year_of(day: date, zero: str = "〇") -> str:
    return "".join(zero if it == "0" else DIGITS[int(it)] for it in str(day.year))


FORMS: dict[str, Callable[[date], str]] = {
    "2031年6月12日": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "2031年06月02日": lambda d: f"{d:%Y年%m月%d日}",
    "2031 年 6 月12 日": lambda d: f"{d.year} 年 {d.month} 月{d.day} 日",
    "full width": lambda d: f"{d.year}年{d.month}月{d.day}日".translate(TO_WIDE),
    "6月12日": lambda d: f"{d.month}月{d.day}日",
    "6月12号": lambda d: f"{d.month}月{d.day}号",
    "with the weekday": lambda d: f"{d.month}月{d.day}日（星期{WEEKDAYS[d.weekday()]}）",
    "with the weekday behind": lambda d: f"{d.year}年{d.month}月{d.day}日周{WEEKDAYS[d.weekday()]}",
    "二〇三一年六月十二日": lambda d: f"{year_of(d)}年{chinese(d.month)}月{chinese(d.day)}日",
    "a drawn zero": lambda d: f"{year_of(d, '○')}年{chinese(d.month)}月{chinese(d.day)}日",
    "a letter for the zero": lambda d: f"{year_of(d, 'O')}年{chinese(d.month)}月{chinese(d.day)}日",
    "贰零叁壹年陆月拾贰日": lambda d: f"{formal(year_of(d, '零'))}年{formal(chinese(d.month))}月{formal(chinese(d.day))}日",
    "贰〇叁壹年零陆月壹拾贰日": lambda d: f"{formal(year_of(d))}年{cheque(d.month)}月{cheque(d.day)}日",
    "貳零參壹年陸月": lambda d: f"{old(formal(year_of(d, '零')))}年{old(formal(chinese(d.month)))}月{old(formal(chinese(d.day)))}日",
    "陆月拾贰日": lambda d: f"{formal(chinese(d.month))}月{formal(chinese(d.day))}日",
    "2031年陆月拾贰日": lambda d: f"{d.year}年{formal(chinese(d.month))}月{formal(chinese(d.day))}日",
    "贰零叁壹年6月12日": lambda d: f"{formal(year_of(d, '零'))}年{d.month}月{d.day}日",
    "2〇31年": lambda d: f"{d.year}年".replace("0", "〇") + f"{d.month}月{d.day}日",
    "六月十二号": lambda d: f"{chinese(d.month)}月{chinese(d.day)}号",
    "六月廿二號": lambda d: f"{chinese(d.month)}月{short(d.day)}號",
    "六月十二日": lambda d: f"{chinese(d.month)}月{chinese(d.day)}日",
    "六月廿二日": lambda d: f"{chinese(d.month)}月{short(d.day)}日",
    "元月": lambda d: f"{'元' if d.month == 1 else d.month}月{d.day}日",
    "民国120年": lambda d: f"民國{d.year - 1911}年{d.month}月{d.day}日",
    "120年": lambda d: f"{d.year - 1911}年{d.month}月{d.day}日",
    "31年": lambda d: f"{d.year % 100}年{d.month}月{d.day}日",
    "2031-06-12": lambda d: d.isoformat(),
    "2031/6/12": lambda d: f"{d.year}/{d.month}/{d.day}",
    "2031.6.12": lambda d: f"{d.year}.{d.month}.{d.day}",
    "6/12(四)": lambda d: f"{d.month}/{d.day}({WEEKDAYS[d.weekday()]})",
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=50, deadline=None)
@given(day=DAYS)
def test_a_date_is_read_back(form: str, day: date) -> None:
    reading = read(f"会议定于{FORMS[form](day)}召开，请参加。", published=day - timedelta(days=15))
    assert [(it.start, it.end) for it in reading.events] == [(day, day)] and not reading.deadlines


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=50, deadline=None)
@given(day=DAYS)
def test_a_due_date_is_read_back(form: str, day: date) -> None:
    reading = read(f"请于{FORMS[form](day)}前报送材料。", published=day - timedelta(days=15))
    assert [it.due for it in reading.deadlines] == [day] and not reading.events


def _half(clock: time) -> str:
    return "上午" if clock.hour < 12 else "下午" if clock.hour < 18 else "晚上"


CLOCK_FORMS: dict[str, Callable[[time], str]] = {
    "14:30": lambda t: f"{t:%H:%M}",
    "14：30": lambda t: f"{t.hour}：{t.minute:02}",
    "14时30分": lambda t: f"{t.hour}时{t.minute:02}分",
    "14点30分": lambda t: f"{t.hour}点{t.minute:02}分",
    "下午2:30": lambda t: f"{_half(t)}{t.hour - 12 if t.hour > 12 else t.hour}:{t.minute:02}",
    "下午14:30": lambda t: f"{_half(t)}{t.hour}:{t.minute:02}",
    "下午2点半": lambda t: f"{_half(t)}{t.hour - 12 if t.hour > 12 else t.hour}点" + _minutes(t),
    "下午二时三十分": lambda t: f"{_half(t)}{chinese(t.hour - 12 if t.hour > 12 else t.hour)}时" + _minutes(t),
}


def _minutes(clock: time) -> str:
    if clock.minute in (0, 30):
        return "半" if clock.minute else "整"
    return f"{chinese(clock.minute)}分" if clock.minute > 9 else f"{clock.minute:02}分"


@pytest.mark.parametrize("form", CLOCK_FORMS)
@settings(max_examples=50, deadline=None)
@given(day=DAYS, clock=CLOCKS)
def test_a_clock_is_read_back(form: str, day: date, clock: time) -> None:
    written = f"{day.month}月{day.day}日{CLOCK_FORMS[form](clock)}"
    moment = datetime.combine(day, clock)
    reading = read(f"会议定于{written}召开。", published=day - timedelta(days=15))
    assert [it.start for it in reading.events] == [moment]
    reading = read(f"请于{written}前报送材料。", published=day - timedelta(days=15))
    assert [it.due for it in reading.deadlines] == [moment]


TO = ("至", "到", "-", "--", "—", "——", "–", "~", "～", "－")
SPAN_FORMS: dict[str, Callable[[date, date, str], str]] = {
    "years on both ends": lambda a, b, to: f"{FORMS['2031年6月12日'](a)}{to}{FORMS['2031年6月12日'](b)}",
    "no years": lambda a, b, to: f"{a.month}月{a.day}日{to}{b.month}月{b.day}日",
    "no first 日": lambda a, b, to: f"{a.month}月{a.day}{to}{b.month}月{b.day}日",
    "blanks": lambda a, b, to: f"{a.year} 年 {a.month} 月 {a.day} 日 {to} {b.month} 月 {b.day} 日",
    "dots": lambda a, b, to: f"{a.year}.{a.month}.{a.day}{to}{b.year}.{b.month}.{b.day}",
    "one month": lambda a, b, to: (
        f"{a.month}月{a.day}日{to}{b.day}日" if a.month == b.month else f"{a.month}月{a.day}日{to}{b.month}月{b.day}日"
    ),
    "one 日": lambda a, b, to: (
        f"{a.month}月{a.day}{to}{b.day}日" if a.month == b.month else f"{a.month}月{a.day}日{to}{b.month}月{b.day}日"
    ),
    "weekdays": lambda a, b, to: (
        f"{a.month}月{a.day}日（周{WEEKDAYS[a.weekday()]}）{to}{b.month}月{b.day}日（周{WEEKDAYS[b.weekday()]}）"
    ),
}


@pytest.mark.parametrize("form", SPAN_FORMS)
@settings(max_examples=80, deadline=None)
@given(first=DAYS, days=st.integers(1, 90), to=st.sampled_from(TO))
def test_a_span_is_read_back(form: str, first: date, days: int, to: str) -> None:
    last = first + timedelta(days=days)
    reading = read(f"展览于{SPAN_FORMS[form](first, last, to)}举行。", published=first - timedelta(days=15))
    assert [(it.start, it.end) for it in reading.events] == [(first, last)] and not reading.deadlines


@pytest.mark.parametrize("zero", "〇○◯ΟОοо⚪⭕O０ＯoｏO0零")
def test_whatever_stands_for_a_zero_is_read_as_one(zero: str) -> None:
    reading = read(f"会议定于二{zero}三{zero}年六月十二日召开，请参加。", published=date(2030, 5, 20))
    assert [it.start for it in reading.events] == [date(2030, 6, 12)]


@pytest.mark.parametrize("text", [
    "台风登陆日气温骤降。", "请联系陆老师、伍老师。", "拾到失物请交还。", "陆续开放。", "大陆年均气温。", "着陆月球。", "叁等奖伍名。",
])
def test_formal_numerals_that_are_words_are_no_dates(text: str) -> None:
    reading = read(text, published=date(2030, 5, 20))
    assert not reading.events and not reading.deadlines and not reading.unresolved


def test_a_date_in_formal_script_is_shown_as_it_was_written() -> None:
    (event,) = read("签约仪式定于贰零叁壹年陆月拾贰日举行。", published=date(2031, 5, 20)).events
    assert event.evidence.text == "贰零叁壹年陆月拾贰日"
