"""Every sentence of the page Where to put it. No arithmetic here, no layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.words.figures import figure, listed
from ui.words.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.siting.question import Objective, People

# --- nothing asked yet -----------------------------------------------------------------------------------------------

BUSY, BUSY_DRAWS = "Trying every possible site …", "Asking again in other settings …"
START_AGAIN, START_AGAIN_HELP = "Start again", "Takes the question back. The filters stay."
LIMITS = (
    "What an answer cannot say: whether a site has the room, what it would cost, who would staff it, or how many families would come. "
    "Travel is estimated, and sites are judged by neighbourhood."
)


# --- the form --------------------------------------------------------------------------------------------------------

FORM_TITLE = "The question"
AIM = "What the sites are to do"
AIMS: Final[dict[Objective, str]] = {
    "need": "Close the most need",
    "places": "Close most of the shortfall",
    "worst_fifth": "Help the worst-served",
    "travel": "Shortest travel",
    "within": "Most children within a time",
    "everybody": "Everybody within a time",
    "longest": "Shortest longest journey",
}
OPENS, SECTOR, PLACES, ADD = "What opens", "Sector", "Places of each site", "How many sites"
OPENS_HELP = "Outreach counts as one more site of its type, as if it were open as often: the data hold no opening hours."
ADD_HELP = "One to thirty. The picture below shows all of them at once."
PLACES_HELP = "Children who can be there at the same time. One class is taken as 26."
KINDS = "Possible sites"
KINDS_HELP = (
    "Service types whose providers are possible sites. Only where they stand matters: what is there now stays as it is. A list of your own "
    "can stand beside them, or instead."
)
KINDS_NONE = "None: only your own list"
WITHIN, WITHIN_HELP = "Within how many minutes", "Estimated travel time of an ordinary journey, door to door."
PEOPLE = "Whose journeys count"
PEOPLES: Final[dict[People, str]] = {
    "children": "All children alike",
    "need": "Children weighted by need",
    "low_income": "Children weighted by low income",
}
MORE = "Limits: which sites, how far apart, how many in a district"
MUST, NEVER = "Sites that must be in the answer", "Sites that must not be in it"
SITES_HINT = "Type a name, a postcode or a district"
APART, APART_HELP = "Least distance between two new sites (km)", "As the crow flies. 0: no limit."
IN_DISTRICT, IN_DISTRICT_HINT = "Districts with a least or most number of sites", "All districts are free"
TOTAL, TOTAL_HELP = (
    "Places in all, shared out",
    "Empty: each site has the places above. Else these places are shared out among sites in such units.",
)
CAP = "Most places at one site"
BUDGET, BUDGET_HELP = "Budget", "The sum of the column cost of your list. Empty: no limit."


def aim_help(aim: Objective, worst: float, minutes: float) -> str:
    """Say in one sentence what an objective does."""
    said: dict[Objective, str] = {
        "need": "Closes as much of what is missing as it can, counted by the need of each neighbourhood (0-1).",
        "places": "Closes as much of what is missing as it can, whoever misses it.",
        "worst_fifth": f"Raises the mean access of the worst-served {worst:.0%} of children as far as it can.",
        "travel": "Makes the mean journey to the nearest site, old or new, as short as it can.",
        "within": f"Brings as many children as it can within {minutes:g} minutes of a site, old or new.",
        "everybody": f"Finds the fewest new sites that bring everybody within {minutes:g} minutes, and names whom none can reach.",
        "longest": "Makes the longest journey of any neighbourhood as short as it can.",
    }
    return said[aim]


def possible(count: int, where: str) -> str:
    """Say how many possible sites there are."""
    return f"{'1 possible site' if count == 1 else f'{count:,} possible sites'} in {plain(where)}."


def least(district: str) -> str:
    """Label the least number of sites in a district."""
    return f"At least in {district}"


def most(district: str) -> str:
    """Label the greatest number of sites in a district."""
    return f"At most in {district}"


# --- an own list -----------------------------------------------------------------------------------------------------

OWN_TITLE, OWN = "Possible sites from a file of yours", "File of sites (CSV, Excel or OpenDocument)"
OWN_HELP = (
    "One row a site: site_id, name, and postcode or easting and northing; kind, min_places, max_places, cost, must, never and note if you "
    "have them. The file stays in this visit, so a link to this page does not carry it."
)
OWN_DROP = "Stop using this list"
BROKEN_FILE = "Nothing of this file is used. Mend these and bring it again."


def own_used(file: str, count: int) -> str:
    """Say that an own list is in use."""
    return f"**{plain(file)}**: {'1 possible site' if count == 1 else f'{count:,} possible sites'}."


# --- the one sentence ------------------------------------------------------------------------------------------------

# Below this share there is nothing left of a whole percentage.
LEAST: Final = 0.005
NUMBERS: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NAMED: Final = 5


def number(count: int) -> str:
    """Write a small number as a word."""
    return NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"


def subject(count: int, one: str, several: str, each: int | None, together: int | None, *, more: bool = False) -> str:
    """Name what opens: five school nurseries of 26 places; or two more hubs."""
    what = f"{'more ' if more else ''}{one if count == 1 else several}"
    size = "" if each is None and together is None else f" with {together:,} places in all" if each is None else f" of {each:,} places"
    counted = number(count)
    return f"{counted[:1].upper()}{counted[1:]} {what}{size}"


def found(who: str, sites: Sequence[str], does: str) -> str:
    """Say the answer in one sentence."""
    more = len(sites) - NAMED
    names = [plain(name) for name in sites[:NAMED]] + ([f"{more:,} more"] if more > 0 else [])
    return f"**{who}, at {listed(names)}, {does}.**"


WEIGHTS: Final[dict[People, str]] = {
    "children": "",
    "need": ", each counted by need (0-1),",
    "low_income": ", each counted by low income (0-1),",
}


def share_of(part: float) -> str:
    """Write a share; a small one is not nothing."""
    return "less than 1%" if 0 < part < LEAST else f"{part:.0%}"


def short(*, in_places: bool) -> str:
    """Name what is missing: in places, or in sites where an outcome area counts those."""
    return "places short" if in_places else "sites short"


def does(
    aim: Objective,
    people: People,
    *,
    so_far: float,
    of_all: float,
    worst: float,
    minutes: float,
    near: str,
    unit: str,
    one: bool,
    in_places: bool,
    lacks: str,
) -> str:
    """Say what an answer does, in the unit of its objective; ``of_all`` is what ``lacks`` names, or what stands today."""
    s = "s" if one else ""
    if aim in {"need", "places"}:
        part = so_far / of_all if of_all > 0 else 0.0
        # Parts of a site picture nothing.
        counted = f" ({figure(so_far)} of {figure(of_all)} {short(in_places=True)})" if in_places else ""
        return f"close{s} {share_of(part)} of what {lacks}{counted}"
    if aim == "worst_fifth":
        rise = f"from {figure(of_all)} to {figure(of_all + so_far)} {unit}"
        return f"raise{s} the mean access of the worst-served {worst:.0%} of children {rise}"
    if aim in {"within", "everybody"}:
        return f"bring{s} {figure(so_far)} more of {figure(of_all)} children{WEIGHTS[people]} within {minutes:g} minutes of {near}"
    what = f"mean journey of children{WEIGHTS[people]} to {near}" if aim == "travel" else f"longest journey to {near}"
    return f"shorten{s} the {what} from {figure(of_all)} to {figure(of_all - so_far)} minutes"


NO_SITE = "There is no possible site: choose service types below, bring a list of your own, or widen the districts."
NOTHING_HELPS = (
    "No site is needed or none adds anything: what is asked for is there already, or out of reach of every possible site. Ask for "
    "something else below, choose more possible sites, or widen the districts."
)
NO_ANSWER = "No answer keeps to all limits."
CANNOT_ASK = "This cannot be asked"
ALIKE = "All possible sites help alike: the order says nothing. Ask for something else, or set limits."
PERHAPS_FEWER = "Whether fewer would do is not known yet: press *Prove it*."
FEWER = "Fewer sites than asked for: no further one adds anything, or the limits allow no more."


def plainly(so_far: float, of_all: float, what: str) -> str:
    """Say what the sites close where each place or site short counts alike."""
    return f"The sites close {figure(so_far)} of {figure(of_all)} {what}: (target - access) x children of each neighbourhood, added up."


def weighed(so_far: float, of_all: float, what: str) -> str:
    """Say what the sites close where each place or site short counts by need."""
    return (
        f"The sites are chosen by {what} that are each counted by the need of the neighbourhood, 0-1: where need is highest in full, "
        f"elsewhere for less. Counted so they close {figure(so_far)} of {figure(of_all)} {what}."
    )


def ties(count: int) -> str:
    """Say that several sites are as good as the first."""
    return f"{count:,} sites help exactly as much as the first one: *As good* names those that could stand in."


# --- those whom nobody reaches ---------------------------------------------------------------------------------------

UNREACHED_TITLE = "Who cannot be reached"
UNREACHED: Final = {"label": "Neighbourhood", "district": "District", "children": "Children 0-4"}


def unreached(areas: int, children: int, minutes: float | None) -> str:
    """Say how many no site can reach."""
    who = "1 neighbourhood" if areas == 1 else f"{areas:,} neighbourhoods"
    time = "" if minutes is None else f" within {minutes:g} minutes"
    return f"No possible site and no provider of today reaches {who} with {children:,} children{time}. They are named below."


# --- proven best -----------------------------------------------------------------------------------------------------

PROVE, STOP = "Prove it", "Stop"
STOP_HELP = "Keeps the best answer so far, with how far it can be from the best."
FAILED = "The search for a better answer failed. The quick answer stays; try again, or ask whoever looks after this service."
PROVE_HELP = "Looks for a better answer, and proves how good this one is. It works beside everything else; you can go on reading."
SENT = "These are the sites that the link names. How good they are has to be proven again here."
SENT_SO_FAR = "the sites that were sent."
OTHER_QUESTION = (
    "The sites that the link names belong to another question, to other data or to a list of possible sites that no link carries: this is "
    "the quick answer to the question as it stands."
)
BETTERED = "A better answer than the one that was sent was found, and is shown."
GREEDY = "This is the quick answer: always the site that helps most next. Whether another choice does more is not proven."


def quality(status: str, gap: float, seconds: float) -> str:
    """Say how good an answer is."""
    share = "an unknown share" if gap >= 1 else f"{100 * gap:.2g}%"
    if status == "proven":
        return "**Proven best.** In these settings no other choice of sites does more."
    if status == "sent":
        return SENT
    if status == "near":
        return f"**Within {share} of the best.**"
    return f"**Stopped after {seconds:g} s, within {share} of the best.**" if status == "stopped" else GREEDY


def fewest(count: float) -> str:
    """Say that no answer has fewer sites."""
    return f"No answer has fewer than {count:,.0f}."


def solving(elapsed_s: float, longest_s: float, said: str) -> str:
    """Say how long the search has taken, and what it has found."""
    return f"Looking for a better answer: {elapsed_s:.0f} s of at most {longest_s:.0f} s. So far: {said}"


def waits(ahead: int) -> str:
    """Say that others are first."""
    return f"{'One search is' if ahead == 1 else f'{ahead:,} searches are'} before yours: one is made at a time. The answer above stays."


# --- what one more buys ----------------------------------------------------------------------------------------------

FRONTIER_TITLE = "What one more site buys"
FRONTIER: Final = {
    "n": "Sites",
    "value": "Reached",
    "adds": "This one adds",
    "best": "Best found",
    "status": "How good",
    "weighed": "By need",
}
STATUS: Final = {
    "greedy": "quick answer",
    "proven": "proven best",
    "near": "near the best",
    "stopped": "stopped",
    "sent": "as sent",
    "infeasible": "too few for the limits",
}


def frontier_summary(aim: Objective, count: int, now: str, twice: int, then: str) -> str:
    """Say what twice as many would do."""
    verb = {"travel": "leaves a mean journey of", "longest": "leaves a longest journey of"}.get(aim, "reaches")
    what = "One site" if count == 1 else f"{count:,} sites"
    return f"{what}: {verb} {now}. {twice:,} instead: {then}."


def axis(unit: str) -> str:
    """Title the chart's upright axis."""
    return f"{unit[:1].upper()}{unit[1:]}"


