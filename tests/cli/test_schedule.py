"""`langson schedule`: units and cron lines that systemd, cron and sh read as they were meant."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.cli.timer_units import Job, cron_lines, service, timer, utc

Run = Callable[..., tuple[int, str, str]]
_LETTERS = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="/")
paths = st.text(_LETTERS, min_size=1).map(lambda name: str(PurePosixPath(f"/srv/{name}")))


def job(data: str, command: str = "/opt/langson/bin/langson", contact: str = "a@example.org") -> Job:
    """A job over a data folder."""
    arguments = ["crawl", "--data", data]
    return Job(
        command=[command],
        arguments=arguments,
        data=PurePosixPath(data),
        at=(6, 5),
        user="tin",
        contact=contact,
    )


def value(unit: str, name: str) -> str:
    """The value of a unit's setting."""
    (found,) = re.findall(rf"^{name}=(.*)$", unit, re.MULTILINE)
    return str(found)


def unquoted(text: str) -> list[str]:
    """The words of a unit's value as systemd reads them: quotes, backslashes, %% and $$."""
    return [word.replace("%%", "%") for word in shlex.split(text, comments=False)]


@given(paths)
def test_any_folder_in_the_service(data: str) -> None:
    """Whatever the folder is called, command and sandbox get that very path."""
    unit = service(job(data))

    words = [word.replace("$$", "$") for word in unquoted(value(unit, "ExecStart"))]
    assert words == ["/opt/langson/bin/langson", "crawl", "--data", data]
    assert unquoted(value(unit, "ReadWritePaths")) == [data]


@given(paths)
def test_any_folder_in_cron(data: str) -> None:
    """Cron's % and the shell's quoting: the command gets that very path."""
    zone, line = cron_lines(job(data, command="/bin/echo"))
    assert zone == "CRON_TZ=Asia/Ho_Chi_Minh"
    assert line.startswith("5 6 * * * ")
    command = line.removeprefix("5 6 * * * ")
    assert not re.search(r"(?<!\\)%", command)
    crawl = command.replace("\\%", "%").partition(" >>")[0]
    assert shlex.split(crawl) == ["LANGSON_CONTACT=a@example.org", "/bin/echo", "crawl", "--data", data]


@pytest.mark.parametrize(
    ("code", "says"),
    [(0, ""), (3, ""), (7, ""), (8, ""), (10, ""), *((n, f"exit code {n}") for n in (1, 2, 4, 5, 6, 9, 80))],
)
def test_cron_is_silent_where_all_is_well(tmp_path: Path, code: int, says: str) -> None:
    """What sh does with the line: output goes to the log; only trouble is said (and mailed)."""
    folder = tmp_path / "tin 5% 'mới'"
    command = tmp_path / "lệnh"
    command.write_text(f'#!/bin/sh\necho out; echo "$LANGSON_CONTACT $*" >&2; exit {code}\n')
    command.chmod(0o700)
    line = (
        cron_lines(job(str(folder), command=str(command)))[1].removeprefix("5 6 * * * ").replace("\\%", "%")
    )
    done = subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert says in done.stdout
    assert bool(done.stdout) == bool(says)
    assert Path(f"{folder}.log").read_text("utf-8") == f"out\na@example.org crawl --data {folder}\n"


def test_the_codes_are_those_of_the_docs() -> None:
    """Unit, cron and the page for operators call the same nights good."""
    page = Path(__file__).parents[2] / "docs" / "scheduled-runs.md"
    sentence = re.search(r"Exit codes ([\d, and]+) are a good night", page.read_text("utf-8"))
    assert sentence is not None
    good = {int(code) for code in re.findall(r"\d+", sentence[1])} | {7}
    assert {0, *map(int, value(service(job("/srv/langson")), "SuccessExitStatus").split())} == good
    cron = re.search(r"case \$code in ([\d|]+)\)", cron_lines(job("/srv/langson"))[1])
    assert cron is not None
    assert set(map(int, cron[1].split("|"))) == good


@given(paths, st.lists(st.text(_LETTERS, min_size=1).map(lambda text: f"tell {text}"), max_size=3))
def test_notices_with_metrics_in_the_service(metrics: str, notify: list[str]) -> None:
    """The service gives both to the crawl by its environment, and may write into the metrics' folder."""
    work = replace(job("/srv/tin"), notify=notify, metrics=PurePosixPath(f"{metrics}/a.prom"))
    unit = service(work)
    told = [unquoted(word)[0] for word in re.findall(r"^Environment=(.*)$", unit, re.MULTILINE)]

    assert told[0] == "LANGSON_CONTACT=a@example.org"
    # \n is the line break: systemd.syntax(7) reads C's escapes, which the words of a shell leave alone
    assert told[1:-1] == (["LANGSON_NOTIFY=" + "\\n".join(notify)] if notify else [])
    assert told[-1] == f"LANGSON_METRICS={metrics}/a.prom"
    assert unquoted(value(unit, "ReadWritePaths")) == ["/srv/tin", metrics]


