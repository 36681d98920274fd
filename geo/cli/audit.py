"""The command that writes the audit log as a file."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.base.errors import GapMapError
from geo.base.files import write_bytes
from geo.cli.bring_report import progress
from geo.cli.workspace import NO_WORKSPACE
from geo.export.tables import to_csv
from geo.settings.model import load_settings
from geo.store.audit import audit_table
from geo.store.kept import place_of

if TYPE_CHECKING:
    import argparse

AUDIT_EXAMPLES: Final = """\
One line for each thing that somebody has done to what is kept, the newest first: who, how that is known, what, before and after. Times are
UTC.
A line of the stage begun is of somebody whose process died meanwhile: look whether it was done.

examples:
  python -m geo audit -o audit.csv
  python -m geo audit --since 2027-01-01 -o audit-of-this-year.csv

"""


def add_audit(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``audit``."""
    parser.add_argument("--since", type=_day, metavar="DAY", help="only what was done on this day or later, such as 2027-01-01")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this CSV file (default: standard output)")
    parser.set_defaults(run=audit)


def audit(arguments: argparse.Namespace) -> int:
    """Write the lines as CSV."""
    place = place_of(load_settings(arguments.config))
    if place is None:
        raise GapMapError(NO_WORKSPACE)
    lines = place.audit.lines(arguments.since or "")
    if arguments.output is None:
        sys.stdout.write(to_csv(audit_table(lines), bom=False).decode())
        return 0
    write_bytes(to_csv(audit_table(lines), bom=True), arguments.output)
    progress(f"{len(lines)} lines written to {arguments.output}")
    return 0


def _day(written: str) -> str:
    return date.fromisoformat(written).isoformat()
