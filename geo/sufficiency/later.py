"""Parts 8 and 9: how gaps will be met, and what families and providers say; the council writes both."""

from __future__ import annotations

from typing import Final

from geo.sufficiency import labels
from geo.sufficiency.content import ReportFigure, ReportPart, told

ACTION: Final = (
    "{marker} The guidance asks for details of how any gaps in childcare provision will be addressed: actions with an owner, a date and a "
    "measure. The delivery plan of the partnership may have them."
)
VIEWS: Final = "{marker} What was heard from families and providers, from whom and when: surveys, meetings, complaints."
ACTION_WANTED: Final = "the partnership's delivery plan"
VIEWS_WANTED: Final = "surveys of families and of providers"


def action() -> ReportPart:
    """Write the part on how gaps will be met."""
    return ReportPart(labels.PARTS["action"], (told(ACTION, marker=_marker("action")),), "to_write", ACTION_WANTED)


def views() -> ReportPart:
    """Write the part on views."""
    return ReportPart(labels.PARTS["views"], (told(VIEWS, marker=_marker("views")),), "to_write", VIEWS_WANTED)


def _marker(part: str) -> ReportFigure:
    return ReportFigure(f"{part}.held", labels.PARTS[part].partition(" ")[2], labels.TO_WRITE, "", "", (), "rule")