# --- the sites -------------------------------------------------------------------------------------------------------

SITES_TITLE = "The sites"
SITES: Final = {
    "order": "Order",
    "site": "Site",
    "ward": "Ward",
    "district": "District",
    "places": "Places",
    "closed_plainly": "Places short closed",
    "children_gaining": "Children who gain",
    "children_lifted": "Children lifted",
    "chosen_share": "Chosen in",
    "as_good": "As good",
    "closed_here": "Adds here",
    "closed_alone": "Adds alone",
    "closed_so_far": "So far",
    "worst_fifth_after": "Worst-served after",
    "kind": "What is there",
    "need_percentile": "Need",
    "idaci_decile": "Low-income decile",
    "pvi_in_reach": "Private and voluntary in reach, of the kinds that count",
    "pvi_change_percent": "Most affected private or voluntary",
}
# Of these, what each site closes in the unit of the objective.
CLOSED: Final = ("closed_here", "closed_alone", "closed_so_far")
SITES_HELP: Final = {
    "closed_plainly": "What is short of the target and this site closes, with those before it open; each counts alike.",
    "order": "The site that helps most comes first; each is judged with those before it open.",
    "closed_alone": "What it would add if it were the only one. Less or more than *Adds here* where sites share families.",
    "children_gaining": "Children under five whose access or journey gets better by this site.",
    "children_lifted": "Children under five who reach the target, or the time, by this site.",
    "worst_fifth_after": "Mean access of the worst-served fifth of children, with this site and those before it.",
    "chosen_share": "In how many of the settings this site is chosen: other travel, weights, children.",
    "as_good": "Sites that would do within 1% as well in its place.",
    "need_percentile": "Need of its neighbourhood, 0-100.",
    "idaci_decile": "Tenth of England by children in low-income families; 1 is the most deprived.",
    "pvi_in_reach": (
        "Private, voluntary and independent providers within reach of its neighbourhood that count for the outcome area. *Who is there "
        "already* lists those of other kinds too."
    ),
    "pvi_change_percent": "Change of the expected children at the one that is affected most, if this site opened alone.",
}


