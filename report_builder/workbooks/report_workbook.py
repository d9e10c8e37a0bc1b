"""The report workbook: the author's, declared once."""

from __future__ import annotations

from report_builder import statuses
from report_builder.workbooks.declare import (
    AnswerSheet,
    Field,
    Form,
    Guidance,
    Kind,
    TableSheet,
)
from report_builder.workbooks.standard_return import TEXT_RULES

YES_NO = ("Yes", "No")

COVER = AnswerSheet(
    name="cover",
    title="Cover",
    purpose="The cover, the useful information on page 2, and the dates of this report.",
    fields=(
        Field(
            "title",
            "Title of the report",
            Kind.LINE,
            "Printed on the cover and at the foot of every page.",
            required=True,
            longest=255,
        ),
        Field(
            "decision_by",
            "Decision to be taken by",
            Kind.LINE,
            "Who decides, for example City Mayor & Executive.",
            required=True,
        ),
        Field("lead_director", "Lead director", Kind.LINE, "Name.", required=True),
        Field(
            "mark",
            "Mark at the foot of the cover",
            Kind.LINE,
            "For example City Mayor. Leave it empty for none.",
        ),
        Field(
            "logo_description",
            "Logo: what it shows",
            Kind.LINE,
            "The alternative text of templates/logo.png, if there is such a file.",
        ),
        Field("wards", "Ward(s) affected", Kind.LINE, "All, or their names.", required=True),
        Field("author", "Report author", Kind.LINE, "Name.", required=True),
        Field("author_job_title", "Report author's job title", Kind.LINE, "", required=True),
        Field("author_email", "Report author's e-mail", Kind.LINE, "", required=True),
        Field(
            "author_telephone",
            "Report author's telephone",
            Kind.LINE,
            "Typed as text, so that a leading 0 stays.",
            required=True,
        ),
        Field(
            "version",
            "Report version number",
            Kind.WHOLE,
            "1 for the first. It is part of the name of the Word file.",
            required=True,
        ),
        Field(
            "as_at",
            "As-at date",
            Kind.DATE,
            "The date on which the report is true. Overdue is worked out for this day.",
            required=True,
            printed=False,
        ),
        Field(
            "inspection_date",
            "Inspection report published",
            Kind.DATE,
            "The timescales run from this day.",
            required=True,
            printed=False,
        ),
        Field(
            "returns_due",
            "Returns are due on",
            Kind.DATE,
            "Told to the services on their Guidance sheet.",
            printed=False,
        ),
    ),
)

MEETINGS = TableSheet(
    name="meetings",
    title="Meetings",
    purpose="The meeting path: where the report goes and when. Printed on the cover by date.",
    blank_rows=12,
    fields=(
        Field("body", "Body", Kind.LINE, "For example Scrutiny Commission.", 50, required=True),
        Field("date", "Date", Kind.DATE, "For example 21/11/2026.", 16, required=True),
    ),
)

SERVICES = TableSheet(
    name="services",
    title="Services",
    purpose="The services that return a workbook, one row each.",
    blank_rows=30,
    key="service",
    fields=(
        Field(
            "service",
            "Service",
            Kind.LINE,
            "The name by which the register calls it.",
            40,
            required=True,
            longest=100,
            printed=False,
        ),
        Field(
            "head_of_service",
            "Head of service",
            Kind.LINE,
            "Put into the blank return; the officer can change it.",
            30,
            printed=False,
        ),
        Field("job_title", "Job title", Kind.LINE, "Likewise.", 30, printed=False),
        Field("email", "E-mail", Kind.LINE, "Likewise.", 34, printed=False),
        Field("telephone", "Telephone", Kind.LINE, "Likewise.", 18, printed=False),
    ),
)

PARTS = TableSheet(
    name="parts",
    title="Parts",
    purpose="The parts of the inspection, in the order of Appendix 1.",
    blank_rows=10,
    key="part",
    rows=({"part": "Safeguarding"}, {"part": "Services for Looked After Children"}),
    fields=(
        Field("part", "Part", Kind.LINE, "A heading of Appendix 1.", 40, required=True),
        Field(
            "introduction",
            "Introductory sentence",
            Kind.TEXT,
            "Stands under the heading in Appendix 1.",
            90,
            required=True,
            tokens=True,
        ),
    ),
)

TIMESCALES = TableSheet(
    name="timescales",
    title="Timescales",
    purpose="The timescales of the inspection, soonest first.",
    blank_rows=8,
    key="timescale",
    rows=(
        {"timescale": "Immediately", "months": 0},
        {"timescale": "Within three months", "months": 3},
        {"timescale": "Within six months", "months": 6},
    ),
    fields=(
        Field("timescale", "Timescale", Kind.LINE, "A sub-heading.", 30, required=True),
        Field(
            "months",
            "Months",
            Kind.WHOLE,
            "How many months after the inspection report; 0 for immediately.",
            14,
            required=True,
            printed=False,
        ),
    ),
)

