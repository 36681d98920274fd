"""The commands that bring files in and take the tables out."""

from __future__ import annotations

import getpass
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.disk import check_space, tree_bytes, writing
from geo.base.errors import DataError, GapMapError, Problem, UnknownIdError
from geo.base.files import write_bytes
from geo.base.scratch import Scratch
from geo.cli.bring_report import as_json, print_report, progress, say
from geo.export.folder import new_folder, write_export
from geo.export.tables import to_csv
from geo.intake.matching.direction import check_added, directed, parsed
from geo.intake.matching.layout import Setting
from geo.intake.matching.periods import newest_last, overtaken
from geo.intake.matching.questions import as_problems, check_asked
from geo.intake.matching.questions import parsed as parsed_answers
from geo.intake.matching.recognise import mapped, missing_columns, nearest
from geo.intake.merging.bring import look, take
from geo.intake.merging.merge import merge, read_tables, write_folder
from geo.intake.reading.sheet import REJECTED
from geo.publishers.registry import all_layouts, layout_of
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.desk import Desk
from geo.store.folder import store_of
from geo.store.kept import of_today, place_of
from geo.store.permission import at_the_command_line
from geo.store.workspace_log import MOST_CHARACTERS

if TYPE_CHECKING:
    import argparse

    from geo.intake.matching.layout import Layout
    from geo.intake.matching.result import Intake
    from geo.intake.merging.bring import BroughtTable
    from geo.settings.model import Settings

SHOWN_COLUMNS, SHOWN_LAYOUTS = 12, 5

IMPORT_EXAMPLES: Final = """\
Each file is recognised by its columns, matched to the areas and counted: read = matched + suppressed + outside + rejected. The rows take
the place of older ones in a new version of the data, which is checked before it is used. A row that is not taken is listed with its
reason; the others go in. A version is kept in the folder [data] workspace of config.toml, or written to a new folder with --out.

examples:
  python -m geo import providers.csv --dry-run
  python -m geo import providers.csv visits.csv --who "A Lead" --why "figures of the spring"
  python -m geo import fingertips.csv --polarity fingertips_108=higher_is_worse
  python -m geo import centres.csv --answer service_type=family_hub
  python -m geo import list.csv --as LAYOUT --column name=Setting --column postcode="Post code" --out new-data

"""

EXPORT_EXAMPLES: Final = """\
The tables of today, boundaries, and data_dictionary.csv, which says what every column means. What is exported can be used as a data folder.

examples:
  python -m geo export
  python -m geo export --out tables

"""


