"""Under which terms publishers let their figures be used, as columns of ``sources.csv``."""

from __future__ import annotations

from typing import Final

OGL: Final = {
    "licence": "Open Government Licence v3.0",
    "attribution": "Contains public sector information licensed under the Open Government Licence v3.0.",
}
