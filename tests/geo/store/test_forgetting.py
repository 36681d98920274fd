"""A person's name goes from everything that it signs, and from the bytes on the disk; what was said and done stays."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geo.store.forgetting import forget, mentions
from geo.store.kept import place_of
from geo.store.signature import FORGOTTEN, is_name
from geo.store.stocktaking import holdings_of
from tests.geo.store.test_holdings import NOTE, fill
from tests.helpers.kept import OFFICER, numbered, save
from tests.helpers.tiny import Tiny, with_workspace

if TYPE_CHECKING:
    from pathlib import Path

    from geo.store.backend import KeptPlace
    from tests.helpers.running import Run


def test_a_name_goes_from_all_three_and_nothing_else_changes(place: KeptPlace) -> None:
    fill(place)
    save(place.scenarios, who="a  LEAD")
    place.scenarios.withdraw("ely-homes-2", "A Lead")
    before = holdings_of(place)
    # Three versions were kept by A Lead, the undo by B Lead; three entries; one scenario kept and one withdrawn.
    assert forget(place, " A lead ", OFFICER) == {"steps": 3, "entries": 3, "scenarios": 2, "lines": 0}
    after = holdings_of(place)
    assert [step.who for step in after.steps] == [FORGOTTEN] * 3 + ["B Lead"]
    assert {entry.author for entry in after.entries.values()} == {FORGOTTEN}
    signed = {one.scenario_id: (one.who, one.withdrawn_by) for one in after.scenarios}
    assert signed == {"ely-homes-1": ("Ann", "Bob"), "ely-homes-2": ("Ann", FORGOTTEN), "ely-homes-3": (FORGOTTEN, "")}
    assert [replace(step, who="") for step in after.steps] == [replace(step, who="") for step in before.steps]
    unsigned = {number: replace(entry, author="") for number, entry in before.entries.items()}
    assert {number: replace(entry, author="") for number, entry in after.entries.items()} == unsigned
    assert after.state == replace(before.state, last=after.state.last)
    assert forget(place, "A Lead", OFFICER) == {"steps": 0, "entries": 0, "scenarios": 0, "lines": 0}
    # Life goes on.
    assert place.versions.keep(numbered, "C", "winter").version == 4
    assert place.versions.log().steps[-1].number == 5


def test_the_newest_step_is_forgotten_and_nobody_is_everybody(place: KeptPlace) -> None:
    place.versions.keep(numbered, "A Lead", "spring")
    assert forget(place, "", OFFICER) == {"steps": 0, "entries": 0, "scenarios": 0, "lines": 0}
    assert forget(place, "A Lead", OFFICER)["steps"] == 1
    assert place.versions.log().steps[0].who == FORGOTTEN


def test_a_name_is_itself_however_its_letters_and_spaces_are_written() -> None:
    assert is_name("Zoë  O'Hara", "zoË o'hara")
    assert not is_name("Ann Leader", "Ann Lead")
    assert not is_name("", "")


def test_what_mentions_a_name_is_told(place: KeptPlace) -> None:
    place.versions.keep(numbered, "B", "as Ann Lead said")
    place.notes.add([replace(NOTE, author="B", note="Ask ann lead"), replace(NOTE, author="B")])
    save(place.scenarios, who="B", why="For Ann Lead")
    assert mentions(holdings_of(place), "Ann Lead") == ["step 1 of the log", "entry 1 of local knowledge", "scenario ely-homes-1"]


def test_no_byte_of_a_folder_holds_the_name_afterwards(run_tiny: Run, tiny: Tiny) -> None:
    kept, name = with_workspace(tiny), "Quentin Unusual"
    for why in ("spring", "summer"):
        kept.keep(shutil.copytree, name, why)
    whole = place_of(tiny.settings)
    assert whole is not None
    whole.notes.add([replace(NOTE, author=name, note=f"note {number}") for number in range(200)])
    whole.notes.forget_ended(date(2040, 1, 1))
    whole.notes.add([replace(NOTE, author=name)])
    save(whole.scenarios, who=name)
    assert holders(kept.root, name)
    done = run_tiny("workspace", "forget", name)
    assert (done.code, done.err) == (0, "")
    assert b"no longer holds the name in 2 steps, 1 entries, 1 scenarios" in done.out
    assert holders(kept.root, name) == []
    told = json.loads(run_tiny("workspace", "forget", name, "--json").out)
    assert (told["steps"], told["entries"], told["scenarios"], told["mentions"]) == (0, 0, 0, [])
    assert "Name one person" in run_tiny("workspace", "forget").err


def holders(folder: Path, name: str) -> list[Path]:
    """Files whose bytes hold a name."""
    return [path for path in folder.rglob("*") if path.is_file() and name.encode() in path.read_bytes()]
