"""`langson reextract`: archived pages read again by the present rules, compared, and put in place."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.exit_codes import ExitCode
from crawler.cli.options import DEFAULT_DATA, DataFolder
from crawler.errors import SettingError

_FOLDER = "reextract"


def reextract(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[WARC…]", help="WARC files. Default: the data folder's own archive."),
    ] = None,
    data: DataFolder = DEFAULT_DATA,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where the outputs go. Default: `reextract`, in the data folder or here."
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Processes on this machine. Default: its cores.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="A dask cluster instead, `tcp://host:8786`; it sees the files."),
    ] = None,
    diff: Annotated[
        bool, typer.Option("--diff", help="Say which records change in which field, with samples.")
    ] = False,
    against: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Compare with this data folder, or folder of JSON lines."),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Put the new readings into the data folder, and publish them.")
    ] = False,
    let_vanish: Annotated[
        bool, typer.Option("--let-vanish", help="Also take out articles that the new rules refuse.")
    ] = False,
    samples: Annotated[int, typer.Option(min=0, metavar="K", help="Samples a field in the diff.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, help="What reading a page may take.")] = 8.0,
    megabytes: Annotated[int, typer.Option(min=100, help="Memory that reading a page may take.")] = 400,
    origin: Annotated[
        str | None, typer.Option(metavar="URL", help="The copy of the paper that WARC files are of.")
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help="Write .jsonl instead of .jsonl.zst.")] = False,
) -> None:
    """Read archived pages again, many files at once: one output a file, `DIR/<name>.jsonl.zst`.

    Files that are finished (same input, same rules) are not read again: after Ctrl-C, a kill or a failure
    the same command goes on. Beside each output `<name>.summary.json` says what became of every page.

    Of the data folder's archive `--diff` says what would change in the dataset and `--apply` changes it. Of
    other WARC files the newest record of each article is written to `DIR/newest.jsonl`.

    Example: `langson reextract --diff`

    Example: `langson reextract archive/*.warc.gz --out read --workers 8 --against data`
    """
    from crawler.cli.reextraction import Order, other_files, own_archive, read  # not needed for --help
    from crawler.discover.scope import parse_origin

    if files and apply:
        raise SettingError(
            "--apply is for the data folder's own archive; take WARC files in with `langson ingest`"
        )
    if scheduler and workers:
        raise SettingError("--workers is for this machine; a cluster at --scheduler has its own")
    order = Order(
        data=data,
        files=tuple(files or ()),
        out=out or (Path(_FOLDER) if files else data / _FOLDER),
        workers=workers,
        scheduler=scheduler,
        against=against,
        diff=diff or against is not None or apply,
        apply=apply,
        let_vanish=let_vanish,
        samples=samples,
        seconds=seconds,
        megabytes=megabytes,
        origin=parse_origin(origin).copy,
        plain=plain,
    )
    outputs, whole = read(order)
    code = other_files(order, outputs) if files else own_archive(order, outputs)
    raise typer.Exit(code if code != ExitCode.OK or whole else ExitCode.PARTIAL)
