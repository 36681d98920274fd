"""``geo compare-versions``: which providers came and went between two versions of the data, and whether the gaps narrowed."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.base.errors import UnknownIdError
from geo.cli import several
from geo.export.tables import records
from geo.settings.model import load_settings
from geo.store.folder import store_of
from geo.store.kept import of_today, version_folder
from geo.whatif import asked
from geo.whatif.then_now.gaps import steps
from geo.whatif.then_now.summary import compare

if TYPE_CHECKING:
    import argparse

    from geo.settings.model import Settings

IN_USE: Final = "in-use"
EXAMPLES: Final = f"""\
THEN and NOW are versions of the data: a number as `python -m geo workspace` shows it (0 is the shipped data), {IN_USE}, or a data folder.
Both are scored with the settings of config.toml. Written to DIR:
  then_now_providers.csv   every provider of the outcome area: opened, closed, kept, or probably the same under another number (same
                           postcode and type, a similar name); how it grew, shrank, moved or changed its name
  then_now_supply.csv      providers and known places by type and sector, then, what came and went, now
  then_now_areas.csv       the areas of both lists: rank, class and access then and now; the change of the shortfall by what moved it
  then_now_districts.csv   the same by district, counted by neighbourhood, with a last row for all
by_supply is what the shortfall would have changed by if providers alone had changed, by_children what the children add to that; the rest
is by_method: borders, journeys, and the target where it is a median. The three add up exactly. Where the neighbourhoods of the two are not
the same, children cannot be told from the method, and by_method has both.

examples:
  python -m geo compare-versions 3 {IN_USE} --outcome early_education -o then_now
  python -m geo compare-versions data-2026-07 data --outcome early_education --level ward --district E07000001 -o then_now

"""


def add_versions(parser: argparse.ArgumentParser) -> None:
    """Add which versions are compared, and where the answer goes."""
    parser.add_argument("then", metavar="THEN", help=f"the earlier version: its number, {IN_USE}, or a data folder")
    parser.add_argument("now", metavar="NOW", help="the later version, likewise")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder to write to")
    parser.add_argument("--json", action="store_true", help="print the figures in JSON")
    parser.set_defaults(run=compare_versions, format="csv", do=[], scenario=None, fresh=False)


def compare_versions(arguments: argparse.Namespace) -> int:
    """Write what changed between two versions, and print it in a few numbers."""
    settings = load_settings(arguments.config)
    then, now = (asked.read(arguments, _folder(settings, given)) for given in (arguments.then, arguments.now))
    found = compare(steps(then.scene().model, now.scene().model), now.query)
    several.write(arguments.output, {f"then_now_{name}.csv": table for name, table in found.tables.items()})
    facts = asdict(found.narrowed)
    if arguments.json:
        several.say_json({"summary": facts, "districts": records(found.districts), "areas": records(found.areas)})
    else:
        several.say_facts(facts)
    return 0


def _folder(settings: Settings, given: str) -> Path:
    """Find the data folder of a version."""
    if given == IN_USE:
        return store_of(of_today(settings)).as_folder()
    if given.isdecimal():
        return version_folder(settings, int(given))
    if Path(given).is_dir():
        return Path(given)
    raise UnknownIdError("version", given, [IN_USE, "the number of a version", "a data folder that is there"])
