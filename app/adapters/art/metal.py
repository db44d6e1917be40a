"""Engraved trays and pierced lanterns."""

from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.adapters.art.colours import mix, rgb
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import fainter, ramp, star
from app.adapters.art.turned import Turned

BRASS = [
    (0, "#A8712A"),
    (0.10, "#F0CB7C"),
    (0.17, "#FFF0C2"),
    (0.26, "#D69C40"),
    (0.40, "#9C651F"),
    (0.52, "#DDA64A"),
    (0.62, "#FBE1A0"),
    (0.72, "#C98C34"),
    (0.86, "#8E5A1A"),
    (1, "#A8712A"),
]


SILVER = [
    (0, "#7E878B"),
    (0.12, "#D9DEE0"),
    (0.18, "#FFFFFF"),
    (0.3, "#A9B2B6"),
    (0.45, "#747D82"),
    (0.6, "#C9D0D3"),
    (0.66, "#F4F7F8"),
    (0.8, "#929B9F"),
    (1, "#7E878B"),
]


def conic(size: tuple[int, int], stops: list[tuple[float, str]], phase: float = 0.0) -> Image.Image:
    n = 720
    im = Image.new("RGB", size)
    d = ImageDraw.Draw(im)
    cx, cy = size[0] / 2, size[1] / 2
    reach = max(size)
    for i in range(n):
        t = ((i / n) + phase) % 1
        for (a, ca), (b, cb) in pairwise(stops):
            if a <= t <= b:
                c = mix(ca, cb, (t - a) / (b - a))
                break
        a0, a1 = 2 * pi * i / n, 2 * pi * (i + 1.6) / n
        d.polygon(
            [(cx, cy), (cx + reach * cos(a0), cy + reach * sin(a0)), (cx + reach * cos(a1), cy + reach * sin(a1))],
            fill=c,
        )
    return im.filter(ImageFilter.GaussianBlur(size[0] / 300))


def brass(seed: int) -> Image.Image:
    probe = Random(f"b{seed}")
    sc = Scene(seed, probe.choice(["sea", "night", "lime", "clay", "mist", "chaouen"]), kind="brass")
    r, s = sc.rng, sc.s
    cx, cy, radius = 600 * s, 740 * s, r.uniform(410, 455) * s
    m = sc.blank()
    md = ImageDraw.Draw(m)
    if r.random() < 0.35:  # scalloped rim
        n = r.choice([16, 24])
        md.polygon(
            [
                (
                    cx + (radius + 12 * s * abs(cos(n * a / 2))) * cos(a),
                    cy + (radius + 12 * s * abs(cos(n * a / 2))) * sin(a),
                )
                for a in [2 * pi * i / 720 for i in range(720)]
            ],
            fill=255,
        )
    else:
        md.ellipse([cx - radius, cy - radius, cx + radius, cy + radius], fill=255)
    sc.shadow(m, 44, 56, 34, 0.5)
    metal = SILVER if r.random() < 0.15 else BRASS
    size = (int(radius * 2.3), int(radius * 2.3))
    con = conic(size, metal, r.uniform(0, 0.15))
    full = Image.new("RGB", (sc.w, sc.h))
    off = (int(cx - size[0] / 2), int(cy - size[1] / 2))
    full.paste(con, off)
    sc.put(full, m)
    dark = (78, 46, 10) if metal is BRASS else (60, 68, 74)
    eng = sc.blank()
    d = ImageDraw.Draw(eng)
    lw = int(3.6 * s)

    def ring(k: float) -> None:
        d.ellipse([cx - radius * k, cy - radius * k, cx + radius * k, cy + radius * k], outline=255, width=lw)

    for k in (0.965, 0.94, 0.80, 0.785, 0.56, 0.545, 0.22):
        ring(k)
    n = r.choice([8, 12, 16])
    for rr, q, nn in ((0.87, 0.058, n * 3), (0.675, 0.10, n)):
        for i in range(nn):
            a = 2 * pi * i / nn
            x, y = cx + radius * rr * cos(a), cy + radius * rr * sin(a)
            d.line(star(x, y, radius * q, 8, rot=a) + star(x, y, radius * q, 8, rot=a)[:1], fill=230, width=lw)
            if nn == n:
                d.ellipse(
                    [x - radius * 0.035, y - radius * 0.035, x + radius * 0.035, y + radius * 0.035],
                    outline=255,
                    width=lw,
                )
                a2 = a + pi / nn
                x, y = cx + radius * rr * cos(a2), cy + radius * rr * sin(a2)
                petal = [
                    (
                        x + radius * 0.095 * cos(t) * cos(a2) - radius * 0.03 * sin(t) * sin(a2),
                        y + radius * 0.095 * cos(t) * sin(a2) + radius * 0.03 * sin(t) * cos(a2),
                    )
                    for t in [2 * pi * j / 24 for j in range(25)]
                ]
                d.line(petal, fill=220, width=lw)
    for k in (0.535, 0.40, 0.30):
        p = star(cx, cy, radius * k, n, inner=0.62 if n > 8 else 0.7654)
        d.line(p + p[:1], fill=255, width=lw)
        p = star(cx, cy, radius * k * 0.93, n, inner=0.62 if n > 8 else 0.7654, rot=pi / n)
        d.line(p + p[:1], fill=190, width=lw)
    for i in range(n):
        a = 2 * pi * i / n
        d.line(
            [
                (cx + radius * 0.22 * cos(a), cy + radius * 0.22 * sin(a)),
                (cx + radius * 0.3 * cos(a), cy + radius * 0.3 * sin(a)),
            ],
            fill=220,
            width=lw,
        )
    p = star(cx, cy, radius * 0.2, 8)
    d.line(p + p[:1], fill=255, width=lw)
    hl = ImageChops.offset(eng, int(2.2 * s), int(2.2 * s))
    sc.put(mix(metal[2][1], "#FFFFFF", 0.4), fainter(ImageChops.multiply(hl, m), 0.55))
    sc.put(dark, fainter(ImageChops.multiply(eng, m), 0.8))
    # rim and dish
    rim = sc.blank()
    rd = ImageDraw.Draw(rim)
    rd.ellipse([cx - radius, cy - radius, cx + radius, cy + radius], outline=255, width=int(16 * s))
    rim = rim.filter(ImageFilter.GaussianBlur(3 * s))
    sc.put(
        mix(metal[2][1], "#FFFFFF", 0.25),
        ImageChops.multiply(rim, ImageChops.multiply(ramp(rim.size, [(0, 220), (0.5, 60), (1, 0)], False), m)),
    )
    sc.shade(m, [(0, 0), (0.55, 10), (1, 110)], False)
    sc.gleam(
        [
            (cx - radius * 0.62, cy - radius * 0.60),
            (cx + radius * 0.1, cy - radius * 0.86),
            (cx + radius * 0.28, cy - radius * 0.5),
            (cx - radius * 0.5, cy - radius * 0.05),
        ],
        m,
        blur=60,
        k=0.34,
        colour="#FFF6D8",
    )
    return sc.done()


