"""How far access and need agree with published figures, worked out once for each scene."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geo.analysis.agreement_access import validate_access
from geo.analysis.agreement_need import validate_need
from ui.scene import memo

if TYPE_CHECKING:
    from geo.analysis.agreement_access import AccessAgreement
    from geo.analysis.agreement_need import NeedAgreement
    from geo.whatif.scene import Scene


@memo.shared(heavy=True, lasts=True)
def access(scene: Scene) -> AccessAgreement | None:
    """`geo.analysis.agreement_access.validate_access`, once for each scene."""
    return validate_access(scene.model)


@memo.shared(heavy=True, lasts=True)
def need(scene: Scene) -> NeedAgreement | None:
    """`geo.analysis.agreement_need.validate_need`, once for each scene."""
    return validate_need(scene.model)
