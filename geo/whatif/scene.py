"""The one value that decides every figure: the data as they were read, and everything that somebody changes about them.

A page, a report, a file and the command line ask one question (`geo.method.query.Query`) of one `Scene`; the same scene and the same
question give the same figures. A further way to change the world is a further class beside `Within`, `Without` and `Tuned`, in the order
of `Choices.changes`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Protocol

from geo.whatif.borders import model_within
from geo.whatif.left_out import leave_out
from geo.whatif.scenario.applying import acted
from geo.whatif.tuning import RECOMMENDED, Tuning, tune

if TYPE_CHECKING:
    from collections.abc import Callable

    from geo.method.model import Model
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.whatif.scenario.acts import Act


class Change(Protocol):
    """One difference from the data and settings as they are."""

    # Whether it changes which areas and providers there are, and not the scores alone.
    changes_geography: ClassVar[bool]

    def apply(self, model: Model) -> Model:
        """Give the model with this difference."""
        ...


@dataclass(frozen=True)
class Within:
    """Other borders in the place of the districts of today."""

    changes_geography: ClassVar[bool] = True
    borders: str

    def apply(self, model: Model) -> Model:
        """See `geo.whatif.borders.model_within`."""
        return model_within(model, self.borders)


@dataclass(frozen=True)
class Without:
    """Providers that do not count, as if they had closed; they stay on the map and in the lists."""

    changes_geography: ClassVar[bool] = False
    providers: tuple[str, ...]

    def apply(self, model: Model) -> Model:
        """See `geo.whatif.left_out.leave_out`."""
        return leave_out(model, self.providers)


@dataclass(frozen=True)
class Tuned:
    """A reader's own weights, catchment and target."""

    changes_geography: ClassVar[bool] = False
    outcome: str
    tuning: Tuning

    def apply(self, model: Model) -> Model:
        """See `geo.whatif.tuning.tune`."""
        return tune(model, self.outcome, self.tuning)


@dataclass(frozen=True)
class Acted:
    """A scenario: providers that open, close, move or change size, and new homes."""

    # The map and the lists of providers keep what is there; what opens is drawn beside it.
    changes_geography: ClassVar[bool] = False
    acts: tuple[Act, ...]
    fresh: bool = False

    def apply(self, model: Model) -> Model:
        """See `geo.whatif.scenario.applying.acted`."""
        return acted(model, self.acts, fresh=self.fresh)


@dataclass(frozen=True)
class Choices:
    """Everything that somebody can change about the data and settings as they are.

    Parameters
    ----------
    borders : str, optional
        Borders in the place of the districts of today.
    left_out : tuple of str
        Providers that do not count.
    outcome : str
        Outcome area whose weights `tuning` changes.
    tuning : Tuning
        Own weights, catchment and target.
    acts : tuple of Act
        Changes of a scenario.
    fresh : bool
        Whether the scenario sets a scale of its own.
    """

    borders: str | None = None
    left_out: tuple[str, ...] = ()
    outcome: str = ""
    tuning: Tuning = RECOMMENDED
    acts: tuple[Act, ...] = ()
    fresh: bool = False

    @property
    def baseline(self) -> Choices:
        """The same without the scenario: what it is compared with."""
        return replace(self, acts=(), fresh=False)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What differs, in the one order in which it is applied; empty if everything is as it is."""
        borders = () if self.borders is None else (Within(self.borders),)
        left_out = (Without(self.left_out),) if self.left_out else ()
        tuned = () if self.tuning.recommended else (Tuned(self.outcome, self.tuning),)
        # Last, so that the scene before it is what it is compared with.
        scenario = (Acted(self.acts, self.fresh),) if self.acts else ()
        return (*borders, *left_out, *tuned, *scenario)


@dataclass(frozen=True, eq=False)
class Scene:
    """Data and settings with some changes; two scenes with the same key are the same.

    Parameters
    ----------
    model : Model
        The scoring model, with the changes.
    version : str
        Tells what is in the files of data and settings apart (`geo.store.version.data_stamp`).
    changes : tuple of Change
        What was changed, in order.
    before : Scene, optional
        The scene that the last change was made to.
    reading : str
        Tells times apart at which the same files were read, where what is read later belongs to one of them.
    lasts : bool
        Whether what comes of it may outlive the process; not so for data of one visit.
    """

    model: Model
    version: str
    changes: tuple[Change, ...] = ()
    before: Scene | None = None
    reading: str = ""
    lasts: bool = False

    @cached_property
    def key(self) -> str:
        """A hash of all that the scene is made of, for what is remembered with it."""
        return hashlib.sha256(f"{self.reading} {self.stamp}".encode()).hexdigest()

    @cached_property
    def stamp(self) -> str:
        """A hash of what decides its figures: the same in every process that has the same data, and after a restart."""
        return hashlib.sha256(repr((self.version, self.changes)).encode()).hexdigest()

    @property
    def lasting_key(self) -> str | None:
        """A hash of all that decides its figures, the same in every process; None where nothing of it may be kept beyond this one."""
        return self.stamp if self.lasts else None

    @property
    def published(self) -> Scene:
        """The scene without any change."""
        return self if self.before is None else self.before.published

    @property
    def geography(self) -> Scene:
        """The scene as far as it decides which areas and providers there are; later changes move scores alone."""
        return self if self.before is None or self.changes[-1].changes_geography else self.before.geography

    @property
    def borders(self) -> str:
        """Borders in the place of the districts of today; empty without them."""
        return next((change.borders for change in self.changes if isinstance(change, Within)), "")

    @property
    def atlas(self) -> Atlas:
        """All areas, providers and measures, within the borders of the scene."""
        return self.geography.model.atlas

    @property
    def settings(self) -> Settings:
        """Settings that the model scores with."""
        return self.model.settings

    def then(self, change: Change) -> Scene:
        """Make one more change."""
        return Scene(change.apply(self.model), self.version, (*self.changes, change), self, self.reading, self.lasts)

    def __eq__(self, other: object) -> bool:
        """Whether two scenes are made of the same."""
        return isinstance(other, Scene) and self.key == other.key

    def __hash__(self) -> int:
        """Hash the key."""
        return hash(self.key)


def changed(scene: Scene, choices: Choices, then: Callable[[Scene, Change], Scene] = Scene.then) -> Scene:
    """Make all changes of some choices, one after the other.

    Parameters
    ----------
    scene : Scene
        The data and settings as they are.
    choices : Choices
        What differs.
    then : callable
        How one change is made; a server remembers what comes of it.
    """
    for change in choices.changes:
        scene = then(scene, change)
    return scene
