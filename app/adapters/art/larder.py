"""Cheese and soap, in stacks."""

from math import pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw

from app.adapters.art.colours import INK, mix, rgb, vary
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import smooth, star
from app.adapters.art.turned import ROUND, Turned, inside


def cheese(seed: int) -> Image.Image:
    probe = Random(f"c{seed}")
    sc = Scene(seed, probe.choice(["chaouen", "mist", "olive", "sea", "clay", "sand"]), table=True, kind="cheese")
    r, s = sc.rng, sc.s
    base, cx = 1235 * s, 600 * s
    # board
    d = ImageDraw.Draw(sc.im)
    sc.ground(cx, base + 74 * s, 430 * s, 44 * s, k=0.5)
    bd = Turned(cx, base + 10 * s, 44 * s, [(450 * s, 0), (450 * s, 1)], 0.17)
    mb = sc.mask(bd.outline())
    sc.put(rgb("#9A6B45"), mb)
    sc.shade(mb, ROUND)
    d = ImageDraw.Draw(sc.im)
    bb = bd.mouth()
    tm = sc.blank()
    ImageDraw.Draw(tm).ellipse(bb, fill=255)
    sc.put(rgb("#C4935F"), tm)
    lay = sc.blank()
    dl = ImageDraw.Draw(lay)
    for k in range(26):
        y = bb[1] + (bb[3] - bb[1]) * k / 26
        dl.line(
            [(x * s, y + 7 * s * sin(x / 130 + k)) for x in range(120, 1080, 20)],
            fill=int(r.uniform(30, 110)),
            width=int(3 * s),
        )
    sc.put(rgb("#7A4F2E"), ImageChops.multiply(lay, tm))
    n = r.choice([1, 2, 3])
    radius, hh = (300, 190) if n < 3 else (280, 150)
    y = base - (hh - 14) * s

    if n == 1:
        _cheese(sc, cx, y, 330, 220)
    else:
        _cheese(sc, cx, y, radius + 20, hh)
        if n >= 2:
            _cheese(sc, cx - 12 * s, y - (hh - 12) * s, radius - 30, hh - 20)
        if n == 3:
            _cheese(sc, cx + 8 * s, y - (2 * hh - 44) * s, radius - 90, hh - 46)
    d = ImageDraw.Draw(sc.im)
    x0, y0 = cx - 400 * s, base + 66 * s
    for k in range(5):  # wild thyme
        pts = smooth(
            [
                (x0 - 20 * s, y0 + 40 * s),
                (x0 + 60 * s, y0 + (10 - k * 12) * s),
                (x0 + (160 + k * 18) * s, y0 + (26 - k * 26) * s),
            ],
            n=16,
        )
        d.line(pts, fill=rgb("#5E6B3C"), width=int(4 * s))
        for x, yy in pts[6::3]:
            for sy in (-1, 1):
                d.ellipse(
                    [x - 9 * s, yy + sy * 11 * s - 6 * s, x + 9 * s, yy + sy * 11 * s + 6 * s],
                    fill=vary(r, "#7F8F57", 14),
                )
        x, yy = pts[-1]
        for _ in range(7):
            q = (x + r.uniform(-14, 14) * s, yy + r.uniform(-14, 14) * s)
            d.ellipse([q[0] - 6 * s, q[1] - 6 * s, q[0] + 6 * s, q[1] + 6 * s], fill=vary(r, "#9A7FA6", 16))
    return sc.done(1290)


