"""The command that lets programs in where people have to sign in."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Final

import pandas as pd

from geo.base.errors import GapMapError
from geo.cli.bring_report import progress, say
from geo.cli.workspace import NO_WORKSPACE
from geo.export.tables import to_csv
from geo.settings.model import load_settings
from geo.store.desk import Desk
from geo.store.kept import place_of
from geo.store.permission import at_the_command_line
from geo.store.token import ROLES

if TYPE_CHECKING:
    import argparse

# Of a hash nobody has any use.
LISTED: Final = ["name", "role", "made_at", "until"]
EXAMPLES: Final = """\
Where people have to sign in ([people] known_by of config.toml), Excel, Power BI, QGIS and scripts ask addresses below /api/ with a token:
in the header Authorization: Bearer TOKEN, or as the password of basic authentication with any user name.
create prints the token once; only its hash is kept. To change one, withdraw it and create it again. Both stand in the audit log.

examples:
  python -m geo token create "Power BI" --until 2027-12-31
  python -m geo token list
  python -m geo token withdraw "Power BI"

"""


def add_token(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``token``."""
    parser.add_argument("action", choices=("create", "list", "withdraw"), help="what to do")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help="with create and withdraw: which program it is for")
    parser.add_argument("--role", choices=ROLES, default="reader", help="with create: what the program may do (default: reader)")
    parser.add_argument("--until", type=date.fromisoformat, metavar="DAY", help="with create: the last day, such as 2027-12-31 (UTC)")
    parser.set_defaults(run=token)


def token(arguments: argparse.Namespace) -> int:
    """Create, list or withdraw."""
    place = place_of(load_settings(arguments.config))
    if place is None:
        raise GapMapError(NO_WORKSPACE)
    desk = Desk(place, at_the_command_line())
    if arguments.action == "list":
        rows = [asdict(one) for one in place.tokens.all()]
        sys.stdout.write(to_csv(pd.DataFrame(rows, columns=LISTED), bom=False).decode())
    elif arguments.action == "create":
        say(desk.create_token(arguments.name, arguments.role, arguments.until))
        progress("This token is shown once: put it into the program now, and nowhere else.")
    else:
        desk.withdraw_token(arguments.name)
        progress(f"{arguments.name} is withdrawn: within a few seconds it lets nobody in.")
    return 0
