"""Zellige: stars and crosses of glazed clay."""

from math import atan2, cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from app.adapters.art.colours import mix, rgb, vary
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point, star


def zellige(seed: int) -> Image.Image:
    probe = Random(f"z{seed}")
    sc = Scene(seed, probe.choice(["lime", "mist", "sand", "rose", "olive"]), kind="zellige")
    r, s = sc.rng, sc.s
    pal = r.choice(
        [
            ["#0F5577", "#F2EEE4", "#B5552F", "#C69A3C"],
            ["#14466B", "#E9EDEA", "#2F7A6B", "#C69A3C"],
            ["#2B5E47", "#F3EDDD", "#C58B2C", "#173A4D"],
            ["#123B52", "#F4F1EA", "#7FA9C4", "#B5552F"],
            ["#8E3B22", "#F1E7D5", "#173A4D", "#C69A3C"],
        ]
    )
    n = r.choice([4, 5, 6])
    left, top, right, bottom = 190 * s, 300 * s, 1010 * s, (300 + 820) * s
    size = (right - left) / n
    half = size / 2
    frame = 34 * s
    m = sc.mask(
        [
            (left - frame, top - frame),
            (right + frame, top - frame),
            (right + frame, bottom + frame),
            (left - frame, bottom + frame),
        ]
    )
    sc.shadow(m, 34, 46, 30, 0.45)
    sc.put(rgb(pal[0]), m)
    inner = sc.mask([(left, top), (right, top), (right, bottom), (left, bottom)])
    sc.put(mix(pal[1], "#7A7468", 0.3), inner)  # grout
    lay = sc.im.copy()
    d = ImageDraw.Draw(lay)
    g = 3.2 * s

    def tile(pts: list[Point], col: str) -> None:
        cx = sum(p[0] for p in pts) / len(pts)
        cy = sum(p[1] for p in pts) / len(pts)
        k = 1 - g / (size * 0.5)
        q = [(cx + (x - cx) * k, cy + (y - cy) * k) for x, y in pts]
        c = vary(r, col, 16)
        d.polygon(q, fill=c)
        if r.random() < 0.8:  # uneven glaze
            d.polygon(
                [(cx + (x - cx) * 0.62 - 2 * s, cy + (y - cy) * 0.62 - 3 * s) for x, y in q],
                fill=mix(c, "#FFFFFF", r.uniform(0.02, 0.10)),
            )

    for j in range(-1, n + 1):
        for i in range(-1, n + 1):
            cx, cy = left + (i + 0.5) * size, top + (j + 0.5) * size
            # cross centred on the corner of four stars
            x, y = cx + half, cy + half
            cross = []
            for (sx, sy), rot in (
                ((cx, cy), 0),
                ((cx + size, cy), 1),
                ((cx + size, cy + size), 2),
                ((cx, cy + size), 3),
            ):
                a0 = [0, pi / 2, pi, 3 * pi / 2][rot]
                pts = []
                for kk in range(5):
                    a = a0 + kk * pi / 8
                    rad = half if kk % 2 == 0 else half * 0.7654
                    pts.append((sx + rad * cos(a), sy + rad * sin(a)))
                cross += pts
            # order: go around the centre by angle
            cross = sorted({(round(px, 2), round(py, 2)) for px, py in cross}, key=lambda p: atan2(p[1] - y, p[0] - x))
            tile(cross, pal[1])
            st = star(cx, cy, half)
            k = (i + j) % 2
            tile(st, pal[0] if k else pal[2])
            if n <= 5:
                d.polygon(star(cx, cy, half * 0.52, rot=pi / 8), fill=mix(pal[1], "#7A7468", 0.3))
                tile(star(cx, cy, half * 0.46, rot=pi / 8), pal[3] if k else pal[1])
    sc.put(lay, inner)
    d = ImageDraw.Draw(sc.im)
    for f in (frame * 0.18, frame * 0.82):
        d.rectangle([left - f, top - f, right + f, bottom + f], outline=mix(pal[0], pal[3], 0.65), width=int(3 * s))
    for _ in range(10):
        x, y = r.uniform(left, right), r.uniform(top, bottom)
        sc.gleam(star(x, y, half * r.uniform(0.3, 0.8)), inner, blur=22, k=r.uniform(0.08, 0.22))
    sc.gleam([(left, top), (left + 420 * s, top), (left + 40 * s, bottom), (left, bottom)], inner, blur=90, k=0.18)
    sc.shade(m, [(0, 0), (0.6, 8), (1, 60)])
    return sc.done()
