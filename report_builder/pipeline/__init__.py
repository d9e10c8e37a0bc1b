"""The story of each command, a module each; this package's names are all that others call.

A module is imported when one of its names is first asked for: ``check`` and ``build`` begin to
read before pandas is loaded, which the other stories load at once.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report_builder.pipeline.beginning import new
    from report_builder.pipeline.building import Built, build
    from report_builder.pipeline.building_many import Outcome, build_all, report_folders
    from report_builder.pipeline.checking import Checked, check, check_apart
    from report_builder.pipeline.comparing import Compared, compare
    from report_builder.pipeline.following import follow
    from report_builder.pipeline.handing_back import answer_to, hand_back
    from report_builder.pipeline.issuing import Issued, issue
    from report_builder.pipeline.loading import load
    from report_builder.pipeline.previewing import (
        Preview,
        Shown,
        changed_since,
        page_images,
        paragraph_of,
        preview,
        problems_at,
        why_no_pdf,
    )
    from report_builder.pipeline.publishing import check_template, template_guide, trace, verify
    from report_builder.pipeline.receiving import (
        Kind,
        Received,
        leave,
        receive,
        received,
        set_aside,
        use,
        waiting,
    )
    from report_builder.pipeline.standing import Standing, stand

_HOMES = {
    "beginning": ("new",),
    "building": (
        "Built",
        "build",
    ),
    "building_many": (
        "Outcome",
        "build_all",
        "report_folders",
    ),
    "checking": (
        "Checked",
        "check",
        "check_apart",
    ),
    "comparing": (
        "Compared",
        "compare",
    ),
    "following": ("follow",),
    "handing_back": (
        "answer_to",
        "hand_back",
    ),
    "issuing": (
        "Issued",
        "issue",
    ),
    "loading": ("load",),
    "previewing": (
        "Preview",
        "Shown",
        "changed_since",
        "page_images",
        "paragraph_of",
        "preview",
        "problems_at",
        "why_no_pdf",
    ),
    "publishing": (
        "check_template",
        "template_guide",
        "trace",
        "verify",
    ),
    "receiving": (
        "Kind",
        "Received",
        "leave",
        "receive",
        "received",
        "set_aside",
        "use",
        "waiting",
    ),
    "standing": (
        "Standing",
        "stand",
    ),
}

__all__ = [
    "Built",
    "Checked",
    "Compared",
    "Issued",
    "Kind",
    "Outcome",
    "Preview",
    "Received",
    "Shown",
    "Standing",
    "answer_to",
    "build",
    "build_all",
    "changed_since",
    "check",
    "check_apart",
    "check_template",
    "compare",
    "follow",
    "hand_back",
    "issue",
    "leave",
    "load",
    "new",
    "page_images",
    "paragraph_of",
    "preview",
    "problems_at",
    "receive",
    "received",
    "report_folders",
    "set_aside",
    "stand",
    "stand_by",
    "template_guide",
    "trace",
    "use",
    "verify",
    "waiting",
    "why_no_pdf",
]


def stand_by() -> None:
    """Begin the process that helps to check and to build, while what these need is loaded."""
    from report_builder import beside

    beside.stand_by(f"{__name__}.reading")


def __getattr__(name: str) -> object:
    """Return what one of the package's modules calls ``name``."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"{__name__} has no {name}")
