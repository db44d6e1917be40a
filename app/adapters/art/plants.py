"""Baskets and the straw hat of the Jebala."""

from math import cos, pi, sin, sqrt
from random import Random

from PIL import Image, ImageDraw

from app.adapters.art.colours import INK, mix, rgb, vary
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import smooth
from app.adapters.art.turned import ROUND, Turned

STRAW = ["#D9B777", "#C9A25C", "#E6CB93", "#BD9450"]


def weave(
    sc: Scene, rev: Turned, v0: float, v1: float, rows: int, cols: int, accent: str | None, accent_rows: set[int]
) -> None:
    d, r = ImageDraw.Draw(sc.im), sc.rng
    for j in range(rows):
        a, b = v0 + (v1 - v0) * j / rows, v0 + (v1 - v0) * (j + 1) / rows
        for i in range(cols):
            u0, u1 = -1 + 2 * i / cols, -1 + 2 * (i + 1) / cols
            over = (i + j) % 2
            c = rgb(accent) if (accent and j in accent_rows) else rgb(STRAW[(i * 7 + j * 3) % 4])
            c = vary(r, c, 9)
            d.polygon(rev.poly([(u0, a), (u1, a), (u1, b), (u0, b)], 2), fill=mix(c, INK, 0.05 if over else 0.34))
            if over:
                h = b - a
                d.polygon(
                    rev.poly(
                        [
                            (u0 + 0.004, a + h * 0.1),
                            (u1 - 0.004, a + h * 0.1),
                            (u1 - 0.004, b - h * 0.22),
                            (u0 + 0.004, b - h * 0.22),
                        ],
                        2,
                    ),
                    fill=mix(c, "#FFFFFF", 0.08),
                )


