"""Counted-thread embroidery: a random quarter mirrored eight ways, cross stitch by cross stitch."""

from random import Random

from PIL import Image, ImageDraw

from app.adapters.art.cloth import Cloth, fringe
from app.adapters.art.colours import INK, mix, rgb, vary
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point, smooth

THREADS = [
    ("#F3EEE2", ["#14466B", "#14466B", "#2E739C"]),
    ("#F5F0E4", ["#9C2430", "#9C2430", "#C98A2B"]),
    ("#F2ECDD", ["#5B3A78", "#C98A2B", "#2F7A6B", "#B3263E"]),
    ("#EFE6D2", ["#2F5E41", "#2F5E41", "#B98A2B"]),
    ("#1C3D52", ["#E8CF8E", "#F4EFE4"]),
    ("#F4EFE6", ["#B5552F", "#14466B", "#C98A2B"]),
]
"""A linen, and silks for it."""


def embroidery(seed: int) -> Image.Image:
    wall = Random(f"e{seed}").choice(["lime", "mist", "sand", "chaouen", "rose", "olive", "sea"])
    sc = Scene(seed, wall, kind="embroidery")
    linen, silks = sc.rng.choice(THREADS)
    (_cushion if sc.rng.random() < 0.5 else _panel)(sc, linen, silks)
    return sc.done()


class Needle:
    """Crosses on a grid of cells. corner: where the first cell lies; cell: pixels."""

    def __init__(self, sc: Scene, silks: list[str], corner: Point, cell: float) -> None:
        self.rng, self.silks, self.corner, self.cell = sc.rng, silks, corner, cell
        self.on = ImageDraw.Draw(sc.im)

    def stitch(self, i: int, j: int, silk: str) -> None:
        x, y, q = self.corner[0] + i * self.cell, self.corner[1] + j * self.cell, self.cell * 0.94
        w = max(2, int(self.cell * 0.30))
        self.on.line([(x, y), (x + q, y + q)], fill=mix(silk, INK, 0.16), width=w)
        self.on.line([(x + q, y), (x, y + q)], fill=vary(self.rng, silk, 8), width=w)

    def rosette(self, cx: int, cy: int, radius: int, density: float) -> None:
        for (a, b), silk in self._eighth(radius, density).items():
            for p, q in {(a, b), (b, a)}:
                for sx in (1, -1):
                    for sy in (1, -1):
                        self.stitch(cx + sx * p, cy + sy * q, silk)

    def _eighth(self, radius: int, density: float) -> dict[tuple[int, int], str]:
        cells = {}
        for a in range(radius):
            for b in range(a + 1):
                if a + b < radius * 1.35 and self.rng.random() < density:
                    cells[a, b] = self.rng.choice(self.silks)
        for k in range(0, radius, 3):
            cells[k, 0] = self.silks[0]
        for k in range(int(radius * 0.7)):
            if k % 4 != 3:
                cells[k, k] = self.silks[-1]
        return cells

    def border(self, j: int, tall: int, wide: int) -> None:
        """A zigzag between two lines, across the whole cloth."""
        for i in range(wide):
            phase = i % 8
            up = phase if phase < 5 else 8 - phase
            for k in range(tall):
                if k in (0, tall - 1):
                    self.stitch(i, j + k, self.silks[0])
                elif up in (k - 1, k - 2) or (up == 0 and 3 < k < tall - 2):
                    self.stitch(i, j + k, self.silks[(i // 8) % len(self.silks)])


def _cushion(sc: Scene, linen: str, silks: list[str]) -> None:
    s = sc.s
    count, x0, y0, size = 64, 190 * s, 330 * s, 820 * s
    out, dent = 10 * s, 0.055
    edge = [
        (x0 - out, y0 - out),
        (x0 + size * 0.5, y0 + size * dent * 0.5),
        (x0 + size + out, y0 - out),
        (x0 + size * (1 - dent * 0.5), y0 + size * 0.5),
        (x0 + size + out, y0 + size + out),
        (x0 + size * 0.5, y0 + size * (1 - dent * 0.4)),
        (x0 - out, y0 + size + out),
        (x0 + size * dent * 0.5, y0 + size * 0.5),
    ]
    cloth = sc.mask(smooth(edge, closed=True, n=24))
    _laid(sc, cloth, linen)
    needle = Needle(sc, silks, (x0 + size * 0.07, y0 + size * 0.07), size * 0.86 / count)
    needle.rosette(count // 2, count // 2, 17, 0.56)
    for sx, sy in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        needle.rosette(count // 2 + sx * 22, count // 2 + sy * 22, 8, 0.6)
    for i in range(count):
        for line in (0, 2, count - 3, count - 1):
            if line in (0, count - 1) or i % 2 == 0:
                needle.stitch(i, line, silks[0])
                needle.stitch(line, i, silks[0])
    sc.shade(cloth, [(0, 95), (0.2, 10), (0.4, 0), (0.75, 24), (1, 130)])
    sc.shade(cloth, [(0, 30), (0.2, 0), (0.7, 10), (1, 120)], False)
    for y, drop in ((y0 - 6 * s, 0.55), (y0 + size + 6 * s, 1)):
        for x in (x0 - 6 * s, x0 + size + 6 * s):
            _tassel(sc, (x, y), drop, silks)


def _tassel(sc: Scene, at: Point, drop: float, silks: list[str]) -> None:
    d, s, (x, y) = ImageDraw.Draw(sc.im), sc.s, at
    d.ellipse([x - 16 * s, y - 16 * s, x + 16 * s, y + 16 * s], fill=rgb(silks[0]))
    for k in range(13):
        end = (x + (k - 6) * 6 * s, y + (78 + 4 * (6 - abs(k - 6))) * s * drop)
        d.line([(x, y), end], fill=vary(sc.rng, silks[k % len(silks)], 12), width=int(5 * s))


def _panel(sc: Scene, linen: str, silks: list[str]) -> None:
    """A long cloth, hung."""
    s = sc.s
    x0, y0, width, height = 200 * s, 150 * s, 800 * s, 1120 * s
    hung = Cloth(sc, x0, y0, x0 + width, y0 + height, wave=4, folds=3, flare=0)
    cloth = sc.mask(hung.strip(0, 1, 0, 1))
    cell = width * 0.90 / 60
    across, down = 60, int(height * 0.92 / cell)
    _laid(sc, cloth, linen, hung)
    needle = Needle(sc, silks, (x0 + width * 0.05, y0 + height * 0.04), cell)
    needle.border(1, 8, across)
    for aside, radius in ((0, 11), (-20, 8), (20, 8)):
        needle.rosette(across // 2 + aside, 23, radius, 0.6)
    needle.border(37, 8, across)
    needle.border(down - 9, 8, across)
    for i in range(4, across, 13):
        middle = (down + 36) // 2
        needle.rosette(i + 2, middle - 3 if (i // 13) % 2 else middle + 5, 4, 0.7)
    hung.folds_shade(cloth, 22)


def _laid(sc: Scene, cloth: Image.Image, linen: str, hung: Cloth | None = None) -> None:
    """The linen before a needle touches it."""
    sc.shadow(cloth, 36, 46, 32, 0.45)
    if hung:
        fringe(sc, hung, linen, length=34, n=110)
    sc.put(linen, cloth)
    sc.texture(cloth, 2, 0.34)
