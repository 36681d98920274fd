"""The command that sets the workspace up, shows which version of the data is in use, and goes back or forward."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from geo.analysis.layers import map_layers
from geo.base.errors import GapMapError
from geo.cli.bring_report import say
from geo.method.model import build_model
from geo.settings.model import load_settings, place
from geo.store.archive import back_up, restore
from geo.store.atlas import load_atlas
from geo.store.desk import Desk
from geo.store.forgetting import forget, mentions
from geo.store.kept import keeping_of, place_at, place_of
from geo.store.permission import at_the_command_line
from geo.store.signature import FORGOTTEN
from geo.store.stocktaking import holdings_of
from geo.store.whole_place import create, move
from geo.store.workspace import with_folder
from geo.store.workspace_pointer import version_name

if TYPE_CHECKING:
    import argparse

    from geo.settings.database import DatabaseAddress
    from geo.settings.model import Settings
    from geo.store.backend import Keeping
    from geo.store.holdings import Holdings
    from geo.store.workspace_log import History
    from geo.store.workspace_pointer import State

NO_WORKSPACE: Final = 'config.toml names no workspace. Name a folder under [data]: workspace = "path".'
WORKSPACE_EXAMPLES: Final = """\
The folder [data] workspace of config.toml holds what people keep. It is set up once, with create; after that a folder without its file
current.json is an error, because an empty place where a shared disk should be must not be taken for a new workspace. In its place there
can be a PostgreSQL database (docs/postgresql.md); create then also brings its tables up to date after an update of the product.
move copies everything that is kept to a new place, a folder or a database, either way: all of it or nothing, compared row by row. Do it
while nobody keeps anything, and name the new place in config.toml then. A password belongs into the password file of PostgreSQL, not here.
backup writes all of it into one ZIP file, also while a server runs; restore makes a new or empty place of it again, all of it or nothing.
forget takes a person's name out of the logs, local knowledge and scenarios; what was said and done stays.
Whoever may run this command may do all of it: roles and sign-in ([people] in config.toml) hold for pages and programs over the network.
layers writes areas, providers and gap lists of the data in use into the database, where QGIS opens them; after each new version once more.
undo and redo name the version that is in use, so that two people who go back at the same time go back one version, not two.

examples:
  python -m geo workspace create
  python -m geo workspace
  python -m geo workspace undo --version 3 --why "wrong file"
  python -m geo workspace backup kept-2027-03-31.zip
  python -m geo workspace restore kept-2027-03-31.zip
  python -m geo workspace forget "A Name"
  python -m geo workspace move workspace postgresql://gapmap@db.example.gov.uk/gapmap

