"""The pages, a module for each piece of work; each names its routes in ``ROUTES``."""

from report_builder.web.pages import (
    building,
    comparing,
    finished,
    preview,
    problems,
    received,
    shelf,
    status,
)

ROUTES = [
    route
    for module in (shelf, status, received, problems, building, finished, comparing, preview)
    for route in module.ROUTES
]