def basket(seed: int) -> Image.Image:
    probe = Random(f"k{seed}")
    sc = Scene(seed, probe.choice(["lime", "chaouen", "mist", "sea", "clay", "rose"]), table=True, kind="basket")
    r, s = sc.rng, sc.s
    base, cx = 1270 * s, 600 * s
    acc = r.choice(["#8E3B22", "#14466B", "#2F5E41", "#22303A", None])
    shape = r.choice(["tote", "bread", "tall"])
    prof, hh = {
        "tote": ([(330, 0), (322, 0.1), (300, 0.5), (268, 0.9), (250, 1)], 520),
        "bread": ([(360, 0), (366, 0.2), (340, 0.6), (268, 0.95), (256, 1)], 330),
        "tall": ([(226, 0), (238, 0.1), (282, 0.5), (270, 0.85), (232, 1)], 700),
    }[shape]
    rev = Turned(cx, base - (hh + 30) * s, hh * s, [(a * s, v) for a, v in prof], 0.16)
    sc.ground(cx, base + 2 * s, prof[-1][0] * s * 1.1, k=0.6)
    if shape == "tote":
        d = ImageDraw.Draw(sc.im)
        y = base - (hh + 30) * s
        lc = r.choice(["#8A5330", "#5B3824", "#A8472A"])
        pts = smooth(
            [
                (cx - 170 * s, y - 20 * s),
                (cx - 150 * s, y - 210 * s),
                (cx, y - 300 * s),
                (cx + 150 * s, y - 210 * s),
                (cx + 170 * s, y - 20 * s),
            ],
            n=24,
        )
        d.line(pts, fill=mix(lc, INK, 0.35), width=int(26 * s), joint="curve")
    m = sc.mask(rev.outline())
    sc.put(rgb(STRAW[1]), m)
    mx = rev.mouth()
    rows = int(hh / 26)
    rows_acc = set(r.sample(range(2, rows - 1), k=min(3, rows - 3)))
    if r.random() < 0.6:
        mid = rows // 2
        rows_acc = {mid - 2, mid, mid + 2}
    weave(sc, rev, 0.02, 0.99, rows, 38, acc, rows_acc)
    sc.shade(m, ROUND)
    d = ImageDraw.Draw(sc.im)
    d.ellipse(mx, fill=mix(STRAW[0], INK, 0.08))
    q = 22 * s
    im_ = sc.blank()
    ImageDraw.Draw(im_).ellipse([mx[0] + q, mx[1] + q * 0.7, mx[2] - q, mx[3] - q * 0.4], fill=255)
    sc.put(mix(STRAW[1], "#20140A", 0.55), im_)
    sc.shade(im_, [(0, 150), (0.6, 50), (1, 0)])
    d = ImageDraw.Draw(sc.im)
    for i in range(90):
        a = 2 * pi * i / 90
        x, y = (
            (mx[0] + mx[2]) / 2 + (mx[2] - mx[0]) / 2 * cos(a) * 0.985,
            (mx[1] + mx[3]) / 2 + (mx[3] - mx[1]) / 2 * sin(a) * 0.97,
        )
        d.line([(x - 5 * s, y - 8 * s), (x + 5 * s, y + 9 * s)], fill=mix(STRAW[i % 4], INK, 0.12), width=int(9 * s))
    if shape == "tote":
        pts = smooth(
            [
                (cx - 190 * s, mx[3] - 6 * s),
                (cx - 170 * s, mx[3] - 190 * s),
                (cx, mx[3] - 270 * s),
                (cx + 170 * s, mx[3] - 190 * s),
                (cx + 190 * s, mx[3] - 6 * s),
            ],
            n=24,
        )
        d.line(pts, fill=mix(lc, INK, 0.2), width=int(30 * s), joint="curve")
        d.line([(x - 4 * s, y - 5 * s) for x, y in pts], fill=rgb(lc), width=int(18 * s), joint="curve")
        for sx in (-1, 1):
            d.rounded_rectangle(
                [cx + sx * 190 * s - 24 * s, mx[3] - 20 * s, cx + sx * 190 * s + 24 * s, mx[3] + 120 * s],
                8 * s,
                fill=rgb(lc),
                outline=mix(lc, INK, 0.4),
                width=int(3 * s),
            )
            for k in range(4):
                d.ellipse(
                    [
                        cx + sx * 190 * s - 5 * s,
                        mx[3] + (8 + k * 28) * s,
                        cx + sx * 190 * s + 5 * s,
                        mx[3] + (18 + k * 28) * s,
                    ],
                    fill=rgb("#F1DEB8"),
                )
    return sc.done()


