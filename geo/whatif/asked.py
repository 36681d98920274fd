"""What the command line asks for: options in, a question out that names only what exists, and the one way from it to a model."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, cast

from geo.base.errors import DataError, Problem, UnknownIdError
from geo.base.vocabulary import LEVELS, SECTORS
from geo.method.model import build_model
from geo.method.query import Query
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import marked_today, of_today, scenarios_of
from geo.store.version import data_stamp
from geo.store.workspace import with_folder
from geo.whatif.borders import borders_of
from geo.whatif.left_out import held
from geo.whatif.scenario.reading import read_link
from geo.whatif.scene import Choices, Scene, changed
from geo.whatif.tuning import check_offered, read_tuning

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from geo.base.vocabulary import Level, Sector
    from geo.settings.model import Settings
    from geo.store.atlas import Atlas
    from geo.whatif.scenario.acts import Act

FORMATS: Final = ("csv", "json")
# In the place of an outcome area: all of them.
EVERY: Final = "all"


@dataclass(frozen=True)
class Asked:
    """A question to the data, and everything that is not as recommended.

    Parameters
    ----------
    settings : Settings
        The recommended settings.
    atlas : Atlas
        The data, within the districts of today.
    version : str
        Version of the files of both.
    query : Query
        The question.
    choices : Choices
        What is not as recommended.
    """

    settings: Settings
    atlas: Atlas
    version: str
    query: Query
    choices: Choices

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
        check_offered(self.settings, self.query.outcome, self.choices.tuning)

    def scene(self) -> Scene:
        """Give the scene that answers."""
        return changed(Scene(build_model(self.atlas, self.settings), self.version), self.choices)


def read(arguments: argparse.Namespace, folder: Path | None = None) -> Asked:
    """Check what the options of a list ask for.

    Parameters
    ----------
    arguments : Namespace
        Options of the command line.
    folder : Path, optional
        The data; default: those in use.

    Raises
    ------
    UnknownIdError
        An option names what does not exist; the message says what does.
    """
    shipped = load_settings(arguments.config)
    settings = of_today(shipped) if folder is None else with_folder(shipped, folder)
    outcome = known("outcome", [arguments.outcome], {key: value.name for key, value in settings.outcomes.items()})[0]
    level = known("level", [arguments.level], dict.fromkeys(LEVELS, ""))[0]
    sector = known("sector", [arguments.sector], dict.fromkeys(SECTORS, ""))[0]
    services = known("service", arguments.service, {key: settings.services[key].name for key in settings.outcomes[outcome].services})
    tuning = read_tuning(settings, outcome, arguments.weight, arguments.travel, arguments.target, arguments.form)
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
    left_out = marked_today(settings) if arguments.without_marked else ()
    version = data_stamp(settings, atlas.store)
    kept = _kept(settings, arguments.scenario)
    do, fresh = (*kept[0], *arguments.do), arguments.fresh or kept[1]
    acts = _acts(do, replace(grouped, providers=grouped.providers.drop(index=held(left_out, grouped))), settings)
    return Asked(settings, atlas, version, query, Choices(arguments.borders, left_out, outcome, tuning, acts, fresh))


def of_every_outcome(arguments: argparse.Namespace) -> Asked:
    """Check what the options of the lists of all outcome areas ask for; the question names the first of these.

    Raises
    ------
    UnknownIdError
        As `read`; also where an option belongs to one outcome area.
    """
    own = {"--service": arguments.service, "--weight": arguments.weight, "--target": arguments.target}
    given = ", ".join(option for option, value in own.items() if value)
    if given:
        raise UnknownIdError(f"option with --outcome {EVERY}", given, ["options that do not belong to one outcome area"])
    first = next(iter(load_settings(arguments.config).outcomes))
    return read(argparse.Namespace(**{**vars(arguments), "outcome": first}))


def _kept(settings: Settings, scenario_id: str | None) -> tuple[tuple[str, ...], bool]:
    """Give the changes of a scenario that is kept, and whether it sets a scale of its own."""
    if scenario_id is None:
        return (), False
    kept = scenarios_of(settings)
    if kept is None:
        raise UnknownIdError("scenario", scenario_id, ["config.toml names no workspace, so none is kept"])
    saved = kept.get(scenario_id)
    return saved.do, saved.fresh


def _acts(do: Sequence[str], atlas: Atlas, settings: Settings) -> tuple[Act, ...]:
    acts, refused = read_link(do, atlas, settings)
    if refused:
        raise DataError([Problem(f"--do {change.written}", change.why) for change in refused])
    return acts


def known_borders(settings: Settings, borders: str) -> None:
    """Refuse borders that config.toml does not name."""
    known("borders", [borders], {key: border.name for key, border in settings.borders.items()})


def known(kind: str, given: Iterable[str], valid: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids without repeats, or raise with the valid ones and their names."""
    given = tuple(dict.fromkeys(given))
    unknown = [value for value in given if value not in valid]
    if unknown:
        raise UnknownIdError(kind, ", ".join(unknown), [f"{key} ({name})" if name else key for key, name in valid.items()])
    return given


def district_names(atlas: Atlas) -> dict[str, str]:
    """Names of the districts by code."""
    names = atlas.at("district")["name"]
    return dict(zip(names.index, names, strict=True))
