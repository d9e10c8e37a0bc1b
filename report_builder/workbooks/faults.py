"""What can be wrong with a workbook before a single answer is judged."""

from __future__ import annotations

from report_builder.problems import ProblemKind, Severity

UNREADABLE = ProblemKind(
    "unreadable-workbook",
    Severity.ERROR,
    "This file cannot be read as an Excel workbook ({reason}). Open it in Excel, choose Save As, "
    "Excel Workbook (*.xlsx), and send that file.",
    "A file that cannot be opened tells nothing; the other returns are still read.",
)
TOO_LARGE = ProblemKind(
    "too-large",
    Severity.ERROR,
    "This workbook is too large to be a filled-in form ({reason}). Copy your answers into a fresh "
    "form and send that.",
    "A form of this size is damaged, padded or hostile; opening it could stop the whole run.",
)
FOREIGN_FORM = ProblemKind(
    "foreign-form",
    Severity.ERROR,
    "This workbook is not the {form}. Copy your answers into the workbook that you were sent, "
    "and send that.",
    "Only the issued workbook says which report and which service it belongs to.",
)
OLD_FORM = ProblemKind(
    "old-form",
    Severity.ERROR,
    "This is version {found} of the form; this report uses version {wanted}. Ask the report author "
    "for a new one and copy your answers into it.",
    "Questions change between versions, so an old form can answer another question.",
)
OTHER_REPORT = ProblemKind(
    "form-of-another-report",
    Severity.ERROR,
    "This workbook was issued for another report. Ask the report author for the workbook of this "
    "report, and copy your answers into it.",
    "Last time's return must not be published as this time's.",
)
MISSING_SHEET = ProblemKind(
    "missing-sheet",
    Severity.ERROR,
    "The sheet {sheet} is missing. Put it back from the workbook that was issued.",
    "What stood on the sheet would be missing from the report.",
)
MISSING_COLUMN = ProblemKind(
    "missing-column",
    Severity.ERROR,
    "The heading {label} is missing. Put it back from the workbook that was issued.",
    "Without the heading, the answers below it cannot be told from others.",
)
REPEATED_COLUMN = ProblemKind(
    "repeated-column",
    Severity.ERROR,
    "The heading {label} stands here a second time. Remove or rename the one that is not meant.",
    "Two columns of one name may hold two different answers.",
)

ALL = (
    UNREADABLE,
    TOO_LARGE,
    FOREIGN_FORM,
    OLD_FORM,
    OTHER_REPORT,
    MISSING_SHEET,
    MISSING_COLUMN,
    REPEATED_COLUMN,
)
