"""Agreement of access with the published measure of the same thing, by area and district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, pearsonr, rankdata, spearmanr

from geo.method.supply import UNITS
from geo.numeric.classes import class_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.method.model import Model

TABLE: Final = ("part", "code", "name", "areas", "spearman", "pearson", "same_order")
AREAS: Final = (
    "area_label", "district_code", "district", "ours", "published", "our_rank", "published_rank", "rank_difference", "outlier",
)  # fmt: skip
# Areas with the largest differences of rank that are named.
OUTLIERS: Final = 12
# A correlation of fewer pairs says nothing.
FEWEST_PAIRS: Final = 3
# Differences of rank that the map tells apart, as shares of all compared areas.
STEPS: Final = (0.10, 0.25)
QUARTER: Final = 0.25


@dataclass(frozen=True)
class AccessAgreement:
    """How far access agrees with the published measure.

    Parameters
    ----------
    indicator : str
        Id of the published measure.
    period : str
        Its latest period, which is compared.
    earlier_period : str
        The period before that; empty if there is none.
    provision_periods : tuple of str
        Periods of the providers that count here.
    earlier_spearman : float
        Spearman correlation of the published measure with itself one period earlier: how far it stays the same over time.
    table : DataFrame
        Columns `TABLE`. ``part`` is ``all``, ``chosen_on`` (districts on which defaults were chosen), ``held_out`` (the others)
        or ``district``. Correlations are missing for fewer than three areas and where nothing varies. ``same_order`` is the share of
        pairs of areas of which both measures put the same one first.
    areas : DataFrame
        Index ``area_code`` (LSOAs with both figures), columns `AREAS`, the largest difference first. ``ours`` is in places per 100
        children aged 0-4, ``published`` in the published unit. Rank 1 is the most access; ``rank_difference`` is the published rank
        less ours, so above 0 this product gives the area a better rank.
    steps : tuple of float
        Differences of rank that the map tells apart, ascending.
    """

    indicator: str
    period: str
    earlier_period: str
    earlier_spearman: float
    provision_periods: tuple[str, ...]
    table: pd.DataFrame
    areas: pd.DataFrame
    steps: tuple[float, ...]

    @property
    def counts(self) -> dict[str, float]:
        """Share of areas within the first step of their published rank (``alike``), and how many are beyond the last, by direction."""
        classes = self.classes(self.areas["rank_difference"])
        lowest, alike, highest = 0, len(self.steps), 2 * len(self.steps)
        return {"alike": float((classes == alike).mean()), "less": int((classes == lowest).sum()), "more": int((classes == highest).sum())}

    def classes(self, rank_difference: pd.Series[float]) -> NDArray[np.int64]:
        """Class the differences: 0 much less access here, 2 alike, 4 much more, 1 and 3 between; -1 where nothing is compared."""
        near, far = self.steps
        # Differences are whole or half ranks, so none lies on an edge: "within 52" holds 52, "129 or more" holds 129, either way.
        edges = (-far + QUARTER, -near - QUARTER, near + QUARTER, far - QUARTER)
        return class_of(np.asarray(rank_difference, dtype=np.float64), edges)

    def spearman(self, part: str) -> float:
        """Spearman correlation of ``all``, ``chosen_on`` or ``held_out``; missing where the table has no such row."""
        values = self.table.loc[self.table["part"] == part, "spearman"]
        return float(values.iloc[0]) if len(values) else float("nan")


def correlate(ours: NDArray[np.float64], published: NDArray[np.float64]) -> tuple[float, float]:
    """Correlate two measures of the same areas by rank (Spearman) and by value (Pearson).

    Parameters
    ----------
    ours, published : ndarray, shape (areas,)
        Figures without missing values.

    Returns
    -------
    tuple of float
        Spearman, Pearson; missing for fewer than three areas and where nothing varies.

    References
    ----------
    Spearman, C. (1904). The proof and measurement of association between two things. American Journal of Psychology 15(1), 72-101.
    """
    if len(ours) < FEWEST_PAIRS or np.ptp(ours) == 0 or np.ptp(published) == 0:
        return float("nan"), float("nan")
    return float(spearmanr(ours, published).statistic), float(pearsonr(ours, published).statistic)


def same_order(ours: NDArray[np.float64], published: NDArray[np.float64]) -> float:
    """Share of pairs of areas that two measures put in the same order; a pair that is equal in one of them counts half.

    Parameters
    ----------
    ours, published : ndarray, shape (areas,)
        Figures without missing values.

    Returns
    -------
    float
        0 to 1, 0.5 as by chance: (tau + 1) / 2 of Kendall's tau, exactly so without ties. Missing where correlations are.

    References
    ----------
    Kendall, M. G. (1938). A new measure of rank correlation. Biometrika 30(1-2), 81-93.
    """
    if np.isnan(correlate(ours, published)[0]):
        return float("nan")
    return (float(kendalltau(ours, published).statistic) + 1) / 2


def validate_access(model: Model) -> AccessAgreement | None:
    """Compare access with the published measure that ``[validation]`` of ``config.toml`` names.

    Access counts the service types that the published measure counts; catchment, speeds and decay are those of the model.

    Parameters
    ----------
    model : Model
        The scoring model, with the recommended settings or a reader's own.

    Returns
    -------
    AccessAgreement or None
        None where ``config.toml`` names no measure, or the data hold no value of it for LSOAs.

    References
    ----------
    Ofsted and Office for National Statistics (2024). Changes to access to childcare in England.
    """
    validation = model.settings.validation
    if validation is None:
        return None
    periods = _published(model, validation.access_indicator)
    if periods.empty:
        return None
    areas = _compared(model, periods.iloc[:, -1], _access(model, validation.access_services))
    both = periods.iloc[:, -2:].dropna().to_numpy(dtype=float)
    return AccessAgreement(
        indicator=validation.access_indicator,
        period=str(periods.columns[-1]),
        earlier_period=str(periods.columns[-2]) if periods.shape[1] > 1 else "",
        earlier_spearman=correlate(both[:, 0], both[:, 1])[0] if periods.shape[1] > 1 else float("nan"),
        provision_periods=tuple(sorted(set(model.provision_periods[np.isin(model.services, validation.access_services)]) - {""})),
        table=_table(areas, validation.chosen_on),
        areas=areas,
        steps=tuple(float(round(share * len(areas))) for share in STEPS),
    )


def _access(model: Model, services: tuple[str, ...]) -> NDArray[np.float64]:
    """Places per 100 children of some service types, for each LSOA; places that nobody publishes count as none."""
    places = np.where(np.isin(model.services, services), model.places, 0.0)
    access: NDArray[np.float64] = UNITS["places"][1] * (model.inside @ model.catchments.ratios(places))
    return access


def _published(model: Model, indicator: str) -> pd.DataFrame:
    """Look up what is published for LSOAs of the atlas: one row an LSOA, one column a period, the latest last."""
    values = model.atlas.indicator_values
    rows = values[(values["indicator_id"] == indicator) & values["area_code"].isin(model.areas["lsoa"].index)]
    return rows.pivot_table(index="area_code", columns="period", values="value")


def _compared(model: Model, published: pd.Series[float], access: NDArray[np.float64]) -> pd.DataFrame:
    """Both figures and ranks of each LSOA that has a published one, the largest difference of rank first."""
    lsoas = model.areas["lsoa"]
    frame = pd.DataFrame(
        {
            "area_label": lsoas["label"],
            "district_code": lsoas["district_code"],
            "district": model.parents["lsoa"]["district"],
            "ours": access,
            "published": published.reindex(lsoas.index),
        }
    ).dropna(subset="published")
    ranked = {f"{whose}_rank": rankdata(-frame[column].round(9)) for whose, column in (("our", "ours"), ("published", "published"))}
    frame = frame.assign(**ranked)
    frame["rank_difference"] = frame["published_rank"] - frame["our_rank"]
    frame = frame.sort_values("rank_difference", key=lambda difference: -difference.abs(), kind="stable")
    frame["outlier"] = np.arange(len(frame)) < OUTLIERS
    return frame[list(AREAS)]


def _table(areas: pd.DataFrame, chosen_on: tuple[str, ...]) -> pd.DataFrame:
    """Rows for everything, for both halves, and for each district by name; halves only where both hold a district."""
    chosen = areas["district_code"].isin(chosen_on)
    parts: list[tuple[str, str, str, pd.DataFrame]] = [("all", "", "", areas)]
    if chosen.any() and not chosen.all():
        parts += [("chosen_on", "", "", areas[chosen]), ("held_out", "", "", areas[~chosen])]
    districts = [(str(code), str(group["district"].iloc[0]), group) for code, group in areas.groupby("district_code")]
    parts += [("district", code, name, group) for code, name, group in sorted(districts, key=lambda district: district[1])]
    rows = []
    for part, code, name, group in parts:
        pair = group["ours"].to_numpy(float), group["published"].to_numpy(float)
        rows.append((part, code, name, len(group), *correlate(*pair), same_order(*pair)))
    return pd.DataFrame(rows, columns=list(TABLE))
