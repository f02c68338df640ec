"""WordPress from Debian's packages on loopback: a second target, whose answers nobody here has written.

A copy of its files, a database in a folder of its own, PHP's built-in server; nothing outside the folder
is touched, and nothing stays after the block.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any

from crawler.discover.window import VIETNAM
from crawler.replica import Newspaper
from crawler.replica.sections import SECTIONS

HERE = Path(__file__).parent
PACKAGED = Path("/usr/share/wordpress")
PROGRAMS = ("php", "mariadbd", "mariadb-install-db", "mariadb")
# The paper's Vietnamese sections; WordPress has one language.
PATHS = tuple(part.path for part in SECTIONS if part.language == "vi" and len(part.path) < 60)
DEADLINE = 120.0


@dataclass(frozen=True)
class Post:
    """A post: its number, its section's path, the day on which it appeared."""

    id: str
    section: str
    published: datetime


@dataclass(frozen=True)
class WordPress:
    """The site being served."""

    origin: str
    posts: tuple[Post, ...]


def lacking() -> str | None:
    """Say why WordPress cannot be had here; None where it can."""
    absent = [name for name in PROGRAMS if shutil.which(name) is None]
    if not (PACKAGED / "wp-settings.php").is_file():
        absent.insert(0, "wordpress")
    if not absent:
        return None
    return f"Debian's {', '.join(absent)} not installed: run tests/torture/wordpress/install.sh as root"


@contextmanager
def serve_wordpress(folder: Path, posts: int) -> Iterator[WordPress]:
    """Make a site of so many posts and serve it for as long as the block lasts."""
    origin = f"http://127.0.0.1:{_free_port()}"
    site, made = _laid_out(folder), _content(posts)
    (folder / "content.json").write_text(json.dumps(made, ensure_ascii=False), "utf-8")
    place = {"SITE_ORIGIN": origin, "SITE_SOCKET": str(folder / "sql.sock"), "PHP_CLI_SERVER_WORKERS": "3"}
    environment = os.environ | place
    with ExitStack() as stack:
        stack.enter_context(_database(folder))
        fill = ["php", str(site / "fill.php"), str(folder / "content.json")]
        done = subprocess.run(fill, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        listen = ["php", "-S", origin.removeprefix("http://"), "-t", str(site), str(site / "router.php")]
        stack.enter_context(_running(listen, folder / "php.log", environment))
        _wait(lambda: _answers(f"{origin}/robots.txt"), "WordPress")
        yield WordPress(origin, tuple(_post(row) for row in made["posts"]))


def get(url: str) -> tuple[int, dict[str, str], bytes]:
    """Ask the site: status, headers, body."""
    try:
        with urllib.request.urlopen(url, timeout=DEADLINE) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, dict(error.headers), error.read()


# --- content --------------------------------------------------------------------------------------


def _content(count: int) -> dict[str, Any]:
    """Sections and posts: texts, numbers and days of the replica's old articles."""
    paper = Newspaper(seed=5, articles=count * 2, eras=(1,))
    chosen = [index for index in paper.roll("", 1) if paper.section(index).path in PATHS][:count]
    sections = {
        path: name
        for part in SECTIONS
        if part.path in PATHS
        for path, name in ((part.section, part.name), (part.path, part.subname or part.name))
    }
    return {"sections": sections, "posts": [_row(paper, index) for index in chosen]}


def _row(paper: Newspaper, index: int) -> dict[str, object]:
    story, truth = paper.story(index), paper.truth(index, 1)
    texts = [story.lead, *(str(block["text"]) for block in truth["body"] if block["type"] == "paragraph")]
    content = "\n".join(f"<p>{escape(text)}</p>" for text in texts)
    return {
        "id": story.number, "title": story.title, "slug": story.slug, "section": story.section.path,
        "date": f"{story.published:%Y-%m-%d %H:%M:%S}", "content": content,
    }  # fmt: skip


def _post(row: dict[str, object]) -> Post:
    moment = datetime.fromisoformat(str(row["date"])).replace(tzinfo=VIETNAM)
    return Post(str(row["id"]), str(row["section"]), moment)


# --- processes ------------------------------------------------------------------------------------


def _laid_out(folder: Path) -> Path:
    """Copy WordPress's files, with our configuration and theme beside them."""
    site = folder / "site"
    shutil.copytree(PACKAGED, site, ignore=shutil.ignore_patterns(".htaccess", "wp-config.php"))
    for name in ("wp-config.php", "router.php", "fill.php"):
        shutil.copy(HERE / name, site / name)
    shutil.copytree(HERE / "theme", site / "wp-content/themes/bao")
    return site


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    data, sock = folder / "sql", folder / "sql.sock"
    user = ["--user=root"] if os.geteuid() == 0 else []
    new = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db", *user,
           "--auth-root-authentication-method=normal"]  # fmt: skip
    subprocess.run(new, check=True, capture_output=True)
    command = ["mariadbd", "--no-defaults", f"--datadir={data}", f"--socket={sock}", "--skip-networking",
               f"--pid-file={folder / 'sql.pid'}", "--innodb-flush-log-at-trx-commit=0", *user]  # fmt: skip
    client = ["mariadb", "--no-defaults", f"--socket={sock}", "-uroot", "-e"]
    create = [*client, "CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4"]
    with _running(command, folder / "sql.log", dict(os.environ)):
        _wait(lambda: subprocess.run(create, check=False, capture_output=True).returncode == 0, "MariaDB")
        yield


@contextmanager
def _running(command: list[str], log: Path, environment: dict[str, str]) -> Iterator[None]:
    """Run a server, with its workers, until the block ends."""
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out, start_new_session=True)
        try:
            yield
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _answers(url: str) -> bool:
    try:
        return get(url)[0] == 200
    except OSError:
        return False


def _wait(is_there: Callable[[], bool], name: str) -> None:
    end = time.monotonic() + DEADLINE
    while not is_there():
        assert time.monotonic() < end, f"{name} did not start within {DEADLINE:.0f} s"
        time.sleep(0.2)
