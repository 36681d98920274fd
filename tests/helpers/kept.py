"""Things to keep that can be told apart at a glance: versions whose files all say one number, and a scenario."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

from geo.store.permission import Person

if TYPE_CHECKING:
    from pathlib import Path

    from geo.store.backend import SavedScenarios, Versions
    from geo.store.saved_scenario import SavedScenario

FILES = 12
# Whoever runs a command on the server.
OFFICER = Person("approver", "command_line", login="svc")


def write_numbers(folder: Path, number: int) -> None:
    """Make a folder whose files all say a number."""
    folder.mkdir()
    for place in range(FILES):
        (folder / f"{place}.txt").write_text(str(number), encoding="utf-8")


def numbered(old: Path, new: Path) -> None:
    """Write a version whose files all say one more than the old one's."""
    write_numbers(new, int((old / "0.txt").read_text(encoding="utf-8")) + 1)


def contents(versions: Versions) -> list[str]:
    """Read what the files of the version in use say."""
    folder = versions.folder(versions.state().version)
    return [path.read_text(encoding="utf-8") for path in folder.iterdir()]


def save(
    kept: SavedScenarios, name: str = "Ely homes", do: tuple[str, ...] = ("close:P1",), who: str = "Ann", why: str = "To see"
) -> SavedScenario:
    """Keep a scenario."""
    return kept.save(name, who, why, do, fresh=False, data_version="d1", method_version="3")


def without_first_nursery(old: Path, new: Path) -> None:
    """Write a version that lacks a provider, and in which another has more places."""
    shutil.copytree(old, new)
    path = new / "providers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counted = [row for row in rows if row["places"] and row["lsoa_code"]]
    counted[-1]["places"] = str(int(float(counted[-1]["places"])) + 5)
    rows.remove(counted[0])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
