"""How good is this: how far access and need agree with published figures, where they differ, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from geo.export import to_csv
from ui import cache, charts, describe, text, theme, validate_charts, validate_text
from ui.grid import grid
from ui.page import changed_line, open_view
from ui.plain import plain

if TYPE_CHECKING:
    from geo.settings import Validation
    from geo.validate import AccessAgreement
    from geo.validate_need import NeedAgreement
    from ui.page import Loaded
    from ui.state import View


def main() -> None:
    """Draw the page."""
    loaded, view = open_view(validate_text.TITLE, has_map=True)
    st.title(validate_text.TITLE, anchor=False)
    validation = loaded.settings.validation
    access, need = (work(loaded.model, loaded.stamp) for work in (validate_charts.access, validate_charts.need))
    if validation is None or (access is None and need is None):
        st.info(validate_text.NOTHING)
        return
    changed_line(loaded, view)
    st.caption(validate_text.FILTERS)
    if access is not None:
        _access(loaded, validation, access)
        _chart(access)
        _map(loaded, view, access)
        _outliers(access)
        _why(loaded, validation, access)
    if need is not None:
        _need(loaded, need)
    st.caption(validate_text.WORKING)


def _access(loaded: Loaded, validation: Validation, found: AccessAgreement) -> None:
    whole = found.table.iloc[0]
    name = str(loaded.atlas.indicators.at[found.indicator, "name"])
    st.markdown(validate_text.headline(name, found.period, len(found.areas), whole["spearman"], whole["same_order"]))
    st.markdown(validate_text.use(whole["spearman"]))
    st.header(validate_text.TABLE_TITLE, anchor=False)
    table = found.table.assign(
        name=found.table["name"].where(found.table["part"] == "district", found.table["part"].map(validate_text.PARTS)),
        same_order=found.table["same_order"].round(2),
        words=[validate_text.strength(value) for value in found.table["spearman"]],
    )
    column, names = st.column_config, validate_text.TABLE_COLUMNS
    formats = {"spearman": "%.2f", "pearson": "%.2f", "same_order": "percent"}
    shown = table[list(names)]
    config = {
        "name": column.TextColumn(names["name"], width=175),
        "words": column.TextColumn(names["words"]),
        "areas": column.NumberColumn(names["areas"], format="localized"),
        **{key: column.NumberColumn(names[key], format=form, help=validate_text.TABLE_HELP[key]) for key, form in formats.items()},
    }
    grid(shown, config, "agreement", title=validate_text.TABLE_TITLE)
    districts = found.table[found.table["part"] == "district"].dropna(subset="spearman").sort_values("spearman")
    if len(districts) > 1:
        worst, best = districts.iloc[0], districts.iloc[-1]
        st.markdown(plain(validate_text.spread(best["name"], best["spearman"], worst["name"], worst["spearman"])))
    st.markdown(validate_text.aims({part: found.spearman(part) for part in validation.aims}, validation.aims))


def _chart(found: AccessAgreement) -> None:
    st.header(validate_text.CHART_TITLE, anchor=False)
    summary = validate_text.chart_summary(len(found.areas), len(validate_charts.named_in_chart(found.areas)))
    charts.show(validate_charts.scatter(found.areas), "agreement_scatter", summary)


def _map(loaded: Loaded, view: View, found: AccessAgreement) -> None:
    st.header(validate_text.MAP_TITLE, anchor=False)
    counts = found.counts
    summary = validate_text.map_summary(counts["alike"], found.steps[0], int(counts["less"]), int(counts["more"]), len(found.areas))
    st.markdown(summary)
    query = replace(view.query, level="lsoa", districts=())
    validate_charts.draw_map(loaded, view, found, cache.scores(loaded.model, loaded.stamp, query), summary)


def _outliers(found: AccessAgreement) -> None:
    st.header(validate_text.OUTLIERS_TITLE, anchor=False)
    column, names = st.column_config, validate_text.OUTLIER_COLUMNS
    shown = found.areas.loc[found.areas["outlier"], list(names)]
    config = {
        "area_label": column.TextColumn(names["area_label"], width=150 if theme.phone() else None),
        **{key: column.NumberColumn(names[key], format="%.1f") for key in ("ours", "published")},
        **{key: column.NumberColumn(names[key], format="%.0f", help=validate_text.RANK_HELP) for key in ("our_rank", "published_rank")},
        "rank_difference": column.NumberColumn(names["rank_difference"], format="%.0f", help=validate_text.DIFFERENCE_HELP),
    }
    grid(shown, config, "outliers", title=validate_text.OUTLIERS_TITLE)
    data = found.areas.reset_index()
    st.download_button(validate_text.DOWNLOAD, lambda: to_csv(data, bom=True), "agreement.csv", "text/csv", on_click="ignore")


def _why(loaded: Loaded, validation: Validation, found: AccessAgreement) -> None:
    st.header(validate_text.WHY_TITLE, anchor=False)
    plurals = text.listed([loaded.settings.services[service].plural for service in validation.access_services])
    reasons = validate_text.why(
        plurals,
        found.provision_periods,
        found.period,
        found.earlier_period,
        found.earlier_spearman,
        loaded.settings.access.detour,
        describe.measured_times(loaded),
    )
    st.markdown("\n".join(f"- {reason}" for reason in reasons))
    if validation.findings:
        st.markdown(f"**{validate_text.FINDINGS_TITLE}**\n\n" + "\n".join(f"- {plain(finding)}" for finding in validation.findings))
    halves = found.table[found.table["part"].isin(["chosen_on", "held_out"])]
    if len(halves):
        st.markdown(f"**{validate_text.CHOICE_TITLE}**")
        districts = found.table[found.table["part"] == "district"]
        chosen = districts["code"].isin(validation.chosen_on)
        figures = {part: found.spearman(part) for part in ("chosen_on", "held_out")}
        names = (districts.loc[which, "name"].tolist() for which in (chosen, ~chosen))
        st.markdown(plain(validate_text.choice(*names, figures)))


def _need(loaded: Loaded, found: NeedAgreement) -> None:
    st.header(validate_text.NEED_TITLE, anchor=False)
    first, fair = found.checks.iloc[0], found.checks.iloc[1]
    outcome = loaded.settings.outcomes[found.outcome].name
    st.markdown(validate_text.need_headline(outcome, first["name"], fair["spearman"], first["spearman"]))
    kept, left_out = (found.checks[found.checks["left_out"] == which].reset_index(drop=True) for which in (False, True))
    table = kept.assign(
        level=[text.PUBLISHED_FOR[level] for level in kept["level"]],
        kept=kept["spearman"],
        left_out=left_out["spearman"],
        chance=[validate_text.chance(value) for value in left_out["p_value"]],
    )
    column, names, helps = st.column_config, validate_text.NEED_COLUMNS, validate_text.NEED_HELP
    shown = table[list(names)]
    config = {
        **{key: column.TextColumn(names[key]) for key in ("level", "period")},
        "name": column.TextColumn(names["name"], width=150 if theme.phone() else None),
        "areas": column.NumberColumn(names["areas"]),
        **{key: column.NumberColumn(names[key], format="%.2f", help=helps[key]) for key in ("kept", "left_out")},
        "chance": column.TextColumn(names["chance"], help=helps["chance"]),
    }
    grid(shown, config, "need", title=validate_text.NEED_TITLE)
    if len(found.areas):
        unit = loaded.atlas.indicators.at[found.areas["indicator"].iloc[0], "unit"]
        names = validate_text.NEED_AREA_COLUMNS
        labels = {key: column.Column(name) for key, name in names.items()} | {
            "published": column.Column(names["published"], help=plain(unit))
        }
        grid(found.areas[list(names)], labels, "need_areas", title=validate_text.need_unit(unit))
        st.caption(plain(validate_text.need_unit(unit)))
    st.markdown(validate_text.NEED_LIMITS)


main()