def closed(what: str) -> str:
    """Head a column of what is closed, such as places short."""
    return f"{what[:1].upper()}{what[1:]} closed"


def site_labels(aim: Objective, what: str) -> dict[str, str]:
    """Head the columns of the table of sites; where an objective weighs what is closed by need, these columns say so."""
    weighed = {name: f"{SITES[name]}, by need" for name in CLOSED} if aim == "need" else {}
    return {**SITES, **weighed, "closed_plainly": closed(what)}


EQUITY: Final = {"mean_access": "Mean access", "worst_fifth": "Worst-served fifth", "variance": "Variance", "gini": "Gini (0 is even)"}
EQUITY_ROWS: Final = {"today": "Now", "after": "With the sites"}
EQUITY_TITLE = "How even access would be"
OWN_KIND = "Own site"
FIRM, FIRM_HELP = (
    "How firm is this?",
    "Asks again in 200 other settings of travel, children and need, and counts how often each site is chosen.",
)
WHICH, WHY_TITLE = "Site", "Why this site"
MINUTES = "minutes"
NAMED_AREAS: Final = 3


def equity_note(unit: str) -> str:
    """Say in which unit the figures on equality are."""
    return f"How even access would be, in {unit}: the variance and the Gini coefficient weigh each neighbourhood by its children."


