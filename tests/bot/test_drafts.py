from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.drafts import STEPS, Draft, begun, chosen, load, stepped
from notices.model import Audience

NAMES = st.sampled_from(["student", "teacher", "science-week", "总结"])
CHOICES = st.lists(NAMES, unique=True).map(tuple)
DRAFTS = st.builds(
    Draft, st.text("0123456789abcdef", min_size=6, max_size=6), st.text(min_size=1),
    st.floats(1.5e9, 2.5e9).map(lambda at: datetime.fromtimestamp(at, UTC)), CHOICES, CHOICES, st.booleans(),
    st.sampled_from(sorted(STEPS)),
)


@given(DRAFTS)
def test_a_draft_comes_back_from_its_row_as_it_was(draft: Draft) -> None:
    back = load(draft.data())
    assert back is not None
    assert abs(back.read_at - draft.read_at).total_seconds() < 0.001
    assert back.data() == draft.data() and back.audience == draft.audience


@given(CHOICES, NAMES)
def test_choosing_and_taking_back_leaves_everything_else_as_it_was(had: tuple[str, ...], name: str) -> None:
    assert chosen(chosen(had, name), f"-{name}") == tuple(it for it in had if it != name)
    assert chosen(chosen(had, name), name) == chosen(had, name)
    assert chosen(had, "*") == ()


@given(DRAFTS, st.text(max_size=8), st.text(max_size=8))
def test_whatever_is_tapped_the_text_and_its_moment_stay(draft: Draft, verb: str, value: str) -> None:
    after = stepped(draft, verb, value)
    assert after is None or (after.key, after.text, after.read_at) == (draft.key, draft.text, draft.read_at)


def test_a_new_draft_is_for_everyone_and_has_a_name_of_its_own() -> None:
    now = datetime(2026, 9, 1, tzinfo=UTC)
    first, second = begun("甲", "k1", now), begun("甲", "k2", now)
    assert first.audience == Audience() and first.key != second.key
    assert load({}) is None and load({"kind": "event"}) is None
