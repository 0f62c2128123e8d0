"""What a configuration means once it is right."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.config import values
from feeds.mail.model import Mailbox
from feeds.pages.model import Rules
from notices.filters import written
from notices.model import Audience
from notices.quiet import QuietHours

HOUR = timedelta(hours=1)
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def test_an_empty_file_is_a_web_chat_on_this_machine(configured, tmp_path):
    config = configured("")
    assert config.database == tmp_path / "kexun.db"
    assert (config.zone.key, config.language, config.webchat_on, config.telegram) == ("Asia/Shanghai", "zh", True, None)
    assert config.web.url == "http://127.0.0.1:8080"
    assert config.feeds == () and config.warnings == ()


def test_organisers_and_admins_always_exist_and_need_an_invite(configured):
    roles = configured("roles: {admin: {title: Boss}}\n").house.roles
    assert {name: role.join for name, role in roles.items()} == {"organiser": "invite", "admin": "invite"}
    assert roles["admin"].titles == {"zh": "Boss"}
    assert roles["organiser"].titles == {"zh": "组织者", "en": "Organiser"}


def test_a_topic_may_be_known_by_its_issuers(configured):
    topics = configured("topics: {a: {issuers: [教务处, 市科协]}, b: {keywords: [讲座]}}\n").house.topics
    assert (topics["a"].issuers, topics["b"].issuers) == (("教务处", "市科协"), ())


def test_titles_are_chinese_unless_they_say_otherwise(configured):
    house = configured(
        "topics: {a: {title: 讲座}, b: {title: {zh: 竞赛, en: Contests}}, c: {title: {en: Exams}}, d: {}}\n"
    ).house
    shown = [(house.topic_title(topic, "zh"), house.topic_title(topic, "en")) for topic in "abcd"]
    assert shown == [("讲座", "讲座"), ("竞赛", "Contests"), ("Exams", "Exams"), ("d", "d")]


def test_what_members_may_change_starts_as_configured(configured):
    settings = configured(
        "timezone: Europe/London\nlanguage: en\nquiet_hours: 23:00-06:30\nreminders: {event: [90m, 1d], deadline: []}\n"
    ).house.settings
    assert settings.zone.key == "Europe/London"
    assert settings.language == "en"
    assert settings.quiet_hours == QuietHours(time(23), time(6, 30))
    assert settings.leads == {"event": (1.5 * HOUR, 24 * HOUR), "deadline": ()}


def test_a_feed_goes_to_its_roles_and_topics_and_is_relative_to_the_file(configured, tmp_path):
    config = configured(
        "roles: {student: {}}\ntopics: {lecture: {}}\nfeeds:\n"
        "- {name: 通知, url: docs, kind: folder, every: 2h, topics: [lecture], audience: {roles: [student]}}\n"
    )
    (feed,) = config.feeds
    assert (feed.name, feed.every_secs, feed.catch_up) == ("通知", 7200.0, False)
    assert feed.audience == Audience(frozenset({"student"}), frozenset({"lecture"}))
    assert (feed.source.base_dir, feed.source.kind, feed.source.timezone.key) == (tmp_path, "folder", "Asia/Shanghai")
    assert config.house.feed_titles == {"通知": "通知"}


def test_a_database_may_be_anywhere(configured):
    assert configured("database: sqlite:////var/lib/kexun/a.db\n").database == Path("/var/lib/kexun/a.db")


@pytest.mark.parametrize(
    ("web", "url"),
    [
        ("{host: 0.0.0.0, port: 80}", "http://127.0.0.1:80"),
        ("{host: '::1', port: 1}", "http://[::1]:1"),
        ("{public_url: 'https://kexun.example.org/'}", "https://kexun.example.org"),
    ],
)
def test_the_web_address_is_one_that_can_be_opened(configured, web, url):
    config = configured(f"web: {web}\n")
    assert config.web.url == config.house.public_url == url


def test_a_term_starts_on_a_day(configured):
    assert configured("term_start: 2025-09-01\n").term_start == date(2025, 9, 1)
    assert configured("term_start: '2025-09-01'\n").term_start == date(2025, 9, 1)
    assert configured("term_start: null\n").term_start is None


@pytest.mark.parametrize(
    ("feed", "warned"),
    [
        ("url: 'https://example.org/rss', every: 1m", True),
        ("url: 'https://example.org/rss', every: 5m", False),
        ("url: 'http://127.0.0.1:9/rss', every: 1s", False),
        ("url: 'http://localhost/rss', every: 1s", False),
        ("url: 'sample:science', every: 1s", False),
        ("url: folder, every: 1s", False),
    ],
)
def test_asking_other_peoples_sites_too_often_is_warned_of(configured, feed, warned):
    warnings = configured(f"feeds: [{{name: A, {feed}}}]\n").warnings
    assert [("feeds[A].every" in warning and "example.org" in warning) for warning in warnings] == [True] * warned


@pytest.mark.parametrize(
    ("rate", "warned"),
    [
        ("rate: 30/s", None),
        ("rate: 31/s", "30/s"),
        ("rate: 3000/m", "30/s"),
        ("rate: 1000/s, paid_broadcast: true", None),
        ("rate: 1001/s, paid_broadcast: true", "1000/s"),
    ],
)
def test_a_rate_that_telegram_does_not_take_is_warned_of(configured, rate, warned):
    warnings = configured(f"channels: {{telegram: {{token: '1:a', {rate}}}}}\n").warnings
    assert ["channels.telegram.rate" in it and f"{warned};" in it for it in warnings] == [True] * bool(warned)


def test_a_feeds_filter_names_topics_by_id_or_title(configured):
    text = "topics: {talk: {title: 讲座}}\nfeeds: [{name: A, url: x.xml, filter: '主题：讲座、/天文/，不要小学'}]\n"
    (feed,) = configured(text).feeds
    assert written(feed.wants) == "(topic:talk OR /天文/) AND NOT 小学"
    (feed,) = configured("feeds: [{name: A, url: x.xml}]\n").feeds
    assert feed.wants is None


def test_a_configuration_that_reaches_nobody_is_warned_of(configured):
    (warning,) = configured("channels: {}\n").warnings
    assert "no channel is on" in warning


@given(some.integers(0, 366), some.sampled_from("smhd"))
def test_a_duration_is_its_number_times_its_unit(number, unit):
    assert values.duration(f"{number}{unit}") == timedelta(seconds=number * UNITS[unit])


@given(some.text(max_size=12))
def test_no_text_breaks_the_reading_of_a_value(text):
    for read in (values.duration, values.rate, values.quiet_hours, values.zone, values.http_url, values.titles):
        try:
            read(text)
        except values.PydanticCustomError:
            continue


def test_a_list_page_has_the_rules_of_its_file(configured):
    start = "feeds: [{name: 教务处, url: 'https://jwc.example/tz.htm', kind: page"
    (plain,) = configured(f"{start}}}]\n").feeds
    assert plain.source.kind == "page" and plain.source.page is None
    rules = "{item: 'ul.news > li', title: 'a@title', date: .date, next: a.next, article: '#content'}"
    (told,) = configured(f"{start}, page: {rules}}}]\n").feeds
    assert told.source.page == Rules("ul.news > li", "a@title", "", ".date", "a.next", "#content")


def test_a_mailbox_is_read_as_the_file_says_and_its_password_shows_nowhere(configured):
    mail = "{user: u, password: '${P}', senders: ['Of@A.cn']}"
    config = configured(f"feeds: [{{name: 信箱, url: 'imaps://imap.a.cn', kind: mail, mail: {mail}}}]\n", P="geheim")
    (feed,) = config.feeds
    assert feed.source.mailbox == Mailbox("u", "geheim", ("of@a.cn",))
    assert "geheim" not in repr(config) and "geheim" not in feed.source.identity
