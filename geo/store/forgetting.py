"""Taking a person's name out of what people keep: what was said and done stays, and who it was goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.base.plain_text import one_line

if TYPE_CHECKING:
    from geo.store.backend import KeptPlace
    from geo.store.holdings import Holdings


def forget(place: KeptPlace, name: str) -> dict[str, int]:
    """Take a name out of everything that it signs.

    Parameters
    ----------
    place : KeptPlace
        Where people keep things.
    name : str
        As it stands there; capitals and spaces do not count.

    Returns
    -------
    dict of str to int
        How many steps of the log, entries of local knowledge, scenarios and lines of the audit log had it.
    """
    return {
        "steps": place.versions.forget(name),
        "entries": place.notes.forget(name),
        "scenarios": place.scenarios.forget(name),
        "lines": place.audit.forget(name),
    }


def mentions(holdings: Holdings, name: str) -> list[str]:
    """Name what still holds a name in its words, which somebody must read and decide on."""
    words = {f"step {step.number} of the log": step.why for step in holdings.steps}
    words |= {f"entry {number} of local knowledge": entry.note for number, entry in holdings.entries.items()}
    words |= {f"scenario {one.scenario_id}": " ".join([one.name, one.why, *one.do]) for one in holdings.scenarios}
    words |= {f"token {token.name}": token.name for token in holdings.tokens}
    words |= {f"line {line.number} of the audit log": f"{line.what} {line.before} {line.after}" for line in holdings.lines}
    return [what for what, text in words.items() if one_line(name).casefold() in one_line(text).casefold()]
