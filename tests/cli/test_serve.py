"""The service as a process: it starts, says where it is, and stops when told to."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager

import pytest

STOP_SECS_MAX = 10
CONFIG = """
web: {port: %d}
channels: {webchat: {}, telegram: {token: "${TELEGRAM_TOKEN}"}}
roles: {student: {}}
feeds: [{name: 校园, url: 'sample:campus', catch_up: true}]
"""


@pytest.fixture
def settled(config):
    """The configuration, on any free port."""
    config.write_text(CONFIG % 0, encoding="utf-8")
    return config


def started(config):
    environ = {name: value for name, value in os.environ.items() if name != "TELEGRAM_TOKEN"}
    command = [sys.executable, "-m", "bot", "serve", "--config", str(config)]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@contextmanager
def running(config):
    """A service, once it has said where it is: the process and its address."""
    process = started(config)
    try:
        yield process, re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())[0]
    finally:
        process.kill()
        process.communicate()


def failed(config):
    """The status and the last sentence of a service that could not start."""
    process = started(config)
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err
    return process.returncode, err.strip().splitlines()[-1]


def test_it_says_where_it_is_and_stops_cleanly_on_sigterm(settled):
    with running(settled) as (process, url):
        assert json.load(urllib.request.urlopen(f"{url}/healthz"))["status"] == "ok"
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=STOP_SECS_MAX)
    assert process.returncode == 0
    assert f"{url}/#invite=" in out
    events = [json.loads(line) for line in err.splitlines()]
    assert [it["event"] for it in events][-1] == "stopped"
    assert "TELEGRAM_TOKEN" in events[0]["why"]


def test_a_second_service_on_the_same_database_is_refused_in_one_sentence_and_the_first_stops_on_sigint(settled):
    with running(settled) as (process, _):
        status, sentence = failed(settled)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=STOP_SECS_MAX) == 0
    assert status == 1
    assert str(settled.with_name("kexun.db")) in sentence


def test_a_port_that_is_taken_is_named(config):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        config.write_text(CONFIG % port, encoding="utf-8")
        status, sentence = failed(config)
    assert status == 1
    assert f"127.0.0.1:{port}" in sentence
