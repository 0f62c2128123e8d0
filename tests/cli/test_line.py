"""The command line as such: help, mistakes, exit statuses."""

import json

import pytest

TRACE = "Traceback"


MISTAKES = [
    (["chekc"], 2, "There is no command chekc; did you mean check?"),
    (["check", "--confg", "x"], 2, "There is no option --confg; did you mean --config?"),
    (["check", "--zzz"], 2, "There is no option --zzz; see kexun check --help."),
    (["check", "more"], 2, "more is too much; see kexun check --help."),
    (["read"], 2, "FILE is missing; see kexun read --help."),
    (["invite"], 2, "--role is missing; see kexun invite --help."),
    (["invite", "--role", "admin", "--uses", "0"], 2, "The value of --uses will not do; see kexun invite --help."),
    (["invite", "--role", "admin", "--days", "many"], 2, "The value of --days will not do"),
    (["check"], 1, "There is no configuration file config.yaml: name it with --config"),
    (["serve", "--config", "nowhere.yaml"], 1, "There is no configuration file nowhere.yaml"),
    (["backup", "copy.db", "--config", "/"], 1, "it is a folder"),
]
ONE_AFTER_THE_OTHER = """
import json, sys
from bot import cli
for words in json.loads(sys.argv[1]):
    status = cli.run(words)
    print(status, end="\\0", flush=True)
    print(end="\\0", file=sys.stderr, flush=True)
"""


@pytest.fixture(scope="module")
def told(python, tmp_path_factory):
    """What each mistake's command wrote, its status last, and what it complained of; all in one process."""
    words = json.dumps([words for words, _, _ in MISTAKES])
    done = python(tmp_path_factory.mktemp("elsewhere"), "-c", ONE_AFTER_THE_OTHER, words)
    return list(zip(done.out.split("\0"), done.err.split("\0"), strict=True))[:-1]


@pytest.mark.parametrize("number", range(len(MISTAKES)), ids=[" ".join(words) for words, _, _ in MISTAKES])
def test_a_mistake_is_one_sentence_and_an_exit_status(told, number):
    (_, status, says), (out, err) = MISTAKES[number], told[number]
    assert out == str(status)
    assert says in err
    assert len(err.strip().splitlines()) == 1


@pytest.mark.parametrize(("words", "status"), [(["chekc"], 2), (["check"], 1)])
def test_the_exit_status_is_that_of_the_process(shell, words, status):
    done = shell(*words)
    assert (done.status, done.out, len(done.err.strip().splitlines())) == (status, "", 1)


def test_help_is_there_for_everything(shell):
    done = shell("--help")
    assert done.status == 0
    assert all(word in done.out for word in ("serve", "read", "check", "backup", "invite", "feeds", "db"))
    assert "Copy the database" in done.out
    assert "备份数据库" in shell("--help", LANG="zh_CN.UTF-8").out


def test_the_version_is_told(shell):
    assert shell("--version").out.startswith("kexun 0.")


def test_a_terminal_without_chinese_is_no_reason_to_fail(shell):
    done = shell("--help", LANG="zh_CN.UTF-8", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.status, done.err) == (0, "")


def test_a_bug_is_one_sentence_unless_one_wants_to_see_it(shell, tmp_path):
    (tmp_path / "sitecustomize.py").write_text("import bot.config\ndel bot.config.load\n", encoding="utf-8")
    done = shell("check", PYTHONPATH=str(tmp_path))
    assert done.status == 1
    assert "ImportError" in done.err and "KEXUN_DEBUG=1" in done.err
    assert TRACE not in done.err
    assert TRACE in shell("check", PYTHONPATH=str(tmp_path), KEXUN_DEBUG="1").err


def test_the_configuration_may_be_named_by_a_variable(shell, config):
    assert shell("check", KEXUN_CONFIG=str(config)).status == 0
