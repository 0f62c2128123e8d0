"""Lists of feeds, from and to other readers."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli_terms import say
from feeds import opml
from feeds.opml import Outline

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE opml>
<opml version="1.0"><head><title>t</title></head><body>
<outline text="科普日"><outline text="市科协" xmlUrl="https://a.example/rss" type="rss"/>
  <outline text="其他"><outline title="区科协" XMLURL="https://b.example/rss"/></outline></outline>
<outline text="市科协" xmlUrl="https://c.example/rss" category="/day,/misc"/>
<outline text="again" xmlUrl="https://a.example/rss"/>
<outline text="这里" xmlUrl="file:///etc/passwd"/>
</body></opml>"""
BOMB = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><opml><outline text="&b;"/></opml>'
OUTSIDE = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><outline text="&x;" xmlUrl="https://a"/></opml>'


@pytest.fixture
def topics(config):
    config.write_text("topics: {day: {title: {zh: 科普日}}}\n", encoding="utf-8")


def data(kexun):
    return {it["name"]: it for it in json.loads(kexun("feeds", "list", "--json").out)["feeds"]}


def test_feeds_are_imported_with_their_folders_as_topics(kexun, topics, tmp_path):
    (tmp_path / "list.opml").write_text(LIST, encoding="utf-8")
    done = kexun("feeds", "import", tmp_path / "list.opml")
    assert done.status == 0
    assert done.out.splitlines() == [
        say("opml-folder", name="其他", count=1), say("opml-folder", name="misc", count=1),
        say("opml-had", name="again"), say("opml-address", name="这里", url="file:///etc/passwd"),
        say("opml-imported", added=3, skipped=2),
    ]
    assert {name: (it["url"], it["topics"]) for name, it in data(kexun).items()} == {
        "市科协": ("https://a.example/rss", ["day"]), "区科协": ("https://b.example/rss", ["day"]),
        "市科协 (c.example)": ("https://c.example/rss", ["day"]),
    }
    again = kexun("feeds", "import", tmp_path / "list.opml")
    assert again.out.splitlines()[-1] == say("opml-imported", added=0, skipped=5)


@pytest.mark.parametrize(("body", "why"), [
    (BOMB, "it declares entities"), (OUTSIDE, "it declares entities"), ("", "no element found: line 1, column 0"),
    ("<html></html>", "no opml element"), ("plain", "syntax error: line 1, column 0"),
    ("<opml><body><outline></body></opml>", "mismatched tag: line 1, column 23"),
    ("<opml>" + "<outline>" * 60, "too deep or too long"),
])
def test_what_is_no_list_or_may_do_harm_is_refused(kexun, topics, database, tmp_path, body, why):
    file = tmp_path / "list.opml"
    file.write_text(body, encoding="utf-8")
    done = kexun("feeds", "import", file)
    assert (done.status, done.err.strip()) == (1, say("opml-bad", file=str(file), why=why)) and not database.exists()


def test_a_file_that_is_not_there_or_empty_of_feeds_is_said(kexun, topics, tmp_path):
    assert kexun("feeds", "import", tmp_path / "none.opml").err.strip() == say(
        "read-cannot", file=str(tmp_path / "none.opml"), why=say("why-missing"))
    (tmp_path / "list.opml").write_text("<opml/>", encoding="utf-8")
    assert kexun("feeds", "import", tmp_path / "list.opml").err.strip() == say(
        "opml-none", file=str(tmp_path / "list.opml"))


def test_what_is_exported_is_imported_as_it_was(kexun, topics, tmp_path, config):
    (tmp_path / "list.opml").write_text(LIST, encoding="utf-8")
    kexun("feeds", "import", tmp_path / "list.opml")
    before = data(kexun)
    out = tmp_path / "out.opml"
    assert kexun("feeds", "export", out).out.strip() == say("opml-exported", count=3, path=str(out))
    assert kexun("feeds", "export", out).err.strip() == say("backup-exists", path=str(out))
    lost = tmp_path / "none" / "out.opml"
    assert kexun("feeds", "export", lost).err.strip() == say("opml-not-written", path=str(lost), why=say("why-missing"))
    assert kexun("feeds", "export").out == out.read_text(encoding="utf-8")
    config.write_text(config.read_text(encoding="utf-8") + "database: sqlite:///other.db\n", encoding="utf-8")
    kexun("feeds", "import", out)
    assert data(kexun) == before


def test_a_list_page_and_a_calendar_are_what_they_were_when_they_come_back(kexun, topics, tmp_path):
    for kind in ("page", "ical", "json"):
        kexun("feeds", "add", f"https://{kind}.example/x", "--kind", kind, "--unseen", "--name", kind)
    kexun("feeds", "export", tmp_path / "out.opml")
    for kind in ("page", "ical", "json"):
        kexun("feeds", "remove", kind)
    kexun("feeds", "import", tmp_path / "out.opml")
    assert {name: it["kind"] for name, it in data(kexun).items()} == {"page": "page", "ical": "ical", "json": "auto"}


@pytest.mark.parametrize("charset", ["gbk", "utf-16", "utf-8"])
def test_a_list_is_read_in_any_charset_and_with_addresses_that_are_not_escaped(charset):
    outline = '<outline text="科协 & 学会" xmlUrl="https://a.example/?a=1&b=2&amp;c"/>'
    body = f'<?xml version="1.0" encoding="{charset}"?><opml>{outline}</opml>'
    assert opml.read(body.encode(charset)) == [Outline("科协 & 学会", "https://a.example/?a=1&b=2&c")]


def test_what_is_not_on_the_web_is_not_exported(kexun):
    assert kexun("feeds", "export").err.strip() == say("opml-nothing")


LETTERS = st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp"))
TEXT = st.text(LETTERS, min_size=1, max_size=20)


@given(TEXT, TEXT)
def test_any_title_and_address_survive(title, url):
    written = opml.write("t", [(title, [Outline(title, url)])])
    assert ElementTree.fromstring(written.encode()).tag == "opml"
    assert opml.read(written.encode()) == [Outline(title.strip(), url.strip(), (title.strip(),))]