def closed_help(unit: str) -> str:
    """Say in which unit a column counts."""
    return f"With the sites before it open. Unit: {unit}."


def share(part: float, draws: int) -> str:
    """Say in how many draws a site is chosen."""
    return f"{round(part * draws):,} of {draws:,}"


def lifts(names: Sequence[str], children: int, gaining: int, *, by_access: bool, minutes: float) -> str:
    """Say whom a site lifts; if nobody, who gains."""
    limit = "the target" if by_access else f"{minutes:g} minutes"
    told = [plain(name) for name in names[:NAMED_AREAS]]
    if len(names) > NAMED_AREAS:
        told.append(f"{len(names) - NAMED_AREAS:,} more")
    up = "up to the target" if by_access else f"within {limit}"
    gain = f"{gaining:,} {'neighbourhood gains' if gaining == 1 else 'neighbourhoods gain'}"
    if names:
        return f"It brings {listed(told)} ({children:,} children) {up}; {gain} in all."
    return f"It brings no whole neighbourhood {up}, but {gain}."


def next_best(name: str, less: str, unit: str) -> str:
    """Say what the next best site would do."""
    return f"The next best in its place, {name}, would do {less} less ({unit})."


def next_as_good(name: str, others: int) -> str:
    """Say that another site is as good."""
    more = "" if not others else f" (and {others:,} more within 1%)"
    return f"{name} would do as well in its place{more}."


