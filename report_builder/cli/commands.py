"""All commands: each module registers its own, shown in this order."""

from report_builder.cli import (
    building,  # noqa: F401
    checking,  # noqa: F401
    comparing,  # noqa: F401
    following,  # noqa: F401
    preparing,  # noqa: F401
    publishing,  # noqa: F401
    serving,  # noqa: F401
    templates,  # noqa: F401
)
from report_builder.cli.root import app

__all__ = ["app"]
