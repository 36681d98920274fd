"""The product's settings: ``config.toml`` read into checked, typed objects."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeVar

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, ValidationError, model_validator

from geo.base.errors import ConfigError, Problem
from geo.base.vocabulary import Capacity, Form, Mode, Role
from geo.settings.database import DatabaseAddress, is_address
from geo.settings.demand import DemandSettings
from geo.settings.downloads import Download
from geo.settings.limits import Limits
from geo.settings.map import MapTiles
from geo.settings.people import People
from geo.settings.scenario import ScenarioLimits
from geo.settings.server import Server
from geo.settings.siting import SitingDefaults
from geo.settings.sufficiency import Sufficiency
from geo.settings.watching import Logs, Metrics

if TYPE_CHECKING:
    from numpy.typing import NDArray

# A target that the data give: the middle of the atlas.
Median = Literal["atlas_median"]
MEDIAN: Median = "atlas_median"
KEEP_VERSIONS: Final = 20
KEEP_NOTES_YEARS: Final = 3
# In the environment, for what shall not stand in a file that others read: it takes the place of the workspace of config.toml.
WORKSPACE_VARIABLE: Final = "GAPMAP_WORKSPACE"

# What may differ between servers that show the same figures: where things lie, how much is kept, who may do what.
OF_ONE_SERVER: Final[dict[str, bool | set[str]]] = {
    "data": {"folder", "workspace", "keep_versions", "keep_notes_years"},
    **dict.fromkeys(("downloads", "limits", "server", "people", "logs", "metrics"), True),
}

Part = TypeVar("Part", bound=BaseModel)

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Area(_Section):
    """The districts that make up the atlas and how far around them children are counted."""

    name: str = Field(min_length=1)
    districts: tuple[Annotated[str, Field(pattern=r"^E0[6-9]\d{6}$")], ...] = Field(min_length=1)
    surroundings_km: Positive
    # What the council calls a neighbourhood, in the place of the name in ``area_names.csv`` or ``areas.csv``.
    names: dict[Annotated[str, Field(pattern=r"^E01\d{6}$")], Annotated[str, Field(min_length=1, max_length=80)]] = {}


def place(written: str) -> Path | DatabaseAddress:
    """Tell the address of a database from the path of a folder; raises `ValueError` where it is the address of something else."""
    return DatabaseAddress.of(written) if is_address(written) else Path(written)


def _place(written: object) -> object:
    return place(written) if isinstance(written, str) else written


class DataFolder(_Section):
    """Where the tables and what people keep are, relative to ``config.toml``, and which source the children were counted by."""

    folder: Path
    workspace: Annotated[InstanceOf[Path] | InstanceOf[DatabaseAddress] | None, BeforeValidator(_place)] = None
    # With one there would be nothing to go back to.
    keep_versions: Annotated[int, Field(ge=2, le=1000)] = KEEP_VERSIONS
    keep_notes_years: Annotated[int, Field(ge=1, le=50)] = KEEP_NOTES_YEARS
    children_source: str = ""


class Speeds(_Section):
    """Travel speeds in km/h by rural-urban class of the place where the family lives."""

    urban: Positive
    rural: Positive


class Travel(_Section):
    """A catchment that a reader may choose."""

    mode: Mode
    minutes: Positive


class Access(_Section):
    """Parameters of the floating catchment."""

    mode: Mode
    catchment_minutes: Positive
    # Which floating catchment: each provider shared by all in reach (E2SFCA), or by those who would choose it (3SFCA).
    form: Form = "e2sfca"
    # Catchment of the walk that stands beside every rank.
    on_foot_minutes: Positive = 15.0
    # A catchment crosses the border of the atlas where at least this share of the children within it live beyond.
    border_share: Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)] = 0.01
    decay_sigma_share: Annotated[float, Field(ge=0.1, allow_inf_nan=False)]
    detour: Annotated[float, Field(ge=1, le=3)]
    surroundings_class: Literal["urban", "rural"]
    speeds_km_per_h: dict[Mode, Speeds]
    offered: tuple[Travel, ...] = ()

    @model_validator(mode="after")
    def _mode_has_speeds(self) -> Access:
        for mode in dict.fromkeys([self.mode, *(travel.mode for travel in self.offered)]):
            if mode not in self.speeds_km_per_h:
                raise ValueError(f"mode '{mode}' has no line in [access.speeds_km_per_h]")
        return self


class Target(_Section):
    """Access that counts as enough, for each way of counting provision: places per 100 children, sites per 1,000 children."""

    places: Median | Positive
    presence: Median | Positive

    def of(self, capacity: Capacity) -> Median | float:
        """Give the target of one way of counting."""
        return self.places if capacity == "places" else self.presence


class Gap(_Section):
    """What counts as enough."""

    target: Target


class Reasons(_Section):
    """Where a reason begins."""

    # Share of an area's access from which on it depends on the one provider that gives it.
    single_provider_share: Share = 0.5


class Provision(_Section):
    """Assumptions about provision whose size is not published."""

    assumed_nursery_class_places: Annotated[int, Field(gt=0)]


class Confidence(_Section):
    """What is drawn at random to see how firm a rank is, and how often.

    Each pair is the lowest and the highest value of a spread: shares of the configured catchment, detours, shares of the configured speeds,
    the decay's standard deviation as a share of the catchment and its power, places of one assumed class, shares of a service's weight.

    Parameters
    ----------
    travel_error : float
        Standard deviation of the logarithm of a pair's travel time around the estimate.
    provider_gone : float
        Chance that a provider of the data is not there.
    children_error : float
        Children of a neighbourhood are this share more or fewer at most.
    worst_share : float
        Confidence is the share of draws in which an area is in this worst share of the atlas.
    likely_from, certain_from : float
        Where the words begin.
    """

    draws: Annotated[int, Field(ge=100, le=5000)]
    seed: Annotated[int, Field(ge=0)]
    weight_concentration: Positive
    catchment_share: tuple[Positive, Positive]
    detour: tuple[Annotated[float, Field(ge=1, le=3)], Annotated[float, Field(ge=1, le=3)]]
    speed_share: tuple[Positive, Positive]
    decay_sigma_share: tuple[Positive, Positive]
    decay_power: tuple[Positive, Positive]
    travel_error: Annotated[float, Field(ge=0, le=1)]
    provider_gone: Annotated[float, Field(ge=0, lt=1)]
    children_error: Annotated[float, Field(ge=0, lt=1)]
    assumed_class_places: tuple[Positive, Positive]
    service_weight_share: tuple[Positive, Positive]
    worst_share: Share
    likely_from: Share
    certain_from: Share

    @model_validator(mode="after")
    def _ranges_ascend(self) -> Confidence:
        for name in (
            "catchment_share", "detour", "speed_share", "decay_sigma_share", "decay_power", "assumed_class_places", "service_weight_share",
        ):  # fmt: skip
            low, high = getattr(self, name)
            if low > high:
                raise ValueError(f"{name} must be written lowest first (found {low:g}, {high:g})")
        return self

    @model_validator(mode="after")
    def _words_part_the_draws(self) -> Confidence:
        if not round(1 - self.certain_from, 9) < self.likely_from <= self.certain_from:
            raise ValueError(
                f"likely_from ({self.likely_from:g}) must lie between 1 - certain_from ({1 - self.certain_from:g}), where an area is "
                "not among "
                f"the worst, and certain_from ({self.certain_from:g})"
            )
        return self


class Market(_Section):
    """Which indicator tells where low-income families live."""

    low_income_indicator: str


class England(_Section):
    """Which indicators tell where an area stands in England: by low income (0 the most deprived), and the decile of published access."""

    low_income_place: str
    access_decile: str


class Border(_Section):
    """Another way to group LSOAs into districts: a two-column CSV in the data folder, and what a reader should know about it."""

    name: str = Field(min_length=1)
    file: Path
    note: str = ""


class Clusters(_Section):
    """Local Moran's I: random permutations, their seed, and the false discovery rate."""

    permutations: Annotated[int, Field(ge=99, le=9999)]
    seed: Annotated[int, Field(ge=0)]
    false_discovery_rate: Share


