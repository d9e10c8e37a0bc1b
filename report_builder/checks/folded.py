"""References folded for comparing, which many rules ask for: each is folded once."""

from __future__ import annotations

from report_builder.merged import Merged, once
from report_builder.text import plain


@once
def references_of_areas(merged: Merged) -> list[str]:
    """Return the folded reference of each area, in the order of the areas."""
    return [plain(str(area["reference"])) for area in merged.areas]


@once
def references_answered(merged: Merged) -> list[str]:
    """Return the folded reference of each row of the returns, in the order of the rows."""
    return [plain(str(reference)) for reference in merged.tables["actions"].columns["reference"]]
