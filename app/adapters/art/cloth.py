"""Cloth hung or laid: its folds, its stripes and its fringe."""

from math import sin
from random import Random

from PIL import Image, ImageDraw

from app.adapters.art.colours import INK, Colour, mix
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point


class Cloth:
    """A cloth hung or laid: maps (s, t) in 0..1 to the picture, with gentle folds."""

    def __init__(
        self, sc: Scene, x0: float, y0: float, x1: float, y1: float, *, wave: float, folds: int, flare: float
    ) -> None:
        self.b, self.sc = (x0, y0, x1, y1), sc
        r = sc.rng
        self.ph = [r.uniform(0, 6.3) for _ in range(3)]
        self.wave, self.folds, self.flare = wave * sc.s, folds, flare

    def xy(self, s: float, t: float) -> Point:
        x0, y0, x1, y1 = self.b
        w = x1 - x0
        x = x0 + w * s + (s - 0.5) * w * self.flare * t
        y = y0 + (y1 - y0) * t + self.wave * t * sin(s * 6.28 * self.folds / 2 + self.ph[0])
        x += self.wave * 0.4 * sin(t * 4 + self.ph[1])
        return x, y

    def strip(self, s0: float, s1: float, t0: float, t1: float, n: int = 30) -> list[Point]:
        top = [self.xy(s0 + (s1 - s0) * i / n, t0) for i in range(n + 1)]
        bot = [self.xy(s1 - (s1 - s0) * i / n, t1) for i in range(n + 1)]
        return top + bot

    def folds_shade(self, mask: Image.Image, k: float = 70) -> None:
        stops: list[Point] = [(0, k)]
        r = self.sc.rng
        n = self.folds * 2
        for i in range(1, n):
            stops.append((i / n + r.uniform(-0.25, 0.25) / n, 0 if i % 2 else k * r.uniform(0.55, 1)))
        stops.append((1, k * 1.3))
        self.sc.shade(mask, stops)


def stripes(rng: Random, pal: list[str]) -> list[tuple[float, float, str]]:
    """A striped rhythm along t: list of (t0, t1, colour), symmetrical groups like a loom plan."""
    out, t = [], 0.04
    group: list[tuple[float, str | None]] = []
    for _ in range(rng.randint(2, 4)):
        group.append((rng.uniform(0.006, 0.034), rng.choice(pal)))
        group.append((rng.uniform(0.005, 0.016), None))
    group = group + group[::-1]
    gap = rng.uniform(0.05, 0.13)
    while t < 0.95:
        for w, c in group:
            if c and t + w < 0.985:
                out.append((t, t + w, c))
            t += w
        t += gap
    return out


def fringe(sc: Scene, cloth: Cloth, colour: Colour, t: float = 1.0, length: float = 46, n: int = 70) -> None:
    d, r = ImageDraw.Draw(sc.im), sc.rng
    for i in range(n):
        s = (i + 0.5) / n
        x, y = cloth.xy(s, t)
        long = length * sc.s * r.uniform(0.8, 1.1)
        x2 = x + r.uniform(-7, 7) * sc.s
        d.line([(x, y - 2), (x2, y + long)], fill=mix(colour, INK, r.uniform(0.02, 0.22)), width=int(5 * sc.s))
