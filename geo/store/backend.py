"""What the place where data are kept has to offer, whatever that place is.

`Store` is one version of the data. A `KeptPlace` is where people keep things: `Versions` of the data one after the other, `Notes` of what
they know beside the data, `SavedScenarios`, the `Tokens` of programs, and the `Audit` of who has done what.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from geo.settings.limits import Limits
from geo.settings.model import KEEP_NOTES_YEARS, KEEP_VERSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    import pandas as pd
    from geopandas import GeoDataFrame

    from geo.base.vocabulary import Level
    from geo.contract.check import CheckReport
    from geo.contract.references import Tables
    from geo.settings.model import Settings
    from geo.store.audit import AuditLine, Deed
    from geo.store.holdings import Holdings
    from geo.store.ledger_entry import Entry
    from geo.store.permission import Person
    from geo.store.saved_scenario import SavedScenario
    from geo.store.token import Token
    from geo.store.workspace_log import History, Step
    from geo.store.workspace_pointer import State


class Store(Protocol):
    """One version of the data. Two stores are equal if they are the same place."""

    def tables(self, settings: Settings) -> tuple[Tables, CheckReport]:
        """Read every table, and check tables, outlines and other borders against the contract, which depends on the settings."""
        ...

    def outlines(self, level: Level) -> dict[str, dict[str, Any]]:
        """Read the outlines of a level: GeoJSON geometry (WGS84 longitude and latitude) by area code."""
        ...

    def land(self) -> dict[str, Any]:
        """Read the land in and around the atlas: a GeoJSON FeatureCollection, WGS84."""
        ...

    def postcodes(self) -> pd.DataFrame:
        """Read the postcodes.

        Index ``postcode`` (capitals, no space); ``easting``, ``northing`` (metres, EPSG:27700), ``lsoa_code`` (missing beyond the border).
        No rows where the data were made without them.
        """
        ...

    def lsoa_changes(self) -> pd.DataFrame:
        """Read the lookup LSOA 2011 -> LSOA 2021.

        ``lsoa11_code``, ``lsoa_code``, ``change_code`` (U, S, M, X), text; no rows where the data were made without it.
        """
        ...

    def map_places(self) -> pd.DataFrame:
        """Read the names of towns and villages in and around the atlas.

        Index ``place_id``; ``name``, ``kind`` (town, village ...), ``easting``, ``northing`` (metres, EPSG:27700). No rows where the data
        were made without them.
        """
        ...

    def grouping(self, file: str, lsoas: Collection[str]) -> pd.Series[str]:
        """Read other borders: the group of every LSOA, by its code; raises `DataError` where they break their contract."""
        ...

    def version(self) -> str:
        """Tell versions of everything that an atlas is read from apart, without reading it."""
        ...

    def stamp(self) -> str:
        """Hash everything that an atlas is read from: the same wherever the same data lie."""
        ...

    def as_folder(self) -> Path:
        """Give the same data as a folder that keeps the contract.

        Data leave, are changed and are checked in this form: an export, a new version, another process. It stays as long as the store.
        """
        ...


class Versions(Protocol):
    """Versions of the data, of which one is in use. Whatever moment a process dies in, a complete version is."""

    def create(self, who: str = "") -> None:
        """Make the place, with the shipped data in use; raises `DataError` where that cannot be done."""
        ...

    def state(self) -> State:
        """Read which version is in use; raises `DataError` where that cannot be read."""
        ...

    def folder(self, version: int) -> Path:
        """Give the data of a version as a folder that keeps the contract."""
        ...

    def numbers(self) -> list[int]:
        """List the versions that are there, but for the shipped one."""
        ...

    def where(self, version: int) -> str:
        """Name the place of a version, for people."""
        ...

    def log(self, most: int = 50) -> History:
        """Give the newest steps; raises `DataError` where they cannot be read."""
        ...

    def keep(self, make: Callable[[Path, Path], None], who: str, why: str) -> Step:
        """Take in a new version, which ``make(old, new)`` writes as a folder, and use it; raises `DataError` where nothing has changed."""
        ...

    def undo(self, who: str, why: str, seen: int) -> Step:
        """Use the version before ``seen``, which is in use; raises `DataError` where nothing has changed."""
        ...

    def redo(self, who: str, why: str, seen: int) -> Step:
        """Use the version that was undone last; as `undo`."""
        ...

    def tidy(self) -> None:
        """Remove what is no longer needed; raises `DataError` where somebody else is writing."""
        ...

    def forget(self, name: str) -> int:
        """Take a name out of the log; gives how many steps had it."""
        ...


class SavedScenarios(Protocol):
    """Scenarios that people keep. None is ever deleted, or overwritten but for a name; one can be withdrawn, and brought back."""

    def save(
        self, name: str, who: str, why: str, do: tuple[str, ...], *, fresh: bool, data_version: str, method_version: str
    ) -> SavedScenario:
        """Keep a scenario under a new id; raises `DataError` where nothing has changed."""
        ...

    def withdraw(self, scenario_id: str, who: str) -> None:
        """Note that a scenario is withdrawn; raises `DataError` where nothing has changed."""
        ...

    def bring_back(self, scenario_id: str) -> None:
        """Take that back; raises `DataError` where nothing has changed."""
        ...

    def all(self) -> tuple[list[SavedScenario], int]:
        """Give the scenarios, the newest first, and how many there are that cannot be read."""
        ...

    def get(self, scenario_id: str) -> SavedScenario:
        """Give one scenario; raises `UnknownIdError` where there is none of this id."""
        ...

    def forget(self, name: str) -> int:
        """Take a person's name out of who kept and withdrew them; gives how many had it."""
        ...


