"""What to do after a send failed, or was lost. Pure. docs/OPERATING.md has the table for people."""

from __future__ import annotations

from dataclasses import dataclass

from channels.base import SendError, Verdict

BACKOFF_SECS = 2.0  # first wait after a refused connection
BACKOFF_SECS_MAX = 600.0  # a provider that is down for hours is asked every ten minutes
RETRY_SPAN_SECS = 120 * 3600.0  # a weekend's outage is survived, older news is not sent out of the blue
JITTER = 0.1  # of the wait, either way, so that the retries of a broadcast do not march in step
BUG_ATTEMPTS_MAX = 2  # an exception nobody foresaw gets one more chance
NO_TARGET_MAX = 3  # answers that there is no such address until we believe it
NO_TARGET_SECS = 600.0  # between them: a server that has lost its memory for a moment is asked again later
MOVES_MAX = 3  # an address that moves and moves again goes round in circles
DOUBTS_MAX = 2  # a second lost answer: leave it, show it
DOUBT_AGAIN_SECS = 60.0  # a lost answer may still be under way; ask again only after it can no longer be


@dataclass(frozen=True, slots=True)
class Again:
    """Send it again after that long; `counts`: it was an attempt."""

    in_secs: float
    counts: bool = True


@dataclass(frozen=True, slots=True)
class GiveUp:
    close_account: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """It may have arrived. Send again after that long, or (None) leave it as unknown."""

    again_in_secs: float | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Too fast: wait that long with this address, or with the whole channel. Not an attempt."""

    secs: float
    whole_channel: bool


@dataclass(frozen=True, slots=True)
class Move:
    address: str


@dataclass(frozen=True, slots=True)
class StopChannel:
    """Our own set-up is wrong: nothing will get through until someone mends it."""


Decision = Again | GiveUp | Doubt | Pause | Move | StopChannel


def after_failure(
    error: Exception, attempts: int, doubts: int, age_secs: float, dedupes: bool, dice: float
) -> Decision:
    """Decide from the failure, the earlier attempts and doubts, the delivery's age, whether the channel recognises a
    repeated delivery, and a number in [0, 1) for jitter."""
    if not isinstance(error, SendError):
        return Again(BACKOFF_SECS) if attempts + 1 < BUG_ATTEMPTS_MAX else GiveUp()
    match error.verdict:
        case Verdict.NOT_SENT:
            if age_secs > RETRY_SPAN_SECS:
                return GiveUp()
            return Again(error.retry_after_secs or backoff(attempts, dice))
        case Verdict.MAYBE_SENT:
            return after_doubt(doubts, dedupes, crashed=False)
        case Verdict.RATE:
            return Pause(error.retry_after_secs or BACKOFF_SECS, error.whole_channel)
        case Verdict.DEAD_TARGET:
            return GiveUp(close_account=True)
        case Verdict.NO_TARGET:
            return Again(NO_TARGET_SECS) if attempts + 1 < NO_TARGET_MAX else GiveUp(close_account=True)
        case Verdict.MOVED:
            return Move(error.moved_to) if error.moved_to and attempts < MOVES_MAX else GiveUp()
        case Verdict.CONTENT:
            return GiveUp()
        case Verdict.SETUP:
            return StopChannel()


def after_doubt(doubts: int, dedupes: bool, *, crashed: bool) -> Doubt:
    """It may have arrived: we died between sending and recording, or the answer was lost."""
    if dedupes:
        return Doubt(0.0)
    if doubts + 1 >= DOUBTS_MAX and not crashed:
        return Doubt(None)
    return Doubt(0.0 if crashed else DOUBT_AGAIN_SECS)


def backoff(attempts: int, dice: float) -> float:
    """Seconds to wait after that many earlier attempts: doubling, with jitter, up to ten minutes."""
    wait = min(BACKOFF_SECS * 2.0 ** min(attempts, 30), BACKOFF_SECS_MAX)
    return wait * (1 - JITTER + 2 * JITTER * dice)
