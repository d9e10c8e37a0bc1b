"""What can be wrong with a file or a workbook before a single answer is judged."""

from __future__ import annotations

from report_builder.problems import ProblemKind, Severity

CANNOT_BE_OPENED = ProblemKind(
    "cannot-be-opened",
    Severity.ERROR,
    "This file cannot be opened ({reason}). Close it in other programs, check that you may read "
    "it, and run this again.",
    "A file that cannot be opened tells nothing; the other returns are still read.",
    for_author=True,
)
EMPTY_FILE = ProblemKind(
    "empty-file",
    Severity.ERROR,
    "This file has nothing in it ({reason}). If it lies in OneDrive, SharePoint or iCloud, open it "
    "there so that it is downloaded; otherwise ask for it to be sent again.",
    "A place-holder of a cloud drive, or a copy that stopped, looks like a file and is none.",
)
LINK_TO_A_FILE = ProblemKind(
    "link-to-a-file",
    Severity.ERROR,
    "This is {what}, not the workbook itself. Open what it leads to, choose Save As, Excel "
    "Workbook (*.xlsx), and put that file here.",
    "A link holds no answers, and what it leads to can change after the report is printed.",
)
PASSWORD_PROTECTED = ProblemKind(
    "password-protected",
    Severity.ERROR,
    "This workbook needs a password to be opened. Open it in Excel, choose File, Info, Protect "
    "Workbook, Encrypt with Password, empty the box, save it, and send it again.",
    "The answers are encrypted until the password is taken off.",
)
NOT_EXCEL_WORKBOOK = ProblemKind(
    "not-excel-workbook",
    Severity.ERROR,
    "This is {what}. Open it in Excel, choose Save As, Excel Workbook (*.xlsx), and send that "
    "file.",
    "Only the present kind of Excel file is read; Excel turns the others into it without loss.",
)
NOT_A_WORKBOOK = ProblemKind(
    "not-a-workbook",
    Severity.ERROR,
    "This is {what}. Send the workbook that was issued, with the answers in it; what does not "
    "belong among the returns is moved out of inputs/returns.",
    "Answers in another kind of file cannot be told apart, nor joined to the register.",
)
DAMAGED = ProblemKind(
    "damaged-workbook",
    Severity.ERROR,
    "This workbook is damaged or was cut off on its way ({reason}). Ask for it to be sent again; "
    "if Excel can still open it, choose Save As, Excel Workbook (*.xlsx), and send that file.",
    "What is left of a damaged workbook may lack answers, so nothing of it is used.",
)
TOO_LARGE = ProblemKind(
    "too-large",
    Severity.ERROR,
    "This workbook is too large to be a filled-in form ({reason}). Copy your answers into a fresh "
    "form and send that.",
    "A form of this size is damaged, padded or hostile; opening it could stop the whole run.",
)
READER_CRASHED = ProblemKind(
    "reader-crashed",
    Severity.ERROR,
    "This workbook brought the program that reads it to an end. Open it in Excel, choose Save As, "
    "Excel Workbook (*.xlsx), and send that file; and report it, for no file should do that.",
    "A workbook is read in a process of its own, so that a broken one cannot take the others down.",
)
OPEN_ELSEWHERE = ProblemKind(
    "open-in-another-program",
    Severity.NOTE,
    "{owner} seems to be open in Excel or LibreOffice: what has not been saved there is not read. "
    "Save and close it, and run this again.",
    "The lock file beside a workbook says that somebody is at work in it, or that a program "
    "crashed.",
    for_author=True,
)
FOLDER_NOT_READ = ProblemKind(
    "folder-not-read",
    Severity.NOTE,
    "This is a folder, and nothing in it is read. Move the returns that count out of it.",
    "A return that was put away in a folder would otherwise be missing without a word.",
    for_author=True,
)
MACROS = ProblemKind(
    "macros",
    Severity.NOTE,
    "This workbook holds macros. They are neither run nor kept; the answers are read as they "
    "stand.",
    "The issued form has no macros, so somebody has put them in.",
)
EXTERNAL_LINKS = ProblemKind(
    "external-links",
    Severity.NOTE,
    "This workbook takes values from other workbooks. They are read as they were when it was last "
    "saved: check that they are up to date.",
    "A linked value can have changed since, and nobody else can open what it is linked to.",
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
MISSING_HEADINGS = ProblemKind(
    "missing-headings",
    Severity.ERROR,
    "The headings of this sheet are missing ({first} and the others). Put them back from the "
    "workbook that was issued.",
    "Without its headings, nothing on the sheet can be told from anything else.",
)
MISSING_COLUMN = ProblemKind(
    "missing-column",
    Severity.ERROR,
    "The heading “{label}” is missing. Put it back from the workbook that was issued.",
    "Without the heading, the answers below it cannot be told from others.",
)
REPEATED_COLUMN = ProblemKind(
    "repeated-column",
    Severity.ERROR,
    "The heading “{label}” stands here a second time. Remove or rename the one that is not meant.",
    "Two columns of one name may hold two different answers.",
)

ALL = (
    CANNOT_BE_OPENED,
    EMPTY_FILE,
    LINK_TO_A_FILE,
    PASSWORD_PROTECTED,
    NOT_EXCEL_WORKBOOK,
    NOT_A_WORKBOOK,
    DAMAGED,
    TOO_LARGE,
    READER_CRASHED,
    OPEN_ELSEWHERE,
    FOLDER_NOT_READ,
    MACROS,
    EXTERNAL_LINKS,
    FOREIGN_FORM,
    OLD_FORM,
    OTHER_REPORT,
    MISSING_SHEET,
    MISSING_HEADINGS,
    MISSING_COLUMN,
    REPEATED_COLUMN,
)


class RefusedError(Exception):
    """A file is not read; ``kind`` and ``named`` are the problem that says why."""

    def __init__(self, kind: ProblemKind, **named: object) -> None:
        super().__init__(kind.code)
        self.kind, self.named = kind, named
