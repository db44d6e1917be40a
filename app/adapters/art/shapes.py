"""Curves, gradients, grain and the star, of which pictures are made."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import cos, pi, sin
from random import Random
from typing import TypeAlias

from PIL import Image, ImageFilter

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
Stops: TypeAlias = Sequence[Point]
"""Where along a gradient (0 to 1), and what it is there (0 to 255)."""


def smooth(points: Iterable[Point], closed: bool = False, n: int = 12) -> list[Point]:
    """Catmull-Rom through the points, n steps from one to the next."""
    p = list(points)
    p = [p[-1], *p, p[0], p[1]] if closed else [p[0], *p, p[-1]]
    curve = []
    for i in range(1, len(p) - 2):
        (x0, y0), (x1, y1), (x2, y2), (x3, y3) = p[i - 1 : i + 3]
        for k in range(n):
            t = k / n
            curve.append((_between(x0, x1, x2, x3, t), _between(y0, y1, y2, y3, t)))
    return curve if closed else [*curve, p[-2]]


def _between(p0: float, p1: float, p2: float, p3: float, t: float) -> float:
    t2, t3 = t * t, t * t * t
    return 0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t2 + (3 * p1 - p0 - 3 * p2 + p3) * t3)


def ramp(size: tuple[int, int], stops: Stops, horizontal: bool = True) -> Image.Image:
    """A grey gradient, rounded from stop to stop."""
    row = Image.new("L", (256, 1))
    row.putdata([int(max(0, min(255, _along(stops, i / 255)))) for i in range(256)])
    if not horizontal:
        row = row.rotate(-90, expand=True)
    return row.resize(size, Image.Resampling.BICUBIC)


def _along(stops: Stops, t: float) -> float:
    for (a, before), (b, after) in pairwise(stops):
        if a <= t <= b:
            k = (t - a) / (b - a or 1)
            return before + (after - before) * (k * k * (3 - 2 * k))
    return stops[-1][1]


def noise(rng: Random, size: tuple[int, int], cell: float, blur: float = 0) -> Image.Image:
    """Grey grain. cell: how many pixels a grain is wide."""
    width, height = max(2, int(size[0] / cell)), max(2, int(size[1] / cell))
    grain = Image.frombytes("L", (width, height), rng.randbytes(width * height))
    grain = grain.resize(size, Image.Resampling.BICUBIC if cell > 1 else Image.Resampling.NEAREST)
    return grain.filter(ImageFilter.GaussianBlur(blur)) if blur else grain


def fainter(image: Image.Image, share: float) -> Image.Image:
    """Every value times a share of one."""
    return image.point([int(value * share) for value in range(256)] * len(image.getbands()))


def calmer(image: Image.Image, share: float) -> Image.Image:
    """Grain nearer to the middle grey, which changes nothing where it is laid over."""
    return image.point([int(128 + (value - 128) * share) for value in range(256)])


def star(cx: float, cy: float, r: float, n: int = 8, inner: float = 0.7654, rot: float = 0.0) -> list[Point]:
    """The points of a star with n rays; by default the khatim, two crossed squares."""
    points = []
    for i in range(2 * n):
        a = rot + i * pi / n
        k = r if i % 2 == 0 else r * inner
        points.append((cx + k * cos(a), cy + k * sin(a)))
    return points
