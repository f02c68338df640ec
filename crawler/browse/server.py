"""Datasette made for a data folder, and served on this machine."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.browse.guard import App, guarded
from crawler.errors import SettingError

if TYPE_CHECKING:
    from datasette.app import Datasette

HOST = "127.0.0.1"
SETTINGS = {
    "allow_download": False,  # the file is in the data folder
    "default_page_size": 50,
    "max_returned_rows": 1_000,
    "sql_time_limit_ms": 2_000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,
    "num_sql_threads": 3,
}
_HIDDEN = ("labels", "labelled", "about")


def require_datasette() -> None:
    """Raise SettingError where Datasette is not installed."""
    if find_spec("datasette") is None:
        advice = "in the project's folder: .venv/bin/pip install -e '.[browse]'"
        raise SettingError(f"browse: Datasette is not installed; {advice}")


def make_datasette(index: Path, folder: Path, *, images: bool) -> Datasette:
    """Make a Datasette that serves an index and our pages.

    Args:
        index: The file, see `crawler.search.folder`.
        folder: Its data folder.
        images: Pages show images from the paper's servers.
    """
    from datasette.app import Datasette

    from crawler.browse.database import QuietDatabase
    from crawler.browse.limits import longest_of
    from crawler.browse.plugin import guard_datasette
    from crawler.browse.views import DATABASE

    package = resources.files("crawler.browse")
    datasette = Datasette(
        settings=SETTINGS,
        metadata=_metadata(DATABASE),
        template_dir=str(package / "templates"),
        static_mounts=[("assets", str(package / "static"))],
    )
    guard_datasette(datasette, longest_of(index))
    datasette.remove_database("_memory")  # Datasette's own, where no file was given yet
    datasette.add_database(QuietDatabase(datasette, path=str(index)), name=DATABASE)
    return datasette


def make_app(index: Path, folder: Path, *, images: bool) -> App:
    """Make the ASGI application: Datasette with our plugin, behind the guard."""
    from crawler.browse.plugin import installed
    from crawler.browse.views import DATABASE, Views

    datasette = make_datasette(index, folder, images=images)
    with installed(Views(folder, images=images)):  # routes are made once, here
        app: Any = datasette.app()
    return guarded(app, images=images, tables=f"/{DATABASE}")


def bound(port: int) -> socket.socket:
    """Give a socket that is bound to a port of loopback; 0 takes a free one.

    Raises:
        SettingError: The port cannot be used.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((HOST, port))
        listener.listen()
    except OSError as error:
        listener.close()
        reason = os.strerror(error.errno or errno.EADDRINUSE)
        advice = "give another with --port, or --port 0 for a free one"
        raise SettingError(f"browse: port {port} cannot be used ({reason}); {advice}") from error
    return listener


def serve(app: App, listener: socket.socket, announce: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        app: See `make_app`.
        listener: See `bound`; it is closed at the end.
        announce: Called with the address once requests are answered.
    """
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            announce(address_of(listener))

    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="on")
    with listener, suppress(KeyboardInterrupt):  # uvicorn raises it once more when all is closed
        Server(config).run(sockets=[listener])


def address_of(listener: socket.socket) -> str:
    """Give the address of the front page."""
    return f"http://{HOST}:{listener.getsockname()[1]}/"


def _metadata(database: str) -> dict[str, Any]:
    tables: dict[str, Any] = {name: {"hidden": True} for name in _HIDDEN}
    tables["articles"] = {
        "facets": ["section", "language"],
        "sort_desc": "published_at",
        "label_column": "title",
        "description": "One row an article; texts and whole records stand in the table texts.",
    }
    return {"title": "langson", "databases": {database: {"tables": tables}}}
