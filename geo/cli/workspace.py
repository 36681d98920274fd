"""The command that sets the workspace up, shows which version of the data is in use, and goes back or forward."""

from __future__ import annotations

import getpass
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from geo.base.errors import GapMapError
from geo.cli.bring_report import say
from geo.settings.model import load_settings
from geo.store.kept import workspace_of

if TYPE_CHECKING:
    import argparse

    from geo.store.backend import Versions
    from geo.store.workspace_log import History
    from geo.store.workspace_pointer import State

WORKSPACE_EXAMPLES: Final = """\
The folder [data] workspace of config.toml holds what people keep. It is set up once, with create; after that a folder without its file
current.json is an error, because an empty place where a shared disk should be must not be taken for a new workspace. In its place there
can be a PostgreSQL database (docs/postgresql.md); create then also brings its tables up to date after an update of the product.
undo and redo name the version that is in use, so that two people who go back at the same time go back one version, not two.

examples:
  python -m geo workspace create
  python -m geo workspace
  python -m geo workspace undo --version 3 --why "wrong file"

"""


def add_workspace(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``workspace``."""
    parser.add_argument(
        "action", nargs="?", choices=("show", "create", "undo", "redo"), default="show", help="what to do (default: show what is in use)"
    )
    parser.add_argument("--version", type=int, metavar="NUMBER", help="with undo and redo: the version that is in use, as shown")
    parser.add_argument("--who", default="", metavar="NAME", help="who does it, for the log (default: your login name)")
    parser.add_argument("--why", default="", metavar="TEXT", help="with undo and redo: why, for the log; must be given")
    parser.add_argument("--json", action="store_true", help="print the version in use and the log as JSON")
    parser.set_defaults(run=workspace)


def workspace(arguments: argparse.Namespace) -> int:
    """Do what is asked, then print which version is in use and the newest steps."""
    kept = workspace_of(load_settings(arguments.config))
    if kept is None:
        raise GapMapError('config.toml names no workspace. Name a folder under [data]: workspace = "path".')
    if arguments.action == "create":
        kept.create(arguments.who or getpass.getuser())
    elif arguments.action in {"undo", "redo"}:
        _move(kept, arguments)
    state, history = kept.state(), kept.log()
    if arguments.json:
        answer = {"version": state.version, "way": state.way, "log": [asdict(step) for step in history.steps]}
        say(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        _print(state, history)
    return 0


def _move(kept: Versions, arguments: argparse.Namespace) -> None:
    if arguments.version is None:
        message = f"Name the version to leave: --version {kept.state().version} is the one in use. Nothing has changed."
        raise GapMapError(message)
    move = kept.undo if arguments.action == "undo" else kept.redo
    move(arguments.who or getpass.getuser(), arguments.why, arguments.version)


def _print(state: State, history: History) -> None:
    say(f"in use: {_name(state.version)}")
    say(f"kept: {', '.join(_name(version) for version in state.way)}")
    if not history.readable:
        say("older steps of the log cannot be read")
    for step in history.steps:
        say(f"{step.when}  {step.action:<7}{_name(step.version):<14}{step.who}: {step.why}")


def _name(version: int) -> str:
    return f"version {version}" if version else "shipped data"
