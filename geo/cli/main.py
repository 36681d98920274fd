"""The command line: what it accepts, and how every expected failure ends in plain words and an exit code."""

from __future__ import annotations

import argparse
import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Never

from geo.base.disk import is_full, refusal
from geo.base.errors import GapMapError, ProblemsError, UnknownIdError
from geo.base.paths import CONFIG
from geo.cli import (
    agreement,
    audit,
    authority,
    bring,
    forecast,
    places,
    questions,
    scenario,
    siting,
    sources,
    sufficiency,
    then_now,
    tokens,
    workspace,
)
from geo.cli.help import (
    BENCHMARKS_EXAMPLES,
    CLOSURES_EXAMPLES,
    CLUSTERS_EXAMPLES,
    EXAMPLES,
    EXIT_CODES,
    GAPS_EXAMPLES,
    MEASURES_EXAMPLES,
    PROVIDERS_EXAMPLES,
    REPORT_EXAMPLES,
    VALIDATE_EXAMPLES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

BROKEN, MISUSED, INTERRUPTED, READER_LEFT = 1, 2, 130, 141


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> Never:
        self.exit(MISUSED, f"{self.prog}: {message}. Try --help.\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; default: those of the process.

    Returns
    -------
    int
        0 done, 1 data or settings are broken, 2 the command was not understood.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    arguments = _parser().parse_args(argv)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has enough. Later writes, at shutdown, must not fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_LEFT
    except KeyboardInterrupt:
        return INTERRUPTED
    except (GapMapError, OSError) as error:
        print(_explain(error), file=sys.stderr)  # noqa: T201 - the command line talks through its streams
        return MISUSED if isinstance(error, UnknownIdError) else BROKEN
    return code


def _explain(error: Exception) -> str:
    if isinstance(error, ProblemsError):
        return f"{error}\n{questions.summary(len(error.problems))}"
    if isinstance(error, OSError) and is_full(error):
        return f"{error.filename or 'output'} {refusal(error)}"
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}. Check the path and your rights to it."
    return str(error)


def _parser() -> _Parser:
    raw_text = argparse.RawDescriptionHelpFormatter
    parser = _Parser(
        prog="python -m geo",
        description="Best Start Gap Map: where need is high and provision within reach is low. Build or import data, list the gaps.",
        epilog=EXAMPLES + EXIT_CODES,
        formatter_class=raw_text,
        allow_abbrev=False,
    )
    _add_config(parser, CONFIG)
    names = "build|check|gaps|report|clusters|closures|scenario|forecast|sufficiency|site|compare-versions|measures|providers"
    names += "|benchmarks|validate|sources|refresh|init|import|export|workspace|audit|token|find"
    sub = parser.add_subparsers(dest="command", required=True, metavar=names, title="commands")

    def command(name: str, help_line: str, epilog: str) -> argparse.ArgumentParser:
        subparser = sub.add_parser(
            name,
            help=help_line,
            description=help_line,
            epilog=epilog + EXIT_CODES,
            formatter_class=raw_text,
            allow_abbrev=False,
        )
        # The option may stand before or after the command: a default here would overwrite one given before it.
        _add_config(subparser, argparse.SUPPRESS)
        return subparser

    _add_build(command("build", "Make the data folder from files as their publishers publish them.", ""))
    _add_check(command("check", "Check config.toml and the data folder, and print counts.", ""))
    _add_gaps(command("gaps", "Write the ranked gap list of one outcome area.", GAPS_EXAMPLES))
    _add_clusters(command("clusters", "Write which areas lie in hot or cold spots, or stand alone.", CLUSTERS_EXAMPLES))
    _add_closures(command("closures", "Write what the closure of each provider would do, as a what-if.", CLOSURES_EXAMPLES))
    _add_scenario(command("scenario", "Write what opening, closing, moving, resizing and new homes would do.", scenario.EXAMPLES))
    between = "Compare two versions of the data: which providers came and went, and whether the gaps narrowed."
    _add_then_now(command("compare-versions", between, then_now.EXAMPLES))
    ahead = "Write children, users and places by year, and the first year with less than enough."
    _add_forecast(command("forecast", ahead, forecast.FORECAST_EXAMPLES))
    yearly = "Write the yearly childcare sufficiency report, as a Word document, PDF, workbook or CSV."
    _add_sufficiency(command("sufficiency", yearly, sufficiency.SUFFICIENCY_EXAMPLES))
    opened = "Find where new sites help most, how sure that is, and what they would do."
    _add_site(command("site", opened, siting.SITE_EXAMPLES))
    _add_report(command("report", "Write a report of a few A4 pages on one gap list, as a PDF or as one web page.", REPORT_EXAMPLES))
    _add_measures(command("measures", "Write one published measure with intervals, marks and change.", MEASURES_EXAMPLES))
    listed_help = "Write the list of providers: by name, type, sector, inspection, places and district."
    _add_providers(command("providers", listed_help, PROVIDERS_EXAMPLES))
    beside = "Write figures of counties and unitary authorities beside England, their region and their statistical neighbours."
    _add_benchmarks(command("benchmarks", beside, BENCHMARKS_EXAMPLES))
    bring_help = "Bring files in: recognise, match, count, check, and keep as a new version of the data."
    listed = "List every source with its address, vintage, age and licence."
    sources.add_sources(command("sources", listed, sources.SOURCES_EXAMPLES))
    fetched = "Fetch the publishers' current files and bring them in."
    sources.add_refresh(command("refresh", fetched, sources.REFRESH_EXAMPLES))
    made = "Make the settings and the data folder of another English authority."
    authority.add_init(command("init", made, authority.INIT_EXAMPLES))
    bring.add_import(command("import", bring_help, bring.IMPORT_EXAMPLES))
    bring.add_export(command("export", "Write all tables with a data dictionary.", bring.EXPORT_EXAMPLES))
    back = "Set up the folder of kept data, show what is in use, go back or forward."
    workspace.add_workspace(command("workspace", back, workspace.WORKSPACE_EXAMPLES))
    told = "Write who has done what to what is kept, as CSV."
    audit.add_audit(command("audit", told, audit.AUDIT_EXAMPLES))
    lets_in = "Let programs in where people have to sign in: create a token, list all, withdraw one."
    tokens.add_token(command("token", lets_in, tokens.EXAMPLES))
    places.add_find(command("find", "Find a place by its name or postcode, and say what is there.", places.FIND_EXAMPLES))
    _add_validate(command("validate", "Compare access and need with published figures, by district.", VALIDATE_EXAMPLES))
    return parser


def _add_config(parser: argparse.ArgumentParser, default: Path | str) -> None:
    parser.add_argument("--config", type=Path, default=default, metavar="PATH", help="settings (default: the product's config.toml)")


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--raw", type=Path, required=True, metavar="DIR", help="folder of the published files")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: the data folder of config.toml)")
    parser.add_argument("--json", action="store_true", help="print what became of every file as JSON")
    parser.set_defaults(run=questions.build)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print counts, problems and warnings as JSON")
    parser.set_defaults(run=questions.check)


