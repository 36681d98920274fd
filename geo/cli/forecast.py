"""``geo forecast``: children, users and places by year, and the first year below the target."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem, UnknownIdError
from geo.cli import questions
from geo.demand.ages import ages_list
from geo.demand.backcast import backcasts
from geo.demand.children import VARIANTS
from geo.demand.outlook import look_ahead
from geo.demand.published import published_answer, published_basis, published_take_up
from geo.demand.table import forecast_list
from geo.demand.years import asked_years
from geo.whatif import asked
from geo.whatif.scenario.acts import Act
from geo.whatif.scenario.checks import Checker
from geo.whatif.scenario.reading import combine, read_file

if TYPE_CHECKING:
    from geo.demand.outlook import Outlook
    from geo.store.atlas import Atlas

FORECAST_EXAMPLES: Final = """\
Each row is one area, year and way to count new homes: on_top of the projection, within it (the district keeps its total), or neither.
Access is that of the gap list with the children of the year; the target is that of today. first_year_below is the first year with less
access than the target; year_low and year_high hold it in nine of ten draws (other yields, delays, projections, take-up). Columns that end
in _expected share the places among those who are expected to use one, by the hours that they take; empty where no take-up is held.
The data folder may hold children_projection.csv, homes.csv, yields.csv and take_up.csv: bring them with `python -m geo import`. Without
any of them every year shows today's figures, and basis says so.

examples:
  python -m geo forecast --outcome early_education --to 2036 -o forecast.csv
  python -m geo forecast --outcome early_education --level district --variant within --scenario changes.csv -o forecast.csv
  python -m geo forecast --outcome early_education --level district --by-age --variant on_top -o ages.csv
  python -m geo forecast --outcome early_education --level district --take-up 2=80 -o forecast.csv
The column shortfall_expected of the last one says how many places are missing, and where, if 80% of those entitled at two took it up. It is
empty, as the others that end in _expected, where take-up of an age from 0 to 4 is not held: users and needed places are of the rest.

"""
NOTHING_HELD: Final = (
    "The data hold no projection of children and no homes to be built: every year shows the children and places of today. Bring "
    "projections (Office for National Statistics, subnational population projections) or homes with `python -m geo import`.\n"
)
BACKCAST: Final = (
    "Backcast, children {ages} from {older} to {newer}: {lsoas} neighbourhoods are off by {method:.1f}% of their children in this way, "
    "by {no_change:.1f}% with no change.\n"
)
TAKE_UP: Final = "--take-up"
NO_USERS: Final = "The data hold no take-up of funded hours: expected users are not worked out.\n"


def add_forecast(parser: argparse.ArgumentParser) -> None:
    """Add what a look ahead is asked for, besides the question and where to write it."""
    parser.add_argument("--from", dest="start", type=int, metavar="YEAR", help="first year (default: that of the newest places)")
    parser.add_argument("--to", dest="end", type=int, metavar="YEAR", help="last year (default: ten years on, or as far as projections go)")
    parser.add_argument(
        "--variant",
        action="extend",
        nargs="+",
        default=[],
        metavar="VARIANT",
        help="how new homes are counted: on_top, within, neither (default: all three)",
    )
    parser.add_argument(
        "--scenario", dest="changes", type=Path, metavar="CHANGES", help="CSV file of changes, as the command scenario reads it"
    )
    parser.add_argument(
        "--take-up",
        action="extend",
        nargs="+",
        default=[],
        metavar="AGE=PERCENT",
        help="what if those of this age who are entitled took up so much, such as 2=80: a change take_up of a scenario, everywhere",
    )
    parser.add_argument(
        "--by-age",
        action="store_true",
        help="one row an age instead (under one, one, two, three and four): children, users, places by entitlement, who takes that age",
    )
    parser.set_defaults(run=forecast, do=[], scenario=None, fresh=False)


def forecast(arguments: argparse.Namespace) -> int:
    """Write demand by year: the file of the page Demand."""
    question = asked.read(arguments)
    variants = asked.known("variant", arguments.variant, dict.fromkeys(VARIANTS, ""))
    model = question.scene().model
    acts = () if arguments.changes is None else _read(arguments.changes, model.atlas, question)
    acts = combine(acts, _take_up(arguments.take_up, Checker(model.atlas, question.settings)), TAKE_UP)
    years = asked_years(model, question.query, arguments.start, arguments.end)
    outlook = look_ahead(model, question.query, years, acts)
    _tell(outlook)
    for one in backcasts(model):
        sys.stderr.write(BACKCAST.format(**vars(one)))
    listed = ages_list if arguments.by_age else forecast_list
    table = listed(outlook, [variant for variant in VARIANTS if variant in variants] or VARIANTS)
    questions.deliver(questions.written(table, arguments.format), arguments.output)
    return 0


def _tell(outlook: Outlook) -> None:
    sys.stderr.write("" if outlook.anything_held else NOTHING_HELD)
    sys.stderr.write("" if outlook.use is not None else NO_USERS)


def _take_up(given: list[str], checker: Checker) -> tuple[Act, ...]:
    """Read changes of take-up by age; the last of an age counts."""
    found, problems = {}, []
    for word in given:
        parts = re.fullmatch(r"([0-4](?:-[0-4])?)=(\d{1,3}(?:\.\d+)?)", word)
        if parts is None or float(parts[2]) > 100:  # noqa: PLR2004 - per cent
            raise UnknownIdError("take-up", word, ["AGE=PERCENT, an age from 0 to 4 and a share from 0 to 100, such as 2=80"])
        act = checker.read({"kind": "take_up", "ages": parts[1], "percent": parts[2]}, f"take-up-{parts[1]}")
        if isinstance(act, Act):
            found[act.ages] = act
        else:
            problems += [Problem(f"{TAKE_UP} {word}", fault.message, column=fault.column) for fault in act]
        if len(checker.atlas.demand.take_up) == 0:
            _tell_published(checker, parts[1], float(parts[2]))
    if problems:
        raise DataError(problems)
    return tuple(found.values())


def _tell_published(checker: Checker, age: str, percent: float) -> None:
    """Say what published figures of whole authorities tell of another take-up, where no more is held."""
    rows, hours = published_take_up(checker.atlas, checker.settings).get(age), checker.settings.demand.hours_a_place
    if rows:
        sys.stderr.write(f"{published_answer(rows, percent, hours)}\n{published_basis(rows, hours)}\n")


def _read(path: Path, atlas: Atlas, question: asked.Asked) -> tuple[Act, ...]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(str(path), f"cannot be read ({error.strerror}). Check the path.")]) from None
    return read_file(content, path.name, atlas, question.settings)
