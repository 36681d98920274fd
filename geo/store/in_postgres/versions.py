"""Versions of the data in a database: the files of each, byte for byte, and one row that says which version is in use.

A version, the step in the log and the row that names it enter in one transaction: whatever moment a process dies in, the old version is in
use, or the new one. What is read from are copies in a folder of this process, which goes with it.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections import OrderedDict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from geo.base.disk import writing
from geo.base.errors import DataError, Problem
from geo.base.files import replacing
from geo.base.plain_text import one_line
from geo.base.scratch import Scratch
from geo.store.holdings import files_of
from geo.store.in_postgres.database import forgotten
from geo.store.in_postgres.schema import NONE_YET
from geo.store.workspace_log import History, Step, check_signed, now
from geo.store.workspace_pointer import SHIPPED, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from geo.store.backend import Keeping
    from geo.store.holdings import Holdings
    from geo.store.in_postgres.database import Database

SUBJECT: Final = "versions"
PREFIX: Final = "gap-map-version-"
# Versions whose files are at hand; more are in use at once only while somebody goes back and forth.
AT_HAND: Final = 4
LISTED: Final = "SELECT md5(string_agg(path || encode(sha256, 'hex'), '/' ORDER BY path)) FROM version_files WHERE version = :version"
POINTER: Final = "SELECT way, place, newest FROM pointer"
STEPS: Final = "SELECT action, version, who, why, done_at, number FROM steps ORDER BY number DESC LIMIT :most"


class Copies:
    """Files of versions, copied from a database into a folder that goes with this process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._scratch: Scratch | None = None
        self._at_hand: OrderedDict[tuple[int, str], tuple[Path, tuple[Path, ...]]] = OrderedDict()

    def folder(self, version: int) -> Path:
        """Give the folder of a version, copied if it is not at hand, or no longer whole."""
        with self._lock:
            # A database may be restored, or set up anew, under a running server.
            ((content,),) = self._database.ask(LISTED, version=version)
            known = self._at_hand.get((version, content))
            if known is not None and all(path.is_file() for path in known[1]):
                self._at_hand.move_to_end((version, content))
                return known[0]
            rows = self._database.ask(
                "SELECT path, sha256, content FROM version_files JOIN contents USING (sha256) WHERE version = :version", version=version
            )
            if not rows:
                raise DataError([Problem(self._database.name, f"no longer holds version {version}. Nothing has changed.")])
            with writing("a copy of the data"):
                folder, paths = self._copy(version, [(row.path, row.sha256, row.content) for row in rows])
            self._at_hand[version, content] = folder, paths
            while len(self._at_hand) > AT_HAND:
                _, (oldest, _) = self._at_hand.popitem(last=False)
                shutil.rmtree(oldest, ignore_errors=True)
            return folder

    def _copy(self, version: int, rows: list[tuple[str, bytes, bytes]]) -> tuple[Path, tuple[Path, ...]]:
        if self._scratch is None or not self._scratch.folder.is_dir():
            self._scratch = Scratch(PREFIX)
        folder = self._scratch.folder / f"{version:04d}"
        shutil.rmtree(folder, ignore_errors=True)
        with replacing(folder) as draft:
            for name, sha256, content in rows:
                if hashlib.sha256(content).digest() != sha256 or not _is_inside(name):
                    message = (
                        f"holds a file of version {version}, {one_line(name)[:200]}, that is not what was kept. Restore it from a backup."
                    )
                    raise DataError([Problem(self._database.name, message)])
                (draft / name).parent.mkdir(parents=True, exist_ok=True)
                (draft / name).write_bytes(content)
        return folder, tuple(folder / name for name, *_ in rows)


