"""Whatever notices hold and people send: what we say is taken by Telegram, and what they send breaks nothing."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from app.test_service import service
from fakes import telegram_oracle as oracle
from fakes.telegram import FakeTelegram
from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from channels.telegram.channel import TelegramChannel
from channels.telegram.cleaning import clean
from notices.message import Bubble, Button, Span
from store import Store

PLANES = st.one_of(*[st.integers(plane * 0x10000, plane * 0x10000 + 0xFFFF).map(chr) for plane in range(17)])
"""Each of the seventeen planes as often as any other; with halves of pairs, and what is not assigned."""
MARKS = st.sampled_from([
    *map(chr, (0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A), 0x61C, 0x200B, 0xFEFF, 0x30A)),
    *"\0\r\n",
])
LOOK_ALIKES = st.sampled_from([
    "<b>", "</b>", "<a href='javascript:x'>", "&nbsp;", "&lt;", "*", "**", "__", "_", "`", "```", "~~", "||", "[a](b)",
    "[收到](tg://user?id=1)", "{", "}", "#科技周", "@kexun_bot", "/start", "9.27", "https://example.org/a_b_c",
    "'; DROP TABLE members; --", "%s", "{0}", "\\", "👨‍👩‍👧", "🇨🇳", "e\u0301\u0327" * 20,
])
WORDS = st.lists(st.one_of(PLANES, MARKS, LOOK_ALIKES, st.just("通知")), max_size=40).map("".join)
URLS = st.one_of(st.none(), WORDS, st.sampled_from([
    "https://example.org/?q=<b>&x=*", "javascript:alert(1)", "http://localhost/", "https://例子.测试/路径", "tg://x",
    "http://[::1", "https://user:pw@example.org:99999/", "HTTPS://EXAMPLE.ORG", "ftp://example.org",
]))
MOMENTS = st.sampled_from([None, *(datetime(year, 9, 10, 6, 30, tzinfo=UTC) for year in (1900, 2026, 2099))])
SPANS = st.lists(st.one_of(
    st.builds(Span, WORDS, st.booleans(), URLS, at=MOMENTS), st.builds(Span, WORDS, quote=st.just(True)),
), max_size=12)
BUTTON = st.one_of(
    st.builds(lambda label, url: Button(label, url=url or "https://example.org/"), WORDS, URLS),
    st.builds(Button, WORDS, st.just("/ack 1")),
)
BUTTONS = st.lists(st.lists(BUTTON, max_size=5), max_size=4)
UNSEEN = "…\u2800\ufffc\u030a\u0333\u033f"  # blank to everybody, or dropped by Telegram
STORED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40,
                  phases=[Phase.explicit, Phase.generate])


@STORED
@given(SPANS, BUTTONS)
@example([Span("字" * 10_000)], [])
@example([Span("𠮷" * 10_000, bold=True, url="https://example.org/")], [])
@example([Span("\u202e\u2066 <b>*_[" * 1250, bold=True)], [[Button("\u202e", "/ack 1")]])
@example([Span(f"{n}", bold=True) for n in range(300)], [])
async def test_whatever_a_notice_holds_telegram_takes_it_as_it_is(
    fake: FakeTelegram, spans: list[Span], buttons: list[list[Button]]
) -> None:
    chat = fake.chat(len(fake.chats) + 1)
    channel = TelegramChannel(fake.token, fake.api_url, None, lambda: None, fake._clock)  # type: ignore[arg-type]
    try:
        await channel.send(str(chat.id), Bubble(tuple(spans), tuple(map(tuple, buttons))), 1)
    finally:
        await channel.stop()
    assert not fake.violations
    assert [call.status for call in fake.calls_of("sendMessage")[-len(chat.messages) :]] == [200] * len(chat.messages)
    assert seen("".join(shown.text for shown in chat.messages.values())) == seen("".join(it.text for it in spans))


def whole(text: str) -> str:
    """The text without halves of pairs, which no network carries."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def seen(text: str) -> str:
    """What can be seen of a text: Telegram drops some marks, and white space at the ends of a message."""
    return "".join(it for it in whole(text) if it.isprintable() and not it.isspace() and it not in UNSEEN)


@given(WORDS)
@example("\u200e\u200f\u200e")
def test_words_that_we_have_cleaned_telegram_s_own_parser_leaves_alone(words: str) -> None:
    if not oracle.is_there():
        pytest.skip("tdjson is not installed: Telegram's own parser cannot be asked")
    text = clean(words)
    assume(not oracle.MARKDOWN.search(text))
    kept, _ = oracle.kept(text, [])
    assert kept.strip(" \n") == text.strip(" \n")


SAID = st.builds(lambda words: {"text": words}, st.one_of(WORDS, st.just("字" * 10_000), st.just("/start " + "x" * 64)))
TAPPED = st.builds(lambda data: {"data": data}, st.one_of(
    WORDS, st.sampled_from(["", "1", "/role admin", "1AAAAAAAA/ack 1"]),
    st.sampled_from(["/admin", "/role admin", "x" * 55]).map(lambda action: f"2AAAAAAAA{action}"),
))
REPLAYED = st.just({"replay": True})
ODD = st.sampled_from([
    {"raw": {"message": {"chat": "?", "text": 1}}}, {"raw": {"callback_query": []}}, {"raw": {"poll": {"id": 1}}},
    {"raw": {"my_chat_member": {"chat": {"id": 1}}}}, {"raw": {"message": {"text": "\ud800", "chat": {"id": 2**70}}}},
])


@settings(STORED, max_examples=4)
@given(st.lists(st.one_of(SAID, TAPPED, REPLAYED, ODD), min_size=5, max_size=25))
async def test_whatever_is_sent_or_forged_is_answered_and_stops_nobody(sent: list[dict[str, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with FakeTelegram() as fake, service(Path(folder), fake) as (made, store, _):
            fake.says(1, "/start", name="小王")
            await fake.until(lambda: fake.messages(1))
            fake.taps(1, fake.messages(1)[-1].id, "学生")
            for chat, it in enumerate(sent, 100):
                play(fake, chat, it)
            fake.says(2, "/help", name="小李")
            await fake.until(lambda: fake.messages(2))
            await fake.until(lambda: all(fake.messages(chat) for chat, it in enumerate(sent, 100) if "text" in it))
            await fake.until(lambda: len(fake.taps_answered) > sum("data" in it for it in sent))
            assert not any(made.troubles().values())
            assert await roles(store) == {"student"}, "nobody has become more than they were offered"


def play(fake: FakeTelegram, chat: int, it: dict[str, object]) -> None:
    """One thing that somebody does, or makes up."""
    if "text" in it:
        fake.says(chat, str(it["text"]) or " ", name="<b>")
    elif "data" in it:
        fake.forges(1, fake.messages(1)[-1].id, str(it["data"]))
    elif "raw" in it:
        fake.updates.again({"update_id": next(fake.updates.ids), **it["raw"]}, fake._now)  # type: ignore[dict-item]
    else:
        fake.updates.again(fake.updates.last, fake._now)


async def roles(store: Store) -> set[str]:
    async with store.reading() as tx:
        return {row["role"] for row in await tx.all("SELECT role FROM member_roles")}