class Validation(_Section):
    """Published figures that the product's own are compared with, and the districts on which defaults were chosen."""

    access_indicator: str
    access_services: tuple[str, ...] = Field(min_length=1)
    chosen_on: tuple[str, ...] = ()
    aims: dict[Literal["all", "held_out"], Share] = {}
    need_outcome: str
    need_indicators: tuple[str, ...] = Field(min_length=1)
    findings: tuple[str, ...] = ()


class Deserts(_Section):
    """Two published definitions of too little childcare: children for each place, and bands of another publisher's own measure.

    Parameters
    ----------
    children_per_place : float
        More children than this for each place are a desert.
    bands_indicator : str
        The published measure that the bands belong to; they say nothing of any other.
    bands_places_per_100 : tuple of float
        Limits of the bands, in the unit of that measure.
    """

    children_per_place: Positive
    bands_indicator: str = "accessible_places"
    bands_places_per_100: tuple[Positive, ...] = Field(min_length=1)


class Service(_Section):
    """One service type: its names, how its capacity is counted, what one site counts for, and how far families go to it.

    Parameters
    ----------
    weight : float
        Sites that one site of this type counts for, where provision is counted in sites.
    catchment_times : float
        Its catchment is the general one times this.
    also : str
        What counts as a site of this type too, where one chooses what is to open; empty: nothing but what the name says.
    """

    name: str = Field(min_length=1)
    plural: str = Field(min_length=1)
    capacity: Capacity
    weight: Positive = 1.0
    catchment_times: Annotated[float, Field(ge=1, le=10)] = 1.0
    also: str = ""

    @property
    def whole_name(self) -> str:
        """What it is called where one chooses what is to open."""
        return " ".join(filter(None, (self.name, self.also)))

    @property
    def whole_plural(self) -> str:
        """What several of them are called there."""
        return " ".join(filter(None, (self.plural, self.also)))

    @model_validator(mode="after")
    def _only_sites_are_weighted(self) -> Service:
        if self.capacity == "places" and self.weight != 1:
            raise ValueError(
                f"weight ({self.weight:g}) is what one site counts for, and this service is counted in places: remove the weight, or set "
                'capacity to "presence"'
            )
        return self


