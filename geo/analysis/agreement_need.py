"""Agreement of need with published results: whether need ranks areas as the results themselves do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

import numpy as np
import pandas as pd
from scipy.stats import permutation_test, rankdata

from geo.analysis.agreement_access import correlate
from geo.base.vocabulary import LEVELS, WORSE_SIGN
from geo.method.need import latest_values, outcome_need, scored_indicators

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geo.base.vocabulary import Level
    from geo.method.model import Model

CHECKS: Final = ("indicator", "name", "level", "period", "left_out", "indicators_used", "areas", "spearman", "p_value")
AREAS: Final = ("indicator", "area_code", "area_label", "published", "need", "need_left_out")
# Up to seven areas have no more orders than this, and all are tried.
ORDERS_TRIED: Final = 7 * 6 * 5 * 4 * 3 * 2
# With more areas than these the p-value would pretend that neighbours are independent of each other.
MOST_AREAS_WITH_P: Final = 40
SEED: Final = 20261123


@dataclass(frozen=True)
class NeedAgreement:
    """How far need agrees with published results.

    Parameters
    ----------
    outcome : str
        Outcome area whose need is compared.
    checks : DataFrame
        Columns `CHECKS`, two rows an indicator: need as it is, and need worked out without that indicator (``left_out``), which alone
        is a fair test. ``spearman`` is 1 where need is greatest exactly where the result is worst. ``p_value`` is the share of all
        possible orders of the areas that would agree as well or better (exact up to seven areas); missing for many areas.
    areas : DataFrame
        Columns `AREAS`, for the indicators of coarse levels that have a p-value, least published value first.
    """

    outcome: str
    checks: pd.DataFrame
    areas: pd.DataFrame


def validate_need(model: Model) -> NeedAgreement | None:
    """Compare need with the results that ``[validation]`` of ``config.toml`` names, each at the level at which it is published.

    Parameters
    ----------
    model : Model
        The scoring model.

    Returns
    -------
    NeedAgreement or None
        None where ``config.toml`` names no result, or none can be compared at any level.
    """
    validation = model.settings.validation
    if validation is None:
        return None
    usable = [key for key in validation.need_indicators if _level(model, key) is not None]
    compared = [_compare(model, validation.need_outcome, key) for key in usable]
    if not compared:
        return None
    checks = pd.DataFrame([row for rows, _ in compared for row in rows], columns=list(CHECKS))
    few = [areas for _, areas in compared if len(areas) <= MOST_AREAS_WITH_P]
    return NeedAgreement(validation.need_outcome, checks, pd.concat(few) if few else pd.DataFrame(columns=list(AREAS)))


def _level(model: Model, indicator: str) -> Level | None:
    """Level at which an indicator is published and can say that one area does worse than another."""
    if indicator not in model.atlas.indicators.index:
        return None
    facts = model.atlas.indicators.loc[indicator]
    known = facts["published_level"] in LEVELS and facts["polarity"] in WORSE_SIGN
    return cast("Level", facts["published_level"]) if known else None


def _compare(model: Model, outcome: str, indicator: str) -> tuple[list[tuple[object, ...]], pd.DataFrame]:
    level = cast("Level", _level(model, indicator))
    facts, areas = model.atlas.indicators.loc[indicator], model.areas[level]
    uses = model.settings.outcomes[outcome].indicators
    others = {key: use for key, use in uses.items() if key != indicator}
    published = np.asarray(latest_values(model.atlas, indicator).reindex(areas.index), dtype=np.float64)
    worse = WORSE_SIGN[str(facts["polarity"])] * published
    needs = [outcome_need(model.atlas, chosen, level, model.members[level]).score for chosen in (uses, others)]
    rows: list[tuple[object, ...]] = []
    for left_out, chosen, need in zip((False, True), (uses, others), needs, strict=True):
        used = len(scored_indicators(model.atlas, chosen, level))
        rows.append((indicator, facts["name"], level, model.need_periods.get(indicator, ""), left_out, used, *_agreement(need, worse)))
    columns = (indicator, areas.index.array, areas["label"].array, published, *needs)
    frame = pd.DataFrame(dict(zip(AREAS, columns, strict=True)))
    return rows, frame.sort_values("published", kind="stable", ignore_index=True)


def _agreement(need: NDArray[np.float64], worse: NDArray[np.float64]) -> tuple[int, float, float]:
    """Areas compared, their Spearman correlation, and the share of orders that agree as well."""
    both = ~np.isnan(need) & ~np.isnan(worse)
    need, worse = need[both], worse[both]
    spearman = correlate(need, worse)[0]
    if np.isnan(spearman) or len(need) > MOST_AREAS_WITH_P:
        return len(need), spearman, float("nan")
    ranks = rankdata(worse)
    # Spearman's correlation grows with this sum of products, and nothing else in it depends on the order.
    tested = permutation_test(
        (rankdata(need),),
        lambda order, axis: (order * ranks).sum(axis=axis),
        permutation_type="pairings",
        vectorized=True,
        alternative="greater",
        n_resamples=ORDERS_TRIED,
        random_state=SEED,
    )
    return len(need), spearman, float(tested.pvalue)
