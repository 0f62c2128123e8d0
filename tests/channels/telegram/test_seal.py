from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.telegram.seal import Seal
from notices.message import ACTION_BYTES_MAX, Button, text

if TYPE_CHECKING:
    from conftest import World

SEAL = Seal("4242:token")


@given(st.text(max_size=40))
def test_what_was_sealed_for_a_chat_is_opened_there_and_nowhere_else(action: str) -> None:
    data = SEAL.sealed("7", action.encode("utf-8", "ignore").decode())
    assert SEAL.opened("7", data) is not None
    assert SEAL.opened("8", data) is None
    assert Seal("4242:another").opened("7", data) is None


def test_the_longest_action_fits_into_a_button() -> None:
    assert len(SEAL.sealed("-1001234567890123", "x" * ACTION_BYTES_MAX).encode()) == 64


@pytest.mark.parametrize("data", [
    "", "2", "/admin", "/role admin", "2AAAAAAAA/role admin", "2密密密密密密密密/a", "1" + SEAL.sealed("7", "/a")[1:],
    SEAL.sealed("7", "/role student").replace("student", "admin"),
])
def test_nothing_else_is_opened(data: str) -> None:
    assert SEAL.opened("7", data) is None


async def test_a_forged_button_is_no_word_of_the_person(world: World) -> None:
    await world.channel.start()
    world.fake.chat(7)
    await world.channel.send("7", text("？", buttons=((Button("学生", "/role student"),),)), 1)
    (shown,) = world.fake.messages(7)
    await world.heard(honest := world.fake.taps(7, shown.id, "学生"))
    shown.button("学生")["callback_data"] = "/role admin"
    await world.heard(forged := world.fake.taps(7, shown.id, "学生"))
    first, second = (world.channel.incoming(world.inbox.kept[str(it)]) for it in (honest, forged))
    assert first is not None and second is not None
    assert (first.text, first.stale) == ("/role student", False)
    assert (second.text, second.stale, second.tap_key) == ("", True, "tap2")