class IndicatorUse(_Section):
    """How an outcome area uses an indicator."""

    weight: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    role: Role


class Outcome(_Section):
    """One outcome area: its indicators (need) and the service types that answer it."""

    name: str = Field(min_length=1)
    access: Capacity
    services: tuple[str, ...] = Field(min_length=1)
    indicators: dict[str, IndicatorUse] = Field(min_length=1)


class Settings(_Section):
    """Everything in ``config.toml``."""

    area: Area
    data: DataFolder
    map: MapTiles
    access: Access
    gap: Gap
    reasons: Reasons = Reasons()
    provision: Provision
    confidence: Confidence
    deserts: Deserts
    market: Market
    england: England
    clusters: Clusters
    siting: SitingDefaults = SitingDefaults()
    validation: Validation | None = None
    borders: dict[Annotated[str, Field(pattern=r"^[a-z0-9_]+$")], Border] = {}
    services: dict[str, Service]
    outcomes: dict[str, Outcome]
    downloads: dict[str, Download] = {}
    limits: Limits = Limits()
    server: Server = Server()
    people: People = People()
    logs: Logs = Logs()
    metrics: Metrics = Metrics()
    scenario: ScenarioLimits = ScenarioLimits()
    demand: DemandSettings = DemandSettings()
    sufficiency: Sufficiency = Sufficiency()

    def counted_in_places(self, services: NDArray[np.str_]) -> NDArray[np.bool_]:
        """Whether the capacity of each of these service types is its places."""
        return np.isin(services, [name for name, service in self.services.items() if service.capacity == "places"])

    @model_validator(mode="after")
    def _outcomes_are_answerable(self) -> Settings:
        faults = []
        for outcome_id, outcome in self.outcomes.items():
            unknown = [service for service in outcome.services if service not in self.services]
            if unknown:
                faults.append(f"outcomes.{outcome_id}.services names {', '.join(unknown)}, which has no [services.*] section")
            elif not any(self.services[service].capacity == outcome.access for service in outcome.services):
                faults.append(f"outcomes.{outcome_id} measures access by '{outcome.access}' but none of its services has that capacity")
            if not any(use.role != "context" and use.weight > 0 for use in outcome.indicators.values()):
                faults.append(f"outcomes.{outcome_id} has no scored indicator (role outcome or driver, weight above 0)")
        if faults:
            raise ValueError("; ".join(faults))
        return self

    @model_validator(mode="after")
    def _sufficiency_counts_places(self) -> Settings:
        named = self.sufficiency.outcome
        if named and (named not in self.outcomes or self.outcomes[named].access != "places"):
            raise ValueError(f'sufficiency.outcome names {named}, which is no outcome area with access = "places"')
        return self

    @model_validator(mode="after")
    def _validation_names_what_exists(self) -> Settings:
        if self.validation is not None:
            unknown = [service for service in self.validation.access_services if service not in self.services]
            if unknown:
                raise ValueError(f"validation.access_services names {', '.join(unknown)}, which has no [services.*] section")
            if self.validation.need_outcome not in self.outcomes:
                raise ValueError(f"validation.need_outcome names {self.validation.need_outcome}, which has no [outcomes.*] section")
        return self