def _cheese(sc: Scene, cx: float, y: float, radius: float, hh: float) -> None:
    """One round of it in its braid of palm. y: its upper edge. radius, hh: of a page 1200 wide."""
    r, s = sc.rng, sc.s
    rev = Turned(
        cx,
        y,
        hh * s,
        [
            (radius * 0.95 * s, 0),
            (radius * s, 0.12),
            (radius * 1.01 * s, 0.5),
            (radius * 0.99 * s, 0.9),
            (radius * 0.95 * s, 1),
        ],
        0.17,
    )
    m = sc.mask(rev.outline())
    sc.shadow(m, 22, 18, 16, 0.4)
    sc.put(rgb("#F7F3E6"), m)
    # palm braid
    d = ImageDraw.Draw(sc.im)
    rows, cols = 3, 34
    for j in range(rows):
        a, b = 0.30 + 0.44 * j / rows, 0.30 + 0.44 * (j + 1) / rows
        for i in range(cols):
            u0 = -1 + 2 * i / cols
            sk = (0.5 if j % 2 else -0.5) * 2 / cols
            c = vary(r, ["#A9B06A", "#8F9A52", "#C2C486"][(i + j) % 3], 8)
            d.polygon(
                rev.poly(
                    [
                        (inside(u0), a),
                        (inside(u0 + 2 / cols), a),
                        (inside(u0 + 2 / cols + sk), b),
                        (inside(u0 + sk), b),
                    ],
                    2,
                ),
                fill=mix(c, INK, 0.03 if (i % 2) else 0.22),
            )
    sc.shade(m, [(0, 110), (0.22, 24), (0.36, 0), (0.62, 24), (0.88, 90), (1, 130)], colour="#3E4636")
    t = sc.blank()
    mx = rev.mouth()
    ImageDraw.Draw(t).ellipse(mx, fill=255)
    sc.put(rgb("#FDFBF3"), t)
    d = ImageDraw.Draw(sc.im)
    for q in (0.86, 0.62, 0.38, 0.16):  # mould print
        ex, ey = (mx[2] - mx[0]) / 2 * q, (mx[3] - mx[1]) / 2 * q
        d.ellipse(
            [cx - ex, (mx[1] + mx[3]) / 2 - ey, cx + ex, (mx[1] + mx[3]) / 2 + ey],
            outline=(232, 226, 208),
            width=int(5 * s),
        )
    sc.shade(t, [(0, 0), (0.5, 0), (1, 40)], colour="#6A705C")
    sc.texture(t, 5, 0.16)
    sc.texture(m, 5, 0.12)


def soap(seed: int) -> Image.Image:
    """Olive-oil soap and dried herbs, in a stack tied with string."""
    probe = Random(f"v{seed}")
    sc = Scene(seed, probe.choice(["lime", "rose", "mist", "sand", "chaouen"]), table=True, kind="soap")
    r, s = sc.rng, sc.s
    base, cx = 1262 * s, 600 * s
    cols = r.choice(
        [["#B9B77A", "#A3A562", "#C9C690"], ["#E4D6B4", "#C9A97E", "#B9B77A"], ["#8C9A66", "#E6DFC8", "#C58E6B"]]
    )
    sc.ground(cx, base, 300 * s, 40 * s, k=0.55)
    n, hh = r.choice([2, 3]), 190
    d = ImageDraw.Draw(sc.im)
    for i in range(n):
        jx = r.uniform(-16, 16)
        y1 = base - i * (hh - 6) * s
        y0 = y1 - hh * s
        w = (300 - i * 6) * s
        x0, x1 = cx + jx * s - w, cx + jx * s + w
        m = sc.blank()
        ImageDraw.Draw(m).rounded_rectangle([x0, y0, x1, y1], 24 * s, fill=255)
        sc.shadow(m, 12, 12, 10, 0.4)
        sc.put(rgb(cols[i % 3]), m)
        sc.texture(m, 8, 0.12)
        top = [
            (x0 + 6 * s, y0 + 20 * s),
            (x0 + 58 * s, y0 - 54 * s),
            (x1 - 58 * s, y0 - 54 * s),
            (x1 - 6 * s, y0 + 20 * s),
        ]
        if i == n - 1:
            mt = sc.mask(top)
            sc.put(mix(cols[i % 3], "#FFFFFF", 0.22), mt)
            sc.texture(mt, 8, 0.10)
        d = ImageDraw.Draw(sc.im)
        sx, sy = (x0 + x1) / 2, (y0 + y1) / 2
        for q, rot in ((62, 0), (40, pi / 8), (18, 0)):
            p = star(sx, sy, q * s, rot=rot)
            d.line(
                [(x + 2 * s, y + 3 * s) for x, y in p + p[:1]], fill=mix(cols[i % 3], "#FFFFFF", 0.4), width=int(4 * s)
            )
            d.line(p + p[:1], fill=mix(cols[i % 3], INK, 0.4), width=int(4 * s))
        sc.shade(m, [(0, 70), (0.2, 6), (0.5, 0), (1, 100)])
    d = ImageDraw.Draw(sc.im)
    ytop = base - n * (hh - 6) * s
    for x in (cx - 168 * s, cx + 168 * s):
        d.line(
            [(x * 0.9 + cx * 0.1, ytop - 40 * s), (x, ytop + 14 * s), (x, base)], fill=rgb("#8A6A3C"), width=int(10 * s)
        )
        d.line(
            [(x * 0.9 + cx * 0.1 - 3 * s, ytop - 40 * s), (x - 3 * s, ytop + 14 * s), (x - 3 * s, base)],
            fill=rgb("#C2A06A"),
            width=int(4 * s),
        )
    return sc.done()
