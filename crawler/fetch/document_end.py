"""What a decoded body is (by its bytes, not by its label), and whether it has an end. Pure."""

from __future__ import annotations

import json
import re

from crawler.fetch.transfer import DATA_LOSS, TOO_LARGE, TransferError, decode

NOT_HTML = "not-html"
_TAIL = 65536
_NEAR = 8192
_HIDING = (
    (b"<!--", b"-->"),
    (b"<script", b"</script"),
    (b"<style", b"</style"),
    (b"<noscript", b"</noscript"),
)
_BLANK = b" \t\r\n\0"
_NOTHING = (b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")  # at most a byte order mark
_WITH_END = ("html", "xml")
_MOST_UNPACKED = 50 * 2**20  # bytes of a packed sitemap, by its protocol
_REST = 64  # characters of loose text that may stand behind a page's end
_BINARY: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG\r\n", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF87a", "an image"),
    (b"GIF89a", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"RIFF", "an image or a recording"),
    (b"OggS", "a recording"),
    (b"ID3", "a recording"),
    (b"FLV\x01", "a video"),
    (b"PK\x03\x04", "a zip archive or an office file"),
    (b"PK\x05\x06", "a zip archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b\x08", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"{\\rtf", "an office file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
)
_GZIP_LABELS = {"application/gzip", "application/x-gzip", "application/octet-stream"}
_HTML_START = re.compile(rb"<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_END = re.compile(rb"</(?:html|body)\s*>", re.IGNORECASE)
# Parts whose inside is no markup: a page's end that is named in there is none.
_OPAQUE = re.compile(rb"<!--|<(script|style|noscript|template|iframe|textarea|title)\b", re.IGNORECASE)
_COMMENT_END = re.compile(rb"--!?>")
_TAG = re.compile(rb"<[^<>]{0,2000}>")
_SPACE = re.compile(rb"[\s\xef\xbb\xbf]+")
_ROOT = re.compile(rb"<([A-Za-z_][\w.:-]*)")
_XML_PROLOGUE = re.compile(rb"<!--.*?-->|<[?!][^>]*>", re.DOTALL)


def kind(body: bytes, content_type: str | None, path: str = "") -> str:
    """Say what a body is: ``html``, ``xml``, ``json``, ``gzip`` (a packed sitemap) or ``text``.

    Args:
        body: The decoded body.
        content_type: The field Content-Type.
        path: The address's path; only a name ending in ``.gz`` counts.

    Raises:
        TransferError: It is a file of another kind, whatever its label says.
    """
    label = (content_type or "").partition(";")[0].strip().lower()
    name = next((name for magic, name in _BINARY if body.startswith(magic)), None)
    if name is None and body[4:8] == b"ftyp":
        name = "a video"
    if name == "a gzip archive" and (label in _GZIP_LABELS or path.lower().endswith(".gz")):
        return "gzip"
    if name is not None:
        raise TransferError(NOT_HTML, f"it is {name}, labelled {label or 'nothing'}", final=True)
    if "html" in label or _HTML_START.search(_narrow(body[:2048])):
        return "html"
    if "xml" in label or body.lstrip()[:5] == b"<?xml":
        return "xml"
    if "json" in label:
        return "json"
    if not label or label.startswith("text/") or "javascript" in label:
        return "text"
    raise TransferError(NOT_HTML, f"it is labelled {label[:60]} and does not look like a page", final=True)


def check_end(body: bytes, form: str) -> None:
    """Refuse a document whose end is missing, or that is empty.

    HTML ends with ``</html>`` or ``</body>``, with comments, scripts and other tags behind it; XML with
    its root's end tag; JSON is read. Plain text has no end to look for.

    Raises:
        TransferError: It was cut, or there is nothing.
    """
    # A page is not copied only to see that there is one.
    if body[:_NEAR].strip(_BLANK) in _NOTHING and body.strip(_BLANK) in _NOTHING:
        raise TransferError("empty", "the answer has no content")
    ended = _is_json(body.strip(_BLANK)) if form == "json" else form not in _WITH_END or has_end(body, form)
    if not ended:
        raise TransferError(DATA_LOSS, f"the page's end is missing: the {form.upper()} breaks off")


def has_end(body: bytes, form: str) -> bool:
    """Whether a document shows its own end: what its form ends with, or a packing's checked end.

    >>> has_end(b'{"data": []}', "text"), has_end(b'{"data": [', "text"), has_end(b"a list", "text")
    (True, False, False)

    Args:
        body: The decoded body.
        form: What `kind` calls it.
    """
    if form == "html":
        return html_has_end(body)
    whole = body.strip(_BLANK)
    if form == "xml":
        return _xml_has_end(whole)
    if form == "gzip":
        return _gzip_has_end(body)
    # JSON is often labelled as a text.
    return form in ("json", "text") and whole[:1] in (b"{", b"[") and _is_json(whole)


def _gzip_has_end(body: bytes) -> bool:
    try:
        decode(body, ["gzip"], _MOST_UNPACKED)
    except TransferError as error:
        return error.reason == TOO_LARGE
    return True


def _is_json(whole: bytes) -> bool:
    try:
        json.loads(whole)
    except (ValueError, RecursionError):
        return False
    return True


def html_has_end(body: bytes) -> bool:
    """Whether a page's end tag is there, with no text of the page behind it.

    >>> html_has_end(b"<p>a</p></BODY>  <!-- cached --><script>f()</script>")
    True
    >>> html_has_end(b"<p>a</p><script>write('</body></html>')</script><p>b")
    False
    """
    if _plainly_ends(body[-_NEAR:].lower().rstrip()):
        return True
    tail = _visible(_narrow(body[-_TAIL:]))
    ends = [found.end() for found in _END.finditer(tail)]
    if not ends:
        return False
    rest = _SPACE.sub(b"", _TAG.sub(b"", tail[ends[-1] :]))
    return len(rest) <= _REST and b"<" not in rest


def _plainly_ends(tail: bytes) -> bool:
    """The usual case, seen at a glance: the end tag is the last thing there, in no script or comment."""
    if not tail.endswith(b"</body></html>") and not tail.endswith(b"</body>\n</html>"):
        return False
    return all(tail.rfind(opens) <= tail.rfind(closes) for opens, closes in _HIDING) and b"\0" not in tail


def _visible(tail: bytes) -> bytes:
    """The markup without its opaque parts; what an unclosed one hides is left out too."""
    lower = tail.lower()
    parts, place = [], 0
    while (opened := _OPAQUE.search(tail, place)) is not None:
        parts.append(tail[place : opened.start()])
        if opened[1] is None:
            closed = _COMMENT_END.search(tail, opened.end())
            place = closed.end() if closed else len(tail)
        else:
            place = lower.find(b"</" + opened[1].lower(), opened.end())
            place = len(tail) if place < 0 else place
            place = (tail.find(b">", place) + 1) or len(tail)
    return b"".join([*parts, tail[place:]])


def _narrow(part: bytes) -> bytes:
    """UTF-16's Latin letters as plain bytes: enough to see tags."""
    return part.replace(b"\0", b"")


def _xml_has_end(whole: bytes) -> bool:
    text = _narrow(whole)
    root = _ROOT.search(_XML_PROLOGUE.sub(b"", text[:4096]))
    if root is None:
        return False
    tail = _XML_PROLOGUE.sub(b"", text[-4096:]).rstrip()
    closed = tail.rpartition(b"</")[2].rstrip(b"> \t\r\n") == root[1] and tail.endswith(b">")
    return closed or (tail.endswith(b"/>") and tail.rpartition(b"<")[2].startswith(root[1]))
