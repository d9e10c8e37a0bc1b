"""The chart of progress at a glance, drawn for print: the only room that knows matplotlib.

A bar for each part and timescale, or for each part, with a piece for each status. What a piece is,
its pattern says: the chart is read in black and white, and its colours add nothing. Letters have 12
points at the size at which the picture is put into the report. The fonts are those that matplotlib
brings along, so that the same figures make the same picture on every computer.
"""

from __future__ import annotations

import io
import textwrap
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from report_builder import statuses
from report_builder.report.glance import ORDER, shares
from report_builder.report.model import Chart, GlanceRow
from report_builder.word.styles import INK

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_POINTS = 12
_DOTS_AN_INCH = 300
# Of a picture, in inches; a letter of the font is about as wide as this, and a line as high.
_LETTER, _LINE = 0.105, 0.21
_LABELS = 2.2
"""The width of the column of timescales."""
_BAR, _GAP = 0.27, 0.11
_ABOVE_PART = 0.08
_WIDEST_AREA = 0.9
_KEY = 0.29
_KEYS_A_LINE = 3
_HIGHEST = 9.0  # the height of a page's text, less that of a line


@dataclass(frozen=True)
class _Look:
    """How the pieces of a status look; neighbours never look alike."""

    fill: str
    hatch: str = ""
    letters: str = "black"


_LOOKS = {
    statuses.COMPLETED: _Look(f"#{INK}", letters="white"),
    statuses.ON_TRACK: _Look("#C9D8DC"),
    statuses.AT_RISK: _Look("white", "//"),
    statuses.OVERDUE: _Look("white", "xxx"),
    statuses.NOT_STARTED: _Look("white"),
    statuses.NO_LONGER_REQUIRED: _Look("white", ".."),
    statuses.NOT_REPORTED: _Look("white", "--"),
}


def png(chart: Chart, width: float) -> bytes:
    """Return the chart as a PNG picture, ``width`` inches wide.

    The same figures make the same bytes.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    lines = list(_lines(chart.rows, width))
    used = _used(chart.rows)
    key_height = _KEY * -(-len(used) // _KEYS_A_LINE)
    wanted = key_height + sum(line.height for line in lines) + _GAP
    height = max(min(wanted, _HIGHEST), _KEY)
    written = io.BytesIO()
    with mpl.rc_context(), warnings.catch_warnings():
        # A letter that the font lacks is drawn as a box; the alternative text has it.
        warnings.simplefilter("ignore")
        mpl.rcdefaults()  # what a person has set for charts of their own does not count here
        mpl.rcParams["hatch.linewidth"] = 1.0
        figure = Figure(figsize=(width, height), dpi=_DOTS_AN_INCH)
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_xlim(0, width)
        axes.set_ylim(max(wanted, _KEY), 0)  # in inches, from the top
        _draw_key(axes, used, width)
        _draw_bars(axes, lines, key_height, width)
        figure.savefig(written, format="png", metadata={"Software": None})
    return written.getvalue()


@dataclass(frozen=True)
class _Line:
    """A line of the chart: the name of a part, or a bar with its timescale."""

    words: str
    height: float
    row: GlanceRow | None = None


def _lines(rows: Iterable[GlanceRow], width: float) -> Iterator[_Line]:
    part: object = None
    for row in rows:
        if not row.whole_part and row.part != part:
            yield _wrapped(str(row.part), width, None)
        part = row.part
        yield _wrapped(str(row.part if row.whole_part else row.timescale), _LABELS, row)


def _wrapped(words: str, width: float, row: GlanceRow | None) -> _Line:
    said = textwrap.wrap(words, round(width / _LETTER)) or [""]
    height = max(len(said) * _LINE, _BAR if row else 0) + _GAP + (0 if row else _ABOVE_PART)
    return _Line("\n".join(said), height, row)


def _used(rows: tuple[GlanceRow, ...]) -> list[statuses.Status]:
    """Return the statuses that any area has."""
    found = {status for row in rows for status, count in shares(row.counts) if count}
    return [status for status in ORDER if status in found]


def _draw_key(axes: Axes, used: list[statuses.Status], width: float) -> None:
    step = width / _KEYS_A_LINE
    for at, status in enumerate(used):
        line, place = divmod(at, _KEYS_A_LINE)
        left, middle = place * step, (line + 0.5) * _KEY
        _draw_piece(axes, status, (left + 0.02, middle - 0.1, 0.35, 0.2))
        _write(axes, left + 0.45, middle, status.name)


def _draw_bars(axes: Axes, lines: list[_Line], top: float, width: float) -> None:
    rows = [line.row for line in lines if line.row]
    longest = max((row.counts.areas for row in rows), default=1)
    unit = min((width - _LABELS - 0.05) / longest, _WIDEST_AREA)
    for line in lines:
        gap = _GAP if line.row else _GAP + _ABOVE_PART
        middle = top + gap + (line.height - gap) / 2
        _write(axes, 0, middle, line.words, bold=line.row is None)
        left = _LABELS
        for status, count in shares(line.row.counts) if line.row else ():
            if count:
                box = left, middle - _BAR / 2, count * unit, _BAR
                _draw_piece(axes, status, box, str(count))
                left += count * unit
        top += line.height


def _draw_piece(
    axes: Axes,
    status: statuses.Status,
    box: tuple[float, float, float, float],
    number: str = "",
) -> None:
    """Draw a piece of a bar, with its number if there is room for it.

    ``box`` is its left, its top, its length and its height.
    """
    from matplotlib.patches import Rectangle

    look = _LOOKS[status]
    left, top, length, height = box
    axes.add_patch(
        Rectangle(
            (left, top),
            length,
            height,
            facecolor=look.fill,
            edgecolor="black",
            hatch=look.hatch or None,
            linewidth=1,
        )
    )
    if number and length > len(number) * _LETTER + 0.1:
        paper = {"facecolor": look.fill, "edgecolor": "none", "pad": 1.5} if look.hatch else None
        middle = left + length / 2, top + height / 2
        _write(axes, *middle, number, look.letters, paper=paper, centred=True)


def _write(
    axes: Axes,
    left: float,
    middle: float,
    words: str,
    colour: str = "black",
    *,
    bold: bool = False,
    centred: bool = False,
    paper: dict[str, Any] | None = None,
) -> None:
    import matplotlib as mpl

    face = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    axes.text(
        left,
        middle,
        words,
        color=colour,
        font=Path(mpl.get_data_path(), "fonts", "ttf", face),
        fontsize=_POINTS,
        ha="center" if centred else "left",
        va="center_baseline",
        bbox=paper,
        parse_math=False,  # a dollar sign is a dollar sign
    )
