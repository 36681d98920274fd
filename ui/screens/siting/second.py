"""What would come next in the place of a site, by the measure of the headline: the same words below the answer, in *Why* and in a pack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ui.kit.cells import is_missing
from ui.screens.siting import answers
from ui.words import site_lead as words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.siting.why import WhySite
    from ui.screens.siting.answers import Plan
    from ui.screens.siting.question import SiteQuestion

# Their headline is a share of what is short, each family alike.
SHARES: Final = frozenset({"need", "places"})


def named(asked: SiteQuestion, code: str) -> str:
    """Name a site with its ward."""
    sites = answers.prepared(asked).sites
    name, ward = plain(sites.at[code, "site"]), sites.at[code, "ward_code"]
    return name if is_missing(ward) else words.in_ward(name, plain(asked.scene.atlas.areas["name"].get(str(ward), "")))


def closes(asked: SiteQuestion, plan: Plan, site: WhySite) -> str:
    """Say what the answer closes with the next best in the place of a site, beside what it closes; nothing of an objective without shares.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    plan : ndarray of int
        Units by site.
    site : WhySite
        The site, with the one that would come next.
    """
    if asked.siting.objective not in SHARES or not site.next_best or not np.isfinite(site.next_best_less):
        return ""
    place = answers.prepared(asked).sites.index.get_loc
    then = plan.copy()
    then[place(site.next_best)], then[place(site.site_id)] = plan[place(site.site_id)], 0
    whole, other = (float(effect.closed.sum()) / effect.short for effect in (answers.effect(asked, plan), answers.effect(asked, then)))
    return words.next_closes(named(asked, site.next_best), other, whole, several=int((plan > 0).sum()) > 1)