def lantern(seed: int) -> Image.Image:
    probe = Random(f"l{seed}")
    sc = Scene(seed, probe.choice(["night", "sea", "clay", "chaouen", "olive"]), table=True, kind="lantern")
    r, s = sc.rng, sc.s
    base = 1262 * s
    cx = 600 * s
    glow = Image.new("L", (sc.w // 8, sc.h // 8), 0)
    ImageDraw.Draw(glow).ellipse(
        [cx / 8 - 62 * s, 820 * s / 8 - 66 * s, cx / 8 + 62 * s, 820 * s / 8 + 66 * s], fill=150
    )
    sc.put(
        (255, 214, 130), glow.filter(ImageFilter.GaussianBlur(26 * s)).resize((sc.w, sc.h), Image.Resampling.BICUBIC)
    )
    sc.ground(cx, base + 10 * s, 210 * s, k=0.6)
    kind = r.choice([0, 1])
    prof = [
        [
            (20, 0),
            (34, 0.05),
            (70, 0.10),
            (60, 0.13),
            (176, 0.26),
            (196, 0.30),
            (190, 0.34),
            (214, 0.60),
            (196, 0.86),
            (204, 0.90),
            (160, 0.97),
            (172, 1),
        ],
        [
            (18, 0),
            (30, 0.05),
            (60, 0.14),
            (150, 0.24),
            (240, 0.44),
            (246, 0.56),
            (170, 0.78),
            (92, 0.88),
            (150, 0.97),
            (162, 1),
        ],
    ][kind]
    rev = Turned(cx, base - 830 * s, 830 * s, [(a * s, v) for a, v in prof], 0.14)
    d = ImageDraw.Draw(sc.im)
    d.ellipse([cx - 46 * s, base - 912 * s, cx + 46 * s, base - 820 * s], outline=rgb("#A87F2E"), width=int(11 * s))
    m = sc.mask(rev.outline())
    sc.put(rgb("#C79B3F"), m)
    sc.shade(
        m,
        [(0, 200), (0.14, 60), (0.26, 0), (0.33, 0), (0.45, 90), (0.62, 60), (0.72, 10), (0.84, 110), (1, 215)],
        colour="#3A2708",
    )
    sc.gleam(
        [(cx - 92 * s, base - 560 * s), (cx - 96 * s, base - 180 * s)], m, blur=13, k=0.8, colour="#FFF2C4", width=26
    )
    d = ImageDraw.Draw(sc.im)
    rows = (
        [(0.36, 0.46), (0.47, 0.57), (0.58, 0.68), (0.69, 0.79)]
        if kind == 0
        else [(0.30, 0.40), (0.41, 0.51), (0.52, 0.62), (0.63, 0.73)]
    )
    n = 7
    for v0, v1 in rows:
        step, vm = 2 / n, (v0 + v1) / 2
        for i in range(n):
            um = -1 + (i + 0.5) * step
            rad = rev.r(vm)
            q = (v1 - v0) * 0.44
            pts = []
            for j in range(16):
                a = j * pi / 8
                kk = 1 if j % 2 == 0 else 0.7654
                pts.append((max(-1, min(1, um + kk * cos(a) * q * rev.hh / (rad * pi / 2))), vm + kk * sin(a) * q))
            d.polygon(rev.poly(pts, 3), fill=mix("#FFE9A8", "#F0A83C", abs(um)))
        for e in (v0 - 0.006,):
            d.polygon(rev.band(e, e + 0.004), fill=(92, 66, 20))
    for v in (0.30, 0.9) if kind == 0 else (0.24, 0.86):
        d.polygon(rev.band(v, v + 0.008), fill=(250, 226, 150))
        d.polygon(rev.band(v + 0.012, v + 0.017), fill=(92, 66, 20))
    return sc.done()
