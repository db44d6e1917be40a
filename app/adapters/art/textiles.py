"""Mendils, blankets and jellabas."""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw

from app.adapters.art.cloth import Cloth, fringe, stripes
from app.adapters.art.colours import INK, mix, rgb, vary
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point, fainter, smooth


def mendil(seed: int, wool: bool = False) -> Image.Image:
    probe = Random(f"w{seed}")
    wall = probe.choice(["lime", "mist", "sand", "chaouen", "olive", "rose"])
    sc = Scene(seed, wall, kind="mendil" + str(wool))
    r, s = sc.rng, sc.s
    if wool:
        ground, pal = r.choice(
            [
                ("#E9E1D0", ["#3A2F2A", "#8C3B2A", "#6B5A48"]),
                ("#7A6450", ["#EFE7D6", "#2E2622"]),
                ("#D8CBB2", ["#1F3F54", "#94502F", "#2B2624"]),
                ("#2F3A40", ["#D9CDB4", "#A4532F"]),
            ]
        )
    else:
        ground, pal = r.choice(
            [
                ("#F4EFE4", ["#B3262E", "#C9353A", "#7E1620"]),
                ("#F6F1E6", ["#14466B", "#2E739C", "#B3262E"]),
                ("#F3EEDF", ["#1C3D63", "#D59A2C", "#B3262E"]),
                ("#EFE8D8", ["#5E7B4F", "#B3262E", "#C98A2B"]),
                ("#B3262E", ["#F6F1E6", "#14304A"]),
                ("#F5F0E8", ["#0E5E86", "#8FB6CC"]),
            ]
        )
    rod = r.random() < 0.6
    x0, x1 = 215 * s, 985 * s
    y0, y1 = (250 if rod else 190) * s, (1225 if rod else 1270) * s
    cl = Cloth(sc, x0, y0, x1, y1, wave=12 if rod else 4, folds=5 if rod else 3, flare=0.05 if rod else 0)
    m = sc.mask(cl.strip(0, 1, 0, 1))
    sc.shadow(m, 34, 44, 34, 0.42)
    if rod:
        d = ImageDraw.Draw(sc.im)
        d.rounded_rectangle([110 * s, y0 - 26 * s, 1090 * s, y0 + 10 * s], 18 * s, fill=mix("#8A5F3C", INK, 0.1))
        d.rounded_rectangle([110 * s, y0 - 26 * s, 1090 * s, y0 - 12 * s], 9 * s, fill="#B07F55")
    fringe(sc, cl, ground)
    sc.put(rgb(ground), m)
    d = ImageDraw.Draw(sc.im)
    for a, b, c in stripes(r, pal):
        d.polygon(cl.strip(0, 1, a, b), fill=vary(r, c, 5))
    if wool:  # a row of lozenges
        tt = r.choice([0.3, 0.5, 0.66])
        n = 9
        d.polygon(cl.strip(0, 1, tt - 0.06, tt + 0.06), fill=mix(ground, pal[0], 0.12))
        for i in range(n):
            x = (i + 0.5) / n
            for kk, col in ((1, pal[0]), (0.58, ground), (0.26, pal[1])):
                d.polygon(
                    [
                        cl.xy(x - 0.5 / n * kk, tt),
                        cl.xy(x, tt - 0.052 * kk),
                        cl.xy(x + 0.5 / n * kk, tt),
                        cl.xy(x, tt + 0.052 * kk),
                    ],
                    fill=rgb(col),
                )
    if not rod:  # folded in three: two soft creases
        for t in (0.34, 0.67):
            start, end = cl.xy(0, t), cl.xy(1, t)
            sc.gleam([start, end], m, blur=7, k=0.35, width=6)
            below = [(start[0], start[1] + 12 * s), (end[0], end[1] + 12 * s)]
            sc.gleam(below, m, blur=9, k=0.35, colour="#1A1512", width=9)
    cl.folds_shade(m, 74 if rod else 26)
    sc.texture(m, 2.4, 0.17)
    sc.texture(m, 7, 0.07)
    return sc.done()


def blanket(seed: int) -> Image.Image:
    return mendil(seed, wool=True)


