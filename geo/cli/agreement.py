"""The command that compares with published figures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from geo.analysis.agreement_access import validate_access
from geo.analysis.agreement_need import validate_need
from geo.base.errors import ConfigError, Problem
from geo.export.tables import to_json
from geo.method.model import build_model
from geo.settings.model import load_settings
from geo.store.atlas import load_atlas
from geo.store.kept import of_today

if TYPE_CHECKING:
    import argparse

    import pandas as pd

    from geo.analysis.agreement_access import AccessAgreement
    from geo.analysis.agreement_need import NeedAgreement
    from geo.method.model import Model

_NONE = "[validation] names no published figure that the data hold, so there is nothing to compare with. Name one."

_HELD_OUT = "Nothing is chosen on the districts held out (held_out): their figure reports, whatever changes in data or method."


def validate(arguments: argparse.Namespace) -> int:
    """Print how far access and need agree with published figures, as tables or as JSON."""
    settings = of_today(load_settings(arguments.config))
    model = build_model(load_atlas(settings), settings)
    access, need = validate_access(model), validate_need(model)
    if access is None and need is None:
        raise ConfigError([Problem(arguments.config.name, _NONE)])
    print(_json(model, access, need) if arguments.json else _text(access, need))  # noqa: T201 - the command line talks through its streams
    return 0


def _json(model: Model, access: AccessAgreement | None, need: NeedAgreement | None) -> str:
    answer: dict[str, object] = {"settings": model.settings.access.model_dump(mode="json", exclude={"offered"})}
    if access is not None and model.settings.validation is not None:
        answer["access"] = {
            "indicator": access.indicator,
            "services": model.settings.validation.access_services,
            "period": access.period,
            "provision_periods": access.provision_periods,
            "earlier_period": access.earlier_period,
            "earlier_spearman": access.earlier_spearman if access.earlier_period else None,
            "chosen_on": model.settings.validation.chosen_on,
            "table": _rows(access.table),
            "areas": _rows(access.areas.reset_index()),
        }
    if need is not None:
        answer["need"] = {"outcome": need.outcome, "checks": _rows(need.checks), "areas": _rows(need.areas)}
    return json.dumps(answer, indent=2, ensure_ascii=False)


def _rows(frame: pd.DataFrame) -> object:
    """Rows with missing figures as null, as `json` alone does not write them."""
    return json.loads(to_json(frame))


def _text(access: AccessAgreement | None, need: NeedAgreement | None) -> str:
    parts = []
    if access is not None:
        outliers = access.areas[access.areas["outlier"]]
        parts += [
            f"Access against {access.indicator}, {access.period}",
            access.table.to_string(index=False, float_format="%.3f", na_rep="-"),
            *([_HELD_OUT] if (access.table["part"] == "held_out").any() else []),
            f"Largest differences of rank, of {len(access.areas):,} areas (rank 1 = most access)",
            outliers[["area_label", "ours", "published", "our_rank", "published_rank"]].to_string(float_format="%.1f"),
        ]
    if need is not None:
        shown = need.checks[["indicator", "level", "period", "left_out", "areas", "spearman", "p_value"]]
        parts += [f"Need for {need.outcome} against results", shown.to_string(index=False, float_format="%.3f", na_rep="-")]
    return "\n\n".join(parts)
