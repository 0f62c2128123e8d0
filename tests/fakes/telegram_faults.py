"""Ways in which a call to the Bot API goes wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True)
class Fault:
    """`accepted`: the call is carried out all the same, only its answer is not what it should be."""

    then: Literal["answer", "reset", "hang"]
    accepted: bool = False
    status: int = 200
    body: bytes = b""


def answers(status: int, description: str, **parameters: int) -> Fault:
    more = {"parameters": parameters} if parameters else {}
    body = {"ok": False, "error_code": status, "description": description, **more}
    return Fault("answer", status=status, body=json.dumps(body).encode())


def flood(retry_after_secs: int) -> Fault:
    return answers(429, f"Too Many Requests: retry after {retry_after_secs}", retry_after=retry_after_secs)


def bad_gateway(status: int = 502, *, accepted: bool = False) -> Fault:
    return Fault("answer", accepted, status, HTML)


def garbled() -> Fault:
    """Carried out, but what comes back is a page of somebody else's."""
    return Fault("answer", True, 200, HTML)


def reset(*, accepted: bool = False) -> Fault:
    return Fault("reset", accepted)


def hang(*, accepted: bool = False) -> Fault:
    """No answer until the fake is closed."""
    return Fault("hang", accepted)
