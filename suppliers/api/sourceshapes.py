"""What the API of sources takes and gives."""

from dataclasses import asdict, fields
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.rest.lists import list_schema
from core.tabular import Overrides
from suppliers import brake_limits, selectors
from suppliers.fetchers.base import ConnectionField
from suppliers.models import Source
from suppliers.selectors import SourceSettings
from suppliers.services import ConnectionTest

CONNECTION = {"host": "ftp.maison-martin.example", "port": 21, "user": "client-77", "pattern": "*.csv"}
SAMPLES = {"name": "Price list", "kind": "ftp", "connection": CONNECTION, "secrets": {"password": "secret"}}
SHOWN = {**SAMPLES, "connection": {**CONNECTION, "password": "••••••••"}, "reading": {"delimiter": ";"}}
MOST_FILES = 50
READING = frozenset(field.name for field in fields(Overrides))


class ReadingField(serializers.DictField):
    """How files are read, where recognition is overruled."""

    def to_internal_value(self, data: Any) -> Any:
        values = super().to_internal_value(data)
        unknown = sorted(set(values) - READING)
        if unknown:
            raise serializers.ValidationError(f"{', '.join(unknown)}: unknown; known are {', '.join(sorted(READING))}.")
        for name, value in values.items():
            wanted = int if name == "header_row" else str
            if value is not None and (not isinstance(value, wanted) or isinstance(value, bool)):
                raise serializers.ValidationError(f"{name}: a {'number' if wanted is int else 'text'} is needed.")
        return values


class BrakeIn(serializers.Serializer[Any]):
    """Limits beyond which a file is held, in percent or in points of a share."""

    def get_fields(self) -> dict[str, Any]:
        """A number for each limit."""
        return {name: _limit(name, label) for name, label in brake_limits.LABELS.items()}

    def to_internal_value(self, data: Any) -> Any:
        """A name that nobody would read is refused: a typing error must not go unseen."""
        unknown = sorted(set(data) - set(brake_limits.LABELS)) if isinstance(data, dict) else []
        if unknown:
            raise serializers.ValidationError({name: [brake_limits.no_such_limit(name)] for name in unknown})
        return super().to_internal_value(data)


def _limit(name: str, label: Any) -> serializers.IntegerField:
    most = brake_limits.most_of(name)
    return serializers.IntegerField(min_value=0, max_value=most, required=False, allow_null=True, help_text=label)


class AlertsIn(serializers.Serializer[Any]):
    """Which news of a source are told to people."""

    success = serializers.BooleanField(required=False)
    failed = serializers.BooleanField(required=False)
    with_errors = serializers.BooleanField(required=False)
    errors_percent = serializers.IntegerField(required=False, min_value=0, max_value=100)
    file_not_found = serializers.BooleanField(required=False)
    held = serializers.BooleanField(required=False)
    count_change_percent = serializers.IntegerField(required=False, min_value=0, max_value=1000, allow_null=True)
    silent_days = serializers.IntegerField(required=False, min_value=1, max_value=365, allow_null=True)
    report_to = serializers.ListField(
        child=serializers.EmailField(), required=False, max_length=20, help_text="Each gets the report of every run."
    )

    def to_internal_value(self, data: Any) -> Any:
        """A name that nobody would read is refused: a typing error must not go unseen."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, dict) else []
        if unknown:
            sentence = _("There is no news “%(received)s”; there are: %(allowed)s.")
            allowed = ", ".join(self.fields)
            refusals = {name: [sentence % {"received": name, "allowed": allowed}] for name in unknown}
            raise serializers.ValidationError(refusals)
        return super().to_internal_value(data)


class Policies(serializers.Serializer[Any]):
    """What is decided about the imports of a source."""

    is_active = serializers.BooleanField(required=False)
    pick = serializers.ChoiceField(choices=Source.Pick.values, required=False)
    reading = ReadingField(required=False, help_text="Overrules the recognition: encoding, delimiter, sheet, ...")
    existing_products = serializers.ChoiceField(choices=Source.ExistingProducts.values, required=False)
    duplicates = serializers.ChoiceField(choices=Source.Duplicates.values, required=False)
    error_policy = serializers.ChoiceField(choices=Source.ErrorPolicy.values, required=False)
    error_limit_percent = serializers.IntegerField(required=False, min_value=1, max_value=100)
    import_type = serializers.ChoiceField(choices=Source.ImportType.values, required=False)
    missing_rows = serializers.ChoiceField(choices=Source.MissingRows.values, required=False)
    completeness_percent = serializers.IntegerField(
        required=False, min_value=0, max_value=100, help_text="0 switches the check off."
    )
    brake_enabled = serializers.BooleanField(required=False)
    brake = BrakeIn(required=False, help_text="What is left out or null has its usual limit.")
    approval = serializers.ChoiceField(choices=Source.Approval.values, required=False)
    retry_minutes = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=10_080), required=False, max_length=10
    )
    alerts = AlertsIn(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Rules and filters are shown with the source, so that they are sent back too; they are checked elsewhere."""
        elsewhere = sorted({"rules", "filters"} & set(self.initial_data))
        if elsewhere:
            message = "Nothing was changed: send rules and filters to PUT sources/{id}/rules, where they are checked."
            raise serializers.ValidationError(dict.fromkeys(elsewhere, message))
        return attrs


