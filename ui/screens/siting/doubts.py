"""How firm an answer is: said behind how good it is, before anything is taken from it."""

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


def of_answer(asked: SiteQuestion, table: pd.DataFrame, shares: Any) -> list[str]:  # noqa: ANN401 - an array, or nothing
    """Say how many sites are best by a hair, and where it was counted which are chosen in few settings and which most often.

    Parameters
    ----------
    asked : SiteQuestion
        The question.
    table : DataFrame
        `geo.siting.answer.answer_table`.
    shares : ndarray, optional
        `geo.siting.firmness.chosen_shares`.
    """
    said, near = [], table["as_good"] != ""
    if near.any():
        first = str(table.loc[near, "as_good"].iloc[0]).split("; ")
        said.append(words.hair_one(_names(asked, first)) if len(table) == 1 else words.hair_several(int(near.sum()), len(table)))
    if shares is None:
        return said
    of = pd.Series(shares, answers.prepared(asked).sites.index).reindex(table["site_id"])
    draws = asked.scene.settings.siting.draws
    told = of.round(SHARE_DECIMALS)
    most = [plain(name) for name, share in zip(table["site"], told, strict=True) if share == told.max()]
    # All of them as often: none comes before the others.
    often = [words.often(most, siting_words.share(float(of.max()), draws))] if len(most) < len(table) else []
    few = [
        words.seldom_site(name, siting_words.share(float(share), draws))
        for name, share in zip(table["site"], of, strict=True)
        if share < words.FEW
    ]
    return [*said, *([words.seldom(few)] if few else []), *often]


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
