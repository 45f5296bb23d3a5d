"""Attributes: their kinds, their choices, the families that ask for them, and the values of products."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.product import Product
from core.base import TenantModel, Timestamped


class Attribute(TenantModel):
    """An attribute this tenant knows, such as "Colour"; `key` is its folded name.

    `standard` names the entry of `catalog.attributes` that it is. `name` stays as it was first written: the change
    log, locks and marks of products call the attribute by it; `labels` holds what people read, by language ("": in
    all). Measures are kept in the unit of the attribute.
    """

    class Kind(models.TextChoices):
        """What its values are."""

        TEXT = "text", _("Text")
        RICH_TEXT = "rich_text", _("Formatted text")
        INTEGER = "integer", _("Whole number")
        DECIMAL = "decimal", _("Decimal number")
        MEASURE = "measure", _("Measure with unit")
        BOOLEAN = "boolean", _("Yes or no")
        DATE = "date", _("Date")
        SELECT = "select", _("One choice")
        MULTISELECT = "multiselect", _("Several choices")
        URL = "url", _("Web address")
        JSON = "json", _("Structured data (JSON)")

    name = models.TextField(_("name"))
    key = models.TextField(editable=False)
    standard = models.CharField(max_length=60, blank=True, default="", db_default="", editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.TEXT, db_default=Kind.TEXT)
    group = models.CharField(_("group"), max_length=40, blank=True, default="", db_default="")
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="", db_default="")
    is_localizable = models.BooleanField(_("one value per language"), default=False, db_default=False)
    is_unique = models.BooleanField(_("unique value"), default=False, db_default=False)
    is_filterable = models.BooleanField(_("filter of lists"), default=False, db_default=False)
    position = models.PositiveIntegerField(_("position"), default=0, db_default=0)
    labels: Any = models.JSONField(
        _("names by language"), default=dict, blank=True, db_default=models.Value({}, models.JSONField())
    )

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_attribute_key_unique"),)

    def __str__(self) -> str:
        return self.name


class AttributeAlias(TenantModel):
    """Another folded name of an attribute: that of one which was merged into it."""

    key = models.TextField()
    name = models.TextField(_("name"))
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="aliases")

    class Meta:
        verbose_name = _("other name of an attribute")
        verbose_name_plural = _("other names of attributes")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_attribute_alias_unique"),)

    def __str__(self) -> str:
        return self.name


class AttributeOption(TenantModel):
    """A choice of a select attribute; `key` is its folded name, `labels` its name by language."""

    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="options")
    name = models.TextField(_("name"))
    key = models.TextField(editable=False)
    labels: Any = models.JSONField(_("names by language"), default=dict, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, db_default=0)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ("position", "name", "id")
        constraints = (models.UniqueConstraint(fields=("attribute", "key"), name="catalog_option_key_unique"),)

    def __str__(self) -> str:
        return self.name


class AttributeFamily(TenantModel, Timestamped):
    """A kind of product ("Shoes"), and the attributes its products have."""

    name = models.TextField(_("name"))
    key = models.TextField(editable=False)
    attributes: Any = models.ManyToManyField(Attribute, through="FamilyAttribute", related_name="families")

    class Meta:
        verbose_name = _("family")
        verbose_name_plural = _("families")
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("tenant_id", "key"), name="catalog_family_key_unique"),)

    def __str__(self) -> str:
        return self.name


class FamilyAttribute(TenantModel):
    """An attribute of a family, and whether a product without it counts as incomplete."""

    family = models.ForeignKey(AttributeFamily, on_delete=models.CASCADE, related_name="members")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="+")
    is_required = models.BooleanField(_("required"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attribute of a family")
        verbose_name_plural = _("attributes of a family")
        ordering = ("position", "id")
        constraints = (models.UniqueConstraint(fields=("family", "attribute"), name="catalog_family_attribute_unique"),)

    def __str__(self) -> str:
        return f"{self.family_id} {self.attribute_id}"


class AttributeValue(TenantModel):
    """A product's value of an attribute, in one language ("": in all), as canonical text.

    `unique_value` is the value again where the attribute is unique: no two products may have the same.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="attribute_values", db_index=False)
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="values")
    language = models.CharField(_("language"), max_length=10, blank=True, default="", db_default="")
    value = models.TextField(_("value"))
    unique_value = models.TextField(null=True, editable=False)

    class Meta:
        verbose_name = _("attribute value")
        verbose_name_plural = _("attribute values")
        constraints = (
            models.UniqueConstraint(fields=("product", "attribute", "language"), name="catalog_attribute_value_unique"),
            models.UniqueConstraint(
                fields=("attribute", "language", "unique_value"),
                condition=models.Q(unique_value__isnull=False),
                name="catalog_attribute_value_taken",
            ),
        )

    def __str__(self) -> str:
        return self.value


class CategoryAttribute(TenantModel):
    """An attribute that the products of a category have, and whether one without it counts as incomplete."""

    category = models.ForeignKey("catalog.Category", on_delete=models.CASCADE, related_name="attributes")
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="+")
    is_required = models.BooleanField(_("required"), default=False)
    position = models.PositiveIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("attribute of a category")
        verbose_name_plural = _("attributes of a category")
        ordering = ("position", "id")
        constraints = (
            models.UniqueConstraint(fields=("category", "attribute"), name="catalog_category_attribute_unique"),
        )

    def __str__(self) -> str:
        return f"{self.category_id} {self.attribute_id}"
