"""Every sentence on scenarios that are kept for everybody. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.figures import date_words
from ui.words.plain import plain

if TYPE_CHECKING:
    from geo.store.saved_scenario import SavedScenario

KEPT_TITLE = "Keep this scenario, or open one that is kept"
NO_WORKSPACE = (
    "There is no place to keep scenarios yet; the link of this page holds this one. Ask whoever looks after this dashboard to set one up."
)
KEPT_OWN_DATA = "You are using your own data: what is kept are the changes, not these data."
KEEP_NAME, KEEP_WHO, KEEP_WHY, KEEP = "Name of the scenario", "Your name", "What it is for", "Keep it for everybody"
KEPT_UNREADABLE = "The scenarios that were kept cannot be read just now. Why:"
NOT_KEPT = "Not kept. Mend this and press the button again:"
NONE_KEPT = "None is kept yet."
WITHDRAW, WITHDRAW_HELP = "Withdraw", "Takes it off this list, after one more question. It is not deleted."
WITHDRAW_IT, LEAVE_IT = "Yes, withdraw it", "No, leave it"
NOT_WITHDRAWN = "Not withdrawn. Mend this and press the button again:"
WITHDRAWN_TITLE, BRING_BACK = "Withdrawn", "Bring it back"


def sure(name: str) -> str:
    """Ask whether a kept scenario is to be withdrawn."""
    return f"Withdraw “{plain(name)}”? Links to it go on working and say that it was withdrawn. It can be brought back."


def withdrawn(name: str) -> str:
    """Say that a kept scenario was withdrawn."""
    return f"“{name}” is withdrawn. It stands at the end of the list, and can be brought back there."


def back(name: str) -> str:
    """Say that a kept scenario was brought back."""
    return f"“{name}” is back in the list."


def withdrawn_by(who: str, when: str) -> str:
    """Say who withdrew a kept scenario, and when."""
    return f"Withdrawn by {plain(who)} on {date_words(when[:10])}."


def kept(name: str, scenario_id: str) -> str:
    """Say that a scenario was kept, and how a link names it."""
    return f"“{name}” is kept; a link opens it with scenario={scenario_id}. The same name again is another one."


def kept_broken(count: int) -> str:
    """Say that some files of kept scenarios cannot be read."""
    return f"{'One kept scenario' if count == 1 else f'{count:,} kept scenarios'} cannot be read. The others are listed."


def kept_line(name: str, who: str, when: str, why: str, count: int) -> str:
    """Describe a kept scenario."""
    changes = f"{count:,} {'change' if count == 1 else 'changes'}"
    return f"**{plain(name)}**: {changes}, kept by {plain(who)} on {date_words(when[:10])}. {plain(why)}"


def open_kept(name: str) -> str:
    """Name the link to a kept scenario."""
    return plain(f"Open “{name}”")


def opened(saved: SavedScenario, now: str) -> str:
    """Say which kept scenario a link has opened, and on which data and method it was made; ``now`` is the method of today."""
    method = saved.method_version
    other = "" if method == now else f" Figures were those of method {plain(method)}; these are of method {now}."
    gone = f" **{withdrawn_by(saved.withdrawn_by, saved.withdrawn_at)}**" if saved.withdrawn_by else ""
    made = f"kept by {plain(saved.who)} on {date_words(saved.when[:10])}: {plain(saved.why)} Made on: {plain(saved.data_version)}."
    return f"Opened **{plain(saved.name)}**, {made}{other}{gone}"
