"""A systemd service and timer, and a cron line, that run the crawl every day. Pure text.

Sources: systemd.service(5), systemd.exec(5), systemd.syntax(7), systemd.time(7), crontab(5).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from crawler.report.exit_codes import ExitCode

ZONE = "Asia/Ho_Chi_Minh"
NAME = "langson"
# How a good night ends, beside 0: docs/scheduled-runs.md. Of all others somebody has to hear.
GOOD_ENDS: Final = (ExitCode.PARTIAL, ExitCode.BUSY, ExitCode.NOTHING_NEW, ExitCode.BUDGET)
_UTC_OFFSET = 7  # Vietnam keeps no summer time


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be run.

    Attributes:
        command: The command's absolute path, and what comes before `crawl`.
        arguments: From `crawl` on.
        data: The data folder, absolute.
        at: (hour, minute) in Vietnam.
        user: Whose account runs it.
        contact: Mail or web address of the operator.
        notify: Who is told how it ended, each a line of LANGSON_NOTIFY.
        metrics: The file for Prometheus, absolute, or None.
    """

    command: Sequence[str]
    arguments: Sequence[str]
    data: PurePosixPath
    at: tuple[int, int]
    user: str
    contact: str = ""
    notify: Sequence[str] = ()
    metrics: PurePosixPath | None = None


def service(job: Job) -> str:
    """Give the service's unit file."""
    words = [_word(job.command[0], variables=False), *map(_word, [*job.command[1:], *job.arguments])]
    return "\n".join(
        [
            "[Unit]",
            "Description=Crawl of the political news of baolangson.vn",
            "Wants=network-online.target",
            "After=network-online.target",
            "",
            "[Service]",
            "Type=oneshot",
            f"User={job.user}",
            *_environment(job),
            f"ExecStart={' '.join(words)}",
            "# 3: some pages failed; 7: the run before is at work; 8: nothing new; 10: the budget is spent",
            f"SuccessExitStatus={' '.join(str(code.value) for code in GOOD_ENDS)}",
            "# SIGTERM goes to the crawl alone; it ends its readers itself, and is resumable",
            "KillMode=mixed",
            "TimeoutStopSec=20",
            "StandardOutput=journal",
            "StandardError=journal",
            f"SyslogIdentifier={NAME}",
            *_hardening(job),
            "",
        ]
    )


def _variables(job: Job) -> Iterator[tuple[str, str]]:
    """What the command reads from its environment: a key of a webhook is in no list of processes."""
    if job.contact:
        yield "LANGSON_CONTACT", job.contact
    if job.notify:
        yield "LANGSON_NOTIFY", "\n".join(job.notify)
    if job.metrics is not None:
        yield "LANGSON_METRICS", str(job.metrics)


def _environment(job: Job) -> Iterator[str]:
    for name, value in _variables(job):
        yield f"Environment={_word(f'{name}={value}', variables=False)}"


def _hardening(job: Job) -> Iterator[str]:
    yield "NoNewPrivileges=yes"
    yield "ProtectSystem=strict"
    yield "ProtectHome=read-only"
    written = [job.data, *([job.metrics.parent] if job.metrics is not None else [])]
    yield f"ReadWritePaths={' '.join(_word(str(path), variables=False) for path in written)}"
    temporary = ("/tmp/", "/var/tmp/")
    if not any(str(path).startswith(temporary) for path in (*(f"{path}/" for path in written), *job.command)):
        yield "PrivateTmp=yes"
    yield "PrivateDevices=yes"
    yield "ProtectKernelTunables=yes"
    yield "ProtectKernelModules=yes"
    yield "ProtectControlGroups=yes"
    yield "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX"
    yield "RestrictSUIDSGID=yes"
    yield "RestrictNamespaces=yes"
    yield "LockPersonality=yes"
    yield "CapabilityBoundingSet="
    yield "UMask=0022"


def timer(job: Job) -> str:
    """Give the timer's unit file."""
    hour, minute = job.at
    return "\n".join(
        [
            "[Unit]",
            "Description=Daily crawl of the political news of baolangson.vn",
            "",
            "[Timer]",
            f"OnCalendar=*-*-* {hour:02}:{minute:02}:00 {ZONE}",
            "# a run that was missed (the machine was off) is made up for",
            "Persistent=true",
            "",
            "[Install]",
            "WantedBy=timers.target",
            "",
        ]
    )


def cron_lines(job: Job) -> list[str]:
    """Give the lines of a crontab: zone, then the job. A line of output, which cron mails, is trouble."""
    hour, minute = job.at
    log = shlex.quote(f"{job.data}.log")
    variables = "".join(f"{name}={_shell(value)} " for name, value in _variables(job))
    crawl = variables + shlex.join([*job.command, *job.arguments])
    good = "|".join(str(code.value) for code in (ExitCode.OK, *GOOD_ENDS))
    ended = shlex.quote(f"{NAME}: see {job.data}.log; exit code")
    line = f"{crawl} >>{log} 2>&1; code=$?; case $code in {good}) ;; *) echo {ended} $code ;; esac"
    return [f"CRON_TZ={ZONE}", f"{minute} {hour} * * * {_cron(line)}"]


def utc(at: tuple[int, int]) -> str:
    """Give a time in Vietnam as UTC.

    >>> utc((6, 30))
    '23:30'
    """
    hour, minute = at
    return f"{(hour - _UTC_OFFSET) % 24:02}:{minute:02}"


def _word(text: str, *, variables: bool = True) -> str:
    """Quote a word of a unit file: `%` begins a specifier, `$` in a command line a variable."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("\n", "\\n")
    escaped = escaped.replace("$", "$$") if variables else escaped
    plain = all(char.isalnum() or char in "/._-=@:,+%" for char in text)
    return escaped if plain and text else f'"{escaped}"'


def _shell(text: str) -> str:
    """Quote a word for sh; a crontab's line can hold no line break, so sh makes it."""
    lines = text.split("\n")
    return shlex.quote(text) if len(lines) == 1 else f"\"$(printf '%s\\n' {shlex.join(lines)})\""


def _cron(line: str) -> str:
    """In a crontab a bare `%` is a line break."""
    return line.replace("%", "\\%")
