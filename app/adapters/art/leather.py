"""Babouches and poufs."""

from math import cos, pi, radians, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from app.adapters.art.colours import INK, mix, rgb
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point, smooth, star
from app.adapters.art.turned import ROUND, Turned


def babouche(seed: int) -> Image.Image:
    probe = Random(f"s{seed}")
    sc = Scene(seed, probe.choice(["lime", "chaouen", "sand", "mist", "sea", "rose"]), kind="babouche")
    r = sc.rng
    col, thread = r.choice(
        [
            ("#D9A520", "#FFF1C2"),
            ("#E7B93C", "#8A5A12"),
            ("#A8332A", "#F0C96A"),
            ("#F1EBDD", "#B98A2B"),
            ("#1F5674", "#E6CF92"),
            ("#7B4A2B", "#E8C98E"),
            ("#2E2A2A", "#C9A24A"),
            ("#7E8F56", "#F1E7C8"),
            ("#C77A4A", "#FBE6CB"),
        ]
    )
    pointed = r.random() < 0.72
    for side, angle in ((-1, -7), (1, 7)):
        _slipper(sc, side, radians(angle), pointed, col, thread)
    return sc.done()


def _slipper(sc: Scene, sx: int, a: float, pointed: bool, col: str, thread: str) -> None:
    """sx: -1 for the left one, 1 for the right. a: how far its toe is turned, in radians."""
    s = sc.s
    cx, cy = (600 + sx * 190) * s, 760 * s

    def at(pts: list[Point]) -> list[Point]:
        turned = ((-sx * x, y) for x, y in pts)
        return [(cx + (x * cos(a) - y * sin(a)) * s, cy + (x * sin(a) + y * cos(a)) * s) for x, y in turned]

    toe = [(14, -478), (60, -400), (118, -270)] if pointed else [(10, -440), (86, -400), (130, -270)]
    left = [(-34, -400), (-104, -270)] if pointed else [(-70, -400), (-112, -270)]
    sole = smooth(
        [
            *toe,
            (146, -120),
            (138, 60),
            (126, 230),
            (104, 372),
            (10, 424),
            (-92, 376),
            (-118, 230),
            (-122, 60),
            (-128, -120),
            *left[::-1],
        ],
        closed=True,
    )
    m = sc.mask(at(sole))
    sc.shadow(m, 34, 40, 22, 0.5)
    sc.put(mix(col, INK, 0.38), m)  # sole edge
    insole = [(x * 0.93, y * 0.972 - 2) for x, y in sole]
    mi = sc.mask(at(insole))
    sc.put(mix("#D9B48A", col, 0.12), mi)
    sc.shade(mi, [(0, 0), (0.4, 0), (0.56, 150), (1, 0)], False)
    sc.texture(mi, 3, 0.2)
    # vamp (upper) down to y=40
    vamp = [p for p in [(x * 1.015, y * 1.005) for x, y in sole] if p[1] < 20]
    right = sorted([p for p in vamp if p[0] >= 4], key=lambda p: p[1])
    leftp = sorted([p for p in vamp if p[0] < 4], key=lambda p: -p[1])
    xr, xl = right[-1][0], leftp[0][0]
    thr = (
        [(xr, 26)]
        + [(xr + (xl - xr) * t, 26 - 74 * sin(pi * t) ** 0.8) for t in [i / 20 for i in range(1, 20)]]
        + [(xl, 26)]
    )
    vp = right + thr + leftp
    mv = sc.mask(at(vp))
    sc.shadow(ImageChops.multiply(mv, m), 4, 26, 16, 0.55)
    sc.put(rgb(col), mv)
    d = ImageDraw.Draw(sc.im)
    # stitches along the throat, seam on the toe
    for off in (12, 22):
        pts = [(x, y - off) for x, y in thr[1:-1]]
        q = at(pts)
        for i in range(0, len(q) - 1, 1):
            if off == 12 or i % 2 == 0:
                d.line([q[i], q[i + 1]], fill=rgb(thread), width=int(4 * s))
    d.line(at([(10, -470), (8, -330)]), fill=mix(col, INK, 0.35), width=int(5 * s))
    # embroidered medallion
    cxm, cym = 8, -190
    for rad, n in ((74, 8), (52, 8), (26, 8)):
        p = at(star(cxm, cym, rad, n, rot=pi / 8 * (rad == 52)))
        d.line(p + p[:1], fill=rgb(thread), width=int(4.5 * s), joint="curve")
    for i in range(8):
        t = i * pi / 4
        x, y = cxm + 92 * cos(t), cym + 92 * sin(t)
        px, py = at([(x, y)])[0]
        d.ellipse([px - 6 * s, py - 6 * s, px + 6 * s, py + 6 * s], fill=rgb(thread))
    for i in range(5):
        x, y = 8, -310 - i * 16
        q = at([(x - 10, y), (x, y - 9), (x + 10, y)])
        d.line(q, fill=rgb(thread), width=int(4 * s))
    sc.shade(mv, [(0, 110), (0.2, 20), (0.42, 0), (0.7, 40), (1, 140)])
    sc.gleam(at([(-46, -300), (-62, -150), (-58, -60)]), mv, blur=22, k=0.42, colour="#FFF8E8", width=34)
    sc.texture(mv, 4, 0.09)


