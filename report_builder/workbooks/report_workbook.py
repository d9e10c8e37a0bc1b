"""The report workbook: the author's, declared once."""

from __future__ import annotations

from report_builder import since, statuses
from report_builder.workbooks.declare import (
    AnswerSheet,
    Field,
    Form,
    Guidance,
    Kind,
    TableSheet,
)
from report_builder.workbooks.standard_return import PROBLEMS, TEXT_RULES

YES_NO = ("Yes", "No")

INDIVIDUAL, MEETING = "An individual", "A meeting"
SPENDING, WARDS, BOTH_LIMBS = "Spending or savings", "Two or more wards", "Both"
EXEMPT, CONFIDENTIAL, BOTH_CLASSES = "Exempt", "Confidential", "Both"
OPEN = "Open"
EXEMPT_PARAGRAPHS = {
    "1": "any individual",
    "2": "likely to reveal an individual's identity",
    "3": "financial or business affairs",
    "4": "labour relations",
    "5": "legal privilege",
    "6": "statutory notice, order or direction",
    "7": "prevention, investigation or prosecution of crime",
}
"""The paragraphs of Part 1 of Schedule 12A to the Local Government Act 1972, for England."""

# Whether a row is withheld from the public report, and why.
PUBLICATION = (
    Field(
        "publication",
        "Publication",
        Kind.CHOICE,
        "Open, which is also what an empty cell means; Exempt or Confidential: the public report "
        "says in its place that it is withheld. A withheld area keeps its marker there.",
        16,
        choices=(OPEN, EXEMPT, CONFIDENTIAL),
        printed=False,
    ),
    Field(
        "exempt_paragraph",
        "Exempt under paragraph",
        Kind.CHOICE,
        "Of Schedule 12A to the Local Government Act 1972.",
        26,
        choices=tuple(
            f"{number} {meaning.replace(',', ' /')}"  # a comma would part one choice from the next
            for number, meaning in EXEMPT_PARAGRAPHS.items()
        ),
        asked_with=("publication", (EXEMPT,)),
        printed=False,
    ),
    Field(
        "withheld_reason",
        "Why it is withheld",
        Kind.LINE,
        "A sentence that the public report prints in its place: what is withheld, and why.",
        44,
        asked_with=("publication", (EXEMPT, CONFIDENTIAL)),
    ),
)
ALL_DAYS, WORKING_DAYS = "All days", "Working days"

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
        Field(
            "decision_maker",
            "Kind of decision maker",
            Kind.CHOICE,
            "Does one person decide, or a meeting? The notices of a private meeting, for example, "
            "are asked of a meeting only.",
            required=True,
            choices=(INDIVIDUAL, MEETING),
            printed=False,
        ),
        Field(
            "decision_date",
            "Date of the decision",
            Kind.DATE,
            "The day on which the decision is to be taken. The periods of notice end there.",
            required=True,
            printed=False,
        ),
        Field(
            "lead_director", "Lead director", Kind.LINE, "Name, as it is printed.", required=True
        ),
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
        Field("author", "Report author", Kind.LINE, "Name, as it is printed.", required=True),
        Field(
            "author_job_title",
            "Report author's job title",
            Kind.LINE,
            "As it is printed.",
            required=True,
        ),
        Field(
            "author_email",
            "Report author's e-mail",
            Kind.LINE,
            "A work address. It is printed, and the services are told to ask there.",
            required=True,
        ),
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
        Field(
            "public",
            "Open to the public?",
            Kind.CHOICE,
            "Yes or No; empty means No. The report is published in time for the first that is.",
            16,
            choices=YES_NO,
            printed=False,
        ),
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
    frozen=1,
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
            "Yes if the previous report said that it was open, or needed further work.",
            14,
            required=True,
            choices=YES_NO,
            printed=False,
        ),
        Field(
            "previous_status",
            "Status in the last report",
            Kind.CHOICE,
            "If there was one. An area that was Completed and is open now is asked about.",
            20,
            choices=tuple(status.name for status in (*statuses.CHOSEN, statuses.OVERDUE)),
            printed=False,
        ),
        Field(
            "withdrawn_reason",
            "Withdrawn: why",
            Kind.LINE,
            "Only if the area is given up, for example because another has taken its place: a "
            "sentence. It is then neither asked for nor counted; Appendix 1 says that it is "
            "withdrawn, and why.",
            44,
            may_lack=True,
        ),
        *PUBLICATION,
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
            *PUBLICATION,
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
    "The Guidance sheet explains the rows.",
    blank_rows=60,
    frozen=1,
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
            "Your words. In a Narrative row: the heading of the narrative, which it prints too, or "
            "empty for all. "
            "In an Areas row: leave it empty.",
            80,
            tokens=True,
            asked_with=("kind", WORDS),
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
            "since",
            "Areas: since the last report",
            Kind.CHOICE,
            "Empty for all. The Tokens sheet says what each word means.",
            24,
            choices=tuple(since.GROUPS),
            printed=False,
            may_lack=True,
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
        *PUBLICATION,
    ),
)

