"""The tables in the database: made, and brought up to date, by the steps in ``migrations``, which are the one place that describes them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from geo.base.errors import DataError, Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection

NAME: Final = "gap_map"
NONE_YET: Final = (
    "is no workspace yet. If it is new, set it up once with `python -m geo workspace create`. Nothing is shown until then, because people "
    "may have kept newer data elsewhere."
)
OLDER: Final = (
    "holds the tables of an older version of the product. Bring them up to date with `python -m geo workspace create`; what is kept stays."
)
NEWER: Final = "holds the tables of a newer version of the product. Update this installation, or ask whoever has updated the other one."


def check(opened: Connection, name: str) -> None:
    """Make sure that the tables are those that this version of the product knows.

    Parameters
    ----------
    opened : Connection
        To the database.
    name : str
        Of the database, for the message.

    Raises
    ------
    DataError
        There are none, or others.
    """
    scripts = ScriptDirectory.from_config(_config())
    found = _context(opened).get_current_revision()
    if found == scripts.get_current_head():
        return
    known = {script.revision for script in scripts.walk_revisions()}
    message = NONE_YET if found is None else OLDER if found in known else NEWER
    raise DataError([Problem(name, message)])


def upgrade(opened: Connection, name: str) -> bool:
    """Take the steps that are missing; several at once take turns.

    Returns
    -------
    bool
        Whether there were tables of an older version of the product.

    Raises
    ------
    DataError
        The tables are those of a newer version of the product.
    """
    opened.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": NAME})
    opened.execute(text(f"CREATE SCHEMA IF NOT EXISTS {NAME}"))
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    found = _context(opened).get_current_revision()
    if found is not None and found not in {script.revision for script in scripts.walk_revisions()}:
        raise DataError([Problem(name, NEWER)])
    config.attributes["connection"] = opened
    command.upgrade(config, "head")
    return found not in {None, scripts.get_current_head()}


def _context(opened: Connection) -> MigrationContext:
    return MigrationContext.configure(opened, opts={"version_table_schema": NAME})


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["schema"] = NAME
    return config