def jellaba(seed: int) -> Image.Image:
    probe = Random(f"j{seed}")
    sc = Scene(seed, probe.choice(["lime", "mist", "chaouen", "sand", "rose", "olive"]), kind="jellaba")
    r, s = sc.rng, sc.s
    ground, stripe, braid = r.choice(
        [
            ("#E6DDCB", "#8B7455", "#6A4B2F"),
            ("#6B5343", "#B79C7C", "#E9DFCB"),
            ("#F0EAE0", "#C9BFAE", "#A27F3B"),
            ("#2C4A5E", "#537A92", "#D9B566"),
            ("#4A4A45", "#8B887C", "#DED6C4"),
            ("#8C4A33", "#B5765B", "#E8D3A8"),
        ]
    )
    cx = 600 * s
    d = ImageDraw.Draw(sc.im)

    def at(pts: Sequence[Point]) -> list[Point]:
        return [(cx + x * s, y * s) for x, y in pts]

    half = [
        (0, 300),
        (70, 296),
        (120, 330),
        (190, 372),
        (300, 420),
        (452, 640),
        (500, 760),
        (404, 812),
        (330, 700),
        (268, 640),
        (282, 900),
        (318, 1290),
    ]
    body = half + [(0, 1306)] + [(-x, y) for x, y in reversed(half)]
    m = sc.mask(at(body))
    sc.shadow(m, 36, 48, 36, 0.45)
    # peg rail
    d = ImageDraw.Draw(sc.im)
    d.rounded_rectangle([150 * s, 160 * s, 1050 * s, 196 * s], 10 * s, fill="#9A6B45")
    d.rounded_rectangle([150 * s, 160 * s, 1050 * s, 172 * s], 6 * s, fill="#BE8D63")
    d.ellipse([cx - 20 * s, 158 * s, cx + 20 * s, 198 * s], fill="#5E3E27")
    sc.put(rgb(ground), m)
    layer = sc.blank()
    dl = ImageDraw.Draw(layer)
    step = r.choice([22, 30, 44])
    x = -520
    while x < 520:
        wv = r.choice([2, 3, 6])
        dl.line(at([(x * 0.8, 280), (x, 760), (x * 1.12, 1320)]), fill=int(r.uniform(110, 200)), width=int(wv * s))
        x += step
    sc.put(rgb(stripe), ImageChops.multiply(layer, m))
    # sleeves fold and body folds
    sc.shade(
        m,
        [
            (0, 110),
            (0.14, 30),
            (0.24, 120),
            (0.30, 20),
            (0.42, 60),
            (0.5, 0),
            (0.58, 52),
            (0.68, 14),
            (0.76, 130),
            (0.86, 40),
            (1, 140),
        ],
    )
    for sx in (-1, 1):
        sc.gleam(at([(sx * 268, 640), (sx * 250, 520), (sx * 236, 470)]), m, blur=12, k=0.5, colour="#120D0A", width=16)
    # hood
    hood = smooth(
        [
            (-132, 352),
            (-150, 250),
            (-78, 190),
            (0, 176),
            (78, 190),
            (150, 250),
            (132, 352),
            (64, 424),
            (0, 446),
            (-64, 424),
        ],
        closed=True,
    )
    hm = sc.mask(at(hood))
    sc.shadow(ImageChops.multiply(hm, m), 4, 20, 12, 0.5)
    sc.put(mix(ground, INK, 0.04), hm)
    sc.put(rgb(stripe), fainter(ImageChops.multiply(layer, hm), 0.5))
    sc.shade(hm, [(0, 120), (0.3, 10), (0.55, 0), (1, 130)])
    inner = smooth(
        [
            (-84, 330),
            (-92, 268),
            (-40, 228),
            (0, 222),
            (40, 228),
            (92, 268),
            (84, 330),
            (40, 392),
            (0, 408),
            (-40, 392),
        ],
        closed=True,
    )
    im_ = sc.mask(at(inner))
    sc.put(mix(ground, "#0C0A08", 0.62), im_)
    sc.shade(im_, [(0, 130), (0.6, 20), (1, 0)], False)
    d = ImageDraw.Draw(sc.im)
    d.line(at(inner + inner[:1]), fill=rgb(braid), width=int(7 * s), joint="curve")
    # braid, buttons, hems
    d.line(at([(0, 408), (0, 1150)]), fill=mix(braid, INK, 0.15), width=int(20 * s))
    d.line(at([(-2, 408), (-2, 1150)]), fill=rgb(braid), width=int(11 * s))
    for i in range(14):
        y = 440 + i * 38
        d.ellipse(
            at([(-9, y - 9), (9, y + 9)]),
            fill=mix(braid, "#FFFFFF", 0.25),
            outline=mix(braid, INK, 0.4),
            width=int(2 * s),
        )
    for sx in (-1, 1):
        d.line(at([(sx * 500, 760), (sx * 404, 812)]), fill=rgb(braid), width=int(10 * s))
        d.line(at([(sx * 120, 850), (sx * 150, 980)]), fill=mix(ground, INK, 0.45), width=int(6 * s))
        d.line(at([(sx * 126, 850), (sx * 156, 980)]), fill=rgb(braid), width=int(6 * s))
    d.line(at([(-318, 1280), (-160, 1291), (0, 1296), (160, 1291), (318, 1280)]), fill=rgb(braid), width=int(8 * s))
    sc.texture(m, 2.6, 0.18)
    return sc.done()
