"""The log: what happened and where; never what people wrote."""

import io
import json
import logging
import re
import subprocess
import sys

import pytest

from bot.logs import EVENT_CHARS_MAX, VALUE_CHARS_MAX, ForPeople, JsonLines
from bot.logs import setup as set_up

SECRET = "我的电话是 13800000000"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def log():
    """A logger of ours that writes to a stream of its own, and to nobody else's."""

    def to(formatter, name="feeds.poll"):
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        logger = logging.Logger(name)
        logger.addHandler(handler)
        return logger, stream

    return to


def test_a_line_is_json_with_time_level_part_event_and_fields(log):
    logger, stream = log(JsonLines())
    logger.warning("feed failed", extra={"feed": "科协通知", "errors": 3, "why": None, "channels": {"webchat"}})
    line = json.loads(stream.getvalue())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line.pop("time"))
    assert line == {
        "level": "warning", "part": "feeds", "event": "feed failed", "feed": "科协通知", "errors": 3, "why": None,
        "channels": ["webchat"],
    }


def test_a_line_for_people_is_short(log):
    logger, stream = log(ForPeople())
    logger.info("feed polled", extra={"feed": "科协通知", "new": 2})
    assert re.fullmatch(r"\d\d:\d\d:\d\d info feeds: feed polled  feed=科协通知 new=2\n", stream.getvalue())


def test_a_part_may_be_named_by_a_field(log):
    logger, stream = log(JsonLines())
    logger.error("store unavailable", extra={"part": "pump"})
    assert json.loads(stream.getvalue())["part"] == "pump"


@pytest.mark.parametrize("formatter", [JsonLines(), ForPeople()], ids=["json", "people"])
def test_what_people_wrote_does_not_get_through(log, formatter):
    logger, stream = log(formatter)
    logger.info("answered", extra={"text": SECRET, "address": SECRET, "incoming": SECRET, "count": 1})
    logger.info("sent to %s", SECRET)
    logger.info("event\n" + SECRET)
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("bug", extra={"why": "ValueError"})
    assert SECRET not in stream.getvalue() and "13800000000" not in stream.getvalue()


def test_an_error_says_what_it_is_and_where_it_arose(log):
    logger, stream = log(JsonLines())
    try:
        json.loads("{")
    except ValueError:
        logger.exception("bug")
    line = json.loads(stream.getvalue())
    assert line["error"] == "JSONDecodeError"
    assert "raw_decode" in line["trace"][-1]
    assert "test_an_error_says" in line["trace"][0]


def test_debugging_shows_the_whole_traceback(log):
    logger, stream = log(JsonLines(debug=True))
    try:
        raise ValueError(SECRET)
    except ValueError:
        logger.exception("bug")
    assert SECRET in json.loads(stream.getvalue())["trace"][-1]


def test_fields_and_events_are_bounded_lines(log):
    logger, stream = log(JsonLines())
    logger.info("x" * 1000, extra={"why": "a\x1b[31mb\n" + SECRET, "feed": "y" * 1000, "count": object()})
    line = json.loads(stream.getvalue())
    assert (len(line["event"]), len(line["feed"])) == (EVENT_CHARS_MAX, VALUE_CHARS_MAX)
    assert line["why"] == "a [31mb"
    assert line["count"] == "object"


PROGRAM = """
import asyncio, logging, sys, warnings
from bot.logs import setup
setup(sys.stderr)
logging.getLogger("feeds.poll").info("ours")
logging.getLogger("feeds.poll").debug("too fine")
logging.getLogger("apscheduler.executors").info("theirs, chatty")
logging.getLogger("aiohttp.server").error("Error handling request from %s", "203.0.113.7")
warnings.warn("something is old")
async def fail():
    asyncio.get_running_loop().create_task(boom(), name="poll")
    await asyncio.sleep(0)
async def boom():
    raise ValueError("SECRET")
asyncio.run(fail())
"""


def test_other_peoples_libraries_are_tamed():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["part"], line["level"]) for line in lines] == [
        ("feeds", "info"), ("aiohttp", "error"), ("py", "warning"), ("asyncio", "error")
    ]
    assert "203.0.113.7" not in done.stderr and "SECRET" not in done.stderr
    assert lines[-1]["error"] == "ValueError"


def test_a_terminal_gets_lines_for_people_and_everything_else_json():
    root = logging.getLogger()
    before = (root.handlers[:], root.level, logging.raiseExceptions)
    try:
        set_up(Terminal())
        assert type(root.handlers[0].formatter) is ForPeople
        set_up(io.StringIO())
        assert type(root.handlers[0].formatter) is JsonLines
    finally:
        root.handlers[:], root.level, logging.raiseExceptions = before
        logging.captureWarnings(False)