IMPLICATIONS = TableSheet(
    name="implications",
    title="5 Implications",
    purpose="Section 5: the five implications, each with who signed it off.",
    fixed=True,
    frozen=1,
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
        Field("job_title", "Job title", Kind.LINE, "Of the signatory.", 30),
        Field(
            "date",
            "Date",
            Kind.DATE,
            "When it was agreed; kept, not printed.",
            14,
            printed=False,
        ),
        *PUBLICATION,
    ),
)

PAPERS = TableSheet(
    name="papers",
    title="6 Background papers",
    purpose="Section 6: one row for each background paper. Type None if there are none.",
    blank_rows=20,
    fields=(
        Field("paper", "Paper", Kind.TEXT, "Title, author and date.", 110, required=True),
        *PUBLICATION,
    ),
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
        *PUBLICATION,
    ),
)

_EXEMPT = ("private_class", (EXEMPT, BOTH_CLASSES))
_IN_PUBLIC = "Section 8 prints it in the public file too: nothing that is withheld may stand here."
_PRIVATE = (  # what is printed stands in the order in which section 8 prints it
    Field(
        "private_class",
        "Private: exempt or confidential?",
        Kind.CHOICE,
        "Exempt: it may be withheld under Schedule 12A. Confidential: a government department, an "
        "enactment or a court order forbids its disclosure. Section 8 says which.",
        choices=(EXEMPT, CONFIDENTIAL, BOTH_CLASSES),
        printed=False,
        asked_with=("private", ("Yes",)),
    ),
    Field(
        "private_paragraphs",
        "Exempt: paragraphs of Schedule 12A",
        Kind.LINE,
        "Numbers from 1 to 7, with commas between; section 8 prints them with their meaning. 1 any "
        "individual; 2 an individual's identity; 3 financial or business affairs; 4 labour "
        "relations; 5 legal privilege; 6 statutory notices and orders; 7 crime.",
        printed=False,
        asked_with=_EXEMPT,
    ),
    Field(
        "private_withheld",
        "Private: what is withheld",
        Kind.LINE,
        f"The whole report, or which part of it: for example Appendix 2, or one area. {_IN_PUBLIC}",
        tokens=True,
        asked_with=("private", ("Yes",)),
    ),
    Field(
        "private_reasons",
        "Reasons, and why it is not in the public interest to be dealt with publicly",
        Kind.TEXT,
        "Needed if the answer is Yes: why it is withheld. The public interest has its own cell "
        f"below. {_IN_PUBLIC}",
        tokens=True,
        asked_with=("private", ("Yes",)),
    ),
    Field(
        "public_interest",
        "Exempt: public interest",
        Kind.TEXT,
        "Why the public interest in withholding it outweighs the public interest in disclosure. "
        f"{_IN_PUBLIC}",
        tokens=True,
        asked_with=_EXEMPT,
    ),
    Field(
        "no_statutory_register",
        "Paragraph 3: in no statutory register?",
        Kind.CHOICE,
        "Needed with paragraph 3. Yes: none of it has to be registered, under the Companies Acts "
        "or the Charities Act for example.",
        choices=YES_NO,
        printed=False,
    ),
    Field(
        "confidential_by",
        "Confidential: who forbids disclosure",
        Kind.CHOICE,
        "Choose one of the three.",
        choices=("A government department", "An enactment", "A court order"),
        printed=False,
        asked_with=("private_class", (CONFIDENTIAL, BOTH_CLASSES)),
    ),
    Field(
        "private_notice_date",
        "Private meeting: date of first notice",
        Kind.DATE,
        "When the notice that the meeting is to be private was published, 28 clear days before "
        "it. Not for an individual's decision.",
        printed=False,
    ),
    Field(
        "private_second_notice_date",
        "Private meeting: date of second notice",
        Kind.DATE,
        "When the second notice was, or will be, published, 5 clear days before the meeting. Not "
        "for an individual's decision.",
        printed=False,
    ),
    Field(
        "representations",
        "Private meeting: representations",
        Kind.TEXT,
        "What was received on why the meeting should be open to the public; None if nothing was.",
        printed=False,
    ),
    Field(
        "representations_response",
        "Private meeting: response to them",
        Kind.TEXT,
        "Needed if there were representations.",
        printed=False,
    ),
    Field(
        "private_urgency",
        "Private meeting: shorter notice",
        Kind.TEXT,
        "Only if a notice was not given in time: who agreed that the meeting is urgent and cannot "
        "reasonably be deferred, when, and why.",
        printed=False,
    ),
)
_KEY_DECISION = (
    Field(
        "key_limb",
        "Key decision: because of",
        Kind.CHOICE,
        "Significant spending or savings against the service's budget, a significant effect on "
        "communities in two or more wards, or both.",
        choices=(SPENDING, WARDS, BOTH_LIMBS),
        printed=False,
        asked_with=("key_decision", ("Yes",)),
    ),
    Field(
        "key_notice_date",
        "Key decision: notice published on",
        Kind.DATE,
        "28 clear days before the decision. If it was later, or if there was none, fill in the "
        "general exception or the special urgency.",
        printed=False,
        asked_with=("key_decision", ("Yes",)),
    ),
    Field(
        "general_exception_told",
        "General exception: chair told on",
        Kind.DATE,
        "When the scrutiny chair was told in writing.",
        printed=False,
    ),
    Field(
        "general_exception_notice",
        "General exception: notice published on",
        Kind.DATE,
        "When what the chair was told was published, 5 clear days before the decision.",
        printed=False,
    ),
    Field(
        "general_exception_reasons",
        "General exception: reasons",
        Kind.TEXT,
        "Why the notice of the key decision could not be given in time.",
        printed=False,
    ),
    Field(
        "urgency_agreed_by",
        "Special urgency: agreed by",
        Kind.LINE,
        "Who agreed, normally the scrutiny chair: name and office.",
        printed=False,
    ),
    Field(
        "urgency_agreed_date",
        "Special urgency: agreed on",
        Kind.DATE,
        "The day on which it was agreed.",
        printed=False,
    ),
    Field(
        "urgency_reasons",
        "Special urgency: reasons",
        Kind.TEXT,
        "Why the decision is urgent and cannot reasonably be deferred.",
        printed=False,
    ),
)

