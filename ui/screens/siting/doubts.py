"""How firm the sites of an answer are: which is chosen most often, and what is to be doubted of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ui.screens.siting import answers
from ui.words import site_effect as words
from ui.words import siting as siting_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.siting.why import WhySite
    from ui.screens.siting.question import SiteQuestion

SHARE_DECIMALS = 6


def often(asked: SiteQuestion, table: pd.DataFrame, shares: Any) -> str:  # noqa: ANN401 - an array, or nothing
    """Name the sites that are chosen most often in other settings: what to begin with; nothing where all are as often, or none is counted.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    table : DataFrame
        `geo.siting.answer.answer_table`.
    shares : ndarray, optional
        `geo.siting.firmness.chosen_shares`.
    """
    if shares is None:
        return ""
    told = pd.Series(shares, answers.prepared(asked).sites.index).reindex(table["site_id"]).round(SHARE_DECIMALS)
    most = [plain(name) for name, share in zip(table["site"], told, strict=True) if share == told.max()]
    draws = asked.scene.settings.siting.draws
    return words.often(most, siting_words.share(float(told.max()), draws)) if len(most) < len(table) else ""


def of_site(asked: SiteQuestion, site: WhySite) -> list[str]:
    """Say the same of one site."""
    said = [words.hair_one(_names(asked, site.as_good))] if site.as_good else []
    if site.chosen_share < words.FEW:
        share = siting_words.share(site.chosen_share, asked.scene.settings.siting.draws)
        said.append(words.seldom([words.seldom_site(plain(_names(asked, [site.site_id])[0]), share)]))
    return said


def _names(asked: SiteQuestion, codes: Any) -> list[str]:  # noqa: ANN401 - a list or a tuple of ids
    names = answers.prepared(asked).sites["site"]
    return [str(names[code]) for code in codes]
