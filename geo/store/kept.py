"""What people keep, wherever the settings say that it is kept: the one place where the kind of place is chosen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from geo.base.errors import UnknownIdError
from geo.base.optional_packages import SERVER
from geo.settings.database import DatabaseAddress
from geo.store.backend import Keeping
from geo.store.entries import left_out
from geo.store.folder import store_of
from geo.store.folder_place import FolderPlace
from geo.store.workspace import with_folder
from geo.store.workspace_pointer import SHIPPED

if TYPE_CHECKING:
    from pathlib import Path

    from geo.settings.model import Settings
    from geo.store.backend import KeptPlace, Notes, SavedScenarios, Versions


def place_at(where: Path | DatabaseAddress, keeping: Keeping) -> KeptPlace:
    """Open a place, which need not be set up yet. Another kind of place enters here.

    Raises
    ------
    GapMapError
        It is a database, and the packages for one are not installed.
    """
    if isinstance(where, DatabaseAddress):
        with SERVER.needed():
            from geo.store.in_postgres.place import PostgresPlace  # noqa: PLC0415 - an install without a database has no packages for one
        return PostgresPlace(where, keeping)
    return FolderPlace(where, keeping)


def place_of(settings: Settings) -> KeptPlace | None:
    """Find the place that the settings name; None when they name none."""
    where = settings.data.workspace
    return None if where is None else place_at(where, keeping_of(settings))


def keeping_of(settings: Settings) -> Keeping:
    """Say what the settings want of a place."""
    data = settings.data
    return Keeping(data.folder, data.keep_versions, settings.limits.notes, data.keep_notes_years)


def workspace_of(settings: Settings) -> Versions | None:
    """Find the versions that are kept; None when the settings name no workspace."""
    place = place_of(settings)
    return None if place is None else place.versions


def ledger_of(settings: Settings) -> Notes | None:
    """Find the local knowledge of the workspace; None when the settings name no workspace."""
    place = place_of(settings)
    return None if place is None else place.notes


def scenarios_of(settings: Settings) -> SavedScenarios | None:
    """Find the scenarios of the workspace; None when the settings name no workspace."""
    place = place_of(settings)
    return None if place is None else place.scenarios


def of_today(settings: Settings) -> Settings:
    """Point the settings to the data in use: the current version of the workspace, else the shipped folder.

    Parameters
    ----------
    settings : Settings
        As `geo.settings.model.load_settings` reads them.

    Raises
    ------
    DataError
        As `geo.store.backend.Versions` raises it for its state.
    """
    workspace = workspace_of(settings)
    return settings if workspace is None else with_folder(settings, workspace.folder(workspace.state().version))


def version_folder(settings: Settings, version: int) -> Path:
    """Find the data folder of a version, of which 0 is the shipped one.

    Raises
    ------
    UnknownIdError
        No such version is kept.
    """
    workspace = workspace_of(settings)
    kept = [] if workspace is None else workspace.numbers()
    if version == SHIPPED:
        return store_of(settings).as_folder()
    if workspace is None or version not in kept:
        raise UnknownIdError("version", str(version), map(str, (SHIPPED, *kept)))
    return workspace.folder(version)


def marked_today(settings: Settings) -> tuple[str, ...]:
    """List the providers that entries take out of the scores today.

    Raises
    ------
    DataError
        The ledger cannot be read: figures that need it are not to be had.
    """
    kept = ledger_of(settings)
    return () if kept is None else left_out(kept.entries(datetime.now(UTC).date()))
