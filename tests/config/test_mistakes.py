"""Every mistake is one sentence: file, line, key, what is wrong, and what was probably meant."""

import pytest

TOPICS = "topics:\n  science-week: {title: Science week}\n"
MAIL = """feeds:
  - name: 信箱
    url: imaps://imap.a.cn
    kind: mail
    mail: {user: u@a.cn, password: p, senders: ['@a.cn']}
"""
FEED = "feeds:\n  - name: News\n    url: https://example.org/rss\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("langauge: zh\n", "config.yaml, line 1, langauge: there is no key “langauge”; did you mean language?"),
        (
            "\nweb:\n  prot: 8080\n",
            "config.yaml, line 3, web.prot: there is no key “prot”; did you mean port?",
        ),
        (
            "web:\n  colour: red\n",
            "config.yaml, line 2, web.colour: there is no key “colour”; here you may use: host, port, public_url.",
        ),
        (
            FEED + "    evry: 15m\n",
            "config.yaml, line 4, feeds[News].evry: there is no key “evry”; did you mean every?",
        ),
        (
            "feeds:\n  - nmae: News\n    url: https://example.org/rss\n",
            "config.yaml, line 2, feeds[#1].nmae: there is no key “nmae”; did you mean name?",
        ),
        (
            "channels:\n  telegram:\n    tokn: x\n",
            "config.yaml, line 3, channels.telegram.tokn: there is no key “tokn”; did you mean token?",
        ),
        (
            "channels:\n  telegramm: {}\n",
            "config.yaml, line 2, channels.telegramm: there is no key “telegramm”; did you mean telegram?",
        ),
        (
            "roles:\n  student: {titel: Student}\n",
            "config.yaml, line 2, roles.student.titel: there is no key “titel”; did you mean title?",
        ),
        ("feeds:\n  - url: https://example.org\n", "config.yaml, line 2, feeds[#1].name: this key is missing."),
        ("channels:\n  telegram:\n", "config.yaml, line 2, channels.telegram.token: this key is missing."),
    ],
)
def test_a_key_that_is_unknown_or_missing_is_named_with_its_line(mistake, text, sentence):
    assert mistake(text) == sentence


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("language: zn\n", "line 1, language", "it may be: zh, en"),
        (FEED + "    filter: lecture AND\n", "line 4, feeds[News].filter", "missing at “AND”, character 9"),
        (FEED + "    filter: 'topic:fishing'\n", "line 4, feeds[News].filter", "no topic “fishing”"),
        (FEED + "    filter: '/(/'\n", "line 4, feeds[News].filter", "regular expression"),
        (FEED + "    filter: ''\n", "line 4, feeds[News].filter", "not empty"),
        ("timezone: Asia/Shangai\n", "line 1, timezone", "did you mean Asia/Shanghai?"),
        ("timezone: Shanghai\n", "line 1, timezone", "did you mean Asia/Shanghai?"),
        ("timezone: /etc/passwd\n", "line 1, timezone", "no time zone"),
        ("timezone: 8\n", "line 1, timezone", "no time zone"),
        ("database: postgresql://me:secret@host/db\n", "line 1, database", "keeps its data in SQLite only"),
        ("database: mysql://me:secret@host/db\n", "line 1, database", "sqlite:///kexun.db"),
        ("database: 'sqlite:///:memory:'\n", "line 1, database", "sqlite:///kexun.db"),
        ("web: {port: 99999}\n", "line 1, web.port", "0 to 65535"),
        ("web: {port: http}\n", "line 1, web.port", "a whole number, not “http”"),
        ("web: {public_url: example.org}\n", "line 1, web.public_url", "must begin with http:// or https://"),
        ("web: 8080\n", "line 1, web", "must be “key: value”, not “8080”"),
        ("feeds: https://example.org\n", "line 1, feeds", "must be a list"),
        ("roles: [student]\n", "line 1, roles", "must be “key: value”"),
        ("- one\n- two\n", "line 1", "must be “key: value”"),
        (FEED + "    every: 15\n", "line 4, feeds[News].every", "“15” is no length of time"),
        (FEED + "    every: 15 minutes\n", "line 4, feeds[News].every", "write it like 90s, 15m, 2h or 3d"),
        (FEED + "    every: 0s\n", "line 4, feeds[News].every", "at least 1s"),
        (FEED + "    every: 9999d\n", "line 4, feeds[News].every", "the longest is 366 days"),
        (FEED + "    kind: rs\n", "line 4, feeds[News].kind", "did you mean rss?"),
        (FEED + "    kind: folder\n", "line 3, feeds[News].url", "a path to a folder"),
        (MAIL.replace("imaps:", "https:"), "line 3, feeds[信箱].url", "like imaps://"),
        (FEED + "    kind: mail\n", "line 3, feeds[News].url", "no address of a mail server"),
        (MAIL.partition("    mail:")[0], "line 4, feeds[信箱].kind", "needs mail: with user"),
        (MAIL.replace(", senders: ['@a.cn']", ""), "line 5, feeds[信箱].mail", "anybody can write"),
        (MAIL.replace("@a.cn'", "all'"), "line 5, feeds[信箱].mail.senders[#1]", "or @example.edu.cn for a whole"),
        (MAIL.replace("kind: mail", "kind: auto").replace("imaps:", "https:"), "line 5, feeds[信箱].mail", "is auto"),
        (FEED + "    page: {item: li}\n", "line 4, feeds[News].page", "goes with kind: page; this feed's kind is auto"),
        (FEED + "    kind: page\n    page: {title: a}\n", "line 5, feeds[News].page.title", "such as ul.news > li"),
        (FEED + "    kind: page\n    page: {item: 'li['}\n", "line 5, feeds[News].page.item", "no CSS selector"),
        (FEED + "    kind: page\n    page: {items: li}\n", "line 5, feeds[News].page.items", "did you mean item?"),
        ("feeds: [{name: A, url: ./saved.html, kind: page}]\n", "line 1, feeds[A].url", "begins with http"),
        (FEED + "    catch_up: perhaps\n", "line 4, feeds[News].catch_up", "true or false"),
        (FEED + "    topics: [science-wek]\n" + TOPICS, "line 4, feeds[News].topics[#1]", "did you mean science-week?"),
        (FEED + "    audience: {roles: [admn]}\n", "line 4, feeds[News].audience.roles[#1]", "did you mean admin?"),
        (
            FEED + "  - name: News\n    url: https://example.org/atom\n",
            "line 4, feeds[News].name",
            "two feeds named “News”; number 1 has the name already",
        ),
        ("feeds: [{name: A, url: 'gopher://example.org'}]\n", "line 1, feeds[A].url", "no address of a feed"),
        ("feeds: [{name: A, url: 'https://'}]\n", "line 1, feeds[A].url", "no address of a feed"),
        ("feeds: [{name: A, url: 'https://[::1'}]\n", "line 1, feeds[A].url", "no address of a feed"),
        ("feeds: [{name: A, url: 'sample:sience'}]\n", "line 1, feeds[A].url", "did you mean sample:science?"),
        ("feeds: [{name: '', url: 'sample:'}]\n", "line 1, feeds[].name", "text on one line, not empty"),
        ("roles:\n  student: {topics: [lecture]}\n", "line 2, roles.student.topics[#1]", "no topic “lecture”"),
        ("roles:\n  admin: {join: open}\n", "line 2, roles.admin.join", "cannot be open to join"),
        ("roles:\n  organiser:\n    join: open\n", "line 3, roles.organiser.join", "cannot be open to join"),
        ("roles:\n  student: {join: free}\n", "line 2, roles.student.join", "open, invite, approval"),
        ("roles:\n  'a b': {}\n", "line 2, roles.a b", "letters, digits"),
        (f"roles:\n  {'学' * 11}: {{}}\n", f"line 2, roles.{'学' * 11}", "at most 32 bytes"),
        ("roles:\n  student: {title: {fr: élève}}\n", "line 2, roles.student.title", "{zh: 中文, en: English}"),
        ("reminders: {event: [3]}\n", "line 1, reminders.event[#1]", "no length of time"),
        ("reminders: {event: [1s]}\n", "line 1, reminders.event", "each at least 1m ahead"),
        ("quiet_hours: at night\n", "line 1, quiet_hours", '"22:00-07:30", or null'),
        ("quiet_hours: '22:00-22:00'\n", "line 1, quiet_hours", '"22:00-07:30", or null'),
        ("term_start: soon\n", "line 1, term_start", "a date such as 2025-09-01"),
        ("term_start: 2025-13-45\n", "line 1, term_start", "a date such as 2025-09-01"),
        ("admins: ['telegram:zhang']\n", "line 1, admins[#1]", "a number here, not a user name"),
        ("admins: ['10001']\n", "line 1, admins[#1]", "channel:address"),
        ("admins:\n  - telegram:1\n  - qq:2\n", "line 3, admins[#2]", "webchat, telegram"),
        ("channels: {telegram: {token: 'a b'}}\n", "line 1, channels.telegram.token", "neither spaces nor slashes"),
        ("channels: {telegram: {token: a, rate: 0/s}}\n", "line 1, channels.telegram.rate", "no rate"),
        ("channels: {telegram: {token: a, rate: fast}}\n", "line 1, channels.telegram.rate", "25/s or 20/m"),
        ("channels: {telegram: {token: a, mode: push}}\n", "line 1, channels.telegram.mode", "polling, webhook"),
        ("channels: {telegram: {token: a, mode: webhook}}\n", "line 1, channels.telegram.mode", "set web.public_url"),
        ("web: {public_url: 'http://a.cn'}\nchannels: {telegram: {token: a, mode: webhook}}\n",
         "line 2, channels.telegram.mode", "an https address"),
        ("web: {public_url: 'https://a.cn:8000'}\nchannels: {telegram: {token: a, mode: webhook}}\n",
         "line 2, channels.telegram.mode", "one of the ports 443, 80, 88, 8443"),
    ],
)
def test_a_value_that_cannot_be_is_named_with_its_line_and_what_it_may_be(mistake, text, place, says):
    sentence = mistake(text)
    assert sentence.startswith(f"config.yaml, {place}: ")
    assert says in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("web:\n\thost: x\n", "line 2", "a tab"),
        ("web:\n  host: a: b\n", "line 2", "colon"),
        ("web:\n  host: x\n  port\nlanguage: zh\n", "line 3", "the colon after the key is missing"),
        ("language: zh\ntimezone: 'Asia/Shanghai\nadmins: []\n", "line 2", "never closed"),
        ("admins: [telegram:1\nlanguage: zh\n", "line 2", "bracket"),
        ("web:\n    host: x\n  port: 1\n", "line 3", "indentation"),
        ("language: @zh\n", "line 1", "in quotes"),
        ("language: *zh\n", "line 1", "in quotes"),
        ("web: &a\n  host: *a\n", "line 1, web.host", "in quotes"),
        ("language: z\x07h\n", "line 1", "U+0007"),
        ("language: zh\nweb: {port: 1}\nlanguage: en\n", "line 3, language", "twice, first in line 1"),
        (FEED + "    name: Other\n", "line 4, feeds[#1].name", "twice, first in line 2"),
        ("? [a, b]\n: c\n", "line 1", "single word"),
        ("language: zh\n---\nlanguage: en\n", "line 2", "YAML"),
        ("a: " + "[" * 3000 + "\n", "line 1", "nested too deeply"),
    ],
)
def test_broken_yaml_is_explained_in_plain_words(mistake, text, place, says):
    sentence = mistake(text)
    assert sentence.startswith(f"config.yaml, {place}")
    assert says in sentence
    assert "\n" not in sentence


def test_what_is_misspelt_is_named_before_what_is_therefore_missing(mistake):
    assert "did you mean token" in mistake("channels:\n  telegram:\n    rate: 25/s\n    tokken: a\n")


def test_of_several_mistakes_the_first_in_the_file_is_named(mistake):
    assert mistake("web:\n  port: x\n  hots: y\n").startswith("config.yaml, line 2, web.port")


def test_a_file_that_is_not_there_is_named(mistake, tmp_path, configured):
    from bot.config import ConfigError, load

    with pytest.raises(ConfigError, match=r"no configuration file .*nowhere\.yaml: name it with --config"):
        load(tmp_path / "nowhere.yaml", {"LANG": "en_GB.UTF-8"})


def test_a_folder_and_a_file_of_another_encoding_are_refused_in_one_sentence(tmp_path):
    from bot.config import ConfigError, load

    (tmp_path / "gb.yaml").write_bytes("timezone: 上海".encode("gb18030"))
    with pytest.raises(ConfigError, match="not in UTF-8"):
        load(tmp_path / "gb.yaml", {"LANG": "en_GB.UTF-8"})
    with pytest.raises(ConfigError, match="it is a folder"):
        load(tmp_path, {"LANG": "en_GB.UTF-8"})
