"""Whether a cell still holds what it held when it was handed back, said by a formula.

The formula keeps nothing that a person has written: a name that was taken out of a cell must not
live on behind it. Of a text it knows the length, of a date the day, of a list the words it offers.
"""

from __future__ import annotations

import datetime as dt

from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.utils.datetime import to_excel
from openpyxl.utils.escape import unescape

from report_builder.text import plain
from report_builder.workbooks.declare import Field, Kind

_NEARLY = 0.000_001  # days: less than a second


def changed(cell: ExcelCell, field: Field | None, reference: str) -> str:
    """Return what is true, in a formula, once ``cell`` is answered otherwise than it is now.

    ``field`` is what it answers, ``None`` if it is no answer; ``reference`` is how the formula
    calls the cell.
    """
    held = cell.value
    if held is None or held == "":
        return f"LEN({reference})>0"
    if cell.data_type == "f":
        return f"NOT(_xlfn.ISFORMULA({reference}))"
    if cell.data_type == "e":
        return f"NOT(ISERROR({reference}))"
    if field and field.choices:
        return _chosen_otherwise(str(held), field, reference)
    if isinstance(held, dt.date | dt.time | dt.timedelta | int | float):
        if not isinstance(held, int | float):
            held = float(to_excel(held, epoch=cell.parent.parent.epoch))
        return _another_number(held, field, reference)
    return _another_text(unescape(str(held)), reference)


def _chosen_otherwise(held: str, field: Field, reference: str) -> str:
    listed = field.choices_folded.get(plain(held))
    if listed:
        return f'{reference}<>"{listed}"'
    is_listed = ",".join(f'{reference}="{choice}"' for choice in field.choices)
    return f"OR({is_listed})"


def _another_number(number: float, field: Field | None, reference: str) -> str:
    is_number = f"ISNUMBER({reference})"
    if field and field.kind in (Kind.DATE, Kind.WHOLE):
        return f"IF({is_number},ABS({reference}-{number:.15g})>{_NEARLY:f},TRUE)"
    # In a text, a number may be a person's: its length is all that is kept.
    return f"IF({is_number},LEN({reference})<>{len(f'{number:.15g}')},TRUE)"


def _another_text(held: str, reference: str) -> str:
    """Return the formula for a text; Excel counts a sign such as an emoji as two, others as one."""
    lengths = {len(held), len(held.encode("utf-16-le", "surrogatepass")) // 2}
    differs = [f"LEN({reference})<>{length}" for length in sorted(lengths)]
    return f"OR(NOT(ISTEXT({reference})),{_all(differs)})"


def _all(terms: list[str]) -> str:
    return terms[0] if len(terms) == 1 else f"AND({','.join(terms)})"
