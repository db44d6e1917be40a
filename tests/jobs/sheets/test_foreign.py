"""Product tables of Shopify and WooCommerce, as they come."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.base.database import db
from app.domain.catalogue import texts
from app.domain.catalogue.models import Item, Material, Variant
from tests import given
from tests.jobs.sheets.tables import bring, written

SHOPIFY = (
    {
        "Handle": "tapis-bleu", "Title": "Tapis bleu",
        "Body (HTML)": "<p>Noué <b>main</b>.</p><p>Laine &amp; coton</p>",
        "Vendor": "Rahma Alaoui", "Type": "Tissage", "Tags": "laine, cadeau", "Option1 Name": "Taille",
        "Option1 Value": "Petit", "Variant SKU": "TB-P", "Variant Grams": "1200", "Variant Inventory Qty": "3",
        "Variant Price": "450.00", "Image Src": "https://example.com/a.jpg",
    },
    {
        "Handle": "tapis-bleu", "Option1 Value": "Grand", "Variant SKU": "", "Variant Grams": "2400",
        "Variant Inventory Qty": "-1", "Variant Price": "900.50",
    },
    {"Handle": "tapis-bleu", "Image Src": "https://example.com/b.jpg"},
    {
        "Handle": "coffret", "Title": "Coffret", "Vendor": "Ma boutique", "Type": "Divers",
        "Option1 Value": "Default Title", "Variant Price": "99.00", "Variant Inventory Qty": "1",
    },
)  # fmt: skip
WOO = (
    {
        "ID": "11", "Type": "variable", "SKU": "BAB", "Nom": "Babouche", "Publié": "1",
        "Description courte": "<p>En cuir.</p>", "Description": "Cousue à la main.<br />Semelle souple.",
        "En stock ?": "1", "Stock": "", "Poids (kg)": "0,4", "Longueur (cm)": "28", "Tarif régulier": "",
        "Catégories": "Cuir > Tissage, Maison", "Images": "https://x.example/1.jpg, https://x.example/2.jpg",
        "Parent": "", "Nom de l’attribut 1": "Pointure", "Valeur(s) de l’attribut 1 ": "40, 41",
    },
    {
        "ID": "12", "Type": "variation", "SKU": "BAB-40", "Nom": "Babouche - 40", "En stock ?": "1", "Stock": "5",
        "Tarif régulier": "180", "Parent": "BAB", "Valeur(s) de l’attribut 1 ": "40",
    },
    {
        "ID": "13", "Type": "variation", "SKU": "", "Nom": "Babouche - 41", "En stock ?": "0", "Stock": "",
        "Tarif régulier": "180", "Parent": "id:11", "Valeur(s) de l’attribut 1 ": "41",
    },
)  # fmt: skip


@pytest.fixture(autouse=True)
def _here(app: Flask) -> None:
    given.artisan(name="Rahma Alaoui")
    given.craft("weaving", names={"fr": "Tissage", "en": "Weaving"})
    db.session.add(Material(slug="wool", names={"fr": "Laine", "en": "Wool"}))
    db.session.commit()


def item_of(sku: str) -> Item:
    return db.session.scalars(select(Variant).where(Variant.sku == sku)).one().item


def test_shopify(app: Flask) -> None:
    gone = bring(written(*SHOPIFY), given.advisor(), dry=True)
    assert gone.source == "shopify"
    assert {(number, column) for number, column, _text in gone.errors} == {(5, "artisan"), (5, "craft")}
    assert sum("not fetched" in note for note in gone.notes) == 2
    maker, craft = given.artisan(), given.craft("weaving")
    chosen = {"artisan_id": maker.id, "craft_id": craft.id}
    gone = bring(written(*SHOPIFY), given.advisor(), **chosen)
    assert gone.errors == [] and gone.counts == {"add": 4}
    rug = item_of("TB-P")
    said = texts.in_language(rug, "fr").pending
    assert (said.title, said.description) == ("Tapis bleu", "Noué main.\nLaine & coton")
    assert (rug.artisan.name, rug.craft.slug, [one.slug for one in rug.materials]) == (
        "Rahma Alaoui", "weaving", ["wool"],
    )  # fmt: skip
    assert [(v.price, v.on_hand, v.labels["fr"]) for v in rug.variants] == [(45000, 3, "Petit"), (90050, 0, "Grand")]
    assert item_of("coffret").artisan_id == maker.id
    assert set(bring(written(*SHOPIFY), given.advisor(), **chosen).counts) == {"unchanged"}


def test_woocommerce_in_french(app: Flask) -> None:
    maker = given.artisan()
    db.session.commit()
    gone = bring(written(*WOO), given.advisor(), artisan_id=maker.id)
    assert (gone.source, gone.errors) == ("woocommerce", [])
    slipper = item_of("BAB-40")
    assert [(v.sku, v.price, v.on_hand, v.labels["fr"]) for v in slipper.variants] == [
        ("BAB-40", 18000, 5, "40"), ("wc-13", 18000, 0, "41"),
    ]  # fmt: skip
    assert (slipper.weight_g, slipper.length_mm, slipper.craft.slug) == (400, 280, "weaving")
    said = texts.in_language(slipper, "fr").pending
    assert (said.lead, said.description) == ("En cuir.", "Cousue à la main.\nSemelle souple.")
    assert sum("not fetched" in note for note in gone.notes) == 2
    assert set(bring(written(*WOO), given.advisor(), artisan_id=maker.id).counts) == {"unchanged"}