REGISTER = TableSheet(
    name="register",
    title="Register",
    purpose="Every area for improvement, once. Its wording here is the wording everywhere.",
    blank_rows=120,
    key="reference",
    fields=(
        Field(
            "reference",
            "Reference",
            Kind.LINE,
            "Short and different for each area, for example SG-01.",
            12,
            required=True,
            longest=40,
        ),
        Field(
            "part",
            "Part",
            Kind.CHOICE,
            "From the Parts sheet.",
            26,
            required=True,
            choices_from=("Parts", "part"),
        ),
        Field(
            "timescale",
            "Timescale",
            Kind.CHOICE,
            "From the Timescales sheet.",
            22,
            required=True,
            choices_from=("Timescales", "timescale"),
        ),
        Field(
            "wording",
            "Area for improvement",
            Kind.LINE,
            "The inspection's wording, in one line. The report adds the full stop.",
            80,
            required=True,
        ),
        Field(
            "order",
            "Order",
            Kind.WHOLE,
            "Where it stands within its timescale; areas without a number follow.",
            10,
            printed=False,
        ),
        Field(
            "lead_service",
            "Lead service",
            Kind.CHOICE,
            "From the Services sheet: it answers for the area.",
            30,
            required=True,
            choices_from=("Services", "service"),
            printed=False,
        ),
        Field(
            "lead_organisation",
            "Lead organisation",
            Kind.LINE,
            "If somebody other than the service leads, such as the health service.",
            28,
            printed=False,
        ),
        Field(
            "carried_forward",
            "Carried forward?",
            Kind.CHOICE,
            "Yes if the previous report said that it needed further work.",
            14,
            required=True,
            choices=YES_NO,
            printed=False,
        ),
    ),
)

HEADING = "Heading"
NUMBERED = "Numbered paragraph"
SUB_NUMBERED = "Sub-paragraph"
PARAGRAPH = "Paragraph"
BULLET = "Bullet"
SUB_BULLET = "Sub-bullet"
AREAS = "Areas"
NARRATIVE = "Narrative"

WORDS = (HEADING, NUMBERED, SUB_NUMBERED, PARAGRAPH, BULLET, SUB_BULLET)

_KIND_GUIDANCE = (
    "Heading and Numbered paragraph are numbered 1.1, Sub-paragraph 1.1.1; Paragraph has no number."
)


def _prose(name: str, title: str, purpose: str) -> TableSheet:
    return TableSheet(
        name=name,
        title=title,
        purpose=purpose,
        blank_rows=40,
        fields=(
            Field("kind", "Kind", Kind.CHOICE, _KIND_GUIDANCE, 22, required=True, choices=WORDS),
            Field(
                "text",
                "Text",
                Kind.TEXT,
                "Figures are written as tokens; see the Tokens sheet.",
                110,
                required=True,
                tokens=True,
            ),
        ),
    )


SUMMARY = _prose("summary", "1 Summary", "Section 1 of the report.")
RECOMMENDATIONS = _prose(
    "recommendations",
    "2 Recommendations",
    "Section 2 of the report: an opening sentence, then what is asked for as bullets.",
)
SCRUTINY = _prose(
    "scrutiny",
    "4 Scrutiny",
    "Section 4 of the report: External Scrutiny and Internal Scrutiny. "
    "Make the words that lead in bold.",
)

WORDING_ONLY = "Wording only"
PROGRESS = "Wording and progress"
EVERYTHING = "Everything"

SUPPORTING = TableSheet(
    name="supporting",
    title="3 Supporting information",
    purpose="Section 3: your own paragraphs, and between them what the services returned. "
    "An Areas row prints the areas that fit all of its filters; a Narrative row prints what a "
    "service wrote on its Narrative sheet.",
    blank_rows=60,
    fields=(
        Field(
            "kind",
            "Kind",
            Kind.CHOICE,
            _KIND_GUIDANCE + " Areas and Narrative come from the returns.",
            22,
            required=True,
            choices=(*WORDS, AREAS, NARRATIVE),
        ),
        Field(
            "text",
            "Text",
            Kind.TEXT,
            "Your words. In a Narrative row: the heading of the narrative, or empty for all. "
            "In an Areas row: leave it empty.",
            80,
            tokens=True,
        ),
        Field(
            "carried_forward",
            "Areas: carried forward?",
            Kind.CHOICE,
            "Yes or No; empty for both.",
            14,
            choices=YES_NO,
            printed=False,
        ),
        Field(
            "part",
            "Areas: part",
            Kind.CHOICE,
            "Empty for all.",
            24,
            choices_from=("Parts", "part"),
            printed=False,
        ),
        Field(
            "timescale",
            "Areas: timescale",
            Kind.CHOICE,
            "Empty for all.",
            20,
            choices_from=("Timescales", "timescale"),
            printed=False,
        ),
        Field(
            "status",
            "Areas: status",
            Kind.CHOICE,
            "Empty for all.",
            18,
            choices=tuple(status.name for status in (*statuses.CHOSEN, statuses.OVERDUE)),
            printed=False,
        ),
        Field(
            "service",
            "Service",
            Kind.CHOICE,
            "Areas or narrative of this service; empty for all.",
            28,
            choices_from=("Services", "service"),
            printed=False,
        ),
        Field(
            "references",
            "Areas: references",
            Kind.LINE,
            "Single areas by reference, with commas between: SG-04, SG-07.",
            24,
            printed=False,
        ),
        Field(
            "show",
            "Areas: what to print",
            Kind.CHOICE,
            "Everything is progress, mitigation, impact and evidence; that is also what an empty "
            "cell means.",
            24,
            choices=(WORDING_ONLY, PROGRESS, EVERYTHING),
            printed=False,
        ),
        Field(
            "numbering",
            "Areas: numbering of progress",
            Kind.CHOICE,
            "Sub-paragraph (3.2.1), which is also what an empty cell means, "
            "or Numbered paragraph (3.4).",
            24,
            choices=(SUB_NUMBERED, NUMBERED),
            printed=False,
        ),
    ),
)

