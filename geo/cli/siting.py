"""The command that says where to open something."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from geo.base.errors import DataError, Problem, UnknownIdError
from geo.demand.of_year import OfYear, check_year
from geo.export.tables import to_csv
from geo.siting.answer import unit_of
from geo.siting.candidates import site_entries
from geo.siting.files import SITES, answered, as_json, tables_of, write_answer
from geo.siting.frontier import scale_of
from geo.siting.infeasible import unreached_words
from geo.siting.own_list import read_sites
from geo.siting.prepare import prepare
from geo.siting.question import MOST_TOTAL, NEAR, OBJECTIVES, PEOPLE, SiteLimits, default_siting
from geo.whatif import asked

if TYPE_CHECKING:
    import argparse

    from geo.settings.model import Settings
    from geo.siting.files import Sited
    from geo.siting.question import Near, Objective, People, Siting
    from geo.whatif.asked import Asked
    from geo.whatif.scene import Scene

SITE_EXAMPLES: Final = """\
Finds where new sites help most: the greedy answer for every number of sites at once, then the proven best for the number that is asked for.
Writes a new folder with sites.csv (the answer, one row a site), frontier.csv (what one more site buys) and changes.csv (the answer as a
scenario); without -o, sites.csv on standard output. --json prints everything, with why each site is in it, on standard output.

objectives: need (close the most places short, weighted by need), places (without need), worst_fifth (mean access of the worst-served 20% of
children), travel (shortest mean journey), within (most children within --within minutes), everybody (all of them within it, with the fewest
sites), longest (shortest longest journey). Journeys are to sites of the type that is opened where an outcome area counts sites, else to
whatever answers it; --near and --service say otherwise. Sites are judged by LSOA and always with E2SFCA: --form changes nothing here.
--district limits the possible sites and the children that the objective counts; a new site is shared by all in its reach all the same.

--year asks for a later year: its children (projections and homes that the data hold, and those of a scenario, on top) share what is open
then, and need and target stay those of today. The column settings names it.

An own list of sites is a spreadsheet with site_id, name, and postcode or easting and northing; kind, min_places, max_places, cost, must,
never and note if you have them. A site marked site_refused in local knowledge is left out.

examples:
  python -m geo site --outcome early_education --add 5 --places 26 --district E07000001 -o five_schools
  python -m geo site --outcome early_education --add-places 130 --most-per-site 52 --candidates own_sites.xlsx -o places
  python -m geo site --outcome early_education --add 3 --year 2031 --do homes:E01000001:3000:30:2029 -o in_2031
  python -m geo site --outcome family_security --objective everybody --within 15 --service family_hub --candidates library -o hubs

"""
# A search that nobody has asked to be longer ends with the last slice of the settings.
IN_YEAR: Final = "For the children of {year}, who share what is open then; need and target stay those of today."
LONGEST_S: Final = 3600.0
WORDS: Final = {
    "proven": "proven best",
    "near": "within {percent} of the best",
    "stopped": "stopped after {seconds:g} s, within {percent} of the best",
    "greedy": "greedy answer: nobody has searched for a better one",
}


def add_site(parser: argparse.ArgumentParser) -> None:
    """Add what is asked of sites; the options of the question itself are there."""
    parser.add_argument(
        "--add", type=int, metavar="N", help="new sites (default: that of config.toml; with --add-places: as many as it takes)"
    )
    parser.add_argument("--places", type=int, metavar="N", help="places of one site (default: that of config.toml)")
    parser.add_argument("--add-places", type=int, metavar="N", help="places in all, shared out in units of --places")
    parser.add_argument(
        "--most-per-site", type=int, metavar="N", help="with --add-places: places of one site at most (default: config.toml)"
    )
    parser.add_argument("--objective", default="need", metavar="NAME", help="what is wanted, see below (default: need)")
    parser.add_argument("--within", type=float, metavar="MINUTES", help="the time of within and everybody (default: that of config.toml)")
    parser.add_argument("--people", default="children", metavar="NAME", help="journeys of children, need or low_income (default: children)")
    parser.add_argument(
        "--near", metavar="NAME", help="near is where one of the type that is opened is, or any that answers the outcome: opened or all"
    )
    parser.add_argument("--opens", metavar="ID", help="service type that is opened (default: that of config.toml)")
    parser.add_argument("--opens-sector", metavar="SECTOR", help="public or pvi (default: public)")
    parser.add_argument(
        "--candidates", action="extend", nargs="+", default=[], metavar="TYPE|FILE",
        help="possible sites: service types, or a list of your own (default: those of config.toml)",
    )  # fmt: skip
    parser.add_argument("--must", action="extend", nargs="+", default=[], metavar="ID", help="sites that are in every answer")
    parser.add_argument("--never", action="extend", nargs="+", default=[], metavar="ID", help="sites that are in none")
    parser.add_argument("--at-least", action="extend", nargs="+", default=[], metavar="CODE=N", help="sites in a district at least")
    parser.add_argument("--at-most", action="extend", nargs="+", default=[], metavar="CODE=N", help="sites in a district at most")
    parser.add_argument("--budget", type=float, metavar="NUMBER", help="what all sites may cost, by the column cost of your list")
    parser.add_argument("--apart-km", type=float, default=0.0, metavar="KM", help="least straight-line distance between two new sites")
    parser.add_argument("--year", type=int, metavar="YEAR", help="sites for the demand of this year (default: that of today)")
    parser.add_argument(
        "--exact-seconds", type=float, metavar="S",
        help="longest search for the proven best (default: the slices of config.toml; 0: the greedy answer alone)",
    )  # fmt: skip
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="write to this new folder")
    parser.add_argument("--json", action="store_true", help="print the answer and all that is known about it as JSON")
    parser.set_defaults(run=site, level="lsoa", format="csv")


def site(arguments: argparse.Namespace) -> int:
    """Find where to open something, and write it."""
    exact_s = arguments.exact_seconds
    if exact_s is not None and not 0 <= exact_s <= LONGEST_S:
        raise DataError([Problem("exact_seconds", f"must lie between 0 and {LONGEST_S:,.0f} (found {exact_s:g}).")])
    question = asked.read(arguments)
    settings = question.settings
    kinds, lists = _candidates(arguments.candidates, settings)
    siting = _siting(arguments, question, kinds, own=bool(lists))
    own = read_sites(lists[0], lists[0].name, question.atlas, settings) if lists else None
    model = _scene(question, arguments.year).model
    prepared = prepare(model, question.query, siting, own, site_entries(settings, datetime.now(UTC).date()))
    sited = answered(prepared, exact_s)
    tables = tables_of(sited)
    if arguments.output is not None:
        write_answer(tables, arguments.output)
    in_year = [] if arguments.year is None else [IN_YEAR.format(year=arguments.year)]
    sys.stderr.write("".join(f"{line}\n" for line in (*in_year, *_said(sited))))
    if arguments.json:
        sys.stdout.write(as_json(sited, tables))
    elif arguments.output is None:
        sys.stdout.buffer.write(to_csv(tables[SITES], bom=False))
    return 0


def _scene(question: Asked, year: int | None) -> Scene:
    """Give the scene that sites are looked for in: today's, or that of a year."""
    if year is None:
        return question.scene()
    if question.choices.fresh:
        raise DataError([Problem("--fresh", "has no meaning with --year: of a later year need, scale and target stay those of today.")])
    today = replace(question, choices=question.choices.baseline).scene()
    check_year(today.model, question.query, year)
    return today.then(OfYear(year, question.choices.acts))


