"""The providers for programs: the bytes of ``python -m geo providers``, which are those of the page's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from geo.analysis.providers import BASES, INSPECTIONS, find_providers, provider_list
from geo.export.points import to_points
from geo.export.tables import to_csv
from ui.scene.providers import everything, kinds
from ui.view import finds, provision

if TYPE_CHECKING:
    from geo.whatif.scene import Scene
    from ui.view.state import View

PARAMETERS: Final = ("borders", "district", "sector", "find")
INSTEAD_OF_SERVICE: Final = "To list providers of one type, write find=services:TYPE."


def stem(_scene: Scene, _view: View) -> str:
    """Name the file."""
    return "providers"


def make(scene: Scene, view: View, ending: str) -> bytes:
    """Make the file of a view; parameters as `ui.api.register.Address` says."""
    listed = provider_list(find_providers(everything(scene), provision.searched(scene, view)))
    return to_points(scene.atlas, listed) if ending == "geojson" else to_csv(listed, bom=False)


def remarks(scene: Scene, view: View) -> list[tuple[str, str, list[str]]]:
    """List what a view looks for and cannot mean, with what it can."""
    offered = kinds(scene)
    number = [f"NUMBER, once, from 0 to {provision.MOST_PLACES}"]
    valid: dict[str, list[str]] = {
        "services": offered,
        "inspections": list(INSPECTIONS),
        "bases": list(BASES),
        "beyond": ["yes"],
        "words": [f"TEXT, once, of at most {finds.MOST_WORDS} letters"],
        "least_places": number,
        "most_places": number,
    }
    pairs = [entry.partition(":") for entry in provision.not_read(view.find, offered)]
    return [("find", f"{name}:{value}", [f"{name}:{one}" for one in valid[name]]) for name, _, value in pairs]
