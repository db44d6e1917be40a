"""Painted pots and tagines."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from app.adapters.art.colours import INK, mix, rgb
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import smooth
from app.adapters.art.turned import ROUND, Turned, inside

PROFILES = {
    "jar": ([(120, 0), (112, 0.05), (150, 0.16), (262, 0.42), (270, 0.58), (200, 0.82), (128, 0.95), (126, 1)], 720),
    "jug": ([(96, 0), (86, 0.06), (92, 0.22), (206, 0.50), (232, 0.66), (178, 0.88), (120, 0.97), (120, 1)], 800),
    "bowl": ([(370, 0), (362, 0.10), (322, 0.38), (226, 0.70), (132, 0.90), (128, 1)], 420),
    "pot": ([(196, 0), (188, 0.06), (236, 0.24), (300, 0.52), (276, 0.76), (190, 0.96), (186, 1)], 600),
}


def motif_band(
    r: Random, rev: Turned, d: ImageDraw.ImageDraw, v0: float, v1: float, dark: str, red: str, ground: str
) -> None:
    kind = r.choice(["tri", "zig", "loz", "comb", "dots", "check"])
    n = r.choice([9, 11, 13])
    vm, dv = (v0 + v1) / 2, (v1 - v0)
    step = 2 / n
    for i in range(-1, n + 1):
        u0 = -1 + i * step + (step / 2 if n % 2 else 0)
        u1, um = u0 + step, u0 + step / 2
        if um < -1.02 or um > 1.02:
            continue
        if kind == "tri":
            d.polygon(rev.poly([(inside(u0), v1), (inside(um), v0), (inside(u1), v1)]), fill=dark)
            d.polygon(
                rev.poly(
                    [(inside(u0 + step * 0.28), v1), (inside(um), v0 + dv * 0.45), (inside(u1 - step * 0.28), v1)]
                ),
                fill=ground,
            )
        elif kind == "zig":
            t = dv * 0.30
            d.polygon(
                rev.poly(
                    [
                        (inside(u0), v1 - t),
                        (inside(um), v0),
                        (inside(u1), v1 - t),
                        (inside(u1), v1),
                        (inside(um), v0 + t),
                        (inside(u0), v1),
                    ]
                ),
                fill=red if i % 2 else dark,
            )
        elif kind == "loz":
            for k, col in ((1, dark), (0.66, ground), (0.34, red)):
                d.polygon(
                    rev.poly(
                        [
                            (inside(um - step / 2 * k), vm),
                            (inside(um), vm - dv / 2 * k),
                            (inside(um + step / 2 * k), vm),
                            (inside(um), vm + dv / 2 * k),
                        ]
                    ),
                    fill=col,
                )
        elif kind == "comb":
            d.polygon(
                rev.poly(
                    [
                        (inside(u0 + step * 0.1), v0),
                        (inside(u1 - step * 0.1), v0),
                        (inside(u1 - step * 0.1), v0 + dv * 0.16),
                        (inside(u0 + step * 0.1), v0 + dv * 0.16),
                    ]
                ),
                fill=dark,
            )
            for j in range(4):
                a = u0 + step * (0.14 + j * 0.2)
                d.polygon(
                    rev.poly(
                        [(inside(a), v0), (inside(a + step * 0.09), v0), (inside(a + step * 0.09), v1), (inside(a), v1)]
                    ),
                    fill=dark if j % 2 else red,
                )
        elif kind == "dots":
            for k, col in ((0.34, dark), (0.16, red)):
                d.polygon(
                    rev.poly(
                        [
                            (inside(um + step * k * cos(a)), vm + dv * k * 1.1 * sin(a))
                            for a in [j * pi / 8 for j in range(16)]
                        ],
                        2,
                    ),
                    fill=col,
                )
        else:
            for a in range(2):
                for b in range(4):
                    if (a + b) % 2 == 0:
                        ua, va = u0 + step * a / 2, v0 + dv * b / 4
                        d.polygon(
                            rev.poly(
                                [
                                    (inside(ua), va),
                                    (inside(ua + step / 2), va),
                                    (inside(ua + step / 2), va + dv / 4),
                                    (inside(ua), va + dv / 4),
                                ],
                                3,
                            ),
                            fill=dark,
                        )


def pottery(seed: int) -> Image.Image:
    probe = Random(f"p{seed}")
    sc = Scene(
        seed, probe.choice(["lime", "mist", "chaouen", "sea", "olive", "night", "rose"]), table=True, kind="pottery"
    )
    r, s = sc.rng, sc.s
    name = r.choice(list(PROFILES))
    prof, hh = PROFILES[name]
    k = r.uniform(0.95, 1.12)
    body, dark, red = r.choice(
        [
            ("#C98A5E", "#3B2218", "#7E2F1C"),
            ("#DDB58C", "#40251A", "#9A3D22"),
            ("#E3C7A4", "#33211A", "#A8472A"),
            ("#B8714A", "#2E1A14", "#EAD3B4"),
            ("#E8DCC8", "#3A2A22", "#A8472A"),
        ]
    )
    base = 1260 * s
    top = base - hh * k * s
    rev = Turned(600 * s, top, hh * k * s, [(a * s * k, v) for a, v in prof], 0.15)
    rb = prof[-1][0] * s * k
    sc.ground(600 * s, base + rb * 0.1, max(rb * 1.5, 210 * s), k=0.6)
    if name in ("jug", "jar"):
        d = ImageDraw.Draw(sc.im)
        sides = (1,) if name == "jug" else (-1, 1)
        for sx in sides:
            a = (600 * s + sx * rev.r(0.10) * 0.96, top + 0.10 * hh * k * s)
            b = (600 * s + sx * rev.r(0.44) * 0.94, top + 0.44 * hh * k * s)
            mid = (600 * s + sx * (rev.r(0.4) + (96 if name == "jug" else 40) * s), (a[1] * 0.62 + b[1] * 0.38))
            pts = smooth([a, (mid[0] - sx * 26 * s, a[1] - 6 * s), mid, b], n=20)
            d.line(pts, fill=mix(body, INK, 0.46), width=int(50 * s), joint="curve")
            d.line(
                [(x - 5 * s, y - 3 * s) for x, y in pts],
                fill=rgb(body) if sx < 0 else mix(body, INK, 0.2),
                width=int(34 * s),
                joint="curve",
            )
    m = sc.mask(rev.outline())
    sc.put(rgb(body), m)
    d = ImageDraw.Draw(sc.im)
    bands = {
        "jar": [(0.24, 0.38), (0.42, 0.52), (0.57, 0.68)],
        "jug": [(0.28, 0.40), (0.46, 0.58), (0.62, 0.72)],
        "bowl": [(0.10, 0.30), (0.36, 0.52)],
        "pot": [(0.18, 0.34), (0.40, 0.52), (0.58, 0.68)],
    }[name]
    for v0, v1 in bands:
        for e in (v0 - 0.018, v1 + 0.008):
            d.polygon(rev.band(e, e + 0.009), fill=dark)
        motif_band(r, rev, d, v0 + 0.008, v1 - 0.004, dark, red, body)
    e = bands[-1][1] + 0.05
    d.polygon(rev.band(e, e + 0.02), fill=red)
    sc.shade(m, ROUND)
    sc.shade(m, [(0, 0), (0.6, 0), (1, 90)], False)
    mx = rev.mouth()
    d = ImageDraw.Draw(sc.im)
    d.ellipse(mx, fill=mix(body, "#FFFFFF", 0.12))
    q = 13 * s
    inner = [mx[0] + q, mx[1] + q * 0.55, mx[2] - q, mx[3] - q * 0.45]
    im_ = sc.blank()
    ImageDraw.Draw(im_).ellipse(inner, fill=255)
    sc.put(mix(body, "#1A0F0A", 0.55), im_)
    sc.shade(im_, [(0, 170), (0.5, 70), (1, 0)])
    sc.texture(m, 4, 0.15)
    xx = 600 * s - rev.r(0.5) * 0.40
    sc.gleam(
        [(xx, top + 0.3 * hh * k * s), (xx - 8 * s, top + 0.6 * hh * k * s)],
        m,
        blur=34,
        k=0.26,
        colour="#FFF3E0",
        width=44,
    )
    return sc.done()


def tagine(seed: int) -> Image.Image:
    probe = Random(f"t{seed}")
    sc = Scene(seed, probe.choice(["lime", "chaouen", "sea", "mist", "olive"]), table=True, kind="tagine")
    r, s = sc.rng, sc.s
    body, dark, red = r.choice(
        [
            ("#B9633C", "#3A1B12", "#EAD3B4"),
            ("#D6A377", "#3B2218", "#8A321D"),
            ("#E6D8C0", "#16455F", "#B07C1E"),
            ("#A9512F", "#2A150F", "#F0DDBE"),
        ]
    )
    base = 1270 * s
    dish = Turned(600 * s, base - 170 * s, 150 * s, [(396 * s, 0), (388 * s, 0.3), (330 * s, 0.75), (250 * s, 1)], 0.13)
    sc.ground(600 * s, base + 20 * s, 330 * s, k=0.6)
    m = sc.mask(dish.outline())
    sc.put(mix(body, INK, 0.05), m)
    d = ImageDraw.Draw(sc.im)
    motif_band(r, dish, d, 0.22, 0.62, dark, red, body)
    sc.shade(m, ROUND)
    lid = Turned(
        600 * s,
        base - 760 * s,
        590 * s,
        [
            (52 * s, 0),
            (78 * s, 0.05),
            (70 * s, 0.11),
            (52 * s, 0.15),
            (100 * s, 0.34),
            (210 * s, 0.66),
            (322 * s, 0.90),
            (352 * s, 1),
        ],
        0.13,
    )
    m2 = sc.mask(lid.outline())
    sc.shadow(ImageChops.multiply(m2, m), 0, 14, 9, 0.6)
    sc.put(rgb(body), m2)
    d = ImageDraw.Draw(sc.im)
    for v0, v1 in ((0.40, 0.54), (0.62, 0.72), (0.80, 0.93)):
        for e in (v0 - 0.02, v1 + 0.008):
            d.polygon(lid.band(e, e + 0.009), fill=dark)
        motif_band(r, lid, d, v0, v1, dark, red, body)
    sc.shade(m2, ROUND)
    mx = lid.mouth()
    ImageDraw.Draw(sc.im).ellipse(mx, fill=mix(body, INK, 0.4))
    sc.texture(m, 4, 0.13)
    sc.texture(m2, 4, 0.13)
    sc.gleam([(520 * s, base - 470 * s), (380 * s, base - 190 * s)], m2, blur=26, k=0.3, colour="#FFF3E0", width=34)
    return sc.done()
