"""Model fields that keep personal data encrypted, and the hash field that finds it again."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.lookups import IsNull

from pendopo.kernel.privacy import cipher
from pendopo.kernel.privacy.classes import DataClass

if TYPE_CHECKING:
    # Django's fields take type parameters only in the stubs.
    TextField = models.TextField[Any, Any]
    CharField = models.CharField[Any, Any]
    Lookup = models.Lookup[Any]
else:
    TextField, CharField, Lookup = models.TextField, models.CharField, models.Lookup


class EncryptedText(TextField):
    """Text that the database sees only sealed; empty stays empty; it cannot be filtered by."""

    def __init__(self, *args: Any, data_class: DataClass | str, **kwargs: Any) -> None:
        """Name the data class; it decides mask and retention."""
        self.data_class = DataClass(data_class)
        super().__init__(*args, **kwargs)

    @property
    def place(self) -> str:
        """Return what a value is bound to: "table.column"."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's public _meta

    def deconstruct(self) -> Any:
        """Tell migrations about the data class."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "data_class": self.data_class.value}

    def get_db_prep_value(self, value: Any, *_: Any, **__: Any) -> Any:
        """Seal on the way in."""
        return None if value is None else cipher.seal_text(self.to_text(value), place=self.place)

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        """Open on the way out."""
        return None if value is None else self.to_value(cipher.open_text(value, place=self.place))

    def to_text(self, value: Any) -> str:
        """Write a value as the text that is sealed."""
        return str(value)

    def to_value(self, text: str) -> Any:
        """Read a value from the text that was sealed."""
        return text

    def get_lookup(self, lookup_name: str) -> Any:
        """Allow `isnull` and the key version only: the same text is sealed differently each time."""
        if lookup_name in _LOOKUPS:
            return _LOOKUPS[lookup_name]
        raise FieldError(f"{self.name} is encrypted: search by a LookupHash field instead")


class EncryptedJSON(EncryptedText):
    """A JSON value kept sealed; None and an empty list or object stay what they are."""

    def to_text(self, value: Any) -> str:
        """Write compact JSON; dates and decimals as Django's JSON does."""
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))

    def to_value(self, text: str) -> Any:
        """Read JSON."""
        return json.loads(text) if text else None

    def to_python(self, value: Any) -> Any:
        """Keep the value as it is; TextField would make it text."""
        return value

    def get_prep_value(self, value: Any) -> Any:
        """Keep the value as it is until it is sealed."""
        return value


class EncryptedDate(EncryptedText):
    """A date kept sealed."""

    def to_text(self, value: Any) -> str:
        """Write the ISO form."""
        return value.isoformat() if isinstance(value, date) else str(value)

    def to_value(self, text: str) -> Any:
        """Read the ISO form."""
        return date.fromisoformat(text) if text else None

    def to_python(self, value: Any) -> Any:
        """Accept a date or its ISO form."""
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None

    def get_prep_value(self, value: Any) -> Any:
        """Keep the value as it is until it is sealed."""
        return value


class LookupHash(CharField):
    """The keyed hash of another field, for exact search: `filter(x__in=field.hashes(value))`.

    With `of` it follows that field at every save and key rotation. Without, the hashed value is
    known to nobody (a tracking code) and the lookup key that made it must stay.
    """

    def __init__(self, *args: Any, purpose: str, of: str = "", **kwargs: Any) -> None:
        """Name what is hashed and for what; another purpose gives another hash."""
        self.purpose, self.of = purpose, of
        kwargs.setdefault("max_length", 80)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Tell migrations about purpose and source."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "purpose": self.purpose, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001 - Django's signature
        """Follow the source field."""
        if self.of:
            value = cipher.lookup_hash(getattr(model_instance, self.of) or "", self.purpose)
            setattr(model_instance, self.attname, value or (None if self.null else ""))
        return super().pre_save(model_instance, add)

    def hashes(self, value: str) -> list[str]:
        """Return the hash under every lookup key in use."""
        return cipher.lookup_hashes(value, self.purpose)


class UnderKey(Lookup):
    """Rows whose value is sealed under this key version."""

    lookup_name = "under_key"
    prepare_rhs = False
    sql = "SUBSTR({column}, 1, {chars}) = %s"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Compare the first characters, which carry the version."""
        column, params = self.process_lhs(compiler, connection)
        mark = cipher.text_mark(int(str(self.rhs)))
        return self.sql.format(column=column, chars=cipher.MARK_CHARS), [*params, mark]

    def get_db_prep_lookup(self, value: Any, *_: Any) -> Any:
        """Never seal the version number."""
        return "%s", [value]


class StaleUnder(UnderKey):
    """Rows that hold a value sealed under any other key version; empty and null are never stale."""

    lookup_name = "stale_under"
    sql = "SUBSTR({column}, 1, {chars}) NOT IN ('', %s)"


_LOOKUPS: dict[str, Any] = {
    "isnull": IsNull,
    "under_key": UnderKey,
    "stale_under": StaleUnder,
}
