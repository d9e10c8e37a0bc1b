"""Any table: columns in any order, cells of any kind; nothing crashes, and order means nothing."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import openpyxl
import reports
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_builder import pipeline
from report_builder.folder import ReportFolder
from report_builder.merged import OFFICERS_FIELDS
from report_builder.workbooks.declare import HEADER_ROW
from report_builder.workbooks.layout import FIRST_ROW
from report_builder.workbooks.standard_return import ACTIONS

COLUMNS = len(ACTIONS.fields)
ANY_VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(dt.date(1901, 1, 1), dt.date(2200, 1, 1)),
    st.times(),
    st.sampled_from(["", " ", "#N/A", "=1/0", "Completed", "31.08.2026", "SG-01", "Please select"]),
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cn", "Co")), max_size=40),
)
SLOW = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)


def _check_with(change: object, folder: Path) -> pipeline.Checked:
    report = reports.written(folder, history=[reports.recorded()])  # its form has all columns
    path = report.returns / "Early Help.xlsx"
    book = openpyxl.load_workbook(path, rich_text=True)
    change(book["Actions"])  # type: ignore[operator]
    book.save(path)
    return pipeline.check(ReportFolder(folder))


@SLOW
@given(order=st.permutations(range(1, COLUMNS + 1)))
def test_the_order_of_columns_means_nothing(order: list[int]) -> None:
    def permute(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in range(HEADER_ROW, page.max_row + 1):
            values = [page.cell(row, place).value for place in order]
            for place, value in enumerate(values, 1):
                page.cell(row, place).value = value

    with tempfile.TemporaryDirectory() as name:
        checked = _check_with(permute, Path(name))
    assert checked.merged is not None
    assert not checked.has_errors, checked.problems
    assert [(area["progress"], area["standing"]) for area in checked.merged.areas] == [
        ("Records are kept.", "Completed"),
        ("Half of the plans have been reviewed.", "On track"),
    ]


@SLOW
@given(
    cells=st.dictionaries(
        st.tuples(st.integers(1, COLUMNS), st.integers(FIRST_ROW, FIRST_ROW + 2)),
        ANY_VALUE,
        min_size=1,
        max_size=12,
    )
)
def test_any_mixture_of_kinds_is_judged_and_drafted(cells: dict[tuple[int, int], object]) -> None:
    def put(page: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for (column, row), value in cells.items():
            page.cell(row, column).value = value

    with tempfile.TemporaryDirectory() as name:
        checked = _check_with(put, Path(name))
        assert checked.crashes == ()
        assert checked.merged is not None
        assert set(OFFICERS_FIELDS) <= set(checked.merged.areas[0])
        built = pipeline.build(ReportFolder(Path(name)), draft=True)
        assert built.path is not None
