"""Forms about tables: sending one, choosing what it does not say, importing it, asking for one."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, SelectField, ValidationError

from app.adapters.tables import CSV, KINDS, XLSX
from app.advisor.catalogue_words import ITEM_STATES
from app.domain.catalogue.sheets.models import Sheet
from app.domain.people import crafts, makers
from app.web import fields, languages
from app.web.fields import one_line
from app.web.forms import Button, KeyedForm

ACCEPT = ".csv,.tsv,.txt,.xlsx,text/csv"
TOLD_IN = ("fr", "ar", "en", "es")


class UploadForm(KeyedForm):
    table = FileField(lazy("Table"), render_kw={"accept": ACCEPT})
    approve = BooleanField(lazy("Texts and photos need no other reader: approve them at once"))

    def validate_table(self, field: FileField) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.stream.read(1):
            raise ValidationError(lazy("Choose a CSV or an XLSX file."))
        field.data.stream.seek(0)

    @property
    def name(self) -> str:
        return (one_line(self.table.data.filename) or "")[:200] or str(_("Table"))


class _Known(KeyedForm):
    """A form that names an artisan and a craft; none is an answer too."""

    artisan = SelectField(lazy("Artisan"), validate_choice=False)
    craft = SelectField(lazy("Craft"), validate_choice=False)

    nobody, none = lazy("All"), lazy("All")

    def __init__(self, **options: Any) -> None:
        self.makers = {str(maker.id): maker for maker in makers.all_of_them()}
        self.crafts = {str(craft.id): craft for craft in crafts.that_hold_items()}
        super().__init__(**options)
        language = languages.current()
        named = ((key, maker.known_as(language)) for key, maker in self.makers.items())
        self.artisan.choices = fields.choices_of([("", self.nobody), *named])
        called = ((key, craft.called(language)) for key, craft in self.crafts.items())
        self.craft.choices = fields.choices_of([("", self.none), *called])

    def validate_artisan(self, field: SelectField) -> None:
        if field.data and field.data not in self.makers:
            raise ValidationError(lazy("Choose an artisan."))

    def validate_craft(self, field: SelectField) -> None:
        if field.data and field.data not in self.crafts:
            raise ValidationError(lazy("Choose the craft."))

    @property
    def chosen(self) -> dict[str, int | None]:
        return {f"{name}_id": int(self[name].data) if self[name].data else None for name in ("artisan", "craft")}


class ChoicesForm(_Known):
    """What a table of another shop does not say."""

    language = SelectField(lazy("Language of its texts"), validate_choice=False)
    approve = BooleanField(lazy("Texts and photos need no other reader: approve them at once"))
    nobody = lazy("As each row says")
    none = lazy("As each row says")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.artisan.label.text = _("Artisan of rows that name none")
        self.craft.label.text = _("Craft of rows that name none")
        self.language.choices = fields.choices_of((code, languages.NAMES[code]) for code in TOLD_IN)

    @classmethod
    def of(cls, sheet: Sheet) -> "ChoicesForm":
        return cls(
            formdata=None,
            artisan=str(sheet.artisan_id or ""),
            craft=str(sheet.craft_id or ""),
            language=sheet.language,
            approve=sheet.approve,
        )

    def validate_language(self, field: SelectField) -> None:
        if field.data not in TOLD_IN:
            raise ValidationError(lazy("Choose a language."))

    @property
    def choices(self) -> dict[str, Any]:
        return {"approve": bool(self.approve.data), "language": self.language.data, **self.chosen}


class ImportForm(Button):
    """digest: of the report that was read."""

    digest = HiddenField(filters=[one_line])


class ExportForm(_Known):
    state = SelectField(lazy("State"), validate_choice=False)
    kind = SelectField(lazy("File"), validate_choice=False)

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        states = ((state, _(words)) for state, words in ITEM_STATES.items())
        self.state.choices = fields.choices_of([("", _("All pieces")), *states])
        self.kind.choices = fields.choices_of([(XLSX, _("Spreadsheet (XLSX)")), (CSV, _("Text (CSV)"))])

    def validate_state(self, field: SelectField) -> None:
        if field.data and field.data not in ITEM_STATES:
            raise ValidationError(lazy("Choose a state."))

    def validate_kind(self, field: SelectField) -> None:
        if field.data not in KINDS:
            raise ValidationError(lazy("Choose the kind of file."))

    @property
    def filters(self) -> dict[str, Any]:
        return {"state": self.state.data or None, **self.chosen}
