"""The commands that say where the data are from, and fetch the publishers' current files."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tqdm import tqdm

from geo.base.errors import DataError, Problem, UnknownIdError
from geo.base.scratch import Scratch
from geo.cli.bring import import_files
from geo.refresh.addresses import known_downloads, locate
from geo.refresh.fetch import DownloadError, Rules, download
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.dictionary import source_register
from geo.store.kept import of_today

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    import pandas as pd

    from geo.refresh.fetch import Fetched, Progress
    from geo.settings.downloads import Download
    from geo.settings.model import Settings

SOURCES_EXAMPLES: Final = """\
vintage is the time that the figures describe; age counts years from it. refresh says whether `python -m geo refresh` can fetch the current
file; the others are fetched by a person from the address and brought in with `python -m geo import`.

examples:
  python -m geo sources
  python -m geo sources --json > sources.json

"""

REFRESH_EXAMPLES: Final = """\
Downloads the current files of the named sources, or of all that it knows where to find, from their publishers, and brings them in as
`python -m geo import` does: a new version of the data is built, checked and compared, and used only if all of that succeeds. If one file
does not come through, nothing changes. A file that has not changed since the last time is left out. Addresses: geo/refresh/addresses.toml;
newer ones go into config.toml, [downloads.ID].

examples:
  python -m geo refresh gias_schools --dry-run
  python -m geo refresh --out new-data
  python -m geo refresh ofsted_nurseries --who "A Lead" --why "quarterly update"

"""

_COLUMNS: Final = ("title", "publisher", "period", "age_years", "old", "retrieved_on", "licence", "url", "refresh")


def add_sources(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``sources``."""
    parser.add_argument("--json", action="store_true", help="print as JSON")
    parser.set_defaults(run=sources)


def add_refresh(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``refresh``."""
    parser.add_argument("sources", nargs="*", metavar="SOURCE", help="ids as `sources` lists them (default: all it can fetch)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the downloaded files here; a broken download goes on from there")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write a new data folder here and leave the workspace alone")
    parser.add_argument("--dry-run", action="store_true", help="download, check and compare, and write nothing")
    parser.add_argument("--who", default="", metavar="NAME", help="who refreshes, for the log (default: your login name)")
    parser.add_argument("--why", default="", metavar="TEXT", help="why, for the log (default: the names of the sources)")
    parser.add_argument("--json", action="store_true", help="print counts, changes and rejected rows as JSON")
    parser.set_defaults(run=refresh)


def sources(arguments: argparse.Namespace) -> int:
    """List every source with its address, vintage, age and licence."""
    settings = of_today(load_settings(arguments.config))
    table = source_list(settings, datetime.now(UTC).date())
    if arguments.json:
        _print(json.dumps(json.loads(table.reset_index().to_json(orient="records")), indent=2, ensure_ascii=False))
        return 0
    for source_id, row in table.iterrows():
        age = f"{row['age_years']:.0f} years" if row["age_years"] >= 0 else "age not known"
        fetch = "refresh: yes" if row["refresh"] else "refresh: by hand"
        _print(f"{source_id}: {row['title']}")
        vintage = f"vintage {row['period'] or 'not given'}"
        _print(f"  {vintage}; {age}{' (old)' if row['old'] else ''}; retrieved {row['retrieved_on']}; {fetch}")
        _print(f"  {row['publisher']}; {row['licence']}; {row['url'] or 'no address'}")
    return 0


def source_list(settings: Settings, today: date) -> pd.DataFrame:
    """Give the sources of the data in use.

    Parameters
    ----------
    settings : Settings
        Pointing to the data in use.
    today : date
        Day from which ages are counted.

    Returns
    -------
    DataFrame
        Index ``source_id``; title, publisher, period, age_years, old, retrieved_on, licence, url, refresh (bool: it can be fetched).
    """
    table = source_register(load_atlas(settings), settings, today.year)
    table["refresh"] = table.index.isin(list(known_downloads(settings.downloads)))
    return table[list(_COLUMNS)].fillna({"period": "", "url": ""})


def refresh(arguments: argparse.Namespace) -> int:
    """Fetch current files, bring them in, and use the result if everything succeeded."""
    settings = of_today(load_settings(arguments.config))
    downloads = known_downloads(settings.downloads)
    register = load_atlas(settings).sources
    for name in arguments.sources:
        if name not in downloads:
            raise UnknownIdError("source to download", name, sorted(downloads))
    wanted = arguments.sources or [name for name in downloads if name in register.index]
    with _folder(arguments.keep) as folder:
        fetched = _fetch_all(wanted, downloads, folder)
        known = register["sha256"].to_dict()
        new = {name: file for name, file in fetched.items() if known.get(name) != file.sha256}
        for name in sorted(set(fetched) - set(new)):
            _say(f"{name}: has not changed since it was last brought in")
        if not new:
            _say("nothing to do")
            return 0
        files = [file.path for file in new.values()]
        why = arguments.why or f"refresh of {', '.join(new)}"
        chosen = {"files": files, "layout": None, "column": [], "polarity": [], "answer": [], "rejected": None, "why": why}
        return import_files(argparse.Namespace(**{**vars(arguments), **chosen}))


def _fetch_all(wanted: Sequence[str], downloads: dict[str, Download], folder: Path) -> dict[str, Fetched]:
    """Download every wanted file, or raise with what went wrong with each."""
    rules, today = Rules(), datetime.now(UTC).date()
    fetched, problems = {}, []
    for name in wanted:
        try:
            address, file = locate(name, downloads, today, rules)
            _say(f"{name}: {address}")
            with _bar(file) as progress:
                fetched[name] = download(address, folder / file, downloads[name].kind, rules, progress)
        except DownloadError as error:
            problems.append(Problem(name, str(error)))
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    return fetched


@contextmanager
def _bar(file: str) -> Iterator[Progress]:
    """Show on standard error how much of a file has come; nothing where nobody looks at it."""
    with tqdm(desc=file, unit="B", unit_scale=True, unit_divisor=1000, disable=None, leave=False) as bar:

        def show(come: int, whole: int | None) -> None:
            bar.total = whole
            bar.update(come - bar.n)

        yield show


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with Scratch("gap-map-refresh-") as made:
        yield made


def _print(words: str) -> None:
    print(words)  # noqa: T201 - the command line talks through its streams


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - progress is not part of the answer
