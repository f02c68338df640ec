"""Who may ask the server, and what a browser may do with its answers.

The server is bound to loopback, but any page in the same browser can send requests to it: one that had its
own name point to 127.0.0.1 (DNS rebinding) would read the answers, so the name that is asked for counts.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

NAMES = ("127.0.0.1", "localhost", "[::1]")
METHODS = ("GET", "HEAD")
# No script, nothing from elsewhere, in nobody's frame. Datasette's own pages have scripts and styles within.
_STRICT = "default-src 'none'; style-src 'self'; img-src {images}; form-action 'self'; base-uri 'none'"
_TABLES = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self'"
    " data:; connect-src 'self'; form-action 'self'; base-uri 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def guarded(app: App, *, images: bool, tables: str) -> App:
    """Put a guard before an ASGI application.

    Args:
        app: The application.
        images: Pages may show images of other machines.
        tables: Where the paths of Datasette's own pages begin; the others may run no script.
    """
    strict = _STRICT.format(images="'self' https: http:" if images else "'self'")

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is not None:
            await _refuse(send, *refusal)
            return
        own = scope["path"] == tables or scope["path"].startswith((f"{tables}/", "/-/"))
        policy = f"{_TABLES if own else strict}; frame-ancestors 'none'"

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = {**_HEADERS, "content-security-policy": policy}
                message["headers"] = [
                    *message.get("headers", []),
                    *((name.encode(), value.encode()) for name, value in added.items()),
                ]
            await send(message)

        await app(scope, receive, send_guarded)

    return guard


def _refusal(scope: Scope) -> tuple[int, str] | None:
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    if len(hosts) != 1 or name_of(hosts[0]) not in NAMES:
        return 403, "This server answers to 127.0.0.1 and localhost only."
    if _is_from_elsewhere(scope):
        return 403, "A page of another site asked for this; only a link to it may be followed."
    if scope["method"] not in METHODS:
        return 405, "Nothing can be changed here: only GET and HEAD are answered."
    return None


def _is_from_elsewhere(scope: Scope) -> bool:
    """Whether a page of another site asked for more than to go here, in its own tab or a new one.

    It could read no answer, but could let this machine work: https://www.w3.org/TR/fetch-metadata/. What is
    no browser sends none of these headers.
    """
    told: dict[bytes, list[bytes]] = {}
    for name, value in scope["headers"]:
        told.setdefault(name.lower(), []).append(value.strip().lower())
    if b"cross-site" not in told.get(b"sec-fetch-site", ()):
        return False
    return (told.get(b"sec-fetch-mode"), told.get(b"sec-fetch-dest")) != ([b"navigate"], [b"document"])


def name_of(host: str) -> str:
    """Give the name in a Host header, without its port.

    >>> name_of("LOCALHOST:8001"), name_of("[::1]:8001"), name_of("127.0.0.1.evil.example")
    ('localhost', '[::1]', '127.0.0.1.evil.example')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


async def _refuse(send: Send, status: int, words: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{words}\n".encode()})
