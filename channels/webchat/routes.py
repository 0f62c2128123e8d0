"""The web chat's addresses: the page, its files, its WebSocket, and what was sent along with a line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import quote

from aiohttp import web

from channels.webchat import sessions, wire
from channels.webchat.channel import WebChat
from channels.webchat.conversation import Conversation

HEARTBEAT_SECS = 25  # under the 30 s after which the strictest proxies drop a silent connection
CLOSE_SECS = 2  # for a page to confirm the goodbye; a dead one never will
SOCKET_BYTES_MAX = 1024 * 1024  # guards memory; what is over wire.FRAME_BYTES_MAX but under this gets a polite answer
NO_SESSION = 4401  # a closing code of our own: the page must be loaded again to get its cookie

_STATIC = Path(__file__).with_name("static")
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {
    # Safari before 15.4 does not count a WebSocket to the same host as 'self'.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    content_type: str
    etag: str


def routes(chat: WebChat, *, public_url: str | None = None) -> list[web.RouteDef]:
    """What to mount for the web chat; `public_url` is where people reach it, if a proxy stands in between."""
    site = _Site(chat, public_url)
    return [
        web.get("/", site.page), web.get("/chat/static/{name}", site.file), web.get("/chat/ws", site.socket),
        web.get(r"/chat/file/{line:\d{1,18}}", site.attached),
    ]


class _Site:
    def __init__(self, chat: WebChat, public_url: str | None) -> None:
        self._chat = chat
        self._public_url = public_url
        self._files = {path.name: _read(path) for path in _STATIC.iterdir() if path.suffix in _TYPES}
        self._page = Template(self._files.pop("index.html").body.decode())

    async def page(self, request: web.Request) -> web.Response:
        language = _language(request)
        html = self._page.substitute(lang={"zh": "zh-CN", "en": "en"}[language])
        response = web.Response(text=html, content_type="text/html", headers=_HEADERS)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Accept-Language, Cookie"
        token = request.cookies.get(sessions.SESSION_COOKIE)
        response.set_cookie(
            sessions.SESSION_COOKIE, token if token and sessions.is_token(token) else sessions.new_token(),
            max_age=sessions.COOKIE_SECS, path="/", httponly=True, samesite="Lax", secure=self._secure(request),
        )
        return response

    async def file(self, request: web.Request) -> web.Response:
        file = self._files.get(request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        headers = {**_HEADERS, "ETag": f'"{file.etag}"'}
        if any(tag.value in (file.etag, "*") for tag in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        return web.Response(body=file.body, content_type=file.content_type, charset="utf-8", headers=headers)

    async def attached(self, request: web.Request) -> web.Response:
        """The file of a line, for the one whose conversation it is in."""
        token, line_id = request.cookies.get(sessions.SESSION_COOKIE), int(request.match_info["line"])
        if not token or not sessions.is_token(token):
            raise web.HTTPNotFound
        lines = await self._chat.transcript.before(sessions.address_of(token), line_id + 1, 1)
        it = wire.file_of(lines[0].body_json) if lines and lines[0].id == line_id else None
        if it is None:
            raise web.HTTPNotFound
        shown = "inline" if it.media_type.startswith("image/") else "attachment"
        headers = {**_HEADERS, "Content-Disposition": f"{shown}; filename*=UTF-8''{quote(it.name, safe='')}"}
        return web.Response(body=it.content, content_type=it.media_type, headers=headers)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        if not sessions.same_origin(request.headers.get("Origin"), request.host, self._public_url):
            raise web.HTTPForbidden(text="the chat opens only from its own page\n")
        token = request.cookies.get(sessions.SESSION_COOKIE)
        address = sessions.address_of(token) if token and sessions.is_token(token) else None
        if address and not self._chat.admits(address):
            raise web.HTTPServiceUnavailable(text="too many open pages, or the service is stopping\n")
        socket = web.WebSocketResponse(  # uncompressed: its window would be most of an idle page's memory
            heartbeat=HEARTBEAT_SECS, timeout=CLOSE_SECS, max_msg_size=SOCKET_BYTES_MAX, compress=False
        )
        await socket.prepare(request)
        if address is None:
            await socket.send_str(wire.error(wire.Refused("no_session")))
            await socket.close(code=NO_SESSION)
        else:
            await Conversation(socket, self._chat, address, _language(request)).run()
        return socket

    def _secure(self, request: web.Request) -> bool:
        return request.secure or (self._public_url or "").lower().startswith("https:")


def _read(path: Path) -> _File:
    body = path.read_bytes()
    return _File(body, _TYPES[path.suffix], hashlib.sha256(body).hexdigest()[:16])


def _language(request: web.Request) -> str:
    chosen = request.cookies.get(sessions.LANGUAGE_COOKIE)
    return sessions.language_of(chosen, request.headers.get("Accept-Language", ""))