def _add_gaps(parser: argparse.ArgumentParser) -> None:
    _add_question(parser)
    _add_do(parser)
    _add_output(parser)
    parser.add_argument("--priority", action="store_true", help="priority gaps alone; their ranks are those of the whole list")
    parser.set_defaults(run=questions.gaps)


def _add_report(parser: argparse.ArgumentParser) -> None:
    _add_question(parser)
    _add_do(parser)
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="write to this file: its name ends in .pdf or .html"
    )
    parser.add_argument(
        "--area",
        metavar="PLACE",
        help="a brief on this one place in the list's stead: the code of an area of the level asked for, or a name as find takes it",
    )
    # A report has no form besides those of its ending.
    parser.set_defaults(run=questions.report, format="csv")


def _add_clusters(parser: argparse.ArgumentParser) -> None:
    _add_question(parser)
    _add_do(parser)
    _add_output(parser)
    parser.add_argument("--measure", default="gap", metavar="MEASURE", help="what is compared: gap, need or access (default: gap)")
    parser.set_defaults(run=questions.clusters)


def _add_closures(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, levels=False)
    _add_do(parser)
    _add_output(parser)
    # Closures are counted by LSOA.
    parser.set_defaults(run=questions.closures, level="lsoa")


def _add_scenario(parser: argparse.ArgumentParser) -> None:
    _add_question(parser)
    scenario.add_scenario_options(parser)


def _add_then_now(parser: argparse.ArgumentParser) -> None:
    then_now.add_versions(parser)
    _add_question(parser)


def _add_forecast(parser: argparse.ArgumentParser) -> None:
    _add_question(parser)
    _add_output(parser)
    forecast.add_forecast(parser)


def _add_sufficiency(parser: argparse.ArgumentParser) -> None:
    _add_where(parser, levels=False)
    _add_method(parser)
    sufficiency.add_sufficiency(parser)


