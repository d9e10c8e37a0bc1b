"""The story of each command, a module each; this package's names are all that others call."""

from report_builder.pipeline.beginning import new
from report_builder.pipeline.building import PRIVATE, PUBLIC, Built, build
from report_builder.pipeline.building_many import Outcome, build_all, report_folders
from report_builder.pipeline.checking import Checked, check
from report_builder.pipeline.following import follow
from report_builder.pipeline.handing_back import hand_back
from report_builder.pipeline.issuing import Issued, issue
from report_builder.pipeline.publishing import check_template, template_guide, trace, verify

__all__ = [
    "PRIVATE",
    "PUBLIC",
    "Built",
    "Checked",
    "Issued",
    "Outcome",
    "build",
    "build_all",
    "check",
    "check_template",
    "follow",
    "hand_back",
    "issue",
    "new",
    "report_folders",
    "template_guide",
    "trace",
    "verify",
]
