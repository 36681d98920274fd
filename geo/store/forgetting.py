"""Taking a person's name out of what people keep: what was said and done stays, and who it was goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.base.plain_text import one_line
from geo.store.audit import Deed
from geo.store.signature import FORGOTTEN, is_name

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace
    from geo.store.holdings import Holdings
    from geo.store.permission import Person


def forget(place: KeptPlace, name: str, person: Person) -> dict[str, int]:
    """Take a name out of everything that it signs; the audit log tells that somebody has done so, and not whose name it was.

    Parameters
    ----------
    place : KeptPlace
        Where people keep things.
    name : str
        As it stands there; capitals and spaces do not count.
    person : Person
        Who takes it out.

    Returns
    -------
    dict of str to int
        How many steps of the log, entries of local knowledge, scenarios and lines of the audit log had it.
    """
    # Whoever takes their own name out leaves no line with it.
    by = replace(person, login=FORGOTTEN) if is_name(person.login, name) else person
    with place.audit.writing(by, "", Deed("forget", "the name of a person")) as deed:
        counts = {
            "steps": place.versions.forget(name),
            "entries": place.notes.forget(name),
            "scenarios": place.scenarios.forget(name),
            "lines": place.audit.forget(name),
        }
        deed.after = "taken out of " + ", ".join(f"{number} {what}" for what, number in counts.items())
    return counts


def mentions(holdings: Holdings, name: str) -> list[str]:
    """Name what still holds a name in its words, which somebody must read and decide on."""
    words = {f"step {step.number} of the log": step.why for step in holdings.steps}
    words |= {f"entry {number} of local knowledge": entry.note for number, entry in holdings.entries.items()}
    words |= {f"scenario {one.scenario_id}": " ".join([one.name, one.why, *one.do]) for one in holdings.scenarios}
    words |= {f"token {token.name}": token.name for token in holdings.tokens}
    words |= {f"line {line.number} of the audit log": f"{line.what} {line.before} {line.after}" for line in holdings.lines}
    return [what for what, text in words.items() if one_line(name).casefold() in one_line(text).casefold()]