def hat(seed: int) -> Image.Image:
    """Jebala straw hat with wool cords and tassels."""
    probe = Random(f"h{seed}")
    sc = Scene(seed, probe.choice(["chaouen", "lime", "sea", "mist", "olive", "clay"]), kind="hat")
    r, s = sc.rng, sc.s
    cx, cy, radius = 600 * s, 760 * s, 440 * s
    c1, c2 = r.choice(
        [
            ("#B3262E", "#14304A"),
            ("#14466B", "#F4EFE4"),
            ("#22303A", "#B3262E"),
            ("#2F5E41", "#C98A2B"),
            ("#B3262E", "#F4EFE4"),
        ]
    )
    m = sc.blank()
    ImageDraw.Draw(m).ellipse([cx - radius, cy - radius, cx + radius, cy + radius], fill=255)
    sc.shadow(m, 46, 60, 36, 0.5)
    sc.put(rgb(STRAW[0]), m)
    d = ImageDraw.Draw(sc.im)
    nr = 30
    for j in range(nr, 0, -1):
        rr = radius * j / nr
        n = max(10, int(j * 5.2))
        for i in range(n):
            a0, a1 = 2 * pi * (i + (j % 2) * 0.5) / n, 2 * pi * (i + 1 + (j % 2) * 0.5) / n
            r2 = radius * (j - 1) / nr
            c = vary(r, STRAW[(i + j) % 4], 8)
            d.polygon(
                [
                    (cx + rr * cos(a0), cy + rr * sin(a0)),
                    (cx + rr * cos(a1), cy + rr * sin(a1)),
                    (cx + r2 * cos(a1), cy + r2 * sin(a1)),
                    (cx + r2 * cos(a0), cy + r2 * sin(a0)),
                ],
                fill=mix(c, INK, 0.02 if i % 2 else 0.16),
            )
    crown = sc.blank()
    rc = radius * 0.44
    ImageDraw.Draw(crown).ellipse([cx - rc, cy - rc, cx + rc, cy + rc], fill=255)
    sc.shadow(crown, 26, 32, 20, 0.55)
    d = ImageDraw.Draw(sc.im)
    for j in range(14, 0, -1):
        rr, r2 = rc * j / 14, rc * (j - 1) / 14
        n = max(8, j * 5)
        for i in range(n):
            a0, a1 = 2 * pi * (i + (j % 2) * 0.5) / n, 2 * pi * (i + 1 + (j % 2) * 0.5) / n
            c = vary(r, STRAW[(i + j) % 4], 8)
            d.polygon(
                [
                    (cx + rr * cos(a0), cy + rr * sin(a0)),
                    (cx + rr * cos(a1), cy + rr * sin(a1)),
                    (cx + r2 * cos(a1), cy + r2 * sin(a1)),
                    (cx + r2 * cos(a0), cy + r2 * sin(a0)),
                ],
                fill=mix(c, "#FFFFFF" if i % 2 else INK, 0.10),
            )
    sc.gleam(
        [
            (cx - rc * 0.5, cy - rc * 0.55),
            (cx - rc * 0.1, cy - rc * 0.75),
            (cx - rc * 0.05, cy - rc * 0.2),
            (cx - rc * 0.5, cy - rc * 0.1),
        ],
        crown,
        blur=30,
        k=0.5,
        colour="#FFF5DC",
    )
    d = ImageDraw.Draw(sc.im)
    # cord round the crown, spokes, tassels
    for k in range(90):
        a = 2 * pi * k / 90
        x, y = cx + rc * 1.03 * cos(a), cy + rc * 1.03 * sin(a)
        d.ellipse([x - 13 * s, y - 13 * s, x + 13 * s, y + 13 * s], fill=vary(r, c1 if k % 6 < 3 else c2, 8))
    ns = r.choice([4, 6, 8])
    for i in range(ns):
        a = 2 * pi * i / ns + pi / 8
        p0, p1 = (
            (cx + rc * 1.05 * cos(a), cy + rc * 1.05 * sin(a)),
            (cx + radius * 0.9 * cos(a), cy + radius * 0.9 * sin(a)),
        )
        for t in range(26):
            x, y = p0[0] + (p1[0] - p0[0]) * t / 25, p0[1] + (p1[1] - p0[1]) * t / 25
            d.ellipse([x - 7 * s, y - 7 * s, x + 7 * s, y + 7 * s], fill=vary(r, c2 if t % 4 < 2 else c1, 8))
        pm = (cx + radius * 0.94 * cos(a), cy + radius * 0.94 * sin(a))
        col = c1 if i % 2 else c2
        tm = sc.blank()
        ImageDraw.Draw(tm).ellipse([pm[0] - 40 * s, pm[1] - 40 * s, pm[0] + 40 * s, pm[1] + 40 * s], fill=255)
        sc.shadow(tm, 10, 14, 8, 0.45)
        d = ImageDraw.Draw(sc.im)
        for _ in range(260):
            b, q = r.uniform(0, 2 * pi), 44 * s * sqrt(r.random())
            x, y = pm[0] + q * cos(b), pm[1] + q * sin(b)
            d.line(
                [(x, y), (x + 12 * s * cos(b), y + 12 * s * sin(b))],
                fill=mix(vary(r, col, 16), "#FFFFFF" if y < pm[1] else INK, 0.12),
                width=int(4 * s),
            )
    sc.shade(m, [(0, 20), (0.35, 0), (1, 105)])
    return sc.done()
