"""The one table of statuses: words, markers, and who chooses them."""

from __future__ import annotations

import pytest

from report_builder import statuses
from report_builder.workbooks.standard_return import ACTIONS


@pytest.mark.parametrize(
    ("name", "marker", "chosen", "is_open"),
    [
        ("Not started", "NOT STARTED", True, True),
        ("On track", "IN PROGRESS", True, True),
        ("At risk", "AT RISK", True, True),
        ("Completed", "COMPLETED", True, False),
        ("No longer required", "NO LONGER REQUIRED", True, False),
        ("Overdue", "OVERDUE", False, True),
        ("Not reported", "NOT REPORTED", False, True),
    ],
)
def test_the_table(name: str, marker: str, chosen: bool, is_open: bool) -> None:
    status = statuses.BY_NAME[name]
    assert status.marker == marker
    assert status.computed is not chosen
    assert status.open is is_open


def test_names_and_markers_are_told_apart() -> None:
    assert len(statuses.ALL) == len(statuses.BY_NAME) == 7
    assert len({status.marker for status in statuses.ALL}) == 7


def test_the_return_offers_what_can_be_chosen() -> None:
    offered = ACTIONS.by_name["status"].choices
    assert offered == tuple(status.name for status in statuses.CHOSEN)
    assert not {"Overdue", "Not reported"} & set(offered)


def test_every_status_says_what_it_means() -> None:
    assert all(status.meaning.endswith(".") for status in statuses.ALL)
