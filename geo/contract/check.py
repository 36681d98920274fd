"""The whole contract at once: read, check, and report everything together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from geo.base.errors import Problem
from geo.base.vocabulary import LEVELS
from geo.contract.boundaries import boundary_problems
from geo.contract.columns import OPTIONAL_TABLES, TABLES
from geo.contract.cross import cross_problems, warnings
from geo.contract.datapackage import PACKAGE, described
from geo.contract.demand import demand_problems, demand_warnings
from geo.contract.groupings import grouping_problems
from geo.contract.reading import read_table
from geo.contract.references import all_providers, reference_problems
from geo.contract.tables import table_problems
from geo.contract.texts import text_problems

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from geo.contract.references import Tables
    from geo.settings.model import Settings

SHOWN_A_COLUMN: Final = 20


@dataclass(frozen=True)
class CheckReport:
    """What a check of the data folder found.

    Parameters
    ----------
    problems : tuple of Problem
        What breaks the contract, in file and row order; at most ``SHOWN_A_COLUMN`` of one column, then a line with the number left out.
    warnings : tuple of str
        What is allowed but worth knowing.
    counts : dict of str to int
        Rows by kind, and ``problems``: all of them, shown or not.
    """

    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    counts: dict[str, int]

    @property
    def ok(self) -> bool:
        """True when nothing breaks the contract."""
        return not self.problems


def inspect(folder: Path, settings: Settings) -> tuple[Tables, CheckReport]:
    """Read every table and boundary of a data folder once and check them.

    Parameters
    ----------
    folder : Path
        The data folder.
    settings : Settings
        Districts, services, outcomes and indicators.

    Returns
    -------
    tables : dict of str to Table
        Tables by file name.
    report : CheckReport
        What is wrong, worth knowing and counted.
    """
    given = TABLES | {name: columns for name, columns in OPTIONAL_TABLES.items() if (folder / name).exists()}
    tables = {name: read_table(folder / name, columns) for name, columns in given.items()}
    problems: list[Problem] = []
    for name, table in tables.items():
        problems += table.problems
        if not table.frame.empty:
            problems += text_problems(table, given[name])
            problems += table_problems(name, table)
    problems += reference_problems(tables, settings)
    problems += cross_problems(tables, settings)
    problems += demand_problems(tables, settings)
    problems += boundary_problems(folder, tables["areas.csv"])
    areas = tables["areas.csv"].frame
    for border in settings.borders.values():
        problems += grouping_problems(folder / border.file, areas.loc[areas["level"] == "lsoa", "area_code"].dropna().tolist())
    problems = list(dict.fromkeys(problems))
    counts = _counts(tables) | {"problems": len(problems)}
    told = [*warnings(tables, settings), *demand_warnings(tables, settings), *_outdated_package(folder, settings, problems)]
    return tables, CheckReport(shortened(problems), tuple(told), counts)


def _outdated_package(folder: Path, settings: Settings, problems: list[Problem]) -> Iterator[str]:
    """Say that the description of the folder no longer fits its tables; broken tables come first."""
    path = folder / PACKAGE
    if not problems and path.is_file() and path.read_bytes() != described(folder, settings.area.name):
        yield f"{folder.name}/{PACKAGE} describes other tables or sources than there are. `python -m geo build` or `import` makes it anew."


def check_folder(settings: Settings) -> CheckReport:
    """Check the data folder against the contract.

    Parameters
    ----------
    settings : Settings
        ``data.folder`` says where.

    Returns
    -------
    CheckReport
        Never raises for bad data.
    """
    return inspect(settings.data.folder, settings)[1]


def shortened(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, row and column, and cut long runs of one column.

    Parameters
    ----------
    problems : iterable of Problem
        In any order; files keep the order in which they first occur.

    Returns
    -------
    tuple of Problem
        At most ``SHOWN_A_COLUMN`` rows for one file and column, then one line that counts the rest.
    """
    problems = list(problems)
    files = {file: place for place, file in enumerate(dict.fromkeys(problem.file for problem in problems))}
    problems.sort(key=lambda problem: (files[problem.file], problem.column or "", problem.row or 0))
    shown: list[Problem] = []
    for (file, column), group in groupby(problems, key=lambda problem: (problem.file, problem.column)):
        run = list(group)
        shown += run[:SHOWN_A_COLUMN]
        if len(run) > SHOWN_A_COLUMN:
            shown.append(Problem(file, f"and {len(run) - SHOWN_A_COLUMN} more rows with faults here.", column=column))
    return tuple(shown)


def _counts(tables: Tables) -> dict[str, int]:
    areas, providers = tables["areas.csv"].frame, all_providers(tables)
    levels = Counter(areas["level"].dropna())
    inside = providers["lsoa_code"].notna()
    counts: dict[str, int] = {level: levels[level] for level in LEVELS}
    counts["children_0_4"] = int(areas.loc[areas["level"] == "district", "children_0_4"].sum())
    counts |= {
        "surroundings": len(tables["surroundings.csv"].frame),
        "surroundings_children_0_4": round(tables["surroundings.csv"].frame["children_0_4"].sum()),
        "indicators": len(tables["indicators.csv"].frame),
        "indicator_values": len(tables["indicator_values.csv"].frame),
        "suppressed_values": int(tables["indicator_values.csv"].frame["value"].isna().sum()),
        "providers_inside": int(inside.sum()),
        "providers_beyond_border": int((~inside).sum()),
        "places_inside": int(providers.loc[inside, "places"].sum()),
    }
    for service, number in sorted(Counter(providers.loc[inside, "service_type"].dropna()).items()):
        counts[f"inside_{service}"] = number
    counts |= {"evidence": len(tables["evidence.csv"].frame), "sources": len(tables["sources.csv"].frame)}
    return counts
