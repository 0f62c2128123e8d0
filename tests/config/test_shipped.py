"""The configuration we ship works as it is, and is its own documentation."""

import re
from pathlib import Path

import pytest
import yaml

from bot.config import load
from bot.config.problems import all_keys
from bot.config.shape import File
from feeds import samples

SHIPPED = Path(__file__).parents[2] / "config.yaml"
TEXT = SHIPPED.read_text(encoding="utf-8")
OWN = {"roles", "topics", "feeds", "quiet_hours"}  # what each installation decides for itself
DEFAULTS = set(File.model_fields) - OWN


@pytest.fixture(scope="module")
def config():
    return load(SHIPPED, {})


def test_it_needs_no_token_and_no_variable(config):
    assert config.webchat_on
    assert config.telegram is None
    assert ["TELEGRAM_TOKEN" in warning for warning in config.warnings] == [True]


def test_a_token_is_all_that_telegram_needs():
    found = load(SHIPPED, {"TELEGRAM_TOKEN": "1:abc"})
    assert found.telegram is not None
    assert (found.telegram.rate_per_sec, found.warnings) == (25.0, ())


def test_its_feeds_are_the_samples_and_newcomers_see_them(config):
    assert {feed.source.url for feed in config.feeds} == {f"sample:{name}" for name in samples.SETS}
    assert all(feed.catch_up for feed in config.feeds)


@pytest.mark.parametrize("key", sorted(all_keys()))
def test_every_key_stands_in_it(key):
    name = re.split(r"[.\[]", key)[-1]
    assert re.search(rf"^[ #]*(- )?{name}:|[{{ ,]{name}:", TEXT, re.M)


def test_every_block_has_a_comment_in_both_languages():
    for block in re.split(r"\n\n", TEXT):
        comments = " ".join(re.findall(r"#(.*)", block))
        assert re.search(r"[\u4e00-\u9fff]", comments), block
        assert re.search(r"[A-Za-z]{3,} [a-z]{2,}", comments), block


@pytest.mark.parametrize("name", sorted(DEFAULTS - {"channels"}))
def test_what_it_says_is_the_default(name):
    given = yaml.safe_load(TEXT)[name]
    shipped = File.model_validate({name: given})
    assert getattr(shipped, name) == getattr(File(), name)


def test_what_it_says_of_telegram_is_the_default():
    given = yaml.safe_load(TEXT)["channels"]["telegram"]
    whole, bare = (File.model_validate({"channels": {"telegram": it}}) for it in (given, {"token": given["token"]}))
    assert whole == bare


@pytest.mark.parametrize(
    ("sample", "role"),
    [("lecture", "student"), ("contest", "student"), ("project", "teacher"), ("science-week", "student"),
     ("science-week", "teacher"), ("science-day", "student"), ("science-day", "teacher")],
)
def test_each_sample_is_about_a_topic_of_the_role_it_is_for(config, sample, role):
    assert topics_of(config, sample) & set(config.house.roles[role].topics)


@pytest.mark.parametrize(("sample", "role"), [("lecture", "teacher"), ("contest", "teacher"), ("project", "student")])
def test_a_sample_for_one_role_does_not_reach_the_other(config, sample, role):
    assert not topics_of(config, sample) & set(config.house.roles[role].topics)


def topics_of(config, sample):
    text = (Path(samples.__file__).parent / "samples" / f"{sample}.txt").read_text(encoding="utf-8")
    return {topic.id for topic in config.house.topics.values() if any(word in text for word in topic.keywords)}
