"""Parts 8 and 9: how gaps will be met, and what families and providers say; neither is in the data yet."""

from __future__ import annotations

from typing import Final

from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportPart, told

ACTION: Final = (
    "{held}. The guidance asks for details of how any gaps in childcare provision will be addressed: actions with an owner, a date and a "
    "measure. Write them in here."
)
VIEWS: Final = "{held}. What families and providers say is in no table of the data. Write in here what was heard, from whom and when."
ACTION_WANTED: Final = "the partnership's delivery plan"
VIEWS_WANTED: Final = "surveys of families and of providers"


def action() -> ReportPart:
    """Write the part on how gaps will be met."""
    return ReportPart(labels.PARTS["action"], (told(ACTION, held=_not_yet("action")),), "not_held", ACTION_WANTED)


def views() -> ReportPart:
    """Write the part on views."""
    return ReportPart(labels.PARTS["views"], (told(VIEWS, held=_not_yet("views")),), "not_held", VIEWS_WANTED)


def _not_yet(part: str) -> ReportFigure:
    return ReportFigure(f"{part}.held", labels.PARTS[part].partition(" ")[2], labels.NOT_YET, "", "", (), "rule")
