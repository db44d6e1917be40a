"""Oil and honey, in glass."""

from math import cos, pi, sin
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from app.adapters.art.colours import INK, WALLS, mix, rgb, vary
from app.adapters.art.scene import Scene
from app.adapters.art.shapes import Point, smooth, star
from app.adapters.art.turned import ROUND, Turned


def oil(seed: int) -> Image.Image:
    probe = Random(f"i{seed}")
    sc = Scene(seed, probe.choice(["lime", "sand", "olive", "mist", "chaouen"]), table=True, kind="oil")
    r, s = sc.rng, sc.s
    base, cx = 1276 * s, 600 * s
    liquid = r.choice(["#A59A1E", "#8F9226", "#B8A01F", "#6F7F24"])
    shape = r.choice(
        [
            [
                (54, 0),
                (56, 0.03),
                (52, 0.06),
                (50, 0.26),
                (74, 0.34),
                (158, 0.44),
                (166, 0.50),
                (166, 0.94),
                (150, 0.99),
                (146, 1),
            ],
            [(52, 0), (54, 0.03), (48, 0.06), (48, 0.20), (88, 0.34), (176, 0.62), (196, 0.82), (176, 0.97), (160, 1)],
        ]
    )
    rev = Turned(cx, base - 890 * s, 870 * s, [(a * s, v) for a, v in shape], 0.12)
    sc.ground(cx, base, 170 * s, k=0.55)
    # caustic light through the oil
    g = Image.new("L", (sc.w // 4, sc.h // 4), 0)
    ImageDraw.Draw(g).ellipse(
        [(cx + 60 * s) / 4, (base - 34 * s) / 4, (cx + 420 * s) / 4, (base + 44 * s) / 4], fill=150
    )
    sc.put(
        mix(liquid, "#FFE58A", 0.5),
        g.filter(ImageFilter.GaussianBlur(10 * s)).resize((sc.w, sc.h), Image.Resampling.BICUBIC),
    )
    m = sc.mask(rev.outline())
    glass = mix(WALLS[sc.wall][0], "#8FA58A", 0.35)
    sc.put(glass, m)
    lev = 0.30
    oil = ImageChops.multiply(
        m,
        sc.mask([(0, base - 890 * s + lev * 870 * s), (sc.w, base - 890 * s + lev * 870 * s), (sc.w, sc.h), (0, sc.h)]),
    )
    sc.put(rgb(liquid), oil)
    sc.shade(oil, [(0, 0), (0.5, 0), (1, 70)], False)
    sc.shade(m, [(0, 190), (0.10, 40), (0.30, 0), (0.62, 10), (0.86, 80), (1, 200)], colour="#1E2A10")
    # cork
    d = ImageDraw.Draw(sc.im)
    ck = Turned(cx, base - 950 * s, 72 * s, [(40 * s, 0), (44 * s, 1)], 0.14)
    mk = sc.mask(ck.outline())
    sc.put(rgb("#B98B5A"), mk)
    sc.shade(mk, ROUND)
    sc.texture(mk, 3, 0.6)
    d = ImageDraw.Draw(sc.im)
    d.ellipse(ck.mouth(), fill=rgb("#D2AA7C"))
    # label: a paper band with the star, an olive branch
    v0, v1 = (0.56, 0.84) if shape[4][0] == 74 else (0.60, 0.86)
    paper = sc.mask(rev.poly([(-0.62, v0), (0.62, v0), (0.62, v1), (-0.62, v1)], 20))
    sc.put(rgb("#F6F2E7"), paper)
    d = ImageDraw.Draw(sc.im)
    d.line(
        rev.poly([(-0.56, v0 + 0.015), (0.56, v0 + 0.015), (0.56, v1 - 0.015), (-0.56, v1 - 0.015)], 20)
        + rev.poly([(-0.56, v0 + 0.015), (-0.5, v0 + 0.015)], 2)[:1],
        fill=rgb("#B98A2B"),
        width=int(3 * s),
    )
    lx, ly = rev.xy(0, (v0 + v1) / 2)
    d.polygon(star(lx, ly - 24 * s, 44 * s), fill=rgb("#0F5577"))
    d.polygon(star(lx, ly - 24 * s, 22 * s, rot=pi / 8), fill=rgb("#F6F2E7"))
    for k, ww in enumerate((92, 60)):
        d.rounded_rectangle(
            [lx - ww * s, ly + (44 + k * 24) * s, lx + ww * s, ly + (52 + k * 24) * s],
            4 * s,
            fill=mix("#F6F2E7", INK, 0.65),
        )
    sc.shade(paper, [(0, 70), (0.3, 0), (0.6, 0), (1, 90)])
    sc.gleam(
        [(cx - rev.r(0.5) * 0.72, base - 500 * s), (cx - rev.r(0.7) * 0.74, base - 80 * s)], m, blur=8, k=0.75, width=20
    )
    sc.gleam(
        [(cx + rev.r(0.5) * 0.80, base - 480 * s), (cx + rev.r(0.7) * 0.82, base - 120 * s)], m, blur=7, k=0.4, width=10
    )
    sc.gleam([(cx - 26 * s, base - 860 * s), (cx - 26 * s, base - 680 * s)], m, blur=6, k=0.6, width=12)
    # olive branch in front
    d = ImageDraw.Draw(sc.im)
    bx, by = 250 * s, base + 78 * s
    pts = smooth([(bx - 70 * s, by + 10 * s), (bx + 80 * s, by - 26 * s), (bx + 260 * s, by - 10 * s)], n=20)
    d.line(pts, fill=rgb("#6B5A36"), width=int(7 * s))
    for i, (x, y) in enumerate(pts[4::6]):
        for sy in (-1, 1):
            a = -0.18 + sy * 0.75 + r.uniform(-0.15, 0.15)
            long = 92 * s * r.uniform(0.8, 1.05)
            q = [
                (
                    x + long * t * cos(a) + 17 * s * sin(pi * t) * -sin(a) * o,
                    y + long * t * sin(a) + 17 * s * sin(pi * t) * cos(a) * o,
                )
                for o in (1, -1)
                for t in ([k / 10 for k in range(11)] if o == 1 else [1 - k / 10 for k in range(11)])
            ]
            d.polygon(q, fill=vary(r, "#6E7F4A" if sy < 0 else "#8C9A66", 10))
        if i % 2 == 0:
            d.ellipse([x - 6 * s, y + 4 * s, x + 34 * s, y + 56 * s], fill=vary(r, "#55602A", 10))
            d.ellipse([x + 2 * s, y + 12 * s, x + 12 * s, y + 26 * s], fill=rgb("#9AA667"))
    return sc.done()


def honey(seed: int) -> Image.Image:
    probe = Random(f"y{seed}")
    sc = Scene(seed, probe.choice(["lime", "mist", "chaouen", "sand", "olive", "sea"]), table=True, kind="honey")
    r, s = sc.rng, sc.s
    base, cx = 1270 * s, 600 * s
    amber = r.choice(["#D8891C", "#B9650F", "#E5A72E", "#8F4A0E"])
    rev = Turned(
        cx,
        base - 560 * s,
        540 * s,
        [
            (196 * s, 0),
            (202 * s, 0.04),
            (196 * s, 0.08),
            (250 * s, 0.20),
            (262 * s, 0.34),
            (262 * s, 0.88),
            (240 * s, 0.98),
            (226 * s, 1),
        ],
        0.13,
    )
    sc.ground(cx, base, 250 * s, k=0.55)
    g = Image.new("L", (sc.w // 4, sc.h // 4), 0)
    ImageDraw.Draw(g).ellipse(
        [(cx + 120 * s) / 4, (base - 40 * s) / 4, (cx + 520 * s) / 4, (base + 50 * s) / 4], fill=170
    )
    sc.put(
        mix(amber, "#FFD27A", 0.5),
        g.filter(ImageFilter.GaussianBlur(10 * s)).resize((sc.w, sc.h), Image.Resampling.BICUBIC),
    )
    m = sc.mask(rev.outline())
    sc.put(rgb(amber), m)
    sc.shade(m, [(0, 170), (0.12, 40), (0.3, 0), (0.6, 0), (0.85, 90), (1, 190)], colour="#4A1E02")
    sc.gleam(
        [
            (cx - 90 * s, base - 380 * s),
            (cx + 130 * s, base - 380 * s),
            (cx + 110 * s, base - 60 * s),
            (cx - 60 * s, base - 60 * s),
        ],
        m,
        blur=60,
        k=0.45,
        colour="#FFD98A",
    )
    # cloth cover tied with string
    cover, dot = r.choice(
        [("#F4EFE4", "#B3262E"), ("#14466B", "#F4EFE4"), ("#B3262E", "#F4EFE4"), ("#E6D9BE", "#2F5E41")]
    )
    top = base - 585 * s
    n = 22
    edge = [
        (cx - 262 * s + 524 * s * i / n, top + (92 + (20 if i % 2 else -6)) * s + 30 * s * sin(pi * i / n))
        for i in range(n + 1)
    ]
    cov = (
        smooth(
            [
                (cx - 262 * s, top + 96 * s),
                (cx - 214 * s, top + 6 * s),
                (cx - 100 * s, top - 34 * s),
                (cx, top - 40 * s),
                (cx + 100 * s, top - 34 * s),
                (cx + 214 * s, top + 6 * s),
                (cx + 262 * s, top + 96 * s),
            ],
            n=14,
        )
        + edge[::-1]
    )
    mc = sc.mask(cov)
    sc.shadow(ImageChops.multiply(mc, ImageChops.lighter(m, mc)), 0, 18, 10, 0.5)
    sc.put(rgb(cover), mc)
    lay = sc.blank()
    dl = ImageDraw.Draw(lay)
    for k in range(-12, 13):
        x = cx + k * 26 * s
        if abs(k) % 4 in (0, 1):
            dl.line(
                [(x, top - 60 * s), (cx + k * 31 * s, top + 150 * s)],
                fill=230,
                width=int((9 if abs(k) % 4 == 0 else 4) * s),
            )
    sc.put(rgb(dot), ImageChops.multiply(lay, mc))
    sc.shade(
        mc,
        [(0, 110), (0.1, 10), (0.2, 60), (0.3, 0), (0.42, 40), (0.55, 0), (0.66, 50), (0.78, 10), (0.9, 80), (1, 140)],
    )
    d = ImageDraw.Draw(sc.im)
    pts = [(cx + 212 * s * cos(t), top + 40 * s + 26 * s * sin(t)) for t in [pi * i / 30 for i in range(31)]]
    d.line(pts, fill=rgb("#9B7440"), width=int(9 * s), joint="curve")
    for sx in (-1, 1):
        q = smooth(
            [
                (cx + 8 * s, top + 66 * s),
                (cx + sx * 50 * s, top + 46 * s),
                (cx + sx * 74 * s, top + 76 * s),
                (cx + 8 * s, top + 70 * s),
            ],
            n=10,
        )
        d.line(q, fill=rgb("#9B7440"), width=int(7 * s))
        d.line([(cx + 8 * s, top + 68 * s), (cx + sx * 34 * s, top + 140 * s)], fill=rgb("#9B7440"), width=int(7 * s))
    # label: octagon
    lx, ly = cx - 6 * s, base - 220 * s

    def octo(q: float) -> list[Point]:
        turns = [pi / 8 + i * pi / 4 for i in range(8)]
        return [(lx + q * s * cos(t), ly + q * s * sin(t)) for t in turns]

    d.polygon(octo(128), fill=rgb("#F6F2E7"))
    p = octo(116)
    d.line(p + p[:1], fill=rgb("#B98A2B"), width=int(3 * s))

    def hexa(x: float, y: float, q: float) -> list[Point]:
        turns = [pi / 6 + i * pi / 3 for i in range(6)]
        return [(x + q * cos(t), y + q * sin(t)) for t in turns]

    hs = 27 * s
    for hx, hy in ((0, -1), (-1, -1), (-0.5, 0), (0.5, 0), (-1.5, 0), (0, 1), (-1, 1)):
        d.polygon(
            hexa(lx + (hx + 0.5) * hs * 1.78, ly + hy * hs * 1.56, hs * 0.92),
            outline=rgb(amber),
            fill=mix("#F6F2E7", amber, 0.25 if hy else 0.6),
            width=int(3 * s),
        )
    sc.gleam([(cx - 206 * s, base - 420 * s), (cx - 214 * s, base - 90 * s)], m, blur=8, k=0.7, width=20)
    sc.gleam([(cx + 222 * s, base - 400 * s), (cx + 226 * s, base - 140 * s)], m, blur=7, k=0.4, width=10)
    return sc.done()
