"""``geo scenario``: what opening, closing, moving, resizing, new homes, more or fewer children and another take-up would do."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import DataError, Problem
from geo.cli import questions, several
from geo.demand.users_change import has_take_up, in_numbers, users_change
from geo.export.tables import records
from geo.whatif import asked
from geo.whatif.scenario.checks import COLUMNS
from geo.whatif.scenario.effects import scenario_areas, scenario_districts, sides, summary
from geo.whatif.scenario.firmness import change_draws
from geo.whatif.scenario.reading import as_rows, combine, read_file
from geo.whatif.scene import Acted

if TYPE_CHECKING:
    import argparse

    from geo.store.atlas import Atlas
    from geo.whatif.scenario.acts import Act

EXAMPLES: Final = f"""\
Each row of CHANGES is one change; its columns are {", ".join(COLUMNS)}.
  open    service_type, sector, places, where; ages in months (36-60) if known
  close   target: a provider_id
  move    target, where
  resize  target, places
  homes   target: the LSOA (or a postcode in it), homes; yield_0_4, children under five in 100 homes (default: that of config.toml, assumed)
  children target: the LSOA, children (below 0: fewer under five); ages in years (2, or 3-4) if meant
  take_up target: all, or the code of a district; ages in years, percent of those entitled; entitlement if only one is meant
where is a postcode, 'easting northing', an LSOA or a provider_id ("at this school"). Need, the scale of access and a median target stay
those of before the changes, so that an area that nothing reaches keeps its score; --fresh works them out anew.
Take-up moves no access that every child shares: what it does to the children who are expected to use a place, and to the places that
are missing then, is in scenario_users.csv, which is written where the scenario has such a change; year by year in `geo forecast`.
Written to DIR: scenario_areas.csv (the gap list after, then what was before), scenario_districts.csv, changes.csv. --note
writes the note on one page that What if offers: who loses and gains most, a map around the changes, and the link.

examples:
  python -m geo scenario changes.csv --outcome early_education -o scenario
  python -m geo scenario changes.csv --combine homes.csv --outcome early_education --level ward --district E07000001 -o scenario
  python -m geo scenario changes.csv --outcome early_education --district E07000001 -o scenario --note note.pdf

"""


def add_scenario_options(parser: argparse.ArgumentParser) -> None:
    """Add what a scenario is asked for, besides the question."""
    parser.add_argument("changes", type=Path, metavar="CHANGES", help="CSV file of changes")
    parser.add_argument("--combine", type=Path, metavar="CHANGES", help="a second file, put together with the first")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder to write to")
    parser.add_argument(
        "--note", type=Path, metavar="FILE", help="write the note on one page too, as the page What if does: .pdf to print, or .html"
    )
    parser.add_argument("--json", action="store_true", help="print the figures in JSON")
    parser.add_argument(
        "--draws", action="store_true", help="write scenario_draws.csv too: in how many other settings access rises or falls"
    )
    add_fresh(parser)
    parser.set_defaults(run=scenario, format="csv", do=[], scenario=None)


def add_fresh(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a scale that moves with the scenario."""
    parser.add_argument("--fresh", action="store_true", help="let a scenario set need, the scale of access and a median target anew")


def scenario(arguments: argparse.Namespace) -> int:
    """Write what a scenario does, and print it in a few numbers."""
    if arguments.note is not None:
        questions.check_ending(arguments.note)
    question = asked.read(arguments)
    before = question.scene()
    acts = _read(arguments.changes, before.model.atlas, question)
    if arguments.combine is not None:
        acts = combine(acts, _read(arguments.combine, before.model.atlas, question), arguments.combine.name)
    if arguments.note is not None and not acts:
        raise DataError([Problem(arguments.changes.name, "has no change in it, so there is nothing to write a note on.")])
    after = before.then(Acted(acts, arguments.fresh)) if acts else before
    both = sides(before.model, after.model, question.query)
    tables = {
        "scenario_areas.csv": scenario_areas(before.model, after.model, question.query, acts),
        "scenario_districts.csv": scenario_districts(before.model, after.model, question.query, both),
        "changes.csv": pd.DataFrame(as_rows(acts), columns=list(COLUMNS)),
    }
    users = users_change(before.model, question.query, acts) if has_take_up(acts) else None
    if users is not None:
        tables["scenario_users.csv"] = users
    if arguments.draws:
        tables["scenario_draws.csv"] = change_draws(before.model, after.model, question.query).round(3).reset_index()
    several.write(arguments.output, tables)
    if arguments.note is not None:
        _note(arguments, question, acts)
    facts = asdict(summary(before.model, after.model, question.query, both))
    if users is not None:
        facts |= asdict(in_numbers(users)) | {"year": f"{users['year'].iloc[0]}"}
    if arguments.json:
        found = {"summary": facts, "districts": records(tables["scenario_districts.csv"]), "areas": records(tables["scenario_areas.csv"])}
        found |= {} if users is None else {"users": records(users)}
        several.say_json(found)
    else:
        several.say_facts(facts)
    return 0


def _note(arguments: argparse.Namespace, question: asked.Asked, acts: tuple[Act, ...]) -> None:
    changed = replace(question, choices=replace(question.choices, acts=acts, fresh=arguments.fresh))
    questions.brief(arguments.config, changed, arguments.note, note=True)


def _read(path: Path, atlas: Atlas, question: asked.Asked) -> tuple[Act, ...]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataError([Problem(str(path), f"cannot be read ({error.strerror}). Check the path.")]) from None
    return read_file(content, path.name, atlas, question.settings)
