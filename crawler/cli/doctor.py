"""`langson doctor`: what works and what does not, in words; and a bundle for a report of a fault."""

from __future__ import annotations

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crawler.cli.console import complain, say
from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import (
    DEFAULT_DELAY,
    Contact,
    Delay,
    Origin,
    Permission,
    Verbose,
    crawl_settings,
    permission_text,
)
from crawler.discover.manners import ROBOTS_AGENT
from crawler.discover.scope import Scope, parse_origin, parse_sections
from crawler.errors import SettingError, StoreError

if TYPE_CHECKING:
    from crawler.archive.exchange import Exchange
    from crawler.report.doctor.diagnosis import Diagnosis
    from crawler.report.doctor.evidence import Evidence
    from crawler.workers.confined import ConfinedCalls

DEFAULT_BUNDLE = Path("langson-doctor.zip")
EXIT_CODES = (
    "Exit codes: 0 all is well; 2 an option cannot be used; 3 most can be read, some not; 4 robots.txt"
    " refuses what is needed; 5 nobody answers; 6 the bundle or archive cannot be read or written;"
    " 9 a wall, or pages that cannot be read as they are now; 130 interrupted."
)
_LEAST_REQUESTS = 5


def doctor(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="A bundle or a WARC file to look at instead of asking the site."
        ),
    ] = None,
    origin: Origin = None,
    section: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLUG", help="A section to look for; may be repeated. Default: all of politics."
        ),
    ] = None,
    requests: Annotated[
        int, typer.Option(min=_LEAST_REQUESTS, max=200, metavar="N", help="Most requests to send.")
    ] = 25,
    permission: Permission = None,
    delay: Delay = DEFAULT_DELAY,
    contact: Contact = "",
    bundle: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the bundle for a report of a fault is written.")
    ] = DEFAULT_BUNDLE,
    verbose: Verbose = 0,
) -> None:
    """Look at the site with a few requests: what may be asked, what answers, what can be read, what is wrong.

    Nothing is put into a data folder. The report is printed, and written with every answer into the bundle;
    your contact is left out of it.

    Example: `langson doctor --contact you@example.org`

    Example: `langson doctor langson-doctor.zip`
    """
    from crawler.report.doctor.words import markdown, plain
    from crawler.workers.confined import ConfinedCalls

    scope = parse_origin(origin)
    with ConfinedCalls() as calls:
        if file is not None:
            evidence, code = _kept(file, scope, parse_sections(section)), ExitCode.OK
        else:
            _check_place(bundle)
            settings = crawl_settings(scope, delay=delay, contact=contact, verbose=verbose)
            settings["LANGSON_PERMISSION"] = permission_text(permission)
            evidence, code = _asked(scope, parse_sections(section), requests, settings, calls)
        diagnosis = _diagnosis(evidence, calls)
    for line in markdown(diagnosis):
        say(plain(line))
    if file is None:
        _save(bundle, evidence, diagnosis)
    raise typer.Exit(code or diagnosis.code)


def _check_place(bundle: Path) -> None:
    """Refuse a bundle that cannot be written before anything is asked."""
    folder = next(one for one in (bundle.absolute().parent, *bundle.absolute().parents) if one.exists())
    if bundle.is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise SettingError(f"bundle: {bundle} cannot be written; give another file with --bundle")


def _kept(file: Path, scope: Scope, sections: tuple[str, ...]) -> Evidence:
    """What a bundle or an archive holds."""
    from crawler.cli.extract_warc import is_warc
    from crawler.report.doctor.archive import read_archive
    from crawler.report.doctor.bundle import may_be_bundle, read_bundle
    from crawler.report.doctor.evidence import Place, read_evidence

    if not file.is_file():
        raise SettingError(f"doctor: {file}: no such file; give a bundle or a WARC file")
    if is_warc(file):
        place = Place(scope.base, scope.copy, ROBOTS_AGENT, sections)
        return read_archive(file, place)
    if not may_be_bundle(file):
        raise SettingError(
            f"doctor: {file} is neither a bundle of the doctor (langson-doctor.zip) nor a WARC file;"
            " a saved page is for `langson extract`"
        )
    kept = read_bundle(file)
    try:
        return read_evidence(kept.told, kept.exchanges)
    except (KeyError, TypeError) as error:
        raise StoreError(f"{file}: its report is damaged; ask for the bundle again") from error


def _asked(
    scope: Scope, sections: tuple[str, ...], requests: int, settings: dict[str, Any], calls: ConfinedCalls
) -> tuple[Evidence, ExitCode]:
    """Ask the site, in a data folder that is thrown away; the code says whether that was interrupted."""
    from crawler.report.doctor.bundle import scrubbed
    from crawler.report.doctor.evidence import Asked, Evidence, Place
    from crawler.runner import INTERRUPTED, run_spider
    from crawler.spiders.doctor import ASKED, SETTINGS

    permitted = bool(settings["LANGSON_PERMISSION"])
    place = Place(scope.base, scope.copy, ROBOTS_AGENT, sections, permitted)
    with tempfile.TemporaryDirectory(prefix="langson-doctor-") as folder:
        settings |= {**SETTINGS, "LANGSON_DATA": folder}
        arguments = {"origin": scope.copy, "place": place, "budget": requests, "calls": calls}
        complain(f"asking {scope.base}: at most {requests} requests, {settings['DOWNLOAD_DELAY']:g} s apart")
        finished = run_spider("doctor", arguments, settings)
        exchanges = [scrubbed(exchange) for exchange in _exchanges(Path(folder))]
    asked = [Asked(**question) for question in finished.stats.get(ASKED, ())]
    if finished.reason != INTERRUPTED:
        return Evidence(place, exchanges, asked), ExitCode.OK
    complain("interrupted: the report is of what was answered until then")
    return Evidence(place, exchanges, asked), ExitCode.INTERRUPTED


def _exchanges(folder: Path) -> list[Exchange]:
    from crawler.archive.reader import read

    return [exchange for path in sorted(folder.glob("runs/*/*.warc.gz*")) for _, exchange in read(path)]


def _diagnosis(evidence: Evidence, calls: ConfinedCalls) -> Diagnosis:
    from crawler.report.doctor.answers import read_answer, unread_answer
    from crawler.report.doctor.diagnosis import diagnose
    from crawler.workers.confined import CallEndedError

    answers = []
    for exchange in evidence.exchanges:
        try:
            answers.append(calls.call(read_answer, exchange, evidence.place))
        except CallEndedError as error:
            answers.append(unread_answer(exchange, evidence.place, str(error)))
    return diagnose(evidence.place, answers, evidence.asked)


def _save(bundle: Path, evidence: Evidence, diagnosis: Diagnosis) -> None:
    from crawler.discover.window import VIETNAM
    from crawler.report.doctor.bundle import write_bundle
    from crawler.report.doctor.words import markdown

    report = {**diagnosis.to_json(), "evidence": evidence.to_json()}
    write_bundle(bundle, evidence.exchanges, report, markdown(diagnosis), datetime.now(VIETNAM))
    complain(f"{bundle}: the bundle, to be sent with a report of a fault; your contact is not in it")
