"""What each command does: settings in, text or a file out."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Final, cast

from geo.analysis.benchmarks import benchmark_list
from geo.analysis.cluster_groups import all_groups, cluster_list
from geo.analysis.clusters import MEASURES, find_clusters, neighbour_graph
from geo.analysis.every_outcome import every_outcome
from geo.analysis.measures import measure_list
from geo.analysis.providers import BASES, INSPECTIONS, Search, answering, describe_providers, find_providers, provider_list
from geo.base.errors import ConfigError, DataError, GapMapError
from geo.base.files import replacing
from geo.base.optional_packages import BUILD
from geo.base.vocabulary import LEVELS, SECTORS
from geo.cli.place_named import place_asked
from geo.contract import CheckReport, check_folder
from geo.export.points import to_points
from geo.export.tables import to_csv, to_json
from geo.method.gaps import gap_list, only_priority
from geo.method.missing import what_is_missing
from geo.method.model import build_model
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import of_today
from geo.whatif import asked
from geo.whatif.asked import FORMATS, district_names, known, known_borders
from geo.whatif.closures import closure_list
from geo.whatif.scene import Choices, Scene, changed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable
    from pathlib import Path

    import pandas as pd

    from geo.analysis.clusters import Measure
    from geo.base.errors import Problem
    from geo.base.vocabulary import Level
    from geo.method.missing import Missing
    from geo.method.model import Model
    from geo.method.query import Query
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas

# Every provider is a point.
PROVIDER_FORMATS: Final = (*FORMATS, "geojson")
NOTHING: Final[dict[Missing, str]] = {
    "provision": "No data yet on any of these services: access and gaps are left empty. This is missing data, not a gap.",
    "sector": "The data hold no provider of this sector for these services: access and gaps are left empty. This is no gap list.",
    "places": "Every chosen provider's places are unknown, or assumed and left out: access and gaps are left empty. This is no gap list.",
    "need": "No data yet on need for areas of this size: need and gaps are left empty. This is missing data, not a gap.",
    "weights": "Every measure of need that has values for areas of this size has weight 0: need and gaps are left empty.",
}
NO_PRIORITY: Final = "None of these areas is a priority gap (high need and low access): the list holds no row.\n"


def build(arguments: argparse.Namespace) -> int:
    """Make the data folder and print what became of every source file."""
    settings = load_settings(arguments.config)
    with BUILD.needed():
        from geo.build import build as build_folder  # noqa: PLC0415 - a run-time install has no build packages

        report = build_folder(arguments.raw, settings, arguments.out)
    _say(json.dumps(asdict(report), indent=2, ensure_ascii=False) if arguments.json else report.render())
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Print counts and warnings on standard output and every problem on standard error; 1 if there is a problem."""
    try:
        report = check_folder(of_today(load_settings(arguments.config)))
    except (ConfigError, DataError) as error:
        report = CheckReport(error.problems, (), {"problems": len(error.problems)})
    if arguments.json:
        counts = {
            "ok": report.ok,
            "counts": report.counts,
            "problems": [asdict(problem) for problem in report.problems],
            "warnings": report.warnings,
        }
        _say(json.dumps(counts, indent=2, ensure_ascii=False))
    else:
        for name, number in report.counts.items():
            _say(f"{name:<28}{number:>10,}")
        for warning in report.warnings:
            _say(f"warning: {warning}")
    if report.ok:
        return 0
    sys.stdout.flush()
    _report_problems(report.problems, report.counts["problems"])
    return 1


def gaps(arguments: argparse.Namespace) -> int:
    """Write the gap list: the same bytes as the download on the screen, less the byte order mark."""
    of_all = arguments.outcome == asked.EVERY
    question = asked.of_every_outcome(arguments) if of_all else asked.read(arguments)
    query, model = question.query, question.scene().model

    def listed(of: Query) -> pd.DataFrame:
        frame, of_what = gap_list(model, of), f"{of.outcome}: " if of_all else ""
        if (frame["gap_class"] == "no_data").all():
            sys.stderr.write(f"{of_what}{NOTHING[what_is_missing(model, of)]}\n")
        elif arguments.priority and not (frame["gap_class"] == "priority").any():
            sys.stderr.write(f"{of_what}{NO_PRIORITY}")
        return only_priority(frame) if arguments.priority else frame

    rows = every_outcome(query, question.settings.outcomes, listed) if of_all else listed(query)
    deliver(written(rows, arguments.format), arguments.output)
    return 0


def clusters(arguments: argparse.Namespace) -> int:
    """Write what every area is among its neighbours: the list of the page Hot spots."""
    measure = cast("Measure", known("measure", [arguments.measure], dict.fromkeys(MEASURES, ""))[0])
    query, model = _asked(arguments)
    graph = neighbour_graph(model.atlas, query.level)
    moran = find_clusters(model, query, measure, graph=graph)
    if moran.too_coarse:
        shuffles = model.settings.clusters.permutations
        sys.stderr.write(f"{shuffles} permutations were too few to mark any area; this is no all-clear. Raise them in config.toml.\n")
    groups = all_groups(model, query.level, moran, measure, graph)
    deliver(written(cluster_list(model, query, measure, moran, groups), arguments.format), arguments.output)
    return 0


def closures(arguments: argparse.Namespace) -> int:
    """Write what the closure of each provider would do: the file of the page Fragile provision."""
    query, model = _asked(arguments)
    deliver(written(closure_list(model, query), arguments.format), arguments.output)
    return 0


def report(arguments: argparse.Namespace) -> int:
    """Write the report of the page Report."""
    check_ending(arguments.output)
    question = asked.read(arguments)
    area, title = (None, "") if arguments.area is None else place_asked(question.scene().model, question.query, arguments.area)
    brief(arguments.config, question, arguments.output, area=area, title=title)
    return 0


