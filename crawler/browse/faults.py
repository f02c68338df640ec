"""Pages for what went wrong, without a traceback on the terminal: anybody's wrong address would print one."""

from __future__ import annotations

import logging
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

_LOG = logging.getLogger(__name__)
_SHOWN = 300  # characters of a line on the terminal


async def fault_page(datasette: Datasette, request: Request, exception: Exception) -> Response:
    """Give the answer to an exception; what is no fault of the request is told in one line of the log.

    Args:
        datasette: Whose templates are used.
        request: What was asked.
        exception: What came of it.
    """
    info = _told(exception)
    if info["status"] >= 500:
        _LOG.error("browse: %.*r: %.*r", _SHOWN, request.path, _SHOWN, exception)
    if request.path.split("?")[0].endswith(".json"):
        return Response.json({**info, "error": str(info["error"])}, status=info["status"])
    template = datasette.jinja_env.select_template([f"{info['status']}.html", "error.html"])
    context = {"urls": datasette.urls, "app_css_hash": datasette.app_css_hash(), "menu_links": list}
    return Response.html(await template.render_async({**info, **context}), status=info["status"])


def _told(exception: Exception) -> dict[str, Any]:
    """What the page says, in the form that Datasette's own pages have."""
    info: dict[str, Any] = {"ok": False, "error": str(exception), "status": 500, "title": None}
    if isinstance(exception, Base400):
        info |= {"error": exception.args[0] if exception.args else "", "status": exception.status}
    elif isinstance(exception, DatasetteError):
        words = exception.message
        error = Markup(words) if exception.message_is_html else words
        own = {"error": error, "status": exception.status, "title": exception.title}
        info = {**exception.error_dict, "ok": False, **own}
    return info
