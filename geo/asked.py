"""What the command line asks for: options in, a question out that names only what exists, and the one way from it to a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from geo.borders import borders_of, model_within
from geo.errors import UnknownIdError
from geo.ledger import marked_today
from geo.local import leave_out
from geo.model import build_model
from geo.query import SECTORS, Query
from geo.settings import LEVELS, load_settings
from geo.store import load_atlas
from geo.tuning import Tuning, check_offered, read_tuning, tune
from geo.workspace import of_today

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Mapping

    from geo.model import Model
    from geo.query import Sector
    from geo.settings import Level, Settings
    from geo.store import Atlas

FORMATS: Final = ("csv", "json")


@dataclass(frozen=True)
class Asked:
    """A question to the data, and everything that is not as recommended.

    Parameters
    ----------
    settings : Settings
        The recommended settings.
    atlas : Atlas
        The data, within the districts of today.
    query : Query
        The question.
    tuning : Tuning
        Own weights, catchment and target.
    borders : str, optional
        Borders in the place of the districts.
    without_marked : bool
        Whether providers that local knowledge marks are left out.
    """

    settings: Settings
    atlas: Atlas
    query: Query
    tuning: Tuning
    borders: str | None
    without_marked: bool

    def check_link(self) -> None:
        """Refuse what no link can carry: whoever opened it would see other figures.

        Raises
        ------
        UnknownIdError
            Names the first service type or number that the page's controls do not offer.
        """
        outcome, services = self.settings.outcomes[self.query.outcome], self.settings.services
        offered = {key: services[key].name for key in outcome.services if services[key].capacity == outcome.access}
        known("service", self.query.services, offered)
        check_offered(self.settings, self.query.outcome, self.tuning)

    def model(self) -> Model:
        """Build the model that answers: within the borders, without what is left out, with the own settings."""
        model = model_of(self.atlas, self.settings, self.borders)
        if self.without_marked:
            model = leave_out(model, marked_today(self.settings))
        return tune(model, self.query.outcome, self.tuning)


def read(arguments: argparse.Namespace) -> Asked:
    """Check what the options of a list ask for.

    Raises
    ------
    UnknownIdError
        An option names what does not exist; the message says what does.
    """
    settings = of_today(load_settings(arguments.config))
    outcome = known("outcome", [arguments.outcome], {key: value.name for key, value in settings.outcomes.items()})[0]
    level = known("level", [arguments.level], dict.fromkeys(LEVELS, ""))[0]
    sector = known("sector", [arguments.sector], dict.fromkeys(SECTORS, ""))[0]
    services = known("service", arguments.service, {key: settings.services[key].name for key in settings.outcomes[outcome].services})
    tuning = read_tuning(settings, outcome, arguments.weight, arguments.travel, arguments.target)
    known("format", [arguments.format], dict.fromkeys(FORMATS, ""))
    if arguments.borders is not None:
        known_borders(settings, arguments.borders)
    atlas = load_atlas(settings)
    grouped = atlas if arguments.borders is None else borders_of(atlas, settings, arguments.borders)
    districts = known("district", arguments.district, district_names(grouped))
    query = Query(
        outcome=outcome,
        level=cast("Level", level),
        districts=districts,
        sector=cast("Sector", sector),
        services=services,
        include_assumed=not arguments.no_assumed,
    )
    return Asked(settings, atlas, query, tuning, arguments.borders, arguments.without_marked)


def model_of(atlas: Atlas, settings: Settings, borders: str | None) -> Model:
    """Build the recommended model within some borders, or within the districts of today."""
    return build_model(atlas, settings) if borders is None else model_within(atlas, settings, borders)


def known_borders(settings: Settings, borders: str) -> None:
    """Refuse borders that config.toml does not name."""
    known("borders", [borders], {key: border.name for key, border in settings.borders.items()})


def known(kind: str, given: Iterable[str], valid: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids without repeats, or raise with the valid ones and their names."""
    given = tuple(dict.fromkeys(given))
    unknown = [one for one in given if one not in valid]
    if unknown:
        raise UnknownIdError(kind, ", ".join(unknown), [f"{key} ({name})" if name else key for key, name in valid.items()])
    return given


def district_names(atlas: Atlas) -> dict[str, str]:
    """Names of the districts by code."""
    names = atlas.at("district")["name"]
    return dict(zip(names.index, names, strict=True))
