"""How sure it is that an area is among the worst: one scale of words, with one meaning on every page, in reports and in files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import figures

if TYPE_CHECKING:
    from geo.settings.model import Confidence

WORDS = {
    "certain": "Certain",
    "likely": "Likely",
    "check_first": "Check first",
    "not_worst": "Not among the worst of all",
    "": figures.NO_DATA,
}
# Heads a column or a line of `rank_range`: it asks what the word answers.
COLUMN = "Among the worst?"
BORDER = "border"
BORDER_MEANING = (
    f"Check first ({BORDER}) is about whether the data are whole, for providers beyond the border may be missing; the range of ranks "
    "beside it says how firm the rank is with the data there are."
)
SETTINGS = "under other reasonable settings"
TITLE = "What “other reasonable settings” are"
VARIED = (
    "Varied together, at random: speeds, road distances and single journeys; how fast nearness fades and where the catchment ends; numbers "
    "of children; class sizes at schools that publish none; providers that may be gone; weights of the measures and of service types; how "
    "figures are brought on one scale; and published figures within their intervals."
)
NOT_TRUTH = (
    "Ranks under other settings are not the truth either: they show how much a rank hangs on what was chosen. What is missing from the "
    "data is missing from all of them."
)


def meaning(limits: Confidence) -> str:
    """Say what each word means."""
    sure, likely, never = (f"{share:.0%}" for share in (limits.certain_from, limits.likely_from, 1 - limits.certain_from))
    return (
        f"Every rank is worked out {limits.draws:,} times {SETTINGS}. Certain: among the worst {limits.worst_share:.0%} of the whole area "
        f"in {sure} of these or more. Likely: in {likely} or more. Check first: in fewer, or providers beyond the border may be missing "
        f"from the data. {BORDER_MEANING} {WORDS['not_worst']}: in {never} or fewer."
    )


def explained(limits: Confidence) -> str:
    """Say what the words mean, what was varied, and what that is worth."""
    return f"{meaning(limits)} The range of ranks holds nine of ten of them. {VARIED} {NOT_TRUTH}"


def rank_range(sure: str, low: int | None, high: int | None, *, border: bool) -> str:
    """Say how sure it is in the whole area, and between which ranks of this list the area lies; where the border is why, it says so."""
    if low is None or high is None:
        return figures.NO_DATA
    return f"{word(sure, border=border)}; here {figures.ordinal(low)} to {figures.ordinal(high)}"


def word(sure: str, *, border: bool) -> str:
    """Say how sure it is in a word or two."""
    return f"{WORDS[sure]} ({BORDER})" if border and sure == "check_first" else WORDS[sure]


def sentence(sure: str, share: str, limits: Confidence, ranks: str, *, border: bool) -> str:
    """Say how sure it is that one area is among the worst; where the border is why, it says so."""
    because = ", because providers beyond the border may be missing" if border and sure == "check_first" else ""
    return (
        f"Under other settings: {WORDS[sure].lower()}{because}. Among the worst {limits.worst_share:.0%} of the whole area in {share} of "
        f"{limits.draws:,} runs {SETTINGS}; {ranks}"
    )


def ranks(rank: int, areas: str, low: int, high: int) -> str:
    """Say the rank of an area, and between which ranks it lies."""
    return f"rank {rank:,} of all {areas} of the whole area, {figures.ordinal(low)} to {figures.ordinal(high)} in nine of ten."
