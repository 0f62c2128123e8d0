"""Changes: what was called off is no event any more, what is held instead has its new day, what is corrected its old one."""

from __future__ import annotations

from datetime import date, datetime

from notices.extract import read
from notices.reading import Change, Reading

MAY, OLD = date(2031, 5, 20), date(2031, 6, 12)


def reading(text: str) -> Reading:
    return read(text, published=MAY)


def test_what_the_title_calls_off_is_no_event() -> None:
    found = reading("关于取消6月12日科普讲座的通知\n原定6月12日14:30在报告厅举行的科普讲座取消，敬请谅解。\n图书馆\n2031年5月20日")
    assert found.events == () and found.changes == (Change("cancelled", OLD, None),)


def test_what_is_held_in_another_way_is_put_off_and_not_called_off() -> None:
    found = reading("【紧急】因台风影响，原定6月12日（周四）下午的家长会取消，改为线上召开，时间为6月14日（周六）19:30。")
    assert [it.name for it in found.events] == ["家长会"]
    assert found.changes == (Change("postponed", OLD, datetime.fromisoformat("2031-06-14T19:30")),)


def test_a_correction_tells_the_mistaken_day_and_what_it_is_about() -> None:
    found = reading("更正：《关于召开学术年会的通知》中会议时间“6月12日”有误，应为“6月21日”，特此更正。\n学会秘书处\n2031年5月20日")
    assert [(it.name, it.start) for it in found.events] == [("学术年会", date(2031, 6, 21))]
    assert found.changes == (Change("postponed", OLD, date(2031, 6, 21)),)
