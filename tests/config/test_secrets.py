"""Secrets stay out of the file: `${NAME}` and `${file:PATH}`, and nothing else."""

import pytest

TELEGRAM = 'channels:\n  webchat: {}\n  telegram:\n    token: "${TELEGRAM_TOKEN}"\n'


def test_telegram_is_on_when_its_secret_is_set(configured):
    config = configured(TELEGRAM, TELEGRAM_TOKEN="1:abc")
    assert config.telegram is not None
    assert config.telegram.token == "1:abc"
    assert config.warnings == ()


@pytest.mark.parametrize("environ", [{}, {"TELEGRAM_TOKEN": ""}, {"TELEGRAM_TOKEN": "  \n"}])
def test_telegram_is_off_and_says_so_when_its_secret_is_not_set(configured, environ):
    config = configured(TELEGRAM, **environ)
    assert config.telegram is None
    assert config.webchat_on
    assert [warning.partition(": ")[2] for warning in config.warnings] == [
        "the environment variable TELEGRAM_TOKEN is not set, so Telegram stays off."
    ]


def test_another_key_of_telegram_that_is_not_set_turns_it_off_as_well(configured):
    text = "channels: {telegram: {token: '1:a', api_url: '${API}', proxy: '${PROXY}'}, webchat: {}}\n"
    assert configured(text, API="http://127.0.0.1:1").telegram is None
    assert configured(text, API="http://127.0.0.1:1", PROXY="http://127.0.0.1:2").telegram is not None


def test_a_mistake_in_telegram_is_found_even_while_it_is_off(mistake):
    assert "did you mean rate?" in mistake(TELEGRAM + "    raet: 25/s\n")
    assert "did you mean token?" in mistake("channels:\n  telegram:\n    tokn: ${TELEGRAM_TOKEN}\n")


def test_a_secret_missing_anywhere_else_stops_the_start(mistake):
    sentence = mistake("language: zh\nweb:\n  public_url: ${URL}\n")
    assert sentence == "config.yaml, line 3, web.public_url: missing secret: the environment variable URL is not set."


def test_a_variable_may_be_a_part_of_a_value_and_a_number(configured):
    config = configured("web: {port: '${PORT}', public_url: 'https://${HOST}/c/'}\n", PORT="9000", HOST="example.org")
    assert (config.web.port, config.web.public_url) == (9000, "https://example.org/c")


def test_a_secret_comes_from_a_file_beside_the_configuration(configured, tmp_path):
    (tmp_path / "token").write_text("1:abc\n")
    config = configured("channels: {telegram: {token: '${file:token}'}}\n")
    assert config.telegram is not None
    assert config.telegram.token == "1:abc"


def test_a_secret_file_that_cannot_be_read_is_named(mistake, tmp_path):
    text = "channels:\n  telegram:\n    token: ${file:secrets/token}\n"
    assert mistake(text).endswith("token: there is no file secrets/token with the secret.")
    (tmp_path / "secrets" / "token").mkdir(parents=True)
    assert "the file secrets/token with the secret cannot be read" in mistake(text)


@pytest.mark.parametrize("reference", ["${}", "${a b}", "${file:}", "${NAME", "${NAME:-x}", "${1}", "${file}x${"])
def test_other_forms_of_reference_are_refused(mistake, reference):
    assert "makes no sense: a variable is ${NAME}" in mistake(f"feeds: [{{name: A, url: '{reference}'}}]\n", file="x")


def test_a_doubled_dollar_stands_for_itself(configured):
    config = configured("feeds: [{name: 'costs $${X} or $5', url: 'sample:science'}]\n", X="nothing")
    assert config.feeds[0].name == "costs ${X} or $5"


def test_a_reference_inside_a_secret_is_left_as_it_is(configured):
    config = configured("feeds: [{name: '${X}', url: 'sample:science'}]\n", X="a $${Y} b ${Y}")
    assert config.feeds[0].name == "a $${Y} b ${Y}"


def test_a_token_is_not_printed_with_the_configuration(configured):
    config = configured(TELEGRAM, TELEGRAM_TOKEN="1:topsecret")
    assert "topsecret" not in repr(config)


def test_a_wrong_token_is_refused_without_showing_it(mistake):
    assert "topsecret" not in mistake(TELEGRAM, TELEGRAM_TOKEN="1:top secret topsecret")
