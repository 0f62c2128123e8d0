"""HTTP for python-telegram-bot, on aiohttp, that says after a failure whether the call may have been carried out.

What goes to thousands is called here without its objects, plain values in and out: making them, and making them of
answers that nobody looks at, costs more than the call.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from telegram.error import BadRequest
from telegram.request import BaseRequest, RequestData

from channels.telegram.errors import RETRY_AFTER_SECS_MIN, MaybeSent, NotSent, TooFast
from notices.message import File

CONNECT_SECS = 6.0  # for a free connection and for the handshake; with READ_SECS well under the pump's lease
READ_SECS = 12.0  # between two bytes of an answer; the Bot API answers a send in a fraction of a second
KEEPALIVE_SECS = 10.0  # a reused connection that the other end has just closed makes a refusal look like a doubt
REFUSED = (405, 406, 413, 414, 415)  # what is asked for, and nothing was done; python-telegram-bot would be in doubt
JSON = {"Content-Type": "application/json"}

log = logging.getLogger(__name__)

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))  # three bytes a Chinese character, not six
_NEVER_LEFT = (
    aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL,
)


class Values:
    """Parameters of a call as the Bot API takes them. Those that are None are not there; a File travels beside them."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.parameters = {name: it for name, it in values.items() if it is not None}

    def body(self) -> bytes | aiohttp.FormData:
        """JSON, or a form where there is a file."""
        if not any(isinstance(it, File) for it in self.parameters.values()):
            return _COMPACT.encode(self.parameters).encode(errors="replace")
        form = _new_form()
        for name, it in self.parameters.items():
            if isinstance(it, File):
                form.add_field(name, BytesIO(it.content), filename=it.name, content_type=it.media_type)  # in pieces
            else:
                form.add_field(name, it if isinstance(it, str) else json.dumps(it))
        return form


class AiohttpRequest(BaseRequest):
    """One pool of at most `connections` connections, opened by the first call, through the HTTP `proxy` if there is
    one (`http://[user:password@]host:port`). Raises NotSent, MaybeSent or TooFast where the base class would leave it
    open whether the call was carried out. Raises ValueError for a proxy that it cannot speak to."""

    def __init__(self, connections: int, proxy: str | None = None, read_secs: float = READ_SECS) -> None:
        if proxy and urlsplit(proxy).scheme not in ("http", "https"):
            raise ValueError("the proxy must be http://host:port; SOCKS is not supported")
        self._connections, self._proxy, self._timeout = connections, proxy, _timeout(read_secs)
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float | None:
        return self._timeout.sock_read

    async def initialize(self) -> None:
        """Let calls be made, again after `shutdown`; the first one opens the pool."""
        self._closed = False

    async def shutdown(self) -> None:
        """Close the pool. Calls made from now on are certainly not sent."""
        self._closed = True
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, values: Mapping[str, Any]) -> Any:
        """The result of a call. Raises what python-telegram-bot's methods raise."""
        return await self.post(url, Values(values))  # type: ignore[arg-type]  # `do_request` gets it as it is

    async def do_request(
        self, url: str, method: str, request_data: RequestData | Values | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE, write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE, pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """The status and body of an answer of the Bot API's own. Only `read_timeout` is heeded: how long a call may
        wait to be sent is the pool's business. No limit on the whole, which would hide how far the call got."""
        timeout = self._timeout if read_timeout is BaseRequest.DEFAULT_NONE else _timeout(read_timeout)
        body = _body(request_data)
        headers = JSON if isinstance(body, bytes) else None
        try:
            async with self._pool().request(
                method, url, data=body, timeout=timeout, proxy=self._proxy, allow_redirects=False, headers=headers
            ) as response:
                status, answer = response.status, await response.read()
        except _NEVER_LEFT as error:  # before the rest: a timeout while connecting is a timeout too
            raise NotSent(_words(error)) from error
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise MaybeSent(_words(error)) from error
        if status == 429:
            _note(url, request_data, answer)
        if status != 200:
            _judge(status, answer)
        return status, answer

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The Bot API's answer. Unlike the base class, never logs it: it holds what people wrote."""
        answer = _answer(payload)
        if answer is None:
            raise MaybeSent("the answer is not the Bot API's")
        return answer

    def _pool(self) -> aiohttp.ClientSession:
        if self._closed:
            raise NotSent("stopped")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=KEEPALIVE_SECS)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
            )
        return self._session


def _timeout(read_secs: float | None) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(connect=CONNECT_SECS, sock_connect=CONNECT_SECS, sock_read=read_secs)


def _new_form() -> aiohttp.FormData:
    return aiohttp.FormData(quote_fields=False)  # else a Chinese file name arrives percent-encoded


def _body(data: RequestData | Values | None) -> bytes | aiohttp.FormData | None:
    if data is None:
        return None
    if isinstance(data, Values):
        return data.body()
    form = _new_form()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, content_type) in (data.multipart_data if data.contains_files else {}).items():
        form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _note(url: str, data: RequestData | Values | None, body: bytes) -> None:
    """Every refusal for being too fast, with its circumstances: Telegram's real limits show nowhere else."""
    chat = str(data.parameters.get("chat_id", "")) if data else ""
    kind = ("group" if chat.startswith("-") else "private") if chat else "none"
    log.warning("telegram: too fast", extra={
        "method": urlsplit(url).path.rpartition("/")[2], "chat": kind,
        "retry_after_secs": _retry_after_secs(_answer(body) or {}),
    })


def _judge(status: int, body: bytes) -> None:
    """Raise for the answers that python-telegram-bot would take for something else than they are, but for the one that
    `parse_json_payload` sees."""
    answer = _answer(body)
    if status >= 500:
        raise MaybeSent(f"HTTP {status}")
    if answer is None and 200 <= status < 300:
        raise MaybeSent(f"HTTP {status} with an answer that is not the Bot API's")
    if answer is None:  # a proxy or a captive portal: its 403 says nothing about the person
        raise NotSent(f"HTTP {status} from something that is not the Bot API")
    if status in REFUSED:
        raise BadRequest(str(answer.get("description", f"HTTP {status}")))
    if status == 429:
        raise TooFast(str(answer.get("description", "Too Many Requests")), _retry_after_secs(answer))


def _answer(body: bytes) -> dict[str, Any] | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and "ok" in answer else None


def _retry_after_secs(answer: dict[str, Any]) -> float:
    parameters = answer.get("parameters")
    secs = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return max(float(secs), RETRY_AFTER_SECS_MIN) if isinstance(secs, int | float) else RETRY_AFTER_SECS_MIN


def _words(error: Exception) -> str:
    """What happened, for logs; never the address, which holds the token."""
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy refused to connect: {error.status} {error.message}"
    if isinstance(error, aiohttp.ClientResponseError | aiohttp.InvalidURL):
        return type(error).__name__
    return f"{type(error).__name__}: {error}"