def load_settings(path: Path) -> Settings:
    """Read and check ``config.toml``.

    Parameters
    ----------
    path : Path
        The file. ``data.folder`` and ``data.workspace`` are taken relative to it. `WORKSPACE_VARIABLE` in the environment goes before
        the second.

    Returns
    -------
    Settings
        Frozen settings with ``data.folder`` and ``data.workspace`` made absolute.

    Raises
    ------
    ConfigError
        The file is missing, is not TOML, or has wrong, missing or unknown keys; all of them are listed.
    """
    try:
        settings = Settings.model_validate(_with_environment(_read(path)))
    except ValidationError as error:
        raise ConfigError(_problems(path.name, error)) from None
    root = path.parent.resolve()
    # What is the address of a database stays as it is.
    places = {name: root / where for name in ("folder", "workspace") if isinstance(where := getattr(settings.data, name), Path)}
    return settings.model_copy(update={"data": settings.data.model_copy(update=places)})


def load_section(path: Path, name: str, kind: type[Part]) -> Part | None:
    """Read one section of ``config.toml``, whatever is wrong with the others; None if it cannot be read itself."""
    try:
        return kind.model_validate(_read(path).get(name, {}))
    except (ConfigError, ValidationError):
        return None


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError([Problem(path.name, f"is missing. Restore it from the repository; expected at {path}.")]) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError([Problem(path.name, f"is not valid TOML ({error}). Mend that line or restore the file.")]) from None


def _with_environment(raw: dict[str, object]) -> dict[str, object]:
    workspace, data = os.environ.get(WORKSPACE_VARIABLE), raw.get("data")
    return {**raw, "data": {**data, "workspace": workspace}} if workspace and isinstance(data, dict) else raw


def _problems(file: str, error: ValidationError) -> list[Problem]:
    problems = []
    for fault in error.errors():
        key = ".".join(str(part) for part in fault["loc"]) or None
        value = "" if fault["type"] in {"missing", "value_error"} else f" (found {fault['input']!r})"
        problems.append(Problem(file, f"{fault['msg']}{value}.", column=key))
    return problems