def check_ending(path: Path) -> None:
    """Refuse a file that is neither of the two forms of a report.

    Raises
    ------
    UnknownIdError
        Names both.
    """
    known("ending of the file's name", [path.suffix.lower()], {".pdf": "to print", ".html": "one web page"})


def brief(config: Path, question: asked.Asked, path: Path, *, area: str | None = None, title: str = "", note: bool = False) -> None:
    """Write what is made of sentences, which this package does not hold: `ui.report.from_command` makes it.

    Parameters
    ----------
    config : Path
        File of the settings.
    question : Asked
        Data, settings and the question.
    path : Path
        File to write; its ending says the form.
    area, title : str, optional
        The place that it is on.
    note : bool
        Whether it is the note on the scenario of the question, on one page.
    """
    # It has a link to the same figures.
    question.check_link()
    # The one place where the core asks the screen; imported here, because nothing else of the command line needs its packages.
    from ui.report.from_command import write  # noqa: PLC0415

    files = write(config, question, datetime.now().astimezone().date(), area, title, note=note)
    deliver(files[path.suffix.lower()], path)


def sufficiency_file(config: Path, question: asked.Asked, year: int, kind: str) -> bytes:
    """Make a sufficiency report as a file of a kind, by the same way out of this package as every report.

    Parameters
    ----------
    config : Path
        File of the settings.
    question : Asked
        Data, settings and the question.
    year : int
        Of the report.
    kind : str
        Ending of the file's name.
    """
    from ui.report.from_command import sufficiency  # noqa: PLC0415 - as above

    return sufficiency(config, question, year, datetime.now().astimezone().date(), kind)


def measures(arguments: argparse.Namespace) -> int:
    """Write one published measure: the table of the page Measures."""
    settings = of_today(load_settings(arguments.config))
    level = known("level", [arguments.level], dict.fromkeys(LEVELS, ""))[0]
    known("format", [arguments.format], dict.fromkeys(FORMATS, ""))
    model = within(settings, arguments.borders).model
    names = model.atlas.indicators["name"]
    indicator = known("indicator", [arguments.indicator], dict(zip(names.index, names, strict=True)))[0]
    districts = known("district", arguments.district, district_names(model.atlas))
    deliver(written(measure_list(model, indicator, cast("Level", level), districts), arguments.format), arguments.output)
    return 0


def providers(arguments: argparse.Namespace) -> int:
    """Write the providers that are looked for: the file of the page Provision."""
    settings = of_today(load_settings(arguments.config))
    known("format", [arguments.format], dict.fromkeys(PROVIDER_FORMATS, ""))
    atlas = within(settings, arguments.borders).atlas
    listed = provider_list(find_providers(describe_providers(atlas), _search(arguments, settings, atlas)))
    content = to_points(atlas, listed) if arguments.format == "geojson" else written(listed, arguments.format)
    deliver(content, arguments.output)
    return 0


def _search(arguments: argparse.Namespace, settings: Settings, atlas: Atlas) -> Search:
    services = known("service", arguments.service, {key: service.name for key, service in settings.services.items()})
    sector = known("sector", [arguments.sector], dict.fromkeys(SECTORS, ""))[0]
    return Search(
        words=arguments.words,
        services=services or answering(settings),
        sectors=() if sector == "all" else (sector,),
        inspections=known("inspection", arguments.inspection, dict.fromkeys(INSPECTIONS, "")),
        bases=known("basis", arguments.basis, dict.fromkeys(BASES, "")),
        districts=known("district", arguments.district, district_names(atlas)),
        least_places=arguments.least_places,
        most_places=arguments.most_places,
        beyond=arguments.beyond,
    )


def within(settings: Settings, borders: str | None) -> Scene:
    """Give the data as they are, within other borders where some are named."""
    if borders is not None:
        known_borders(settings, borders)
    return changed(Scene(build_model(load_atlas(settings), settings), ""), Choices(borders))


def benchmarks(arguments: argparse.Namespace) -> int:
    """Write figures of counties and unitary authorities beside England, their region and their statistical neighbours."""
    known("format", [arguments.format], dict.fromkeys(FORMATS, ""))
    listed = benchmark_list(load_atlas(of_today(load_settings(arguments.config))), arguments.measure)
    if listed.empty:
        sys.stderr.write(
            "The data hold no figures of counties and unitary authorities. Bring the Local Authority Interactive Tool's file.\n"
        )
    deliver(written(listed, arguments.format), arguments.output)
    return 0


def _asked(arguments: argparse.Namespace) -> tuple[Query, Model]:
    question = asked.read(arguments)
    return question.query, question.scene().model


def written(frame: pd.DataFrame, file_format: str) -> bytes:
    """Write a table as CSV without a byte order mark, or as JSON."""
    return to_csv(frame, bom=False) if file_format == "csv" else to_json(frame).encode()


def summary(number: int) -> str:
    """Say how much there is to mend."""
    return f"{number} problem{'' if number == 1 else 's'}. Mend what is listed and run the command again."


def deliver(content: bytes, path: Path | None) -> None:
    """Write to a file, all of it or nothing, or to standard output."""
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    path = path.resolve()
    if path.exists() and not path.is_file():
        # A pipe or a device; a folder fails here with its own name.
        path.write_bytes(content)
        return
    try:
        with replacing(path) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise GapMapError(f"Cannot write {path}: {error.strerror}. Choose another file with -o.") from None


def _report_problems(problems: Iterable[Problem], number: int) -> None:
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201
    print(summary(number), file=sys.stderr)  # noqa: T201


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the command line talks through its streams