def add_import(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``import``."""
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="tables or map files as published, or a list of your own",
    )
    parser.add_argument("--as", dest="layout", metavar="LAYOUT", help="what the files are (default: known by their columns)")
    parser.add_argument(
        "--column", action="append", default=[], metavar="OURS=THEIRS", help="with --as: the file's column that holds one of the layout's"
    )
    parser.add_argument(
        "--polarity",
        action="append",
        default=[],
        metavar="INDICATOR=WHICH",
        help="which way is worse for an indicator that a file adds: higher_is_worse, higher_is_better, or context (default)",
    )
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="QUESTION=ANSWER",
        help="answer what a file leaves open, as the message that asks it says: year=2023, service_type=family_hub, scale:gld=times_100",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a new data folder here and leave the workspace alone")
    parser.add_argument("--dry-run", action="store_true", help="check everything and write nothing")
    parser.add_argument("--rejected", type=Path, metavar="CSV", help="write the rows that were not taken, with reasons, to this file")
    parser.add_argument("--who", default="", metavar="NAME", help="who brings the files, for the log (default: your login name)")
    parser.add_argument("--why", default="", metavar="TEXT", help="why, for the log (default: the names of the files)")
    parser.add_argument("--json", action="store_true", help="print counts, changes and rejected rows as JSON")
    parser.set_defaults(run=import_files)


def add_export(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``export``."""
    parser.add_argument(
        "--out", type=Path, default=Path("gap-map-data.zip"), metavar="PATH", help="a .zip file or a new folder (default: gap-map-data.zip)"
    )
    parser.set_defaults(run=export)


@dataclass(frozen=True)
class _Job:
    """What is brought where."""

    settings: Settings
    desk: Desk | None
    intakes: list[Intake]


def import_files(arguments: argparse.Namespace) -> int:
    """Bring files in; print what became of their rows and what they change."""
    try:
        return _import_files(arguments)
    except DataError as error:
        if arguments.json:
            say(json.dumps({"problems": [asdict(problem) for problem in error.problems], "written": None}, indent=2, ensure_ascii=False))
        raise


def _import_files(arguments: argparse.Namespace) -> int:
    kept = load_settings(arguments.config)
    place = place_of(kept)
    if place is None and arguments.out is None and not arguments.dry_run:
        message = "There is no place to keep the result. Name one: --out DIR, or [data] workspace in config.toml. Or try with --dry-run."
        raise GapMapError(message)
    job = _Job(of_today(kept), None if place is None else Desk(place, at_the_command_line()), [])
    job.intakes.extend(_read_all(arguments, job.settings))
    merged = merge(read_tables(store_of(job.settings).as_folder()), job.intakes)
    written = _write(arguments, job)
    if arguments.rejected is not None:
        rows = [intake.rejected.assign(file=intake.file) for intake in job.intakes]
        write_bytes(to_csv(pd.concat(rows)[["file", *REJECTED]], bom=True), arguments.rejected)
    if arguments.json:
        say(json.dumps(as_json(job.intakes, merged, written), indent=2, ensure_ascii=False))
    else:
        print_report(job.intakes, merged, written)
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write the tables of today and their dictionary."""
    settings = of_today(load_settings(arguments.config))
    number = write_export(store_of(settings).as_folder(), arguments.out)
    progress(f"{number} files written to {arguments.out}")
    return 0


# --- reading ---------------------------------------------------------------------------------------------------------


def _read_all(arguments: argparse.Namespace, settings: Settings) -> list[Intake]:
    """Read every file, or raise with the problems of all of them."""
    forced = None if arguments.layout is None else layout_of(arguments.layout)
    columns = _columns(arguments.column, forced)
    polarity = parsed(arguments.polarity)
    answers = parsed_answers(arguments.answer)
    setting = Setting(load_atlas(settings), settings, answers)
    named: list[tuple[str, Intake]] = []
    problems: list[Problem] = []
    for number, path in enumerate(arguments.files, start=1):
        progress(f"reading {path.name} ({number} of {len(arguments.files)})")
        try:
            tables = look(path, path.name, settings, [forced] if forced else all_layouts())
            new = [(table.name, directed(_take(table, forced, columns, setting), polarity)) for table in tables]
        except DataError as error:
            problems += error.problems
            continue
        named += new
        problems += [problem for _, intake in new for problem in intake.problems]
    if problems:
        raise DataError(problems)
    intakes = overtaken([intake for _, intake in named])
    asking = [(name, intake) for (name, _), intake in zip(named, intakes, strict=True)]
    check_asked(answers, asking)
    unanswered = [problem for name, intake in asking for problem in as_problems(intake, name)]
    if unanswered:
        raise DataError(unanswered)
    check_added(polarity, intakes)
    return newest_last(intakes)


def _columns(given: list[str], forced: Layout | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in given]
    if pairs and forced is None:
        raise GapMapError("--column needs --as: say which layout the columns belong to.")
    for ours, _, _ in pairs:
        if forced is not None and ours not in forced.needs:
            raise UnknownIdError("column", ours, forced.needs)
    return {ours: theirs for ours, _, theirs in pairs}


def _take(table: BroughtTable, forced: Layout | None, columns: dict[str, str], setting: Setting) -> Intake:
    if forced is None:
        return take(table, _only(table), setting)
    there = list(table.sheet.frame.columns)
    unknown = [name for name in columns.values() if name not in there]
    if unknown:
        raise DataError([Problem(table.name, f"has no column '{name}'. It has: {', '.join(there)}.", row=1) for name in unknown])
    sheet = mapped(table.sheet, columns)
    missing = missing_columns(sheet, forced)
    if missing:
        message = f"lacks what '{forced.id}' needs: {', '.join(missing)}. Name the columns with --column {missing[0]}=HEADER; it has: "
        raise DataError([Problem(table.name, message + f"{', '.join(there)}.", row=1)])
    return take(table, forced, setting, sheet)


def _only(table: BroughtTable) -> Layout:
    """Return the one layout that a table can be."""
    if len(table.candidates) == 1:
        return table.candidates[0]
    if table.candidates:
        message = f"can be {' or '.join(layout.id for layout in table.candidates)}. Say which with --as."
    else:
        near = ", ".join(f"{layout.id} ({layout.title})" for layout in nearest(table.sheet, all_layouts())[:SHOWN_LAYOUTS])
        columns = ", ".join(str(name) for name in table.sheet.frame.columns[:SHOWN_COLUMNS])
        message = f"is not recognised by its columns ({columns}). Say what it is with --as, and which column is which with --column. "
        message += f"Nearest: {near}."
    raise DataError([Problem(table.name, message)])


# --- writing ---------------------------------------------------------------------------------------------------------


def _write(arguments: argparse.Namespace, job: _Job) -> str:
    """Write the new data, or only check them; say where they are."""

    def make(old: Path, new: Path) -> None:
        # Merged once more: somebody else may have kept a version since the files were read.
        write_folder(old, merge(read_tables(old), job.intakes), new, job.settings)

    old = store_of(job.settings).as_folder()
    progress("checking the new data")
    if arguments.dry_run or arguments.out is not None:
        target = arguments.out
        if not arguments.dry_run:
            new_folder(target)
        parent = Path(tempfile.gettempdir()) if arguments.dry_run else target.parent
        check_space(parent, 2 * tree_bytes(old), str(parent))
        with writing(str(parent)), Scratch(".import-", parent) as draft:
            made = draft / "data"
            make(old, made)
            if not arguments.dry_run:
                made.rename(target)
        return "" if arguments.dry_run else str(target)
    assert job.desk is not None  # noqa: S101 - import_files has refused before
    names = ", ".join(dict.fromkeys(intake.file for intake in job.intakes))
    step = job.desk.keep(make, arguments.who or getpass.getuser(), arguments.why or f"import of {names}"[: MOST_CHARACTERS["why"]])
    return job.desk.place.versions.where(step.version)
