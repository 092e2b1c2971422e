"""Plots as inline SVG: bars, lines and marks on a frame with axes. Colours come from the page's style sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 460, 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 48, 20, 12, 40

Point = tuple[float, float]


@dataclass(frozen=True)
class Frame:
    """Axes from 0 to `x_most` and 0 to `y_most`, with their names and how many ticks to label."""

    x_name: str
    y_name: str
    x_most: float
    y_most: float
    x_ticks: int = 5
    y_ticks: int = 4

    def x(self, value: float) -> float:
        return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * value / (self.x_most or 1), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / (self.y_most or 1), 1)

    def draw(self, *parts: str, label: str) -> str:
        """The whole picture; `label` tells it to who cannot see it."""
        return (
            f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)}" direction="ltr">'
            f"{self._grid()}{''.join(parts)}{self._names()}</svg>"
        )

    def _grid(self) -> str:
        lines = []
        for i in range(self.y_ticks + 1):
            value = self.y_most * i / self.y_ticks
            y = self.y(value)
            lines.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>')
            lines.append(f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{_figure(value)}</text>')
        for i in range(self.x_ticks + 1):
            value = self.x_most * i / self.x_ticks
            at = f'x="{self.x(value)}" y="{HEIGHT - _BOTTOM + 15}"'
            lines.append(f'<text {at} text-anchor="middle">{_figure(value)}</text>')
        return "".join(lines)

    def _names(self) -> str:
        middle = (HEIGHT - _BOTTOM + _TOP) / 2
        return (
            f'<text x="{(WIDTH + _LEFT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(self.x_name)}</text>'
            f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">{escape(self.y_name)}</text>'
        )


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == int(value) else f"{value:.2g}"


def line(frame: Frame, points: Sequence[Point], style: str) -> str:
    """A line with a dot at each point, whose title tells its value."""
    path = " ".join(f"{frame.x(x)},{frame.y(y)}" for x, y in points)
    dots = "".join(
        f'<circle class="{style}" cx="{frame.x(x)}" cy="{frame.y(y)}" r="3.5"><title>{x:g}: {y:.3f}</title></circle>'
        for x, y in points
    )
    return f'<polyline class="{style}" points="{path}"/>{dots}'


def bars(frame: Frame, heights: Sequence[float], style: str, place: int = 0, of: int = 1) -> str:
    """Bars over equal bins from 0 to `x_most`; `place` of `of` where several stand side by side."""
    step = frame.x_most / len(heights)
    drawn = []
    for i, height in enumerate(heights):
        left, right = frame.x(step * (i + place / of)), frame.x(step * (i + (place + 1) / of))
        top = frame.y(height)
        title = f"{_figure(step * i)}–{_figure(step * (i + 1))}: {height:g}"
        drawn.append(
            f'<rect class="{style}" x="{left}" width="{max(0.5, right - left - 1):.1f}" y="{top}" '
            f'height="{frame.y(0) - top:.1f}"><title>{title}</title></rect>'
        )
    return "".join(drawn)


def mark(frame: Frame, value: float, name: str, row: int = 0) -> str:
    """A vertical line at a value with its name beside it, on the side where there is room."""
    x = frame.x(value)
    anchor, dx = ("start", 4) if value < frame.x_most * 0.7 else ("end", -4)
    return (
        f'<line class="mark" x1="{x}" x2="{x}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}"/>'
        f'<text class="mark-name" x="{x + dx}" y="{_TOP + 10 + 14 * row}" text-anchor="{anchor}">{escape(name)}</text>'
    )


def whisker(low: float, value: float, high: float) -> str:
    """A small picture of a figure between 0 and 1 with its interval, for a table's cell."""
    a, b, c = (round(2 + 116 * min(1.0, max(0.0, v)), 1) for v in (low, value, high))
    return (
        '<svg class="whisker" viewBox="0 0 120 14" aria-hidden="true" direction="ltr">'
        '<line class="grid" x1="2" x2="118" y1="7" y2="7"/>'
        f'<line class="range" x1="{a}" x2="{c}" y1="7" y2="7"/><circle class="first" cx="{b}" cy="7" r="3.5"/></svg>'
    )