def pouf(seed: int) -> Image.Image:
    probe = Random(f"q{seed}")
    sc = Scene(seed, probe.choice(["lime", "mist", "sand", "chaouen", "olive"]), table=True, kind="pouf")
    r, s = sc.rng, sc.s
    col, th = r.choice(
        [
            ("#9A5A33", "#F1DEB8"),
            ("#7A3B22", "#E7CBA0"),
            ("#C7935A", "#FFF3DB"),
            ("#E9DFCB", "#A8472A"),
            ("#1F4E68", "#E8D6A6"),
            ("#4C352A", "#D9B566"),
        ]
    )
    base = 1275 * s
    cx, rx = 600 * s, 385 * s
    sc.ground(cx, base - 8 * s, rx * 0.9, 50 * s, k=0.6)
    rev = Turned(
        cx,
        base - 400 * s,
        370 * s,
        [(rx * 0.86, 0), (rx * 0.97, 0.14), (rx, 0.42), (rx * 0.97, 0.72), (rx * 0.84, 0.96), (rx * 0.78, 1)],
        0.20,
    )
    m = sc.mask(rev.outline())
    sc.put(rgb(col), m)
    d = ImageDraw.Draw(sc.im)
    n = 7
    for i in range(n + 1):
        u = -1 + 2 * i / n
        for off, c, w in ((0, mix(col, INK, 0.45), 5), (0.018, rgb(th), 4)):
            pts = [rev.xy(max(-1, min(1, u + off)), v / 20) for v in range(0, 21)]
            d.line(pts, fill=c, width=int(w * s))
    d.line([rev.xy(-1 + i / 20, 0.5) for i in range(41)], fill=rgb(th), width=int(4 * s))
    for i in range(n):
        um = -1 + (2 * i + 1) / n
        p = [
            rev.xy(
                um + 0.085 * (1 if j % 2 == 0 else 0.76) * cos(j * pi / 8),
                0.5 + 0.15 * (1 if j % 2 == 0 else 0.76) * sin(j * pi / 8),
            )
            for j in range(16)
        ]
        d.polygon(p, fill=rgb(col))
        d.line(p + p[:1], fill=rgb(th), width=int(4 * s))
    sc.shade(m, ROUND)
    y = base - 400 * s
    ry = rx * 0.86 * 0.30
    top = sc.blank()
    ImageDraw.Draw(top).ellipse([cx - rx * 0.9, y - ry, cx + rx * 0.9, y + ry], fill=255)
    sc.put(mix(col, "#FFFFFF", 0.10), top)
    d = ImageDraw.Draw(sc.im)

    def at(pts: list[Point]) -> list[Point]:
        return [(cx + x * rx * 0.9, y + yy * ry) for x, yy in pts]

    for rad, n2, inn in ((0.94, 16, 0.86), (0.66, 8, 0.7654), (0.46, 8, 0.7654), (0.22, 8, 0.7654)):
        p = at(star(0, 0, rad, n2, inn, pi / 8 if rad == 0.46 else 0))
        if rad == 0.66:
            d.polygon(p, fill=mix(col, INK, 0.2))
        d.line(p + p[:1], fill=rgb(th), width=int(4.5 * s), joint="curve")
    for i in range(16):
        a = i * pi / 8
        d.line(
            at([(0.68 * cos(a), 0.68 * sin(a)), (0.9 * cos(a), 0.9 * sin(a))]),
            fill=mix(col, INK, 0.4),
            width=int(3 * s),
        )
    sc.shade(top, [(0, 10), (0.4, 0), (1, 90)])
    sc.texture(m, 5, 0.09)
    sc.texture(top, 5, 0.08)
    sc.gleam(
        [(cx - rx * 0.6, y + ry * 1.6), (cx - rx * 0.52, y + ry * 2.7)], m, blur=34, k=0.3, colour="#FFF3E0", width=60
    )
    return sc.done()