DECISION = AnswerSheet(
    name="decision",
    title="8 and 9 Decision",
    purpose="Sections 8 and 9: is it private, and is it a key decision? The answers, the ground, "
    "what is withheld and why are printed; the rest shows that the law was kept.",
    fields=(
        Field(
            "private",
            "Is this a private report?",
            Kind.CHOICE,
            "Yes or No.",
            required=True,
            choices=YES_NO,
        ),
        *_PRIVATE,
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
            "Needed if the answer is Yes. If it is No although many wards are affected, say why.",
            tokens=True,
            asked_with=("key_decision", ("Yes",)),
        ),
        *_KEY_DECISION,
    ),
)


EVERYDAY_ACRONYMS = (
    "A&E, AD, AGM, AM, BBC, BC, CCTV, CD, CV, DNA, DOB, DVD, EU, FAQ, GCSE, GP, HIV, HR, ID, IT, "
    "MP, NHS, NULL, OK, PC, PDF, PE, PIN, PM, Q&A, SMS, TBA, TBC, TBD, TV, UK, UN, URL, US, USA, "
    "USB, VAT"
)
"""What every reader knows, as far as the council does not say otherwise in its settings."""


def _setting(
    name: str, label: str, default: int | str, guidance: str, choices: tuple[str, ...] = ()
) -> Field:
    is_choice = isinstance(default, str)
    return Field(
        name,
        label,
        Kind.CHOICE if is_choice else Kind.WHOLE,
        f"{guidance} Empty means {default if is_choice else format(default, ',')}.",
        choices=choices,
        default=default,
        printed=False,
        may_lack=True,  # the same as empty
    )


