"""The command that finds a place by what people call it, and says what is there: the answer of the search on every page."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from geo.cli.questions import within
from geo.method.gaps import gap_list
from geo.method.query import Query
from geo.method.scores import score_areas
from geo.places.answer import answer, places_in
from geo.places.entries import place_index
from geo.places.find import find
from geo.settings.model import load_settings
from geo.store.kept import of_today
from geo.whatif.asked import known

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from geo.method.model import Model
    from geo.places.answer import PlaceAnswer

FIND_EXAMPLES: Final = """\
Finds postcodes, districts, towns, villages, wards, neighbourhoods and providers. Where one is meant beyond doubt, it says who provides
what in its wards, in how many of its neighbourhoods need is high and provision low, and, with --outcome, how sure that is.

examples:
  python -m geo find "Ash"
  python -m geo find "AB1 2CD" --outcome early_education
  python -m geo find "Ash, ward in Alder" --json

"""


def add_find(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``find``."""
    parser.add_argument("text", metavar="TEXT", help="postcode or name; of several of one name: the name, a comma and what it is")
    parser.add_argument("--outcome", metavar="ID", help="outcome area to answer for, such as school_readiness (default: all, in short)")
    parser.add_argument("--json", action="store_true", help="print the answer as JSON")
    parser.set_defaults(run=find_place)


def find_place(arguments: argparse.Namespace) -> int:
    """Print what a text may mean, and what is there if it means one thing."""
    settings = of_today(load_settings(arguments.config))
    offered = {key: outcome.name for key, outcome in settings.outcomes.items()}
    outcomes = known("outcome", [arguments.outcome] if arguments.outcome else [], offered) or tuple(offered)
    model = within(settings, None).model
    found = find(place_index(model.atlas, settings), arguments.text)
    told: dict[str, Any] = {
        "asked": found.asked,
        "exact": found.exact,
        "understood": found.understood,
        "may_mean": [asdict(entry) for entry in found.entries],
    }
    if found.chosen is not None:
        facts = answer(model, found.chosen, lambda query: score_areas(model, query), outcomes)
        told |= {"means": asdict(found.chosen), **_facts(model, facts)}
        if arguments.outcome:
            told["how_sure"] = _how_sure(model, facts, outcomes[0])
    sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n" if arguments.json else "\n".join(_lines(told)) + "\n")
    return 0


def _facts(model: Model, facts: PlaceAnswer) -> dict[str, Any]:
    labels = model.atlas.areas["label"]
    providers, nearest = (table.astype(object).where(table.notna(), None).reset_index() for table in (facts.providers, facts.nearest))
    return {
        "wards": {code: labels[code] for code in facts.wards},
        "neighbourhoods": {code: labels[code] for code in facts.lsoas},
        "providers": providers.to_dict("records"),
        "counted": {
            "wards": {"children_0_4": facts.children_around, **_by_sector(facts.providers)},
            "neighbourhoods": {"children_0_4": facts.children, **_by_sector(facts.providers[facts.providers["inside"]])},
        },
        "nearest": nearest.to_dict("records"),
        "outcomes": {outcome: asdict(lack) for outcome, lack in facts.lacks.items()},
    }


def _by_sector(providers: pd.DataFrame) -> dict[str, Any]:
    return {sector: asdict(places_in(providers[providers["sector"] == sector])) for sector in ("public", "pvi")}


def _how_sure(model: Model, facts: PlaceAnswer, outcome: str) -> dict[str, str]:
    """Say how sure it is that each priority neighbourhood is among the worst."""
    words = gap_list(model, Query(outcome)).set_index("area_code")["how_sure"]
    return {code: str(words[code]) for code in facts.lacks[outcome].priority}


def _counted(here: dict[str, Any]) -> str:
    """Say how many providers have how many places."""
    places = f"{here['with_places']} of them with {here['places']:,.0f} places"
    assumed = f", {here['assumed']:,.0f} of these assumed" if here["assumed"] else ""
    unpublished = f", {here['unpublished']} with places not published" if here["unpublished"] else ""
    return f"{here['count']} providers, {places}{assumed}{unpublished}"


def _lines(told: dict[str, Any]) -> list[str]:
    """Write an answer for people."""
    if "means" not in told:
        if not told["may_mean"]:
            return [f"Nothing is called '{told['asked']}'."]
        head = "may mean" if told["exact"] else "is the name of nothing; alike are"
        return [f"'{told['asked']}' {head}:", *(f"  {one['name']}, {one['what']}" for one in told["may_mean"])]
    providers = told["providers"]
    lines = [f"{told['means']['name']}, {told['means']['what']}"]
    lines += [f"{part}: {', '.join(f'{name} [{code}]' for code, name in told[part].items())}" for part in ("wards", "neighbourhoods")]
    lines += [f"children under five in the {part}: {counted['children_0_4']:,}" for part, counted in told["counted"].items()]
    for sector in ("public", "pvi"):
        own = [one for one in providers if one["sector"] == sector]
        lines += [f"{sector} in the {part}: {_counted(counted[sector])}" for part, counted in told["counted"].items()]
        for one in own:
            number = "" if one["places"] is None else f", {one['places']:g} places ({one['places_basis']})"
            lines.append(f"  {one['name'] or one['service_type']}, {one['service_type']}{number}, {one['minutes']:g} minutes")
    for one in told["nearest"]:
        lines.append(
            f"nearest {one['sector']}: {one['name'] or one['service_type']}, {one['minutes']:g} minutes from {one['measured_from']}"
        )
    for outcome, lack in told["outcomes"].items():
        absent = f"; none here: {', '.join(lack['absent'])}" if lack["absent"] else ""
        lines.append(f"{outcome}: {len(lack['priority'])} of {lack['scored']} neighbourhoods are a priority{absent}")
    return [*lines, *(f"  {code}: {word}" for code, word in told.get("how_sure", {}).items())]
