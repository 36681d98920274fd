"""``geo sufficiency``: the yearly childcare sufficiency report as a document, a PDF, a workbook or a table of its figures."""

from __future__ import annotations

import argparse
import os
from dataclasses import replace
from pathlib import Path
from typing import Final

from geo.base.errors import GapMapError
from geo.cli import questions
from geo.settings.model import load_settings
from geo.sufficiency.authorities import find_authority
from geo.sufficiency.material import outcome_of
from geo.whatif import asked

KINDS: Final = {".docx": "Word", ".pdf": "to print", ".xlsx": "Excel", ".csv": "every figure"}
SUFFICIENCY_EXAMPLES: Final = """\
The report to elected members on the duty of section 6 of the Childcare Act 2006, with the contents that the statutory guidance asks for and
a page for each district. Every figure is that of the gap list and of demand by year with the same options; what nobody holds is "not held".
All four kinds of file have the same figures; the CSV lists each once, with its source, time and how it is known.

examples:
  python -m geo sufficiency --year 2026 -o report.docx
  python -m geo sufficiency --year 2026 -o report.csv
  python -m geo sufficiency --year 2026 --authority E10000001 -o report.docx
  python -m geo sufficiency --year 2026 --district E07000001 -o report.pdf

"""


def add_sufficiency(parser: argparse.ArgumentParser) -> None:
    """Add what a report is asked for, besides the question."""
    parser.add_argument("--year", type=int, required=True, metavar="YEAR", help="year of the report")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="write to this file: its name ends in .docx, .pdf, .xlsx or .csv"
    )
    parser.add_argument(
        "--authority",
        metavar="CODE|NAME",
        help="for this county or unitary authority alone: as --district with all of its districts",
    )
    # The settings say which outcome area is childcare; the report is on all sectors, types and neighbourhoods, and on what is.
    parser.set_defaults(run=sufficiency, level="lsoa", sector="all", service=[], do=[], scenario=None, fresh=False, format="csv")


def sufficiency(arguments: argparse.Namespace) -> int:
    """Write the report of the page Sufficiency report."""
    kind = asked.known("ending of the file's name", [arguments.output.suffix.lower()], KINDS)[0]
    _check_place(arguments.output)
    arguments.outcome = outcome_of(load_settings(arguments.config))
    question = asked.read(arguments)
    if arguments.authority:
        if arguments.district:
            raise GapMapError("Give --authority or --district, not both: an authority is all of its districts.")
        atlas = question.scene().atlas if arguments.borders else question.atlas
        found = find_authority(atlas, arguments.authority)
        question = replace(question, query=replace(question.query, districts=found.districts))
    content = questions.sufficiency_file(arguments.config, question, arguments.year, kind.removeprefix("."))
    questions.deliver(content, arguments.output)
    return 0


def _check_place(path: Path) -> None:
    """Refuse a folder that cannot be written to before the work is done, not after."""
    folder = path.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK) or path.is_dir():
        raise GapMapError(f"Cannot write {path}: {folder} is no folder that can be written to. Choose another file with -o.")
