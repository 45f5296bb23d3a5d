"""What the API of attributes takes and shows."""

from typing import Any, ClassVar

from rest_framework import serializers

from catalog.attributes import GROUPS, Kind

LABELS = {"help_text": "Names by language; the empty key counts in all languages."}


class ChoiceShape(serializers.Serializer[Any]):
    """A choice; `name` is what products hold."""

    samples: ClassVar[dict[str, Any]] = {"name": "Red", "labels": {"fr": "Rouge"}}

    name = serializers.CharField(max_length=200)
    labels = serializers.DictField(child=serializers.CharField(max_length=200), required=False, default=dict)


class AttributePatch(serializers.Serializer[Any]):
    """What can be said about an attribute; what is left out stays."""

    samples: ClassVar[dict[str, Any]] = {"kind": "select", "group": "design", "unit": ""}

    kind = serializers.ChoiceField(choices=Kind.choices, required=False)
    group = serializers.ChoiceField(choices=list(GROUPS.items()), required=False)
    unit = serializers.CharField(max_length=20, allow_blank=True, required=False)
    localizable = serializers.BooleanField(required=False)
    unique = serializers.BooleanField(required=False)
    filterable = serializers.BooleanField(required=False)
    position = serializers.IntegerField(min_value=0, max_value=10_000, required=False)
    labels = serializers.DictField(child=serializers.CharField(max_length=120), required=False, **LABELS)  # type: ignore[arg-type]
    choices = serializers.ListField(child=ChoiceShape(), max_length=2_000, required=False)


class AttributeIn(AttributePatch):
    """A new attribute; its name stays for good."""

    samples: ClassVar[dict[str, Any]] = {"name": "Grip", "kind": "text", "group": "design", "unit": ""}

    name = serializers.CharField(max_length=120)


class AttributeOut(serializers.Serializer[Any]):
    """An attribute; `id` is null for a standard one that nobody has used yet."""

    id = serializers.UUIDField(allow_null=True)
    name = serializers.CharField(help_text="`attribute:NAME` is its value in products and feeds.")
    label = serializers.CharField()  # type: ignore[assignment]
    kind = serializers.CharField()
    group = serializers.CharField()
    unit = serializers.CharField()
    localizable = serializers.BooleanField()
    unique = serializers.BooleanField()
    filterable = serializers.BooleanField()
    position = serializers.IntegerField()
    is_standard = serializers.BooleanField()
    labels = serializers.DictField(child=serializers.CharField())
    choices = ChoiceShape(many=True)


class AttributesOut(serializers.Serializer[Any]):
    """All attributes."""

    items = AttributeOut(many=True)


class AttributeQuery(serializers.Serializer[Any]):
    """Which attributes."""

    standard = serializers.BooleanField(required=False, default=True, help_text="Also standard ones nobody has used.")


class AttributeMergeIn(serializers.Serializer[Any]):
    """The attribute that remains."""

    into = serializers.UUIDField()


class AttributeMergeOut(serializers.Serializer[Any]):
    """What happened: many products are changed in the background, and `status` is then pending."""

    status = serializers.CharField()
    products = serializers.IntegerField(help_text="How many products changed so far.")


class MemberShape(serializers.Serializer[Any]):
    """An attribute of a family."""

    samples: ClassVar[dict[str, Any]] = {"attribute": "size", "is_required": True}

    attribute = serializers.CharField(max_length=120, help_text="The name of the attribute, in any spelling.")
    is_required = serializers.BooleanField(required=False, default=False)


class FamilyIn(serializers.Serializer[Any]):
    """A family and its attributes in their order."""

    samples: ClassVar[dict[str, Any]] = {"name": "Shoes"}

    name = serializers.CharField(max_length=120)
    attributes = serializers.ListField(child=MemberShape(), max_length=500, required=False, default=list)


class FamilyOut(serializers.Serializer[Any]):
    """A family."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    attributes = MemberShape(many=True)


class FamiliesOut(serializers.Serializer[Any]):
    """All families."""

    items = FamilyOut(many=True)


class ValueOut(serializers.Serializer[Any]):
    """A value of an attribute, in one language ("": in all)."""

    attribute = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    language = serializers.CharField()
    value = serializers.CharField(help_text="Measures are numbers in `unit`; several choices stand one a line.")
    unit = serializers.CharField()
    locked = serializers.BooleanField()


class ValuesOut(serializers.Serializer[Any]):
    """The values of a product."""

    items = ValueOut(many=True)


class ValueIn(serializers.Serializer[Any]):
    """A value to set; null clears it."""

    samples: ClassVar[dict[str, Any]] = {"attribute": "color", "language": "fr", "value": "rouge"}

    attribute = serializers.CharField(max_length=120)
    language = serializers.CharField(max_length=10, required=False, default="", allow_blank=True)
    value = serializers.JSONField(allow_null=True)


class ValuesIn(serializers.Serializer[Any]):
    """Values to set by hand; those that are not named stay."""

    values = serializers.ListField(child=ValueIn(), allow_empty=False, max_length=500)
    version = serializers.IntegerField(required=False, default=None, allow_null=True)
