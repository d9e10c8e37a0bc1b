"""The standard return: the workbook that a head of service fills in, declared once."""

from __future__ import annotations

from dataclasses import replace

from report_builder import statuses
from report_builder.workbooks.declare import (
    AnswerSheet,
    Field,
    Form,
    Guidance,
    Kind,
    TableSheet,
)

SERVICE = AnswerSheet(
    name="return",
    title="Return",
    purpose="Who answers, for which service, and as at which date. Begin with the Guidance sheet; "
    "your areas are on the Actions sheet.",
    fields=(
        Field(
            "service",
            "Service",
            Kind.LINE,
            "Filled in for you.",
            prefilled=True,
            printed=False,
        ),
        Field(
            "head_of_service",
            "Head of service",
            Kind.LINE,
            "The name of the officer who answers for this return.",
            required=True,
            longest=120,
            printed=False,
        ),
        Field(
            "job_title",
            "Job title",
            Kind.LINE,
            "As it should be used in letters.",
            required=True,
            longest=120,
            printed=False,
        ),
        Field(
            "email",
            "E-mail",
            Kind.LINE,
            "A work address, so that the report author can reach you.",
            required=True,
            longest=254,
            printed=False,
        ),
        Field(
            "telephone",
            "Telephone",
            Kind.LINE,
            "A work number, typed as text so that a leading 0 stays.",
            longest=40,
            printed=False,
        ),
        Field(
            "as_at",
            "As-at date",
            Kind.DATE,
            "The date on which all your answers are true, for example 31/08/2026.",
            required=True,
            printed=False,
        ),
        Field(
            "sign_off_name",
            "Signed off by",
            Kind.LINE,
            "Who agrees that this return may be published: you, or your director.",
            required=True,
            longest=120,
            printed=False,
        ),
        Field(
            "sign_off_date",
            "Date signed off",
            Kind.DATE,
            "The day on which the return was agreed.",
            required=True,
            printed=False,
        ),
    ),
)

