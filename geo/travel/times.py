"""Which travel times hold for an atlas: those that a router measured, estimates for the rest.

A data folder may hold measured times (``travel_times.csv``, from a router). They stand for every pair whose origin and provider both occur
in that table for the mode of the settings; such a pair without minutes has no way. All others keep the estimate: a provider that opened
since the times were measured is not lost, and times by car say nothing of walking. Draws of other detours stretch measured times like
estimated ones: which road a router took is uncertain as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.travel.estimated import estimated
from geo.travel.measured import with_measured

if TYPE_CHECKING:
    from geo.settings.model import Access
    from geo.store.atlas import Atlas
    from geo.travel.engine import TravelEngine


def travel_engine(atlas: Atlas, access: Access) -> TravelEngine:
    """Give what tells the travel times of an atlas. Another router enters here."""
    return with_measured(estimated(atlas, access), atlas, access)
