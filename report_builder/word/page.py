"""What every template has in common: how wide its page is, and what it calls bold words."""

from __future__ import annotations

TEXT_WIDTH = 9026
"""A4 less two margins of 2.54 cm, in twentieths of a point."""
BOLD_STYLE = "Strong"
"""The character style in which bold words are printed."""