class Notes(Protocol):
    """Local knowledge. Each method raises `DataError` where the place cannot be read or written."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Write entries, all or none."""
        ...

    def bring_in(self, entries: Sequence[Entry]) -> int:
        """Write entries that were exported before, all or none; what is here already is not doubled. Gives how many are new."""
        ...

    def withdraw(self, entry_id: int, day: date) -> None:
        """Take an entry back from a day on."""
        ...

    def entries(self, day: date | None = None) -> pd.DataFrame:
        """Read entries, newest first: those that hold on a day, or all. Index ``entry_id``; text, the fields of an `Entry`."""
        ...

    def unusable(self) -> int:
        """Count what is there and is no sound entry."""
        ...

    def forget_ended(self, day: date) -> None:
        """Remove entries that ended long ago."""
        ...

    def forget(self, name: str) -> int:
        """Take an author's name out of the entries; gives how many had it."""
        ...

    def version(self) -> str:
        """Tell places and their versions apart, without reading them; empty where nobody has written yet."""
        ...


class Tokens(Protocol):
    """Tokens by which programs are let in. Each method raises `DataError` as that of `Notes`."""

    def add(self, token: Token) -> None:
        """Keep a token; raises `DataError` where its name is taken."""
        ...

    def withdraw(self, name: str) -> None:
        """Let a token go, which lets nobody in from then on; raises `DataError` where there is none of this name."""
        ...

    def all(self) -> list[Token]:
        """Give the tokens, by name, also those whose time is over."""
        ...

    def find(self, digest: str) -> Token | None:
        """Give the token of a hash."""
        ...


class Audit(Protocol):
    """Who has done what. No line ever changes, but for a name that is taken out; each method raises `DataError` as that of `Notes`."""

    def writing(self, person: Person, typed: str, deed: Deed) -> AbstractContextManager[Deed]:
        """Write a line round what is done: with it, or as begun before it and as done after; none where it is refused.

        What is done is told meanwhile, in the deed that is given.
        """
        ...

    def lines(self, since: str = "", most: int = -1) -> list[AuditLine]:
        """Read the newest lines, the newest first: since a day or time, and no more than so many."""
        ...

    def forget(self, name: str) -> int:
        """Take a name out of who has done something; gives how many lines had it."""
        ...


@dataclass(frozen=True)
class Keeping:
    """What the settings want of a place.

    Parameters
    ----------
    shipped : Path
        Data folder of version 0, which is in use before anybody has kept another.
    versions : int
        How many versions stay; older ones are removed.
    notes : int
        How many entries of local knowledge may hold at once.
    notes_years : int
        How long entries are kept that have ended.
    """

    shipped: Path
    versions: int = KEEP_VERSIONS
    notes: int = Limits().notes
    notes_years: int = KEEP_NOTES_YEARS


class KeptPlace(Protocol):
    """Where people keep things."""

    @property
    def name(self) -> str:
        """What people call it; never a password."""
        ...

    @property
    def versions(self) -> Versions:
        """Versions of the data."""
        ...

    @property
    def notes(self) -> Notes:
        """Local knowledge."""
        ...

    @property
    def scenarios(self) -> SavedScenarios:
        """Scenarios with a name."""
        ...

    @property
    def tokens(self) -> Tokens:
        """What lets programs in."""
        ...

    @property
    def audit(self) -> Audit:
        """Who has done what."""
        ...

    def hold(self) -> AbstractContextManager[None]:
        """Let nobody write, to anything of it, meanwhile."""
        ...

    def write_layers(self, layers: Mapping[str, GeoDataFrame], version: int) -> None:
        """Show map layers, made of a version of the data, to programs that read this place; raises `DataError` where none do."""
        ...

    def fill(self, holdings: Holdings) -> None:
        """Take what another place holds, all of it or nothing; raises `DataError` where this one is not empty."""
        ...