def _add_site(parser: argparse.ArgumentParser) -> None:
    _add_question(parser, levels=False)
    _add_do(parser)
    siting.add_site(parser)


def _add_question(parser: argparse.ArgumentParser, *, levels: bool = True) -> None:
    """Add what a list is asked for."""
    parser.add_argument("--outcome", required=True, metavar="ID", help="outcome area, such as school_readiness")
    _add_where(parser, levels=levels)
    parser.add_argument("--sector", default="all", metavar="SECTOR", help="providers that count: all, public or pvi (default: all)")
    parser.add_argument(
        "--service", action="extend", nargs="+", default=[], metavar="ID", help="service types that count (default: all of the outcome)"
    )
    _add_method(parser)


def _add_method(parser: argparse.ArgumentParser) -> None:
    """Add what is changed about how figures are worked out."""
    parser.add_argument("--no-assumed", action="store_true", help="leave out places that are assumed because nobody publishes them")
    parser.add_argument(
        "--without-marked", action="store_true", help="leave out providers that local knowledge marks as closing or misplaced"
    )
    parser.add_argument("--weight", action="extend", nargs="+", default=[], metavar="ID=NUMBER", help="own weight of an indicator in need")
    parser.add_argument("--travel", metavar="MODE=MINUTES", help="own catchment, such as walk=15 (default: that of config.toml)")
    parser.add_argument(
        "--form",
        metavar="FORM",
        help="who shares a provider: e2sfca, all in reach of it, or 3sfca, those who would choose it (default: that of config.toml)",
    )
    parser.add_argument(
        "--target", metavar="NUMBER", help="own target of access, in its unit, or atlas_median (default: that of config.toml)"
    )


def _add_do(parser: argparse.ArgumentParser) -> None:
    """Add the changes of a scenario under which a question is asked."""
    parser.add_argument(
        "--do",
        action="extend",
        nargs="+",
        default=[],
        metavar="CHANGE",
        help="a change of a scenario, as a link has it, such as close:PROVIDER (see the command scenario)",
    )
    parser.add_argument("--scenario", metavar="ID", help="a scenario that is kept in the workspace; --do adds to it")
    scenario.add_fresh(parser)


def _add_where(parser: argparse.ArgumentParser, *, levels: bool = True) -> None:
    """Add which areas are listed."""
    if levels:
        parser.add_argument("--level", default="lsoa", metavar="LEVEL", help="district, ward or lsoa (default: lsoa)")
    parser.add_argument(
        "--district", action="extend", nargs="+", default=[], metavar="CODE", help="only areas of these districts (ONS codes; default: all)"
    )
    parser.add_argument(
        "--borders",
        metavar="ID",
        help="group LSOAs by this section [borders.*] of config.toml in the place of districts; --district takes its codes",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", default="csv", metavar="FORMAT", help="csv or json (default: csv)")
    parser.add_argument("--json", dest="format", action="store_const", const="json", help="the same as --format json")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file (default: standard output)")


def _add_measures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--indicator", required=True, metavar="ID", help="measure, such as low_income_ahc")
    _add_where(parser)
    _add_output(parser)
    parser.set_defaults(run=questions.measures)


def _add_providers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--words", default="", metavar="TEXT", help="parts of name, postcode or URN; all of them must occur")
    _add_where(parser, levels=False)
    parser.add_argument(
        "--service", action="extend", nargs="+", default=[], metavar="ID", help="service types (default: all that answer an outcome area)"
    )
    parser.add_argument("--sector", default="all", metavar="SECTOR", help="all, public or pvi (default: all)")
    parser.add_argument(
        "--inspection", action="extend", nargs="+", default=[], metavar="RESULT", help="last inspection: 1 to 4, report_card or none"
    )
    parser.add_argument(
        "--basis",
        action="extend",
        nargs="+",
        default=[],
        metavar="BASIS",
        help="how places are known: registered, assumed, unknown or none",
    )
    parser.add_argument("--least-places", type=int, metavar="NUMBER", help="only providers with so many places or more")
    parser.add_argument("--most-places", type=int, metavar="NUMBER", help="only providers with so many places or fewer")
    parser.add_argument("--beyond", action="store_true", help="list providers beyond the border too")
    _add_output(parser)
    parser.set_defaults(run=questions.providers)


def _add_benchmarks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--measure", metavar="ID", help="every year of this measure (default: the newest year of all)")
    _add_output(parser)
    parser.set_defaults(run=questions.benchmarks)


def _add_validate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print all figures as JSON")
    parser.set_defaults(run=agreement.validate)