class PostgresVersions:
    """Versions in a database, as `geo.store.backend.Versions` says.

    Parameters
    ----------
    database : Database
        Where they are.
    copies : Copies
        Where they are read from.
    keeping : Keeping
        How many stay.
    """

    def __init__(self, database: Database, copies: Copies, keeping: Keeping) -> None:
        self._database, self._copies, self._keeping = database, copies, keeping

    def create(self, who: str = "") -> None:
        """Make the tables, or bring them up to date; ``who`` is for the log of places that can lose which version is in use."""
        was_older = self._database.set_up()
        with self._database.writing(SUBJECT, who) as opened:
            if not _make_pointer(opened, State()) and not was_older:
                raise DataError([Problem(self._database.name, "is a workspace already. Nothing has changed.")])

    def state(self) -> State:
        """Read which version is in use."""
        rows = self._database.ask(f"SELECT * FROM ({POINTER}) p LEFT JOIN ({STEPS}) s ON true", most=1)
        if not rows:
            raise DataError([Problem(self._database.name, NONE_YET)])
        (row,) = rows
        last = None if row.number is None else Step(row.action, row.version, row.who, row.why, row.done_at, row.number)
        return State(tuple(row.way), row.place, row.newest, last)

    def folder(self, version: int) -> Path:
        """Give a version as a folder."""
        return self._keeping.shipped if version == SHIPPED else self._copies.folder(version)

    def numbers(self) -> list[int]:
        """List the versions that are there, but for the shipped one."""
        return [row.version for row in self._database.ask("SELECT version FROM versions ORDER BY version")]

    def fill(self, holdings: Holdings) -> None:
        """Take versions, log and pointer of another place."""
        with self._database.writing(SUBJECT, "moving") as opened:
            for version in holdings.versions:
                _store_files(opened, version, holdings.folder(version))
            _write_steps(opened, list(holdings.steps))
            _make_pointer(opened, holdings.state)

    def where(self, version: int) -> str:
        """Name the place of a version."""
        return str(self._keeping.shipped) if version == SHIPPED else f"version {version} of {self._database.name}"

    def log(self, most: int = 50) -> History:
        """Give the newest steps."""
        _ = self.state()
        rows = self._database.ask(STEPS, most=most)
        return History(tuple(Step(*row) for row in reversed(rows)))

    def keep(self, make: Callable[[Path, Path], None], who: str, why: str) -> Step:
        """Take in a new version and use it."""
        check_signed(who, why)
        with self._database.writing(SUBJECT, who) as opened:
            state = self._state(opened)
            new = state.kept(state.newest + 1)
            with writing(self._database.name), Scratch(PREFIX) as draft:
                make(self.folder(state.version), draft / "data")
                _store_files(opened, new.version, draft / "data")
            step = _point(opened, new, "keep", who, why)
            self._tidy(opened, new)
        return step

    def undo(self, who: str, why: str, seen: int) -> Step:
        """Use the version before ``seen``."""
        return self._move(-1, "undo", who, why, seen)

    def redo(self, who: str, why: str, seen: int) -> Step:
        """Use the version that was undone last."""
        return self._move(1, "redo", who, why, seen)

    def tidy(self) -> None:
        """Remove versions that are too old to go back to; a writer that died has left nothing."""
        with self._database.writing(SUBJECT, "tidying up") as opened:
            self._tidy(opened, self._state(opened))

    def forget(self, name: str) -> int:
        """Take a name out of the log."""
        with self._database.writing(SUBJECT, "forgetting") as opened:
            return forgotten(opened, "steps", "who", name)

    def _move(self, by: int, action: str, who: str, why: str, seen: int) -> Step:
        check_signed(who, why)
        with self._database.writing(SUBJECT, who) as opened:
            moved = self._state(opened).moved(by, action, seen, self._database.name)
            return _point(opened, moved, action, who, why)

    def _state(self, opened: Connection) -> State:
        row = opened.execute(text(POINTER)).one_or_none()
        if row is None:
            raise DataError([Problem(self._database.name, NONE_YET)])
        return State(tuple(row.way), row.place, row.newest)

    def _tidy(self, opened: Connection, state: State) -> None:
        tidy = state.tidied(self._keeping.versions)
        stays = sorted(tidy.stays(self._keeping.versions))
        if tidy != state:
            _write_pointer(opened, tidy)
        gone = opened.execute(text("DELETE FROM versions WHERE version <> ALL(:stays)"), {"stays": stays})
        if gone.rowcount:
            opened.execute(text("DELETE FROM contents c WHERE NOT EXISTS (SELECT FROM version_files f WHERE f.sha256 = c.sha256)"))


def _store_files(opened: Connection, version: int, folder: Path) -> None:
    """Write the files of a version; those that another version has too are not sent again."""
    contents = dict(files_of(folder))
    hashes = {name: hashlib.sha256(content).digest() for name, content in contents.items()}
    there = set(
        opened.execute(text("SELECT sha256 FROM contents WHERE sha256 = ANY(:hashes)"), {"hashes": list(hashes.values())}).scalars()
    )
    new = {hashes[name]: content for name, content in contents.items() if hashes[name] not in there}
    if new:
        rows = [{"sha256": sha256, "content": content} for sha256, content in new.items()]
        opened.execute(text("INSERT INTO contents VALUES (:sha256, :content)"), rows)
    opened.execute(text("INSERT INTO versions VALUES (:version)"), {"version": version})
    opened.execute(
        text("INSERT INTO version_files VALUES (:version, :path, :sha256)"),
        [{"version": version, "path": name, "sha256": sha256} for name, sha256 in hashes.items()],
    )


def _point(opened: Connection, state: State, action: str, who: str, why: str) -> Step:
    number = opened.execute(text("SELECT coalesce(max(number), 0) + 1 FROM steps")).scalar_one()
    step = Step(action, state.version, one_line(who), one_line(why), now(), number)
    _write_steps(opened, [step])
    _write_pointer(opened, state)
    return step


def _write_steps(opened: Connection, steps: list[Step]) -> None:
    """Add steps to the log."""
    if steps:
        insert = "INSERT INTO steps VALUES (:number, :action, :version, :who, :why, :when)"
        opened.execute(text(insert), [vars(step) for step in steps])


def _make_pointer(opened: Connection, state: State) -> bool:
    """Say for the first time which version is in use; gives whether it was."""
    insert = "INSERT INTO pointer (way, place, newest) VALUES (:way, :place, :newest) ON CONFLICT DO NOTHING"
    return bool(opened.execute(text(insert), {"way": list(state.way), "place": state.place, "newest": state.newest}).rowcount)


def _write_pointer(opened: Connection, state: State) -> None:
    given = {"way": list(state.way), "place": state.place, "newest": state.newest}
    opened.execute(text("UPDATE pointer SET way = :way, place = :place, newest = :newest"), given)


def _is_inside(name: str) -> bool:
    """Whether a path stays in the folder that it is put into."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name and bool(path.name)