IMPLICATIONS = TableSheet(
    name="implications",
    title="5 Implications",
    purpose="Section 5: the five implications, each with who signed it off.",
    fixed=True,
    key="implication",
    rows=tuple(
        {"implication": name}
        for name in (
            "Financial implications",
            "Legal implications",
            "Climate Change and Carbon Reduction implications",
            "Equality Impact Assessment",
            "Other Implications",
        )
    ),
    fields=(
        Field("implication", "Implication", Kind.LINE, "Given.", 30, prefilled=True),
        Field(
            "text",
            "Text",
            Kind.TEXT,
            "If there are none, say so and why.",
            90,
            required=True,
            tokens=True,
        ),
        Field("signatory", "Signatory", Kind.LINE, "The name of who agreed the text.", 28),
        Field("job_title", "Job title", Kind.LINE, "", 30),
        Field(
            "date",
            "Date",
            Kind.DATE,
            "When it was agreed; kept, not printed.",
            14,
            printed=False,
        ),
    ),
)

PAPERS = TableSheet(
    name="papers",
    title="6 Background papers",
    purpose="Section 6: one row for each background paper. Type None if there are none.",
    blank_rows=20,
    fields=(Field("paper", "Paper", Kind.TEXT, "Title, author and date.", 110, required=True),),
)

APPENDICES = TableSheet(
    name="appendices",
    title="7 Appendices",
    purpose="Section 7: the titles of the appendices, in order. "
    "The first is written by the program: the areas and their completion markers.",
    blank_rows=12,
    fields=(
        Field(
            "title",
            "Title",
            Kind.LINE,
            "Without the words Appendix 1; the number comes by itself.",
            110,
            required=True,
        ),
    ),
)

DECISION = AnswerSheet(
    name="decision",
    title="8 and 9 Decision",
    purpose="Sections 8 and 9: is the report private, and is it a key decision?",
    fields=(
        Field(
            "private",
            "Is this a private report?",
            Kind.CHOICE,
            "Yes or No.",
            required=True,
            choices=YES_NO,
        ),
        Field(
            "private_reasons",
            "Reasons, and why it is not in the public interest to be dealt with publicly",
            Kind.TEXT,
            "Needed if the answer is Yes.",
            tokens=True,
        ),
        Field(
            "key_decision",
            "Is this a key decision?",
            Kind.CHOICE,
            "Yes or No.",
            required=True,
            choices=YES_NO,
        ),
        Field(
            "key_decision_reason",
            "Reason",
            Kind.TEXT,
            "Needed if the answer is Yes.",
            tokens=True,
        ),
    ),
)

REPORT_WORKBOOK = Form(
    name="report workbook",
    version=1,
    title="Report workbook",
    sheets=(
        COVER,
        MEETINGS,
        SERVICES,
        PARTS,
        TIMESCALES,
        REGISTER,
        SUMMARY,
        RECOMMENDATIONS,
        SUPPORTING,
        SCRUTINY,
        IMPLICATIONS,
        PAPERS,
        APPENDICES,
        DECISION,
    ),
    opens_at=COVER.title,
    ready="Nothing is missing",
)

GUIDANCE = Guidance(
    title="Guidance",
    sections=(
        (
            "What this is",
            (
                "The author's workbook: all that the report says beyond the services' returns.",
                "Fill in the white cells; what is yellow is still missing.",
            ),
        ),
        (
            "In which order",
            (
                "1. Cover, Meetings, Services, Parts and Timescales.",
                "2. Register: every area for improvement, with the service that answers for it.",
                "3. Save, close, and run: report-builder issue. It writes one return for each "
                "service into inputs/returns. Send them out; put the answers back in their place.",
                "4. The sheets 1 to 9, in the order of the report.",
                "5. Run report-builder check as often as you like, and report-builder build at "
                "the end.",
            ),
        ),
        ("How your text is printed", TEXT_RULES),
        (
            "Figures",
            (
                "Never type a figure about the areas: write a token such as "
                "[areas within three months], and the report puts in the figure. "
                "The Tokens sheet lists them.",
                "To print square brackets, type them twice: [[sic]].",
            ),
        ),
    ),
)
