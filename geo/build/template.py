"""The settings of a new authority: those of the product, without what holds for its own area only."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# What was compared, found or drawn for one area says nothing about another.
LEFT_OUT = ("[validation]", "[borders.")


def authority_config(template: str, *, name: str, districts: Sequence[str], surroundings_km: float, children_source: str) -> str:
    """Write the ``config.toml`` of a new authority.

    Parameters
    ----------
    template : str
        Text of the product's ``config.toml``.
    name : str
        What the area is called.
    districts : sequence of str
        ONS codes.
    surroundings_km : float
        How far around the area children are counted.
    children_source : str
        Row of ``sources.csv`` that says when the children were counted.

    Returns
    -------
    str
        Outcomes, services, weights and access as in the template; ``LEFT_OUT`` is left out, and what is imported is kept.
    """
    paragraphs = [part for part in template.strip().split("\n\n") if part.strip()]
    kept = [part for part in paragraphs if not part.lstrip("\n").startswith(LEFT_OUT)]
    # A heading in comments whose sections have all gone.
    kept = [part for part, following in zip(kept, [*kept[1:], "#"], strict=True) if not (_heading(part) and _heading(following))]
    text = "\n\n".join(kept) + "\n"
    for key, value in (
        ("name", json.dumps(name, ensure_ascii=False)),
        ("districts", json.dumps(list(districts))),
        ("surroundings_km", f"{surroundings_km:g}"),
        ("folder", '"data"'),
        ("children_source", json.dumps(children_source)),
    ):
        text = re.sub(rf"^{key} = .*$", lambda _, key=key, value=value: f"{key} = {value}", text, count=1, flags=re.MULTILINE)  # type: ignore[misc]
    # A new authority begins by importing its registers: they shall stay.
    return text.replace("# workspace = ", "workspace = ", 1)


def _heading(paragraph: str) -> bool:
    return all(line.startswith("#") for line in paragraph.splitlines())