class Way(serializers.Serializer[Any]):
    """How files are fetched: GET sources/kinds says what each kind asks for."""

    samples: ClassVar[dict[str, Any]] = SAMPLES

    connection = serializers.DictField(child=serializers.JSONField(allow_null=True), required=False)
    secrets = serializers.DictField(
        child=serializers.CharField(allow_blank=True, trim_whitespace=False), required=False
    )


class SourceIn(Way, Policies):
    """A new source."""

    name = serializers.CharField(max_length=200)
    kind = serializers.ChoiceField(choices=Source.Kind.values)


class SourceChange(Way, Policies):
    """What can be changed about a source."""

    name = serializers.CharField(max_length=200, required=False)
    kind = serializers.ChoiceField(choices=Source.Kind.values, required=False)


class ConnectionTestIn(Way):
    """Answers to try instead of the saved ones."""

    kind = serializers.ChoiceField(choices=Source.Kind.values, required=False)


class UnsavedConnectionIn(Way):
    """A connection to try."""

    kind = serializers.ChoiceField(choices=Source.Kind.values)
    supplier_id = serializers.UUIDField(required=False, help_text="Whose source it will be: a grant on it is enough.")


class FeedSourceOut(serializers.Serializer[Any]):
    """A source with all its decisions."""

    samples: ClassVar[dict[str, Any]] = SHOWN

    id = serializers.UUIDField()
    supplier_id = serializers.UUIDField()
    supplier_code = serializers.CharField()
    supplier_name = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Source.Kind.values)
    connection = serializers.DictField(help_text="With a mask for each secret that is set.")
    is_active = serializers.BooleanField()
    pick = serializers.CharField()
    currency = serializers.CharField()
    country = serializers.CharField()
    reading = serializers.DictField()
    identity = serializers.ListField(child=serializers.CharField())
    existing_products = serializers.CharField()
    duplicates = serializers.CharField()
    error_policy = serializers.CharField()
    error_limit_percent = serializers.IntegerField()
    import_type = serializers.CharField()
    missing_rows = serializers.CharField()
    completeness_percent = serializers.IntegerField()
    brake_enabled = serializers.BooleanField()
    brake = serializers.DictField()
    approval = serializers.CharField()
    rules = serializers.ListField(child=serializers.DictField())
    filters = serializers.ListField(child=serializers.DictField())
    retry_minutes = serializers.ListField(child=serializers.IntegerField())
    alerts = serializers.DictField()
    template_id = serializers.UUIDField(allow_null=True)


class ConnectionFieldOut(serializers.Serializer[Any]):
    """One thing a kind of source asks for; `shown_for` names a field and the answers for which it is asked."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    type = serializers.CharField()
    is_secret = serializers.BooleanField()
    required = serializers.BooleanField()  # type: ignore[assignment]
    default = serializers.JSONField(allow_null=True)
    help = serializers.CharField()
    choices = serializers.ListField(child=serializers.CharField())
    shown_for = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))


class SourceKindOut(serializers.Serializer[Any]):
    """A kind of source."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    fields = ConnectionFieldOut(many=True)  # type: ignore[assignment]


class RemoteFileOut(serializers.Serializer[Any]):
    """A file as its server lists it."""

    name = serializers.CharField()
    size = serializers.IntegerField(allow_null=True)
    modified_at = serializers.DateTimeField(allow_null=True)


class ConnectionTestOut(serializers.Serializer[Any]):
    """What a trial showed; without a file that fits, `file` and `format` are null."""

    file_count = serializers.IntegerField()
    files = RemoteFileOut(many=True, help_text="The newest first, at most 50.")
    file = RemoteFileOut(allow_null=True)
    format = serializers.CharField(allow_null=True)
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField(allow_null=True)))
    host_key = serializers.CharField()


FeedSourceListOut = list_schema("FeedSourceListOut", FeedSourceOut)
KindListOut = list_schema("SourceKindListOut", SourceKindOut)


def shown_source(settings: SourceSettings) -> dict[str, Any]:
    """A source as the API shows it."""
    values = asdict(settings) | {"connection": selectors.connection_of(settings.id)}
    return {str(name): values[str(name)] for name in FeedSourceOut().fields}


def shown_kind(kind: str, label: Any) -> dict[str, Any]:
    """A kind with what it asks for."""
    return {"kind": kind, "label": str(label), "fields": [_field(each) for each in selectors.connection_fields(kind)]}


def shown_test(result: ConnectionTest) -> dict[str, Any]:
    """A trial as the API shows it."""
    return {
        "file_count": len(result.files),
        "files": [_file(each) for each in result.files[:MOST_FILES]],
        "file": _file(result.file) if result.file else None,
        "format": result.recognition.format if result.recognition else None,
        "columns": result.columns,
        "rows": result.rows,
        "host_key": result.host_key,
    }


def _file(remote: Any) -> dict[str, Any]:
    return {"name": remote.name, "size": remote.size, "modified_at": remote.modified_at}


def _field(asked: ConnectionField) -> dict[str, Any]:
    return {
        "name": asked.name,
        "label": str(asked.label),
        "type": asked.type.value,
        "is_secret": asked.is_secret,
        "required": asked.required,
        "default": None if asked.is_secret else asked.default,
        "help": str(asked.help),
        "choices": [key for key, _label in asked.choices],
        "shown_for": {asked.shown_for[0]: list(asked.shown_for[1])} if asked.shown_for else {},
    }
