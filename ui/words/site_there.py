"""Who is there already, around the sites of an answer. No arithmetic here, no layout."""

from __future__ import annotations

TITLE = "Who is there already"
ITSELF = "the possible site itself"


def around(site: str, neighbourhood: str) -> str:
    """Name a site and the neighbourhood whose ward is told of."""
    return f"{site}, in {neighbourhood}"


def numbered(order: int, told: str) -> str:
    """Name one of several sites."""
    return f"{order}. {told}"


def none_of_kind(kind: str) -> str:
    """Say that the data have no provider of the kind that is asked for."""
    return f"The data have no {kind} that counts."


def rest(count: int) -> str:
    """Say that more sites follow."""
    return (
        f"For {'the last site' if count == 1 else f'{count:,} more sites'}: choose the site in *Why this site*; its site pack lists them."
    )
