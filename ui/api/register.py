"""The one register of addresses: what each gives, in which formats, and which parameters of a link change it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ui.api import gaps, providers, scenario
from ui.words.api import FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from geo.whatif.scene import Scene
    from ui.view.state import View


@dataclass(frozen=True)
class Address:
    """What can be asked for under one name.

    Parameters
    ----------
    name : str
        What stands before the dot: ``gaps`` of ``/api/gaps.csv``.
    formats : tuple of str
        What may stand behind it.
    parameters : tuple of str
        Names of `ui.view.state.DEFAULTS` that change what it gives; the others are taken and change nothing.
    make : callable
        Takes the scene that the view asks for, the view and the format, and gives the file.
    stem : callable
        Takes the same scene and view and names the file, without its ending.
    remarks : callable
        Takes the data as they are and the view, and lists what in its parameters means nothing, as (name, value, valid values).
    instead : mapping of str to str
        Parameters that would change nothing although they read as if they did, and what to write in their place.
    """

    name: str
    formats: tuple[str, ...]
    parameters: tuple[str, ...]
    make: Callable[[Scene, View, str], bytes]
    stem: Callable[[Scene, View], str]
    remarks: Callable[[Scene, View], list[tuple[str, str, list[str]]]] = lambda _scene, _view: []
    instead: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> list[str]:
        """Where it is, on any base path of the server."""
        return [f"/{FOLDER}/{self.name}.{ending}" for ending in self.formats]


ADDRESSES: Final = (
    Address("gaps", ("csv", "json", "geojson"), gaps.PARAMETERS, gaps.make, gaps.stem),
    Address("scenario", ("csv",), scenario.PARAMETERS, scenario.make, scenario.stem),
    Address(
        "providers",
        ("csv", "geojson"),
        providers.PARAMETERS,
        providers.make,
        providers.stem,
        providers.remarks,
        {"service": providers.INSTEAD_OF_SERVICE},
    ),
)


def find(path: str) -> tuple[Address, str] | None:
    """Find the address and the format that a name such as ``gaps.csv`` stands for."""
    name, _, ending = path.rpartition(".")
    return next(((known, ending) for known in ADDRESSES if known.name == name and ending in known.formats), None)
