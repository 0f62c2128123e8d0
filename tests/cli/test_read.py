"""Reading one notice on the command line."""

import json

import pytest
from fakes import documents

from bot.cli_terms import say

NOTICE = """关于举办青禾市科技活动周的通知
各区县科协：
科技活动周于2024年9月15日至25日举行。
请各单位于9月27日前将活动总结材料（PDF版和Word版）发送至邮箱 summary@example.org。
青禾市科学技术协会
2024年8月21日
"""
KEYS = {
    "title", "issuer", "doc_number", "published", "topics", "audience", "events", "deadlines", "changes", "contacts",
    "unresolved", "requirements",
}
EVENT_KEYS = {"kind", "name", "start", "end", "all_day", "place", "recurrence", "daily_hours", "confidence", "evidence"}
DEADLINE_KEYS = {
    "what", "due", "audience", "materials", "formats", "send_to", "confidence", "evidence", "requirements",
    "recurrence",
}


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text(NOTICE, encoding="utf-8")
    return path


def test_json_has_the_promised_fields_and_evidence_that_stands_in_the_text(kexun, notice):
    done = kexun("read", notice, "--json", "--published", "2024-08-21")
    found = json.loads(done.out)
    assert set(found) == KEYS
    (event,) = found["events"]
    (deadline,) = found["deadlines"]
    assert set(event) == EVENT_KEYS and set(deadline) == DEADLINE_KEYS
    assert (event["start"], event["end"], event["all_day"]) == ("2024-09-15", "2024-09-25", True)
    assert (deadline["due"], deadline["formats"]) == ("2024-09-27", ["PDF", "Word"])
    for evidence in (event["evidence"], deadline["evidence"]):
        assert NOTICE[evidence["start"] : evidence["end"]] == evidence["text"]


