"""The labels that pieces of the region may carry, as their owners call them.

They are few, official and known to everybody, so they are words of the code; the papers that prove them are rows.
"""

from typing import NamedTuple

from app.domain.people.trades import in_language


class Known(NamedTuple):
    """names: by language. by: who gives it."""

    names: dict[str, str]
    by: dict[str, str]

    def called(self, language: str) -> str:
        return in_language(self.names, language)


_MINISTRY_OF_CRAFTS = {
    "fr": "Ministère chargé de l’artisanat",
    "ar": "الوزارة المكلفة بالصناعة التقليدية",
    "en": "Ministry in charge of crafts",
    "es": "Ministerio encargado de la artesanía",
}
_MINISTRY_OF_AGRICULTURE = {
    "fr": "Ministère de l’agriculture",
    "ar": "وزارة الفلاحة",
    "en": "Ministry of agriculture",
    "es": "Ministerio de agricultura",
}

KNOWN: dict[str, Known] = {
    "morocco-handmade": Known(
        {
            "fr": "Morocco Handmade",
            "ar": "Morocco Handmade (صنع يدوي مغربي)",
            "en": "Morocco Handmade",
            "es": "Morocco Handmade",
        },
        _MINISTRY_OF_CRAFTS,
    ),
    "national-craft-label": Known(
        {
            "fr": "Label national de l’artisanat",
            "ar": "العلامة الوطنية للصناعة التقليدية",
            "en": "National label for crafts",
            "es": "Sello nacional de artesanía",
        },
        _MINISTRY_OF_CRAFTS,
    ),
    "igp": Known(
        {
            "fr": "Indication géographique protégée (IGP)",
            "ar": "بيان جغرافي محمي",
            "en": "Protected geographical indication (PGI)",
            "es": "Indicación geográfica protegida (IGP)",
        },
        _MINISTRY_OF_AGRICULTURE,
    ),
    "aop": Known(
        {
            "fr": "Appellation d’origine protégée (AOP)",
            "ar": "تسمية المنشأ المحمية",
            "en": "Protected designation of origin (PDO)",
            "es": "Denominación de origen protegida (DOP)",
        },
        _MINISTRY_OF_AGRICULTURE,
    ),
    "label-agricole": Known(
        {
            "fr": "Label agricole",
            "ar": "العلامة الفلاحية",
            "en": "Agricultural quality label",
            "es": "Sello agrícola de calidad",
        },
        _MINISTRY_OF_AGRICULTURE,
    ),
    "bio-maroc": Known(
        {
            "fr": "Bio Maroc",
            "ar": "منتوج بيولوجي (المغرب)",
            "en": "Bio Maroc (organic)",
            "es": "Bio Maroc (ecológico)",
        },
        _MINISTRY_OF_AGRICULTURE,
    ),
}
