"""Adding, removing and pausing feeds on the command line, beside a service that may be running."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli_terms import say
from feeds.roster import Terms, added
from store import Store, feeds, history

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
URL = "https://news.example.org/rss"


@pytest.fixture
def two(config):
    """A configuration with a topic and a feed of its own."""
    config.write_text(
        "topics: {day: {title: {zh: 科普日, en: Science day}}}\nroles: {teacher: {title: {zh: 教师, en: Teacher}}}\n"
        "feeds: [{name: 校园, url: 'sample:campus'}]\n", encoding="utf-8",
    )


def in_database(path, act):
    async def run():
        async with Store.open(path) as store, store.transaction() as tx:
            return await act(tx)

    return asyncio.run(run())


def listed(kexun):
    return {it["name"]: it for it in json.loads(kexun("feeds", "list", "--json").out)["feeds"]}


def test_a_feed_is_added_with_its_terms_and_listed(kexun, two, database):
    done = kexun(
        "feeds", "add", URL, "--unseen", "--name", "新闻", "--topic", "科普日", "--role", "Teacher", "--every", "1h",
        "--filter", "讲座，不要小学",
    )
    assert (done.status, done.out.strip()) == (0, say("feeds-added", name="新闻", every="1h"))
    it = listed(kexun)["新闻"]
    assert (it["url"], it["origin"], it["every_secs"], it["state"]) == (URL, "added", 3600.0, "new")
    assert (it["topics"], it["roles"], it["filter"]) == (["day"], ["teacher"], "讲座 AND NOT 小学")
    assert "新闻" in kexun("feeds", "list").out
    (row,) = in_database(database, lambda tx: tx.all("SELECT what, about FROM history"))
    assert (row["what"], row["about"]) == ("feed added", f"新闻 {URL}")


def test_an_added_feed_leads_to_the_public_internet_only(two, config):
    assert added("n", URL, Terms().dump(), NOW.tzinfo).source.trust == "web"


def test_an_address_inside_is_refused_with_the_reason(kexun, two, database):
    done = kexun("feeds", "add", "http://127.0.0.1:1/rss")
    assert done.status == 1 and "--unseen" in done.err and "内网" in done.err and "。。" not in done.err
    assert not database.exists(), "nothing was added"


@pytest.mark.parametrize(("words", "told"), [
    (("ftp://x/",), say("feeds-add-address", url="ftp://x/")),
    (("news.xml",), say("feeds-add-address", url="news.xml")),
    (("sample:campus",), say("feeds-add-address", url="sample:campus")),
    ((URL, "--topic", "dya"), say("config-unknown-topic-near", value="dya", near="day")),
    ((URL, "--role", "boss"), say("config-unknown-role", value="boss", known="admin, organiser, teacher")),
    ((URL, "--every", "15"), say("config-duration", value="15")),
    ((URL, "--every", "0s"), say("config-every", min="1s")),
    ((URL, "--kind", "folder"), say("config-choice", value="folder", known="auto, rss, json, ical, page")),
    ((URL, "--filter", "a AND"), say("filter-wrong-operand", what="AND", at="3") + " a ▸AND"),
])
def test_what_makes_no_sense_is_one_sentence(kexun, two, database, words, told):
    done = kexun("feeds", "add", *words, "--unseen")
    assert (done.status, done.err.strip()) == (2, told) and not database.exists()


def test_names_and_addresses_are_there_once(kexun, two):
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    done = kexun("feeds", "add", URL, "--unseen", "--name", "别的")
    assert (done.status, done.err.strip()) == (1, say("feeds-add-had", name="新闻"))
    for name in ("新闻", "校园"):
        done = kexun("feeds", "add", f"{URL}/2", "--unseen", "--name", name)
        assert (done.status, done.err.strip()) == (1, say("feeds-add-named", name=name))


def test_asking_too_often_is_advised_against(kexun, two):
    done = kexun("feeds", "add", URL, "--unseen", "--every", "1m")
    assert say("config-impolite", host="news.example.org") in done.out


def test_a_removed_feed_keeps_its_history_and_may_come_back(kexun, two, database):
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    (first,) = in_database(database, feeds.all_feeds)
    in_database(database, lambda tx: feeds.polled(tx, [feeds.Polled(first.id, 0.0)], NOW))
    assert kexun("feeds", "remove", "新闻").out.strip() == say("feeds-removed", name="新闻")
    assert set(listed(kexun)) == {"校园"}
    assert kexun("feeds", "remove", "新闻").status == 2
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    (again,) = in_database(database, feeds.all_feeds)
    assert (again.id, again.baseline_at) == (first.id, NOW), "what it had is known, and not told again"


def test_a_configured_feed_is_removed_in_the_configuration(kexun, two, config):
    done = kexun("feeds", "remove", "校园")
    assert (done.status, done.err.strip()) == (1, say("feeds-remove-configured", name="校园", path=str(config)))


def test_any_feed_is_paused_and_resumed(kexun, two):
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    for name in ("新闻", "校园", URL):
        shown = "新闻" if name == URL else name
        assert kexun("feeds", "pause", name).out.strip() == say("feeds-paused", name=shown)
        assert kexun("feeds", "pause", name).out.strip() == say("feeds-paused-before", name=shown)
        assert listed(kexun)[shown]["state"] == "paused" and listed(kexun)[shown]["next_poll_at"] is None
        assert kexun("feeds", "resume", name).out.strip() == say("feeds-resumed", name=shown)
        assert kexun("feeds", "resume", name).out.strip() == say("feeds-resumed-before", name=shown)


def test_a_failing_feed_that_is_resumed_is_not_waited_for(kexun, two, database):
    async def fails(tx):
        await feeds.failed(tx, 1, "login: no", NOW.timestamp() + 86400, NOW)

    kexun("feeds", "pause", "校园"), kexun("feeds", "resume", "校园")
    in_database(database, fails)
    assert kexun("feeds", "resume", "校园").out.strip() == say("feeds-resumed-before", name="校园")
    (state,) = in_database(database, feeds.all_feeds)
    assert state.next_poll_at == 0


def test_a_name_that_is_none_is_answered_with_what_was_meant(kexun, two):
    for command in ("remove", "pause", "resume"):
        assert kexun("feeds", command, "校").err.strip() == say("feeds-unknown-near", name="校", near="校园")
        assert kexun("feeds", command, "水产").err.strip() == say("feeds-unknown", name="水产", known="校园")


def test_the_list_tells_how_each_feed_is(kexun, two, database):
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    now = datetime.now(UTC)
    soon, later = (now + timedelta(hours=1)).timestamp(), (now + timedelta(hours=2)).timestamp()
    (it,) = in_database(database, feeds.all_feeds)

    async def lived(tx):
        await feeds.polled(tx, [feeds.Polled(it.id, soon, changed=True, arrivals=10)], now)
        await feeds.failed(tx, it.id, "refused: Nobody answers at its address.", later, now, trouble="refused")

    in_database(database, lived)
    data = listed(kexun)["新闻"]
    assert (data["state"], data["errors"], data["entries_weekly"]) == ("failing", 1, 6.9)
    assert data["error"] == "refused: Nobody answers at its address." and data["failing_since"]
    assert data["last_success_at"] == data["last_change_at"] and data["next_poll_at"] > data["last_success_at"]
    assert "连不上" in kexun("feeds", "list").out


def test_a_start_leaves_added_feeds_alone_unless_the_configuration_takes_their_name(kexun, two, database):
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    in_database(database, lambda tx: feeds.configure(tx, {"校园": "sample:campus"}, NOW))
    assert set(listed(kexun)) == {"校园", "新闻"}
    in_database(database, lambda tx: feeds.configure(tx, {"校园": "sample:campus", "新闻": URL}, NOW))
    assert [it.terms for it in in_database(database, feeds.all_feeds)] == ["", ""]
    assert in_database(database, lambda tx: history.last(tx, "1", ["x"])) is None


def test_the_filter_of_an_added_feed_is_shown_set_and_dropped(kexun, two, database):
    kexun("feeds", "add", URL, "--unseen", "--name", "新闻")
    assert "没有筛选" in kexun("feeds", "filter", "新闻").out
    assert "天文 AND NOT 小学" in kexun("feeds", "filter", "新闻", "天文，不要小学").out
    assert listed(kexun)["新闻"]["filter"] == "天文 AND NOT 小学"
    assert "天文 AND NOT 小学" in kexun("feeds", "filter", URL).out
    wrong = kexun("feeds", "filter", "新闻", "（天文")
    assert wrong.status == 2 and "左括号" in wrong.err and listed(kexun)["新闻"]["filter"] == "天文 AND NOT 小学"
    assert kexun("feeds", "filter", "新闻", "off").status == 0 and listed(kexun)["新闻"]["filter"] is None
    configured = kexun("feeds", "filter", "校园", "天文")
    assert configured.status == 1 and "config.yaml" in configured.err
    assert kexun("feeds", "filter", "没有的", "天文").status == 2
