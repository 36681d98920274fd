"""The atlas without some of its providers: those that local knowledge marks as closing or wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from geo.method.model import build_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from geo.method.model import Model
    from geo.store.atlas import Atlas


def leave_out(model: Model, provider_ids: Sequence[str]) -> Model:
    """Give the model without some providers, as if they had closed; the version of the method says so.

    Parameters
    ----------
    model : Model
        As `geo.method.model.build_model` gives it.
    provider_ids : sequence of str
        Providers to leave out; those that the data do not hold are passed over.
    """
    gone = held(provider_ids, model.atlas)
    if not gone:
        return model
    atlas = replace(model.atlas, providers=model.atlas.providers.drop(index=gone))
    return replace(build_model(atlas, model.settings), changed=(*model.changed, f"local knowledge leaves out {len(gone)}"))


def held(provider_ids: Sequence[str], atlas: Atlas) -> list[str]:
    """Select the providers that the data hold: an entry outlives the data that it was made on."""
    return [code for code in provider_ids if code in atlas.providers.index]
