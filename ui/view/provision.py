"""What a view looks for among the providers: the page's own filters, kept in `find`, and those of the sidebar."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.analysis.providers import BASES, INSPECTIONS, Search, answering
from ui.scene.providers import kinds
from ui.view import finds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from geo.whatif.scene import Scene
    from ui.view.state import View

MOST_PLACES = 1000
# The first of each counts.
ONCE = ("words", "least_places", "most_places")


def searched(scene: Scene, view: View) -> Search:
    """Read what a view looks for; what it cannot mean is left out."""
    return whole(read(view.find, kinds(scene)), scene, view)


def whole(asked: Search, scene: Scene, view: View) -> Search:
    """Add what the sidebar asks for."""
    sectors = () if view.query.sector == "all" else (view.query.sector,)
    return replace(asked, services=asked.services or answering(scene.settings), sectors=sectors, districts=view.query.districts)


def read(find: tuple[str, ...], services: Sequence[str]) -> Search:
    """Read the page's own filters as a link writes them; what they cannot mean is left out.

    Parameters
    ----------
    find : tuple of str
        Pairs of name and value (`ui.view.finds`).
    services : sequence of str
        Service types of which there is a provider.
    """
    given = {name: finds.several(find, name) for name in finds.PROVISION}
    return Search(
        words=finds.one(find, "words"),
        services=tuple(option for option in given["services"] if option in services),
        inspections=tuple(option for option in given["inspections"] if option in INSPECTIONS),
        bases=tuple(option for option in given["bases"] if option in BASES),
        beyond=given["beyond"] == ["yes"],
        least_places=_places(given["least_places"]),
        most_places=_places(given["most_places"]),
    )


def not_read(find: Sequence[str], services: Sequence[str]) -> list[str]:
    """List the pairs of the page's own filters that `read` leaves out; parameters as there."""
    means: dict[str, Callable[[str], bool]] = {
        "services": services.__contains__,
        "inspections": INSPECTIONS.__contains__,
        "bases": BASES.__contains__,
        "beyond": "yes".__eq__,
        "least_places": _is_offered,
        "most_places": _is_offered,
    }
    seen: set[str] = set()
    left = []
    for entry in find:
        name, _, value = entry.partition(":")
        if (name in means and not means[name](value)) or (name in ONCE and name in seen):
            left.append(entry)
        seen.add(name)
    return left


def _places(given: Sequence[str]) -> int | None:
    number = given[0] if given else ""
    return min(int(number), MOST_PLACES) if _is_number(number) else None


def _is_offered(written: str) -> bool:
    return _is_number(written) and int(written) <= MOST_PLACES


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit()
