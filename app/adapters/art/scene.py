"""A plaster wall and perhaps a table, soft daylight, and room for one object."""

from collections.abc import Sequence
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.adapters.art.colours import INK, WALLS, Colour, mix
from app.adapters.art.shapes import Point, Stops, calmer, fainter, noise, ramp

WIDTH, HEIGHT = 1200, 1500
LARGER = 2
"""Drawn so many times larger, and made small at the end: edges become soft."""


class Scene:
    """s: pixels of this picture in one of a page 1200 wide. im: what is drawn so far. rng: the dice of this picture."""

    def __init__(self, seed: int, wall: str, table: bool = False, *, kind: str) -> None:
        self.rng = Random(f"maalem:{kind}:{seed}")
        self.w, self.h = WIDTH * LARGER, HEIGHT * LARGER
        self.s = self.w / 1200
        self.wall = wall
        self.im = self._plaster()
        self._daylight()
        self.has_table = table
        if table:
            self._table()

    def _plaster(self) -> Image.Image:
        """Laid by hand: two scales of soft grain over a gradient."""
        light, shade = WALLS[self.wall]
        size = (self.w, self.h)
        base = Image.new("RGB", size, light)
        falling = ramp(size, [(0, 255), (0.55, 190), (1, 60)], False)
        base = Image.composite(base, Image.new("RGB", size, shade), falling)
        for cell, amount in ((210, 0.055), (40, 0.028)):
            grain = noise(self.rng, (self.w // 4, self.h // 4), cell * self.s / 4)
            grain = calmer(grain.resize(size, Image.Resampling.BICUBIC), amount * 2)
            base = ImageChops.overlay(base, Image.merge("RGB", (grain, grain, grain)))
        return base

    def _daylight(self) -> None:
        """It falls through an arch."""
        r = self.rng
        light = Image.new("L", (self.w // 4, self.h // 4), 0)
        x0 = (self.w // 4) * r.uniform(-0.05, 0.28)
        width, top = self.w // 4 * r.uniform(0.42, 0.6), self.h // 4 * r.uniform(0.02, 0.16)
        arch: list[Point] = []
        for i in range(25):
            a = pi + pi * i / 24
            arch.append((x0 + width / 2 + width / 2 * cos(a), top + width / 2 + width / 2 * sin(a)))
        arch += [(x0 + width, self.h), (x0, self.h)]
        slant = r.uniform(0.12, 0.22)
        leaning = [(x + (y - top) * slant, y) for x, y in arch]
        ImageDraw.Draw(light).polygon(leaning, fill=int(r.uniform(34, 58)))
        self.put("#FFFDF6", self._soft(light, 6 * self.s))

    def _table(self) -> None:
        y = int(self.h * 0.775)
        cloth = self.rng.choice(["#FFFFFF", "#B58A62", "#22303A", "#F3EEE2"])
        colour = mix(WALLS[self.wall][1], cloth, self.rng.uniform(0.25, 0.6))
        table = Image.new("RGB", (self.w, self.h - y), colour)
        far = Image.new("RGB", table.size, mix(colour, INK, 0.22))
        table = Image.composite(table, far, ramp(table.size, [(0, 140), (0.35, 255), (1, 170)], False))
        self.im.paste(table, (0, y))
        edge = ImageDraw.Draw(self.im)
        edge.line([(0, y), (self.w, y)], fill=mix(colour, "#FFFFFF", 0.35), width=int(3 * self.s))

    def _soft(self, mask: Image.Image, blur: float) -> Image.Image:
        """A small mask, blurred, in the picture's size."""
        return mask.filter(ImageFilter.GaussianBlur(blur)).resize((self.w, self.h), Image.Resampling.BICUBIC)

    def blank(self) -> Image.Image:
        """An empty mask."""
        return Image.new("L", (self.w, self.h), 0)

    def mask(self, points: Sequence[Point]) -> Image.Image:
        mask = self.blank()
        ImageDraw.Draw(mask).polygon(points, fill=255)
        return mask

    def put(self, fill: Colour | Image.Image, mask: Image.Image) -> None:
        if not isinstance(fill, Image.Image):
            fill = Image.new("RGB", (self.w, self.h), fill)
        self.im.paste(fill, (0, 0), mask)

    def shadow(self, mask: Image.Image, dx: float, dy: float, blur: float, k: float) -> None:
        """What a thing throws on what is behind it. k: how dark, 0 to 1."""
        s = self.s
        small = mask.resize((self.w // 4, self.h // 4), Image.Resampling.BILINEAR)
        small = ImageChops.offset(small, int(dx * s / 4), int(dy * s / 4))
        dark = fainter(self._soft(small, blur * s / 4), k)
        self.put(mix(WALLS[self.wall][1], "#0B1C26", 0.82), dark)

    def ground(self, cx: float, y: float, rx: float, ry: float = 0, k: float = 0.5) -> None:
        """The shadow where a thing stands on the table."""
        mask = Image.new("L", (self.w // 4, self.h // 4), 0)
        d = ImageDraw.Draw(mask)
        ry = ry or rx * 0.16
        for wide, high, dark, aside in ((1.32, 1.5, 0.55, 0.18), (1.0, 0.75, 1, 0.04)):
            left, right = cx - rx * wide + rx * aside, cx + rx * wide + rx * aside
            box = (left / 4, (y - ry * high) / 4, right / 4, (y + ry * high) / 4)
            d.ellipse(box, fill=int(255 * dark * k))
        self.put("#13202A", self._soft(mask, 7 * self.s))

    def shade(self, mask: Image.Image, stops: Stops, horizontal: bool = True, colour: str = "#0E1A22") -> None:
        """Darken inside a mask: the stops say how much from 0 to 255, along what is masked."""
        left, top, right, bottom = mask.getbbox() or (0, 0, self.w, self.h)
        gradient = self.blank()
        gradient.paste(ramp((right - left, bottom - top), stops, horizontal), (left, top))
        self.put(colour, ImageChops.multiply(gradient, mask))

    def gleam(
        self,
        points: Sequence[Point],
        mask: Image.Image,
        *,
        blur: float,
        k: float,
        colour: str = "#FFFFFF",
        width: float = 0,
    ) -> None:
        """Light inside a mask: along a line where it has a width, else over a patch. k: how strong, 0 to 1."""
        light = Image.new("L", (self.w // 2, self.h // 2), 0)
        d = ImageDraw.Draw(light)
        half = [(x / 2, y / 2) for x, y in points]
        if width:
            d.line(half, fill=255, width=int(width * self.s / 2), joint="curve")
        else:
            d.polygon(half, fill=255)
        light = ImageChops.multiply(self._soft(light, blur * self.s / 2), mask)
        self.put(colour, fainter(light, k))

    def texture(self, mask: Image.Image, cell: float, amount: float) -> None:
        """Grain inside a mask. cell: how many pixels a grain is wide."""
        grain = noise(self.rng, (self.w // 2, self.h // 2), cell * self.s / 2)
        grain = calmer(grain.resize(self.im.size, Image.Resampling.BILINEAR), amount)
        grained = ImageChops.overlay(self.im, Image.merge("RGB", (grain, grain, grain)))
        self.im = Image.composite(grained, self.im, mask)

    def done(self, zoom: float = 1220) -> Image.Image:
        """Cropped, made small, with paper's grain and a soft vignette. zoom: what is kept of a table, in 1500ths."""
        s = self.s
        bottom = (1448 if self.has_table else 1408) * s
        top = bottom - zoom * s if self.has_table else 72 * s
        width = zoom * 0.8 * s if self.has_table else 1336 * 0.8 * s
        kept = self.im.crop((int(self.w / 2 - width / 2), int(top), int(self.w / 2 + width / 2), int(bottom)))
        kept = kept.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        grain = calmer(noise(self.rng, (WIDTH, HEIGHT), 1, 0.6), 0.10)
        kept = ImageChops.overlay(kept, Image.merge("RGB", (grain, grain, grain)))
        light = Image.new("L", (60, 75), 0)
        ImageDraw.Draw(light).ellipse((-14, -16, 74, 91), fill=255)
        light = light.filter(ImageFilter.GaussianBlur(9)).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
        light = light.point([255 - int((255 - value) * 0.24) for value in range(256)])
        return Image.composite(kept, fainter(kept, 0.62), light)
