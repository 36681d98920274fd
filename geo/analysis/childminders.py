"""Childminders: counted by authority and constituency, never placed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from geo.publishers.authorities import COUNTIES

if TYPE_CHECKING:
    from geo.store.atlas import Atlas


def childminder_counts(atlas: Atlas) -> pd.DataFrame:
    """List the counts that the data hold.

    Returns
    -------
    DataFrame
        Columns area_code, authority (name), constituency, childminders (whole); by authority and constituency. No rows where nobody has
        brought Ofsted's register.
    """
    counts = atlas.upper_tier.childminders
    names = {code: name for name, code in COUNTIES.items()} | atlas.areas["name"].to_dict()
    table = pd.DataFrame({"area_code": counts["area_code"], "authority": counts["area_code"].map(names)})
    table["authority"] = table["authority"].fillna(table["area_code"])
    table = table.assign(constituency=counts["constituency"], childminders=counts["childminders"].astype("Int64"))
    return table.sort_values(["authority", "constituency"], ignore_index=True)
