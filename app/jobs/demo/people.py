"""The people of the demonstration: staff, and makers with their accounts."""

from itertools import cycle

from app.base.database import db, new_key
from app.domain.people.models import Artisan, Role, RoleName, User, Wording
from app.domain.people.passwords import hashed
from app.jobs.demo.content_files import Table, artisans
from app.jobs.demo.world import World

PASSWORD = "maalem-demo"  # noqa: S105  # printed by `make run`, and good for nothing but a demonstration
STAFF = {
    "coordination@demo.example": ("Karim Alaoui", RoleName.COORDINATOR),
    "conseil@demo.example": ("Nadia Temsamani", RoleName.ADVISOR),
    "samir@demo.example": ("Samir Bouhlal", RoleName.ADVISOR),
    "houda@demo.example": ("Houda Lamrabet", RoleName.ADVISOR),
    "yassine@demo.example": ("Yassine Chairi", RoleName.ADVISOR),
    "ikram@demo.example": ("Ikram Stitou", RoleName.ADVISOR),
    "anas@demo.example": ("Anas Belhaj", RoleName.ADVISOR),
    "loubna@demo.example": ("Loubna Ziani", RoleName.ADVISOR),
}
FIRST = {"rahma-bakkali": "+212612000001", "aicha-tabiz": "+212612000002"}
WITHOUT_ACCOUNT = ("larbi-el-kassri", "mustapha-akrouh", "fatima-ahrazem")
"""Kept by staff: they answer by telephone, and an advisor writes it down."""
COMMUNES = {
    "tanger": "01.511.01.0",
    "asilah": "01.511.01.01",
    "larache": "01.331.01.03",
    "tetouan": "01.571.01.11",
    "oued-laou": "01.571.01.07",
    "chefchaouen": "01.151.01.01",
    "ouezzane": "01.405.01.09",
}
"""Of workshops in a town; where the others stand nobody has said yet."""
ADVISED_BY_NADIA = ("weaving", "pottery")


def fill(world: World) -> None:
    """Staff first, because every maker has an advisor among them."""
    roles = {name: Role(name=name) for name in RoleName}
    db.session.add_all(roles.values())
    password = hashed(PASSWORD)
    for email, (name, held) in STAFF.items():
        world.staff[email] = _account(world, name, roles[held], days=420, email=email, password=password)
    others = cycle([user for user in world.advisors if user is not world.advisor])
    for number, table in enumerate(artisans(), start=101):
        login = None
        phone = FIRST.get(table["slug"], f"+212612{number:06d}")
        if table["slug"] not in WITHOUT_ACCOUNT:
            reads = "fr" if "fr" in table["languages"] else "ar"
            role = roles[RoleName.ARTISAN]
            login = _account(world, table["name"], role, days=400 - number % 60, phone=phone, language=reads)
        advisor = world.advisor if table["crafts"][0] in ADVISED_BY_NADIA else next(others)
        world.artisans[table["slug"]] = _maker(world, table, login, advisor, phone)
    db.session.add_all([*world.staff.values(), *world.artisans.values()])
    db.session.flush()


def _account(world: World, name: str, role: Role, *, days: int, **columns: str) -> User:
    since = world.ago(days)
    return User(
        name=name,
        roles=[role],
        fs_uniquifier=new_key(),
        confirmed_at=since,
        create_datetime=since,
        update_datetime=since,
        **columns,
    )


def _maker(world: World, table: Table, login: User | None, advisor: User, phone: str) -> Artisan:
    return Artisan(
        slug=table["slug"],
        user=login,
        advisor=advisor,
        name=table["name"],
        name_ar=table["name_ar"],
        workshop=table["workshop"],
        phone=phone,
        place=world.places[table["place"]],
        crafts=[world.crafts[slug] for slug in table["crafts"]],
        commune=COMMUNES.get(table["place"], ""),
        since=table["since"],
        wording=Wording(table["gender"]),
        trade=table["trade"],
        story=table["story"],
        languages=table["languages"],
        weekly_capacity=table["capacity"],
        created_at=world.ago(400),
    )
