"""Zouak: painted wood, as a mirror, a table or a box."""

from math import cos, hypot, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from app.adapters.art.colours import INK, WALLS, Rgb, mix, rgb
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point, star

PAINTS = [
    ("#8E2A22", "#F0D9A8", "#1F5674", "#2F6B4F", "#D9A63A"),
    ("#14506E", "#F2E6C8", "#B3402C", "#D9A63A", "#5F9BB8"),
    ("#1F5A45", "#F2E2B8", "#B3402C", "#D9A63A", "#E9EDE4"),
    ("#3A2720", "#E9C97E", "#B3402C", "#2F7A86", "#F2E6C8"),
    ("#D9A63A", "#8E2A22", "#14506E", "#1F5A45", "#FBF0D2"),
]
"""The ground, then four colours on it; the last is for lines."""


def zouak(seed: int) -> Image.Image:
    wall = Random(f"o{seed}").choice(["lime", "mist", "sand", "chaouen", "rose"])
    sc = Scene(seed, wall, kind="zouak")
    brush = Brush(sc, sc.rng.choice(PAINTS))
    {"mirror": _mirror, "table": _table, "box": _box}[sc.rng.choice(["mirror", "table", "box"])](brush)
    return sc.done()


class Brush:
    """Five paints, and the two figures that every painter repeats."""

    def __init__(self, scene: Scene, paints: tuple[str, ...]) -> None:
        self.sc = scene
        self.ground, self.a, self.b, self.c, self.line = (rgb(paint) for paint in paints)

    @property
    def on(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.sc.im)

    def dot(self, x: float, y: float, r: float, colour: Rgb) -> None:
        self.on.ellipse([x - r, y - r, x + r, y + r], fill=colour)

    def ring(self, points: list[Point], width: float) -> None:
        self.on.line([*points, points[0]], fill=self.line, width=int(width * self.sc.s))

    def rosette(self, x: float, y: float, radius: float, n: int = 8) -> None:
        rings = (self.a, self.b, self.line, self.ground, self.c, self.a)
        for k, size in enumerate((1, 0.86, 0.66, 0.46, 0.3, 0.14)):
            rays, inner = (n, 0.78) if k < 3 else (8, 0.7654)
            self.on.polygon(star(x, y, radius * size, rays, inner, rot=pi / n * (k % 2)), fill=rings[k])
        for i in range(n):
            t = 2 * pi * i / n
            self.dot(x + radius * 0.56 * cos(t), y + radius * 0.56 * sin(t), radius * 0.045, self.a)

    def leaves(self, start: Point, end: Point, width: float, n: int) -> None:
        """A row of n leaves from one point to another."""
        (x0, y0), (x1, y1) = start, end
        length = hypot(x1 - x0, y1 - y0)
        nx, ny = -((y1 - y0) / length), (x1 - x0) / length

        def at(t: float, off: float) -> Point:
            return x0 + (x1 - x0) * t + nx * off * width, y0 + (y1 - y0) * t + ny * off * width

        for i in range(n):
            t0, t1 = i / n, (i + 1) / n
            tm = (t0 + t1) / 2
            colour = (self.a, self.line, self.b, self.c)[i % 4]
            self.on.polygon([at(t0, 0), at(tm, 0.42), at(t1, 0), at(tm, -0.42)], fill=colour)
            heart = [at(t0 + 0.25 / n, 0), at(tm, 0.2), at(t1 - 0.25 / n, 0), at(tm, -0.2)]
            self.on.polygon(heart, fill=self.ground)
            for off in (0.36, -0.36):
                self.dot(*at(t0, off), width * 0.07, self.a)


