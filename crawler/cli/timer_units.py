"""A systemd service and timer, and a cron line, that run the crawl every day. Pure text.

Sources: systemd.service(5), systemd.exec(5), systemd.syntax(7), systemd.time(7), crontab(5).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

ZONE = "Asia/Ho_Chi_Minh"
NAME = "langson"
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
    """

    command: Sequence[str]
    arguments: Sequence[str]
    data: PurePosixPath
    at: tuple[int, int]
    user: str
    contact: str = ""


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
            *(
                [f"Environment={_word(f'LANGSON_CONTACT={job.contact}', variables=False)}"]
                if job.contact
                else []
            ),
            f"ExecStart={' '.join(words)}",
            "# 8: nothing was new",
            "SuccessExitStatus=8",
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


def _hardening(job: Job) -> Iterator[str]:
    yield "NoNewPrivileges=yes"
    yield "ProtectSystem=strict"
    yield "ProtectHome=read-only"
    yield f"ReadWritePaths={_word(str(job.data), variables=False)}"
    temporary = ("/tmp/", "/var/tmp/")
    if not any(str(path).startswith(temporary) for path in (job.data, *job.command)):
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
    contact = f"LANGSON_CONTACT={shlex.quote(job.contact)} " if job.contact else ""
    crawl = contact + shlex.join([*job.command, *job.arguments])
    ended = shlex.quote(f"{NAME}: see {job.data}.log; exit code")
    line = f"{crawl} >>{log} 2>&1; code=$?; case $code in 0|8) ;; *) echo {ended} $code ;; esac"
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
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    escaped = escaped.replace("$", "$$") if variables else escaped
    plain = all(char.isalnum() or char in "/._-=@:,+%" for char in text)
    return escaped if plain and text else f'"{escaped}"'


def _cron(line: str) -> str:
    """In a crontab a bare `%` is a line break."""
    return line.replace("%", "\\%")
