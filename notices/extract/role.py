"""What one date is for."""

from __future__ import annotations

from notices.extract.slotted import slotted
from notices.reading import EventKind


@slotted
class Role:
    """`event` and `deadline` say what a phrase becomes; `why` names the reason it becomes neither."""

    event: bool = False
    deadline: bool = False
    kind: EventKind = "event"
    changed: str = ""
    """`old` or `new` where the phrase is one side of a change."""
    starts_only: bool = False
    """An event that is known by its beginning alone (开始时间:…)."""
    ends_only: bool = False
    """An event that is known by its end alone (开放到1月17日)."""
    why: str = ""