ACTIONS = TableSheet(
    name="actions",
    title="Actions",
    purpose="One row for each area for improvement that your service leads on. Choose a status; "
    "what it asks for turns yellow.",
    key="reference",
    fixed=True,
    frozen=2,
    fields=(
        Field(
            "reference",
            "Reference",
            Kind.LINE,
            "The area's reference in the report author's register.",
            width=12,
            prefilled=True,
        ),
        Field(
            "wording",
            "Area for improvement",
            Kind.LINE,
            "The wording of the area. Ask the report author if it is wrong.",
            width=40,
            prefilled=True,
        ),
        Field("part", "Part", Kind.LINE, "The part of the inspection.", width=16, prefilled=True),
        Field(
            "timescale",
            "Timescale",
            Kind.LINE,
            "How soon the inspection asked for it.",
            width=14,
            prefilled=True,
        ),
        Field(
            "lead_organisation",
            "Lead organisation",
            Kind.LINE,
            "Who leads on the area.",
            width=18,
            prefilled=True,
            printed=False,
        ),
        Field(
            "previous_status",
            "Status in the last report",
            Kind.LINE,
            "What the last report said, Overdue included.",
            width=14,
            prefilled=True,
            printed=False,
            may_lack=True,
        ),
        Field(
            "status",
            "Status",
            Kind.CHOICE,
            "Choose from the list. The Guidance sheet says what each status means.",
            width=16,
            required=True,
            choices=tuple(status.name for status in statuses.CHOSEN),
        ),
        Field(
            "reopened_reason",
            "Why it is open again",
            Kind.TEXT,
            "Only if the last report said Completed or No longer required, and you now choose "
            "another status.",
            width=28,
            asked_with=("status", tuple(each.name for each in statuses.CHOSEN if each.open)),
            and_with=(
                "previous_status",
                tuple(each.name for each in statuses.CHOSEN if not each.open),
            ),
            may_lack=True,
        ),
        Field(
            "previous_date",
            "Date in the last report",
            Kind.DATE,
            "The date of completion, or the date first expected.",
            width=14,
            prefilled=True,
            printed=False,
            may_lack=True,
        ),
        Field(
            "date",
            "Date completed or expected",
            Kind.DATE,
            "The day on which it was completed, or is expected to be, for example 31/08/2026. "
            "Leave an expected date as it was first given; put a new one in the next column.",
            width=16,
            required_for=("On track", "At risk", "Completed"),
            not_again=True,
            printed=False,
        ),
        Field(
            "previous_revised",
            "Revised date in the last report",
            Kind.DATE,
            "The new expected date, if there was one.",
            width=14,
            prefilled=True,
            printed=False,
            may_lack=True,
        ),
        Field(
            "revised_date",
            "Revised date",
            Kind.DATE,
            "The new expected date, if the first one has changed.",
            width=14,
            required_for=("At risk",),
            printed=False,
        ),
        Field(
            "previous_progress",
            "Progress in the last report",
            Kind.TEXT,
            "What the last report could tell. Write only what is new.",
            width=56,
            prefilled=True,
            printed=False,
            may_lack=True,
        ),
        Field(
            "progress",
            "Progress since the last report",
            Kind.TEXT,
            "What has been done since the last report. Alt+Enter begins a new paragraph; a line "
            "that begins with a hyphen and a space is a bullet, further in a sub-bullet.",
            width=88,
            required_for=("Not started", "On track", "At risk", "No longer required"),
            not_again=True,
        ),
        Field(
            "mitigation",
            "Mitigation, if at risk",
            Kind.TEXT,
            "What is being done so that the area is completed after all.",
            width=40,
            required_for=("At risk",),
        ),
        Field(
            "impact",
            "Impact on children",
            Kind.TEXT,
            "The difference that this has made to children and young people.",
            width=48,
        ),
        Field(
            "evidence",
            "Evidence",
            Kind.TEXT,
            "What shows it: an audit, figures, a policy, the voice of children. "
            "Never name a child.",
            width=48,
            required_for=("Completed",),
            not_again=True,
        ),
        Field(
            "further_work",
            "Needs further work?",
            Kind.CHOICE,
            "Yes if the next report should come back to this area.",
            width=12,
            required=True,
            choices=("Yes", "No"),
            printed=False,
        ),
        Field(
            "remarks",
            "Remarks to the report author",
            Kind.TEXT,
            "Anything that the report author should know. Never printed.",
            width=36,
            printed=False,
        ),
    ),
)

NARRATIVE = TableSheet(
    name="narrative",
    title="Narrative",
    purpose="What your service wants to tell beyond single areas: one row for each paragraph "
    "or bullet. Leave it empty if there is nothing.",
    blank_rows=60,
    optional=True,
    fields=(
        Field(
            "heading",
            "Heading",
            Kind.LINE,
            "The heading that the text stands under. "
            "An empty cell means the heading above it goes on.",
            width=36,
            longest=200,
        ),
        Field(
            "kind",
            "Kind",
            Kind.CHOICE,
            "Paragraph, bullet, or sub-bullet.",
            width=14,
            choices=("Paragraph", "Bullet", "Sub-bullet"),
        ),
        Field(
            "text",
            "Text",
            Kind.TEXT,
            "One paragraph or bullet, or several: Alt+Enter begins a new line in the cell.",
            width=100,
        ),
    ),
)