@pytest.mark.parametrize(
    "notify", [["tell 5% 'đội'"], ["https://a.example/x?y=%41", 'tell "$HOME" \\n', "c"]]
)
def test_notices_with_metrics_in_cron(tmp_path: Path, notify: list[str]) -> None:
    """The command finds both in its environment as they were given, from one line of a crontab."""
    command = tmp_path / "command"
    command.write_text('#!/bin/sh\nprintf "%s" "$LANGSON_NOTIFY|$LANGSON_METRICS"\n')
    command.chmod(0o700)
    data, metrics = tmp_path / "tin", PurePosixPath("/srv/a b/5%.prom")
    work = replace(job(str(data), command=str(command)), notify=notify, metrics=metrics)
    line = cron_lines(work)[1].removeprefix("5 6 * * * ")
    assert "\n" not in line
    subprocess.run(["/bin/sh", "-c", line.replace("\\%", "%")], check=True)

    assert Path(f"{data}.log").read_text("utf-8") == "\n".join(notify) + f"|{metrics}"


def test_what_the_units_promise() -> None:
    """Time zone, exit codes, time to stop, and a process that may write to the data folder alone."""
    unit = service(job("/srv/langson"))

    for name, expected in {
        "Type": "oneshot", "SuccessExitStatus": "3 7 8 10", "TimeoutStopSec": "20", "KillMode": "mixed",
        "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ReadWritePaths": "/srv/langson",
        "StandardOutput": "journal", "User": "tin", "Environment": "LANGSON_CONTACT=a@example.org",
        "PrivateTmp": "yes",
    }.items():  # fmt: skip
        assert value(unit, name) == expected
    assert "PrivateTmp" not in service(job("/tmp/langson"))
    assert value(timer(job("/srv/langson")), "OnCalendar") == "*-*-* 06:05:00 Asia/Ho_Chi_Minh"
    assert value(timer(job("/srv/langson")), "WantedBy") == "timers.target"


@pytest.mark.parametrize(("at", "expected"), [((6, 30), "23:30"), ((7, 0), "00:00"), ((23, 59), "16:59")])
def test_utc(at: tuple[int, int], expected: str) -> None:
    """For a cron that knows no zones."""
    assert utc(at) == expected


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("name", ["data", "báo Lạng Sơn", "5% tin", 'it\'s "$HOME" \\x'])
def test_systemd_takes_the_units(tmp_path: Path, name: str) -> None:
    """systemd itself finds nothing wrong."""
    work = job(str(tmp_path / name), command="/bin/echo")
    for suffix, text in (("service", service(work)), ("timer", timer(work))):
        (tmp_path / f"langson.{suffix}").write_text(text.replace("User=tin", "User=root"), "utf-8")
    units = [str(tmp_path / f"langson.{suffix}") for suffix in ("service", "timer")]
    command = ["systemd-analyze", "verify", "--man=no", *units]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    complaints = [line for line in done.stderr.splitlines() if "langson" in line]
    assert (done.returncode, complaints) == (0, [])


def test_the_command(run: Run, tmp_path: Path) -> None:
    """It names this installation's command by its absolute path, the sections, and where to put what."""
    folder = tmp_path / "báo 5%"
    code, out, err = run(
        "schedule", "--data", folder, "--at", "5:07", "--section", "chinh-tri", "--contact", "a@example.org"
    )

    assert (code, err) == (0, "")
    assert "# --- /etc/systemd/system/langson.service" in out
    command = unquoted(value(out, "ExecStart"))
    assert Path(command[0]).is_absolute()
    assert command[-5:] == ["crawl", "--data", str(folder), "--section", "chinh-tri"]
    assert "OnCalendar=*-*-* 05:07:00 Asia/Ho_Chi_Minh" in out
    assert "\n7 5 * * * " in out
    assert not folder.exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("--at 24:00", "at: '24:00' is no time of day"),
        ("--at 6", "at: '6' is no time of day"),
        ("--at 06:30:00", "is no time of day"),
        ("--section the-thao", "unknown section the-thao"),
        ("--section ,", "section: it is empty"),
        ("--notify 'tell", "notify: the command cannot be read"),
        ("--metrics a\u2028b", "no unit file can hold"),
        ("--contact me", "neither a mail address nor a web address"),
    ],
)
def test_what_cannot_be_scheduled(run: Run, arguments: str, words: str) -> None:
    """A slip is said now, not by a job that fails every morning."""
    contact = [] if "--contact" in arguments else ["--contact", "a@example.org"]
    code, out, err = run("schedule", *arguments.split(" "), *contact)

    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_the_options_for_notices_with_metrics(run: Run, tmp_path: Path) -> None:
    """Both are in the unit and the cron line, and a relative file is made absolute."""
    code, out, err = run(
        "schedule", "--contact", "a@example.org", "--notify", "tell team", "--metrics", tmp_path / "a.prom"
    )

    assert (code, err) == (0, "")
    assert 'Environment="LANGSON_NOTIFY=tell team"' in out
    assert "LANGSON_NOTIFY='tell team' " in out
    assert out.count(f"LANGSON_METRICS={tmp_path}/a.prom") == 2
    assert unquoted(value(out, "ReadWritePaths"))[1] == str(tmp_path)


def test_without_a_contact(run: Run) -> None:
    """A job that the manners would refuse is not printed."""
    code, out, err = run("schedule")

    assert (code, out) == (2, "")
    assert "say who asks" in err


def test_a_line_break_in_a_path(run: Run, tmp_path: Path) -> None:
    """No unit file can hold it: refused."""
    code, _, err = run("schedule", "--data", tmp_path / "a\nExecStart=evil", "--contact", "a@example.org")

    assert code == 2
    assert "no unit file can hold" in err