SETTINGS = AnswerSheet(
    name="settings",
    title="Settings",
    purpose="The council's own periods, thresholds and wishes. An empty cell means what is given "
    "here.",
    fields=(
        _setting(
            "key_notice_days",
            "Notice of a key decision",
            28,
            "Clear days between its publication and the decision. The law asks for 28.",
        ),
        _setting(
            "general_exception_days",
            "General exception",
            5,
            "Clear days between the publication of its notice and the decision. The law asks "
            "for 5.",
        ),
        _setting(
            "private_notice_days",
            "First notice of a private meeting",
            28,
            "Clear days between its publication and the meeting. The law asks for 28.",
        ),
        _setting(
            "private_second_notice_days",
            "Second notice of a private meeting",
            5,
            "Clear days between its publication and the meeting. The law asks for 5.",
        ),
        _setting(
            "publication_days",
            "Publication of reports",
            5,
            "Clear days between the publication of a report and a public meeting. The law asks "
            "for 5.",
        ),
        _setting(
            "days_of_long_periods",
            "Days that the first notices count",
            ALL_DAYS,
            "Which days count in the notice of a key decision and the first notice of a private "
            "meeting. Working days are all but Saturdays, Sundays and England's bank holidays.",
            (ALL_DAYS, WORKING_DAYS),
        ),
        _setting(
            "days_of_short_periods",
            "Days that the other periods count",
            WORKING_DAYS,
            "Which days count in the other periods above.",
            (ALL_DAYS, WORKING_DAYS),
        ),
        _setting(
            "wards_asked_about",
            "Wards affected",
            2,
            "If so many wards are affected and the decision is not key, a reason is asked for.",
        ),
        _setting(
            "sum_asked_about",
            "Significant spending or savings (£)",
            500_000,
            "Put in the council's own figure. If sections 2 or 5 name such a sum and the decision "
            "is not key, a reason is asked for.",
        ),
        _setting(
            "progress_at_a_glance",
            "Progress at a glance",
            "No",
            "Whether section 1 ends in a table and a chart of the areas by their status, counted "
            "from the returns.",
            YES_NO,
        ),
        Field(
            "known_acronyms",
            "Acronyms that need no writing out",
            Kind.LINE,
            "With commas between. Add those that every reader of the council's reports knows; all "
            "others are written out where the report uses them first. Empty means those that a new "
            "workbook has here.",
            default=EVERYDAY_ACRONYMS,
            printed=False,
            may_lack=True,
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
        SETTINGS,
    ),
    handed_back=PROBLEMS,
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
                "Fill in the white cells; what is yellow is still missing. The Cover sheet counts "
                "what is missing on all sheets. Click a cell, and a note says what is asked.",
                "Tables grow: type below the last row, or insert a row in between.",
            ),
        ),
        (
            "In which order",
            (
                "1. Cover, Meetings, Services, Parts and Timescales.",
                "2. Register: every area for improvement, with the service that answers for it.",
                "3. Save, close, and run: report-builder issue. It writes one return for each "
                "service into inputs/returns. Send them out; put the answers back in their place.",
                "4. The sheets 1 to 9, in the order of the report. The Settings sheet holds the "
                "periods of notice; change it only if your council's differ.",
                "5. Run report-builder check as often as you like, and report-builder build at "
                "the end.",
            ),
        ),
        (
            "Section 3",
            (
                "The kind of a row says what it prints. Heading, Numbered paragraph, "
                "Sub-paragraph, Paragraph, Bullet and Sub-bullet print your own words.",
                "An Areas row prints the areas that fit all of its filters, each with what its "
                "service returned. Filters that are left empty let every area through.",
                "A Narrative row prints what a service wrote on its Narrative sheet: what stands "
                "under the heading that you give as text, or all of it. It prints the headings "
                "too: no Heading row of the same words belongs above it.",
            ),
        ),
        (
            "If a report has gone before",
            (
                "Begin with report-builder next: it fills in the register; what the last report "
                "said is shown to the services and known to the checks.",
                "A new area is a new row of the register. An area that is given up keeps its row, "
                "with a sentence under Withdrawn: why. A reference is never used for another area.",
                "What has changed since the last report is counted by tokens such as [areas newly "
                "completed], and chosen in section 3 under Areas: since the last report.",
                "Of an area that is due later than the last report said, section 3 says so after "
                "its progress: by how many days, and how often it has slipped.",
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