PROBLEMS = TableSheet(
    name="problems",
    title="Problems",
    purpose="What to correct or explain. Only a workbook that was handed back has this sheet.",
    fixed=True,
    header_row=11,
    fields=(
        Field("severity", "What is asked", Kind.LINE, "", 18, prefilled=True, printed=False),
        Field("sheet", "Sheet", Kind.LINE, "", 14, prefilled=True, printed=False),
        Field("cell", "Cell", Kind.LINE, "Click to go there.", 9, prefilled=True, printed=False),
        Field("value", "What the cell says", Kind.TEXT, "", 32, prefilled=True, printed=False),
        Field("to_do", "What to do", Kind.TEXT, "", 58, prefilled=True, printed=False),
        Field(
            "explanation",
            "Your explanation",
            Kind.TEXT,
            "Only if what you wrote is right: say why. The report author reads it. It is never "
            "printed, and you are not asked again unless you change the cell.",
            40,
            printed=False,
        ),
        Field(
            "changed",
            "Changed?",
            Kind.LINE,
            "",
            11,
            prefilled=True,
            printed=False,
            worked_out=True,
            may_lack=True,
        ),
        Field("code", "Code", Kind.LINE, "", 24, prefilled=True, printed=False),
        Field("fingerprint", "Mark", Kind.LINE, "", 14, prefilled=True, printed=False),
    ),
)

STANDARD_RETURN = Form(
    name="standard return",
    version=1,
    title="Return",
    sheets=(SERVICE, ACTIONS, NARRATIVE),
    handed_back=PROBLEMS,
    opens_at=SERVICE.title,
    ready="Ready to send",
    protected=True,
)

FIRST_RETURN = replace(
    STANDARD_RETURN,
    sheets=tuple(
        replace(sheet, fields=tuple(field for field in sheet.fields if not field.may_lack))
        for sheet in STANDARD_RETURN.sheets
    ),
)
"""The return of a report that follows no other: what the last report said is not in it."""

TEXT_RULES = (
    "Write as much as you need. A row grows as far as Excel lets it; of a very long text the row "
    "shows the beginning, and the report prints it whole.",
    "Each line of a cell is a paragraph of the report. Alt+Enter begins a new line.",
    "A line that begins with a hyphen and a space (or a bullet sign) is a bullet. "
    "Put spaces before the hyphen for a sub-bullet.",
    "Bold words stay bold. Everything else is printed exactly as you typed it.",
    "To move a text, copy and paste it: to cut it moves the drop-down list as well.",
)


_LAST_REPORT = (
    "What the last report said",
    (
        "It stands in grey to the left of the cell for this time: status, dates and progress. "
        "Write only what is new.",
        "An area that was Completed or No longer required, and still is, needs its status and "
        "whether it needs further work; no more has to be said.",
        "If you open such an area again, say why: the report prints it.",
    ),
)


def guidance(*, report: str, due: str, ask: str, later: bool) -> Guidance:
    """Return the Guidance sheet of a return: how to fill it in, by when, and who to ask.

    ``later`` says whether the report follows another.
    """
    return Guidance(
        title="Guidance",
        sections=(
            (
                "What this is",
                (
                    f"Your service's return for the report: {report}",
                    "What you write here is printed in the council's public report. Write for a "
                    "reader outside the council, and write nothing that could identify a child.",
                ),
            ),
            ("When it is due", (due,)),
            ("Who to ask", (ask,)),
            (
                "How to fill it in",
                (
                    "1. On the Return sheet, fill in who answers and as at which date.",
                    "2. On the Actions sheet, choose each row's status; fill in what turns yellow.",
                    "3. On the Narrative sheet, add what does not belong to a single area.",
                    "4. When the Return sheet says Ready to send, save the workbook and send it "
                    "back under the same name.",
                ),
            ),
            *([_LAST_REPORT] if later else []),
            (
                "What the colours mean",
                (
                    "Yellow: an answer that is still missing; the Return sheet counts them all.",
                    "White: yours to fill in. Click a cell, and a note says what is asked.",
                    "Grey: filled in for you and locked. Tell the report author if it is wrong.",
                    "Orange: something to correct or to explain. You see it only if the return "
                    "comes back to you: a first sheet, Problems, then says what is asked.",
                ),
            ),
            (
                "What each status means",
                (
                    *(f"{status.name}: {status.meaning}" for status in statuses.CHOSEN),
                    f"{statuses.OVERDUE.name} is not in the list: the report says it of an area "
                    "that is open after its revised date; if there is none, after the date first "
                    "expected; if there is none either, after the end of its timescale.",
                ),
            ),
            ("How your text is printed", TEXT_RULES),
        ),
    )
