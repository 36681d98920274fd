"""A backup: everything that a place holds, in one ZIP file, of which a place of any kind can be made again."""

from __future__ import annotations

import json
import zipfile
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from geo.base.disk import writing
from geo.base.errors import DataError, Problem
from geo.base.files import replacing
from geo.base.paths import product_version
from geo.base.scratch import Scratch
from geo.store.audit import WORKSPACE, Deed, next_line
from geo.store.folder_place import FolderPlace
from geo.store.holdings import files_of
from geo.store.stocktaking import holdings_of
from geo.store.workspace_log import now

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from geo.store.backend import Keeping, KeptPlace
    from geo.store.holdings import Holdings
    from geo.store.permission import Person

PREFIX: Final = "gap-map-backup-"
# What stands in the file: the place as a folder, and the hash of each of its rows and files.
FOLDER: Final = "workspace"
MANIFEST: Final = "backup.json"
NO_BACKUP: Final = "is no backup, or is damaged. Nothing was restored: take another one."


def back_up(place: KeptPlace, keeping: Keeping, file: Path) -> Holdings:
    """Write everything that a place holds into a new file; nobody else writes to the place while it is copied.

    Parameters
    ----------
    place : KeptPlace
        What is backed up; readers go on meanwhile.
    keeping : Keeping
        What the settings want of it.
    file : Path
        The ZIP file. It is there whole or not at all, and for its owner alone, because people are named in it.

    Raises
    ------
    DataError
        The file is there already or cannot be written, or the place holds what cannot be read.
    """
    if file.exists():
        raise DataError([Problem(str(file), "is there already. Nothing was written: name a new file.")])
    with writing(str(file)), Scratch(PREFIX) as scratch:
        copy = FolderPlace(scratch / FOLDER, keeping)
        with place.hold():
            holdings = holdings_of(place)
            copy.fill(holdings)
        manifest = {"product": product_version(), "when": now(), "rows": holdings_of(copy).rows()}
        with replacing(file) as draft:
            draft.touch(mode=0o600)
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as packed:
                packed.writestr(MANIFEST, json.dumps(manifest, indent=1))
                for name, content in files_of(copy.root):
                    packed.writestr(f"{FOLDER}/{name}", content)
    return holdings


def restore(file: Path, place: KeptPlace, keeping: Keeping, person: Person) -> tuple[Holdings, str]:
    """Make a place of a backup: all of it or nothing, compared row by row with what was backed up; tokens of programs are not restored.

    The audit log of the place tells of it in a line behind those of the backup.

    Parameters
    ----------
    file : Path
        The ZIP file.
    place : KeptPlace
        A place that is new or empty.
    keeping : Keeping
        What the settings want of it.
    person : Person
        Who restores it.

    Returns
    -------
    Holdings
        What was restored; its folders are gone.
    str
        By which version of the product the backup was made, and when.

    Raises
    ------
    DataError
        The file is no backup, or not what was written, or the place is not empty.
    """
    with writing(str(file)), Scratch(PREFIX) as scratch:
        manifest = _unpack(file, scratch)
        holdings = holdings_of(FolderPlace(scratch / FOLDER, keeping))
        if holdings.rows() != manifest["rows"]:
            raise DataError([Problem(str(file), NO_BACKUP)])
        # Nobody knows any more which of them were withdrawn after the backup was made.
        holdings = replace(holdings, tokens=())
        made = f"version {manifest['product']} at {manifest['when']}"
        line = next_line(holdings.lines, person, Deed("restore", WORKSPACE, after=f"the backup {file.name}, made by {made}"))
        place.fill(replace(holdings, lines=(*holdings.lines, line)))
    return holdings, made


def _unpack(file: Path, folder: Path) -> Mapping[str, object]:
    """Unpack a backup and give its manifest."""
    try:
        with zipfile.ZipFile(file) as packed:
            manifest = json.loads(packed.read(MANIFEST))
            # Names that lead elsewhere are taken as names in the folder.
            packed.extractall(folder)
    except FileNotFoundError:
        raise DataError([Problem(str(file), "is not there.")]) from None
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, NotImplementedError, EOFError):
        raise DataError([Problem(str(file), NO_BACKUP)]) from None
    if not isinstance(manifest, dict) or not {"product", "when", "rows"} <= manifest.keys():
        raise DataError([Problem(str(file), NO_BACKUP)])
    return manifest