def test_a_moment_in_json_is_to_the_minute(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("讲座通知\n讲座时间：2024年9月15日14:30\n讲座地点：报告厅\n", encoding="utf-8")
    (event,) = json.loads(kexun("read", path, "--json").out)["events"]
    assert (event["start"], event["place"]) == ("2024-09-15T14:30", "报告厅")


def test_people_see_what_when_and_the_words_that_show_it(kexun, notice):
    done = kexun("read", notice)
    assert done.status == 0
    for shown in ("青禾市科学技术协会", "2024-09-15", "2024-09-25", "2024-09-27", "PDF+Word", "summary@example.org"):
        assert shown in done.out
    assert say("show-kind-deadline") in done.out


def test_a_weekly_thing_within_a_span_is_shown_from_its_first_day(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("6月3日（周二）至8月27日每周三14:00举办公益讲座，6月18日暂停。\n", encoding="utf-8")
    shown = kexun("read", path, "--published", "2031-05-20").out
    assert "2031-06-04" in shown and "2031-06-03" not in shown


def test_what_is_asked_besides_is_marked_and_shown_with_its_deadline(kexun, tmp_path):
    text = "关于征文的通知\n请各单位于2024年9月27日前报送征文，文件名为“单位+姓名”，每单位限报2篇，逾期不予受理。\n"
    path = tmp_path / "notice.txt"
    path.write_text(text, encoding="utf-8")
    (deadline,) = json.loads(kexun("read", path, "--json").out)["deadlines"]
    asked = {it["kind"]: it for it in deadline["requirements"]}
    assert {kind: it["text"] for kind, it in asked.items()} == {
        "naming": "单位+姓名", "quota": "每单位限报2篇", "lateness": "逾期不予受理"
    }
    for it in asked.values():
        assert text[it["evidence"]["start"] : it["evidence"]["end"]] == it["evidence"]["text"]
    shown = kexun("read", path).out
    assert "«每单位限报2篇»[1]" in shown and say("requirement-naming", text="单位+姓名") in "".join(shown.split("\n"))


def test_what_is_asked_without_a_deadline_is_shown_too(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("关于征文的通知\n每单位限报2篇，时间另行通知。\n", encoding="utf-8")
    assert say("requirement-quota", text="每单位限报2篇") in kexun("read", path).out.split("\n")


def test_topics_are_shown_by_their_titles_and_named_in_json(kexun, config, notice):
    config.write_text("topics: {science: {title: 科技周, keywords: [科技活动周]}}\n", encoding="utf-8")
    assert "科技周" in kexun("read", notice).out
    assert json.loads(kexun("read", notice, "--json").out)["topics"] == ["science"]


def test_it_reads_the_standard_input_and_needs_no_configuration(shell):
    done = shell("read", "-", "--json", stdin=NOTICE.encode("gb18030"))
    assert (done.status, done.err) == (0, "")
    assert json.loads(done.out)["deadlines"][0]["due"] == "2024-09-27"


def test_a_page_is_read_as_its_text(kexun, tmp_path):
    page = "".join(f"<p>{line}</p>" for line in NOTICE.splitlines())
    path = tmp_path / "notice.html"
    path.write_bytes(f"<html><head><title>通知公告</title></head><body>{page}</body></html>".encode("gbk"))
    assert json.loads(kexun("read", path, "--json").out)["deadlines"][0]["due"] == "2024-09-27"


def test_a_notice_cannot_steer_the_terminal(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("\x1b[31m[bold]红色通知[/bold]\x1b]0;title\x07\n" + NOTICE, encoding="utf-8")
    out = kexun("read", path).out
    assert "\x1b" not in out and "\x07" not in out


def test_a_text_without_dates_says_so(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("食堂的菜很好吃。\n", encoding="utf-8")
    assert say("show-no-dates") in kexun("read", path).out


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (documents.pdf(""), "read-empty"), (documents.LOCKED_PDF, "read-password"), (b"%PDF-1.7 x", "read-broken"),
        (documents.archive({"xl/workbook.xml": b""}), "read-sheet"), (b"PK\x03\x04 word/document.xml", "read-broken"),
        (bytes(range(256)) * 8, "read-binary"), (b"", "read-empty"), (" \n\u3000\ufeff".encode(), "read-empty"),
        (b"\x89PNG\r\n", "read-image"), (b"a" * (20 * 1024 * 1024 + 1), "read-too-large"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(kexun, tmp_path, body, sentence):
    path = tmp_path / "file.bin"
    path.write_bytes(body)
    done = kexun("read", path)
    assert (done.status, done.out, done.err.strip()) == (1, "", say(sentence, file=str(path), max="20"))


@pytest.mark.parametrize("text", ["全角　空格\t和制表\r\n", "emoji 👩‍👩‍👧 零宽\u200b连接", "\u202e右到左"])
def test_unusual_text_is_still_text(kexun, tmp_path, text):
    path = tmp_path / "notice.txt"
    path.write_bytes(text.encode())
    assert kexun("read", path).status == 0


def test_pdf_and_word_are_read_like_text(kexun, tmp_path):
    lines = NOTICE.strip().split("\n")
    word = documents.docx("".join(map(documents.paragraph, lines)))
    bodies = {"pdf": documents.pdf(documents.letter(*lines, size=8)), "docx": word}
    for suffix, body in bodies.items():
        path = tmp_path / f"notice.{suffix}"
        path.write_bytes(body)
        (deadline,) = json.loads(kexun("read", path, "--json").out)["deadlines"]
        assert deadline["due"] == "2024-09-27"


def test_several_files_are_read_and_those_that_cannot_be_are_named(kexun, notice, tmp_path):
    nowhere = tmp_path / "nowhere.txt"
    done = kexun("read", notice, nowhere, notice)
    assert (done.status, done.err.strip()) == (1, say("read-cannot", file=str(nowhere), why=say("why-missing")))
    assert done.out.count("2024-09-27") == 2 and done.out.count(str(notice)) == 2


def test_a_folder_is_refused_with_the_way_to_read_what_is_in_it(kexun, tmp_path):
    done = kexun("read", tmp_path)
    assert (done.status, done.err.strip()) == (1, say("read-folder", file=str(tmp_path)))


def test_of_a_page_of_several_articles_people_are_shown_those_with_dates(kexun, tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(
        "本报讯（记者 林小禾）近日，我市召开科研人员座谈会，总结去年的工作。\n\n科研人员座谈会召开\n\n"
        "本报讯（记者 方青）2031年青禾市科技活动周将于5月20日至31日举办。\n\n青禾市科技活动周启动\n", encoding="utf-8",
    )
    done = kexun("read", path)
    assert "青禾市科技活动周启动" in done.out and "2031-05-20" in done.out and "座谈会" not in done.out
    assert say("read-articles-left", count=1) in done.out
    assert len(json.loads(kexun("read", path, "--json").out)["events"]) == 1, "for programs it is one document"


def test_what_is_in_doubt_is_told_once(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("关于报名的通知\n请于2026年12月15日(周一)前报名。\n图书馆\n2026年11月20日\n", encoding="utf-8")
    out = kexun("read", path).out
    assert out.count(say("show-why-weekday")) == 1 and say("show-doubts") in out
    assert say("show-doubt-finding", text="2026年12月15日(周一)前", percent="50%") not in out


def test_dates_without_a_year_say_how_to_tell_when_the_notice_was_published(kexun, tmp_path):
    path = tmp_path / "notice.txt"
    path.write_text("请于12月15日前报名。\n", encoding="utf-8")
    unknown = kexun("read", path).out
    assert say("show-why-no-year") in unknown and say("show-doubts-published") in unknown
    assert say("show-doubts-published") not in kexun("read", path, "--published", "2026-11-20").out


@pytest.mark.parametrize(("text", "sentence"), [
    ("原定2026年12月10日举行的讲座推迟至12月17日举行。", "show-change-postponed"),
    ("原定2026年12月10日举行的讲座延期举行，具体时间另行通知。", "show-change-open"),
    ("因故取消，敬请谅解。", "show-change-all-cancelled"),
])
def test_a_change_says_no_more_than_is_known(kexun, tmp_path, text, sentence):
    title = "关于取消讲座的通知" if "取消" in text else "关于讲座延期的通知"
    path = tmp_path / "notice.txt"
    path.write_text(f"{title}\n{text}\n图书馆\n2026年11月20日\n", encoding="utf-8")
    known = say(sentence, old="2026-12-10 周四", new="2026-12-17 周四")
    assert (known if say.language == "zh" else known.split()[0]) in kexun("read", path).out


def test_json_lines_name_their_file_and_come_one_for_each_notice(kexun, notice, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("关于讲座的通知\n讲座时间：2024年9月15日14:30\n", encoding="utf-8")
    done = kexun("read", notice, tmp_path / "nowhere", other, "--jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert done.status == 1
    assert [line["file"] for line in lines] == [str(notice), str(other)]
    assert set(lines[0]) == KEYS | {"file"}


def test_one_json_object_is_for_one_notice(kexun, notice):
    done = kexun("read", notice, notice, "--json")
    assert (done.status, done.err.strip()) == (2, say("read-json-many"))


def test_findings_are_marked_where_they_stand_and_numbered_as_in_the_table(kexun, notice):
    out = kexun("read", notice).out
    assert "科技活动周于«2024年9月15日至25日»[1]举行" in out and "请各单位于«9月27日前»[2]将" in out


def test_days_have_their_weekday_and_say_whether_they_are_over(kexun, notice):
    out = kexun("read", notice).out
    assert f"2024-09-27 {'周五' if say.language == 'zh' else 'Fri'}" in out and say("left-over") in out


def test_a_file_that_is_not_there_or_a_day_that_is_none_is_named(kexun, notice, tmp_path):
    done = kexun("read", tmp_path / "nowhere.txt")
    assert done.status == 1
    assert done.err.strip() == say("read-cannot", file=str(tmp_path / "nowhere.txt"), why=say("why-missing"))
    done = kexun("read", notice, "--published", "21.8.2024")
    assert (done.status, done.err.strip()) == (2, say("cli-no-date", value="21.8.2024"))


@pytest.mark.parametrize(
    ("phrase", "why"),
    [("2月30日举行科普报告会。", "no-such-day"), ("比赛时间另行通知。", "open")],
)
def test_a_doubt_is_shown_with_its_reason_in_words(kexun, tmp_path, phrase, why):
    path = tmp_path / "notice.txt"
    path.write_text(f"关于举办活动的通知\n{phrase}\n", encoding="utf-8")
    assert say(f"show-why-{why}") in kexun("read", path, "--published", "2024-01-05").out