"""


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``workspace``."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=("show", "create", "undo", "redo", "move", "layers", "backup", "restore", "forget"),
        default="show",
        help="what to do (default: show what is in use)",
    )
    told = "with move: from where, and where to, a folder or postgresql://...; with backup and restore: the ZIP file; with forget: a name"
    parser.add_argument("places", nargs="*", metavar="PLACE", help=told)
    parser.add_argument("--version", type=int, metavar="NUMBER", help="with undo and redo: the version that is in use, as shown")
    parser.add_argument("--who", default="", metavar="NAME", help="who does it, for the log (default: your login name)")
    parser.add_argument("--why", default="", metavar="TEXT", help="with undo and redo: why, for the log; must be given")
    parser.add_argument("--json", action="store_true", help="print the version in use and the log as JSON")
    parser.set_defaults(run=workspace)


def workspace(arguments: argparse.Namespace) -> int:
    """Do what is asked, then print which version is in use and the newest steps."""
    settings = load_settings(arguments.config)
    if arguments.action in {"backup", "restore"}:
        return _one_file(arguments, settings)
    if arguments.action == "forget":
        return _forget(arguments, settings)
    if arguments.action == "move" or arguments.places:
        return _to_another_place(arguments, keeping_of(settings))
    if arguments.action == "layers":
        return _layers(settings)
    place = place_of(settings)
    if place is None:
        raise GapMapError(NO_WORKSPACE)
    kept = place.versions
    if arguments.action == "create":
        create(place, at_the_command_line(), arguments.who or getpass.getuser())
    elif arguments.action in {"undo", "redo"}:
        _move(Desk(place, at_the_command_line()), arguments)
    state, history = kept.state(), kept.log()
    if arguments.json:
        answer = {"version": state.version, "way": state.way, "log": [asdict(step) for step in history.steps]}
        say(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        _print(state, history)
    return 0


def _move(desk: Desk, arguments: argparse.Namespace) -> None:
    if arguments.version is None:
        message = f"Name the version to leave: --version {desk.place.versions.state().version} is the one in use. Nothing has changed."
        raise GapMapError(message)
    step = desk.undo if arguments.action == "undo" else desk.redo
    step(arguments.who or getpass.getuser(), arguments.why, arguments.version)


def _layers(settings: Settings) -> int:
    """Write the layers of the data in use, and count their rows."""
    kept = place_of(settings)
    if kept is None:
        raise GapMapError(NO_WORKSPACE)
    version = kept.versions.state().version
    today = with_folder(settings, kept.versions.folder(version))
    layers = map_layers(build_model(load_atlas(today), today))
    kept.write_layers(layers, version)
    for name, frame in layers.items():
        say(f"{name:<10}{len(frame):>8,}")
    return 0


def _to_another_place(arguments: argparse.Namespace, keeping: Keeping) -> int:
    """Copy everything to a new place, and say what to do then."""
    if arguments.action != "move" or len(arguments.places) != len(("from", "to")):
        raise GapMapError("Name two places, and only with move: python -m geo workspace move FROM TO.")
    source, target = (place_at(_place(written), keeping) for written in arguments.places)
    counts = _counts(move(source, target, at_the_command_line()))
    if arguments.json:
        say(json.dumps({"from": source.name, "to": target.name, **counts}, indent=2))
        return 0
    say(f"{target.name} holds what {source.name} holds, compared row by row: {_counted(counts)}.")
    say("The old place is as it was. Name the new one under [data] workspace in config.toml before anybody keeps more.")
    return 0


def _one_file(arguments: argparse.Namespace, settings: Settings) -> int:
    """Back up into a file, or restore from one."""
    kept, keeping = place_of(settings), keeping_of(settings)
    if kept is None:
        raise GapMapError(NO_WORKSPACE)
    if len(arguments.places) != 1:
        message = f"Name one file: python -m geo workspace {arguments.action} FILE.zip."
        raise GapMapError(message)
    file = Path(arguments.places[0])
    if arguments.action == "backup":
        counts, told = _counts(back_up(kept, keeping, file)), f"{file} holds what {kept.name} holds"
    else:
        holdings, made = restore(file, kept, keeping, at_the_command_line())
        counts, told = _counts(holdings), f"{kept.name} holds what {file} holds but for tokens of programs, made by {made}"
    say(json.dumps({"place": kept.name, "file": str(file), **counts}, indent=2) if arguments.json else f"{told}: {_counted(counts)}.")
    return 0


def _forget(arguments: argparse.Namespace, settings: Settings) -> int:
    """Take a name out, and say where somebody must look."""
    kept = place_of(settings)
    if kept is None:
        raise GapMapError(NO_WORKSPACE)
    if len(arguments.places) != 1:
        raise GapMapError('Name one person as they signed: python -m geo workspace forget "A Name".')
    (name,) = arguments.places
    counts = forget(kept, name, at_the_command_line())
    left = mentions(holdings_of(kept), name)
    if arguments.json:
        say(json.dumps({"place": kept.name, **counts, "mentions": left}, indent=2))
        return 0
    say(f"{kept.name} no longer holds the name in {_counted(counts)}; they are signed '{FORGOTTEN}'.")
    if left:
        say(f"The words of these hold it still, so read them and decide: {', '.join(left)}.")
    say("Backups and files that were exported hold it until they are removed.")
    return 0


def _counts(holdings: Holdings) -> dict[str, int]:
    return {name: len(getattr(holdings, name)) for name in ("versions", "steps", "entries", "scenarios", "lines")}


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.items())


def _place(written: str) -> Path | DatabaseAddress:
    try:
        return place(written)
    except ValueError as error:
        raise GapMapError(f"The address of a database {error}.") from None


def _print(state: State, history: History) -> None:
    say(f"in use: {version_name(state.version)}")
    say(f"kept: {', '.join(version_name(version) for version in state.way)}")
    if not history.readable:
        say("older steps of the log cannot be read")
    for step in history.steps:
        say(f"{step.when}  {step.action:<7}{version_name(step.version):<14}{step.who}: {step.why}")