NO_NEXT = "No other possible site could stand in its place."


def could_change(part: float | None, draws: int, others: int) -> str:
    """Say what could change the choice."""
    if part is None:
        return "How firm the choice is, is not worked out yet: press *How firm is this?*."
    stand = (
        "other catchments, detours, children and weights would choose another" if part < 1 else "no setting that was tried chooses another"
    )
    near = "" if not others else f"; {'1 site is' if others == 1 else f'{others:,} sites are'} as good"
    return f"It is chosen in {share(part, draws)} settings: {stand}{near}."


PRIVATE_TITLE = "What it may take from private neighbours"
PRIVATE: Final = {
    "name": "Provider",
    "places": "Places",
    "children_before": "Expected children now",
    "children_after": "Expected with the site",
    "change_percent": "Change (%)",
}
PRIVATE_NOTE = (
    "Expected children: the children of each neighbourhood shared among all that they reach, in proportion to what each offers them "
    "(Huff 1964). More of them than places is no mistake: every child under five counts, whether the family wants a place or not, and one "
    "place can serve two children on different days. It is a share of demand, not a forecast of who would leave."
)


def no_private(outcome: str) -> str:
    """Say that no private provider counts; there may be some of other kinds."""
    return (
        f"No private, voluntary or independent provider that counts for *{plain(outcome)}* is within reach, so it takes from "
        "none. Those of other kinds, such as nurseries, are named in *Who is there already*."
    )


AS_GOOD_TITLE = "As good in its place"

# --- the map ---------------------------------------------------------------------------------------------------------

MAP_TITLE = "Where the sites are, and who gains"
PAPER_MARKS = "Numbers: the sites, the one that helps most first."


def alt(title: str, where: str, finding: str) -> str:
    """Say what the map shows."""
    return f"Map of {where}: {title}, with the sites numbered in order. {finding} The table “{SITES_TITLE}” holds the same figures."


GAIN_CARD = "Access gained"


def detail(service: str, gaining: int, lifted: int) -> str:
    """Say on the hover card of a site what it does."""
    return f"{service}\n{gaining:,} children gain, {lifted:,} are lifted"


def mark(order: int, site: str) -> str:
    """Title the hover card of a site."""
    return f"{order}. {site}"


# --- what can be done with it ----------------------------------------------------------------------------------------

SCENARIO, SCENARIO_HELP = "Make it a scenario", "Opens *What if* with these sites as changes, beside those that are there."
FILES_TITLE = "Take it away"
DOWNLOADS: Final = {"sites": "Sites (CSV)", "frontier": "What one more buys (CSV)", "changes": "Changes (CSV)"}
FILES_NOTE = "*Changes* can be brought into *What if*."
COMMAND = "For analysts: the command `geo site` writes the same files."
HOW_TITLE, QUALITY_TITLE = "How this is worked out", "How good the answer is"


def how(made: str, asked: str) -> str:
    """Say how an answer is worked out."""
    return (
        f"{made}\n\nA new site is shared by all families who can reach it, beyond the border too. The children who share a provider do not "
        "depend on how many places there are, so what sites add is a sum, and the best choice can be proven (a mixed-integer program). The "
        "quick answer takes the site that helps most, then the next, and so on. Sites are always judged by neighbourhood (LSOA) and with "
        f"the enhanced two-step catchment method.\n\n**Settings:** {plain(asked)}."
    )


# --- from other pages ------------------------------------------------------------------------------------------------

HERE, AFTERWARDS = "Where to put more here", "Where would more help most after that?"
