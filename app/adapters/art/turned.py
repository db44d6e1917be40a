"""What is turned on a wheel: a profile, and where a point of its surface stands in the picture."""

from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi, sin

from app.adapters.art.shapes import Box, Point, smooth

ROUND = [(0, 120), (0.22, 28), (0.36, 0), (0.62, 44), (0.88, 130), (1, 165)]
"""How dark a round body is, from its left edge to its right."""


def inside(u: float) -> float:
    """Where a figure would go round to the back, it ends at the edge."""
    return max(-1, min(1, u))


class Turned:
    """A surface of revolution: maps (u, v) to the picture, u from -1 to 1 across, v from 0 to 1 down.

    profile: radii in pixels with their v. tilt: how much of its mouth is seen, 0 to 1.
    """

    def __init__(self, cx: float, top: float, height: float, profile: Sequence[Point], tilt: float = 0.13) -> None:
        self.cx, self.top, self.hh, self.k = cx, top, height, tilt
        self.p = smooth(profile, n=16)

    def r(self, v: float) -> float:
        """The radius at a height."""
        for (r0, v0), (r1, v1) in pairwise(self.p):
            if v0 <= v <= v1:
                return r0 + (r1 - r0) * ((v - v0) / ((v1 - v0) or 1))
        return self.p[-1][0] if v > 0.5 else self.p[0][0]

    def xy(self, u: float, v: float) -> Point:
        r, a = self.r(v), u * pi / 2
        return self.cx + r * sin(a), self.top + v * self.hh + self.k * r * cos(a)

    def outline(self) -> list[Point]:
        left = [(self.cx - r, self.top + v * self.hh) for r, v in self.p]
        right = [(self.cx + r, self.top + v * self.hh) for r, v in reversed(self.p)]
        rb, rt = self.p[-1][0], self.p[0][0]
        yb, yt = self.top + self.p[-1][1] * self.hh, self.top + self.p[0][1] * self.hh
        bottom = [(self.cx - rb * cos(pi * i / 24), yb + self.k * rb * sin(pi * i / 24)) for i in range(25)]
        mouth = [(self.cx + rt * cos(pi * i / 24), yt - self.k * rt * sin(pi * i / 24)) for i in range(25)]
        return left + bottom + right + mouth

    def poly(self, uv: list[Point], n: int = 6) -> list[Point]:
        """A polygon laid on the surface, its sides in n steps so that they bend with it."""
        points = []
        for (u0, v0), (u1, v1) in pairwise([*uv, uv[0]]):
            for i in range(n):
                t = i / n
                points.append(self.xy(u0 + (u1 - u0) * t, v0 + (v1 - v0) * t))
        return points

    def band(self, v0: float, v1: float) -> list[Point]:
        """A ring around the body."""
        upper = [self.xy(-1 + i / 20, v0) for i in range(41)]
        return upper + [self.xy(1 - i / 20, v1) for i in range(41)]

    def mouth(self) -> Box:
        r, y = self.p[0][0], self.top + self.p[0][1] * self.hh
        return self.cx - r, y - self.k * r, self.cx + r, y + self.k * r