def _arch(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
    radius = (x1 - x0) / 2
    turns = [pi * i / 48 for i in range(49)]
    return [(x0, y1), (x1, y1), *(((x0 + x1) / 2 + radius * cos(-t), y0 + radius + radius * sin(-t)) for t in turns)]


def _mirror(brush: Brush) -> None:
    sc, s = brush.sc, brush.sc.s
    x0, y0, x1, y1 = 270 * s, 240 * s, 930 * s, 1260 * s
    frame = sc.mask(_arch(x0, y0, x1, y1))
    sc.shadow(frame, 40, 50, 32, 0.48)
    sc.put(brush.ground, frame)
    w = 118 * s
    radius = (x1 - x0) / 2
    mx, my = (x0 + x1) / 2, y0 + radius
    for o in (10, 108):
        line = _arch(x0 + o * s, y0 + o * s, x1 - o * s, y1 - o * s)
        brush.on.line([*line, line[0]], fill=brush.line, width=int(7 * s), joint="curve")
    for side in (x0 + w / 2, x1 - w / 2):
        brush.leaves((side, my + 10 * s), (side, y1 - w - 10 * s), 74 * s, 8)
    brush.leaves((x0 + w + 10 * s, y1 - w / 2), (x1 - w - 10 * s, y1 - w / 2), 74 * s, 5)
    for i in range(7):
        t = pi * (i + 0.5) / 7
        brush.rosette(mx + (radius - w / 2) * cos(t), my - (radius - w / 2) * sin(t), 46 * s)
    for x in (x0 + w / 2, x1 - w / 2):
        brush.rosette(x, y1 - w / 2, 46 * s)
    sc.shade(frame, [(0, 0), (0.5, 10), (1, 70)])
    glass = sc.mask(_arch(x0 + w, y0 + w, x1 - w, y1 - w))
    sc.put(mix(WALLS[sc.wall][0], "#5E7C8C", 0.45), glass)
    sc.shade(glass, [(0, 110), (0.4, 30), (1, 0)], False)
    light = [(x0 + w, y1 - 300 * s), (x1 - w - 120 * s, y0 + w), (x1 - w, y0 + w + 60 * s), (x0 + w + 60 * s, y1 - w)]
    sc.gleam(light, glass, blur=24, k=0.34)


def _table(brush: Brush) -> None:
    sc, s = brush.sc, brush.sc.s
    cx, cy, radius = 600 * s, 745 * s, 430 * s

    def octagon(q: float) -> list[Point]:
        turns = [pi / 8 + i * pi / 4 for i in range(8)]
        return [(cx + radius * q * cos(t), cy + radius * q * sin(t)) for t in turns]

    board = sc.mask(octagon(1.03))
    sc.shadow(board, 50, 64, 40, 0.5)
    sc.put(mix(brush.ground, INK, 0.25), board)
    brush.on.polygon(octagon(1), fill=brush.ground)
    for q, w in ((0.975, 7), (0.80, 6), (0.77, 3)):
        brush.ring(octagon(q), w)
    corners = octagon(0.885)
    for i, (px, py) in enumerate(corners):
        qx, qy = corners[(i + 1) % 8]
        start, end = ((px + (qx - px) * t, py + (qy - py) * t) for t in (0.12, 0.88))
        brush.leaves(start, end, 58 * s, 5)
        brush.rosette(px, py, 26 * s)
    brush.rosette(cx, cy, radius * 0.52, 16)
    for i in range(8):
        t = i * pi / 4 + pi / 8
        brush.rosette(cx + radius * 0.64 * cos(t), cy + radius * 0.64 * sin(t), 44 * s)
    sc.shade(board, [(0, 0), (0.5, 8), (1, 80)])
    light = [(-0.7, -0.5), (-0.1, -0.9), (0.3, -0.8), (-0.6, 0.2)]
    sc.gleam([(cx + radius * x, cy + radius * y) for x, y in light], board, blur=60, k=0.22)


def _box(brush: Brush) -> None:
    sc, s = brush.sc, brush.sc.s
    cx, x0, x1, y0, y1, high = 600 * s, 190 * s, 1010 * s, 560 * s, 1180 * s, 210 * s
    front = sc.mask([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    edge = [(x0 - 24 * s, y0 + 10 * s), (x0 + 30 * s, y0 - high), (x1 - 30 * s, y0 - high), (x1 + 24 * s, y0 + 10 * s)]
    lid = sc.mask(edge)
    sc.shadow(ImageChops.lighter(front, lid), 40, 54, 34, 0.5)
    sc.put(brush.ground, front)
    for q, w in ((16, 8), (100, 5)):
        frame = [x0 + q * s, y0 + q * s, x1 - q * s, y1 - q * s]
        brush.on.rectangle(frame, outline=brush.line, width=int(w * s))
    f = 58 * s
    for y in (y0 + f, y1 - f):
        brush.leaves((x0 + 120 * s, y), (x1 - 120 * s, y), 62 * s, 8)
    for x in (x0 + f, x1 - f):
        brush.leaves((x, y0 + 120 * s), (x, y1 - 120 * s), 62 * s, 5)
        for y in (y0 + f, y1 - f):
            brush.rosette(x, y, 34 * s)
    my = (y0 + y1) / 2
    brush.rosette(cx, my, 190 * s, 16)
    for sx in (-1, 1):
        brush.rosette(cx + sx * 250 * s, my, 72 * s)
        for sy in (-1, 1):
            brush.rosette(cx + sx * 236 * s, my + sy * 132 * s, 34 * s)
    sc.shade(front, [(0, 60), (0.1, 0), (1, 60)], False)
    sc.put(mix(brush.ground, "#FFFFFF", 0.06), lid)
    brush.ring(edge, 7)
    middle = y0 - high / 2 + 6 * s
    brush.leaves((x0 + 70 * s, middle), (x1 - 70 * s, middle), 110 * s, 9)
    sc.shade(lid, [(0, 0), (0.8, 30), (1, 130)], False)
    lock = [cx - 42 * s, y0 - 30 * s, cx + 42 * s, y0 + 74 * s]
    brush.on.rounded_rectangle(lock, 14 * s, fill=rgb("#B98A2B"), outline=rgb("#6E4F14"), width=int(4 * s))
    brush.on.ellipse([cx - 12 * s, y0 + 6 * s, cx + 12 * s, y0 + 30 * s], fill=rgb("#3A2708"))
