"""The command that makes the settings and the data folder of another authority."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.base.errors import DataError, Problem
from geo.base.optional_packages import BUILD
from geo.contract import check_folder
from geo.settings.model import load_settings
from geo.store.folder import store_of
from geo.store.kept import workspace_of

if TYPE_CHECKING:
    import argparse

    from geo.settings.model import Settings

INIT_EXAMPLES: Final = """examples:
  python -m geo init --lad E07000148 E07000144 --name "Norwich and Broadland" --raw downloads --out norwich
  python -m geo check --config norwich/config.toml

--raw must hold the English indices of deprivation 2025 (file 3) and 2019 (file 6); docs/another-authority.md lists what else it may hold.
"""


def add_init(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``init``."""
    parser.add_argument(
        "--lad", action="extend", nargs="+", required=True, metavar="CODE", help="ONS codes of the districts or unitary authorities"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="new folder for config.toml and data/")
    parser.add_argument("--raw", type=Path, required=True, metavar="DIR", help="folder of the downloaded national files, under any names")
    parser.add_argument("--name", metavar="NAME", help="what the area is called (default: the names of its districts)")
    parser.add_argument("--surroundings-km", type=float, default=20.0, metavar="KM", help="how far around to count children (default: 20)")
    parser.add_argument("--json", action="store_true", help="print what was written, and the notes, as JSON")
    parser.set_defaults(run=init)


def init(arguments: argparse.Namespace) -> int:
    """Make a folder with ``config.toml`` and ``data/``, whole or not at all."""
    with BUILD.needed():
        from geo.build import authority, template  # noqa: PLC0415 - a run-time install has no build packages
        from geo.publishers.population import SOURCE  # noqa: PLC0415 - as above
    out: Path = arguments.out
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise DataError([Problem(str(out), "exists already. Name a new folder, so that nothing is written over.")])
    districts = list(dict.fromkeys(arguments.lad))
    own = load_settings(arguments.config)
    downloads = authority.look_for_files(arguments.raw, own.limits)
    lsoas = authority.own_lsoas(downloads, districts)
    listed = lsoas.drop_duplicates("district_code").set_index("district_code")["district_name"]
    config = template.authority_config(
        arguments.config.read_text(encoding="utf-8"),
        name=arguments.name or " and ".join(listed[code] for code in districts),
        districts=districts,
        surroundings_km=arguments.surroundings_km,
        children_source=SOURCE,
    )
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".init-") as temporary:
        folder = Path(temporary) / "new"
        folder.mkdir()
        (folder / "config.toml").write_text(config, encoding="utf-8")
        made = load_settings(folder / "config.toml")
        report = authority.build_authority(downloads, made, store_of(own).as_folder())
        _keeps_the_contract(made)
        kept = workspace_of(made)
        if kept is not None:
            kept.create()
        if out.is_dir():
            out.rmdir()
        folder.rename(out)
    answer = {"written": report.tables, "notes": report.notes}
    print(json.dumps(answer, indent=2, ensure_ascii=False) if arguments.json else report.render())  # noqa: T201 - the command line talks through its streams
    return 0


def _keeps_the_contract(made: Settings) -> None:
    """Refuse a folder that ``check`` would not pass: nobody shall find that out after the downloads are gone."""
    problems = check_folder(made).problems
    if problems:
        some = f"{problems[0]}" + (f" ({len(problems) - 1} more like this.)" if len(problems) > 1 else "")
        raise DataError([Problem(made.area.name, f"was not made, because its folder would not pass `check`. {some}")])