def _candidates(given: list[str], settings: Settings) -> tuple[tuple[str, ...], list[Path]]:
    """Tell service types and files apart."""
    kinds = tuple(dict.fromkeys(name for name in given if name in settings.services))
    files = [Path(name) for name in dict.fromkeys(given) if name not in settings.services]
    for path in files:
        if not path.is_file():
            raise UnknownIdError("candidates", str(path), ["a file that is there", *settings.services])
    if len(files) > 1:
        raise DataError([Problem(files[1].name, "is a second list of sites. Put all sites into one file.")])
    return kinds, files


def _siting(arguments: argparse.Namespace, question: Asked, kinds: tuple[str, ...], *, own: bool) -> Siting:
    settings, query = question.settings, question.query
    objective = asked.known("objective", [arguments.objective], dict.fromkeys(OBJECTIVES, ""))[0]
    people = asked.known("people", [arguments.people], dict.fromkeys(PEOPLE, ""))[0]
    start = default_siting(settings, query)
    near = asked.known("near", [arguments.near or start.near], dict.fromkeys(NEAR, ""))[0]
    limits = SiteLimits(
        places=arguments.add_places,
        most_per_site=arguments.most_per_site,
        budget=arguments.budget,
        at_least=_numbers("at-least", arguments.at_least),
        at_most=_numbers("at-most", arguments.at_most),
        must=tuple(dict.fromkeys(arguments.must)),
        never=tuple(dict.fromkeys(arguments.never)),
        apart_km=arguments.apart_km,
    )
    default_add = start.add if limits.places is None else MOST_TOTAL
    return replace(
        start,
        objective=cast("Objective", objective),
        people=cast("People", people),
        near=cast("Near", near),
        kinds=kinds if kinds or own else start.kinds,
        opens=start.opens if arguments.opens is None else arguments.opens,
        sector=start.sector if arguments.opens_sector is None else arguments.opens_sector,
        unit=start.unit if arguments.places is None else arguments.places,
        add=default_add if arguments.add is None else arguments.add,
        within_minutes=start.within_minutes if arguments.within is None else arguments.within,
        limits=limits,
    )


def _numbers(option: str, given: list[str]) -> tuple[tuple[str, int], ...]:
    """Read what is written as CODE=N."""
    read = []
    for pair in given:
        code, sign, number = pair.partition("=")
        if not sign or not number.isdecimal():
            raise DataError([Problem(option, f"found '{pair}'; write a district's code and a number, such as E07000001=2.")])
        read.append((code, int(number)))
    return tuple(read)


def _said(sited: Sited) -> list[str]:
    """Say on standard error how good the answer is and what a reader must know."""
    found, prepared = sited.found, sited.prepared
    percent = f"{100 * found.gap:.2g}%" if found.gap < 1 else "an unknown share"
    sites = int((found.plan > 0).sum())
    how_good = WORDS[found.status].format(percent=percent, seconds=found.seconds)
    value = f"{found.value * scale_of(prepared):,.1f} {unit_of(prepared)}"
    lines = [f"{sites:,} {'site' if sites == 1 else 'sites'}, {how_good}: {value}."]
    if not (prepared.instance.bounds.units > 0).any():
        lines.append("There is no possible site. Name service types, or a list of your own, with --candidates.")
    elif prepared.siting.objective != "everybody" and found.plan.sum() < prepared.count:
        lines.append("Fewer than were asked for: no further site adds anything, or there is none.")
    if sited.all_alike:
        lines.append("All possible sites help alike: the order says nothing. Ask for another objective, or set limits.")
    elif sited.frontier.greedy.ties > 1:
        lines.append(f"{sited.frontier.greedy.ties:,} sites help as much as the first one; as_good names those that stand in for each.")
    if unreached := unreached_words(prepared):
        lines.append(unreached)
    return lines
