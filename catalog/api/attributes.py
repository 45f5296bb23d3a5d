"""API of attributes, families and the values that products have of attributes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.attribute_shapes import (
    AttributeIn,
    AttributeMergeIn,
    AttributeMergeOut,
    AttributeOut,
    AttributePatch,
    AttributeQuery,
    AttributesOut,
    FamiliesOut,
    FamilyIn,
    FamilyOut,
    ValuesIn,
    ValuesOut,
)
from catalog.attributes import Kind
from catalog.attributes.names import ValueName, is_attribute
from catalog.attributes.values import AttributeFacts
from catalog.errors import AttributeNotFound, ProductChanged
from catalog.rights import READ, require_products
from catalog.selectors import product_detail
from catalog.selectors.attributes import all_attributes, attributes_named
from catalog.selectors.families import FamilyFacts, families, family
from catalog.services import edit_product
from catalog.services.attribute_merge import merge_attributes
from catalog.services.attributes import AttributeSpec, Choice, change_attribute, delete_attribute, make_attribute
from catalog.services.families import Member, change_family, delete_family, make_family
from core.rest.conditional import outdated
from core.rest.errors import ErrorBody
from core.rest.lists import validated
from core.rest.views import ApiView

REFUSALS = {409: ErrorBody, 422: ErrorBody}


class AttributeList(ApiView):
    """All attributes."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": "write:products"}

    @extend_schema(
        operation_id="attributes_list", parameters=[AttributeQuery], responses={200: AttributesOut, 422: ErrorBody}
    )
    def get(self, request: Request) -> Response:
        """The attributes of the organisation, and the standard ones."""
        query = validated(AttributeQuery, request.query_params)
        found = all_attributes(tenant_id=self.tenant_id, with_standard=query["standard"])
        return Response({"items": [_shape(each) for each in found]})

    @extend_schema(operation_id="attributes_create", request=AttributeIn, responses={201: AttributeOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Make an attribute; a standard name makes the standard one."""
        given = validated(AttributeIn, request.data)
        spec = _patched(AttributeSpec(name=given["name"]), given)
        made = make_attribute(spec, tenant_id=self.tenant_id, user=self.user)
        return Response(_shape(_one(made, tenant_id=self.tenant_id)), status=201)


class Attribute(ApiView):
    """One attribute."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": "write:products", "DELETE": "delete:products"}

    @extend_schema(operation_id="attributes_detail", responses={200: AttributeOut, 404: ErrorBody})
    def get(self, request: Request, attribute_id: UUID) -> Response:
        """The attribute with its choices."""
        return Response(_shape(_one(attribute_id, tenant_id=self.tenant_id)))

    @extend_schema(
        operation_id="attributes_edit",
        request=AttributePatch,
        responses={200: AttributeOut, 404: ErrorBody, **REFUSALS},
    )
    def patch(self, request: Request, attribute_id: UUID) -> Response:
        """Change it; kind and unit stay while products have values."""
        given = validated(AttributePatch, request.data)
        present = _spec(_one(attribute_id, tenant_id=self.tenant_id))
        change_attribute(attribute_id, _patched(present, given), tenant_id=self.tenant_id, user=self.user)
        return Response(_shape(_one(attribute_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="attributes_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, attribute_id: UUID) -> Response:
        """Delete it when no product has a value of it."""
        delete_attribute(attribute_id, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)


class AttributeMerge(ApiView):
    """Two attributes of the same meaning."""

    permissions: ClassVar[dict[str, str]] = {"POST": "delete:products"}

    @extend_schema(
        operation_id="attributes_merge",
        request=AttributeMergeIn,
        responses={200: AttributeMergeOut, 404: ErrorBody, **REFUSALS},
    )
    def post(self, request: Request, attribute_id: UUID) -> Response:
        """Move its values to another attribute, which is called by its name, too, from then on."""
        into = validated(AttributeMergeIn, request.data)["into"]
        job = merge_attributes(attribute_id, into=into, tenant_id=self.tenant_id, user=self.user)
        return Response({"status": job.status, "products": job.changed})


class FamilyList(ApiView):
    """All families."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": "write:products"}

    @extend_schema(operation_id="families_list", responses={200: FamiliesOut})
    def get(self, request: Request) -> Response:
        """The families with their attributes."""
        return Response({"items": [_family_shape(each) for each in families(tenant_id=self.tenant_id)]})

    @extend_schema(
        operation_id="families_create", request=FamilyIn, responses={201: FamilyOut, 404: ErrorBody, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Make a family."""
        given = validated(FamilyIn, request.data)
        made = make_family(given["name"], members=_members(given), tenant_id=self.tenant_id, user=self.user)
        return Response(_family_shape(family(made, tenant_id=self.tenant_id)), status=201)


class Family(ApiView):
    """One family."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PUT": "write:products", "DELETE": "delete:products"}

    @extend_schema(operation_id="families_detail", responses={200: FamilyOut, 404: ErrorBody})
    def get(self, request: Request, family_id: UUID) -> Response:
        """The family with its attributes."""
        return Response(_family_shape(family(family_id, tenant_id=self.tenant_id)))

    @extend_schema(
        operation_id="families_edit", request=FamilyIn, responses={200: FamilyOut, 404: ErrorBody, **REFUSALS}
    )
    def put(self, request: Request, family_id: UUID) -> Response:
        """Name it, and set its attributes."""
        given = validated(FamilyIn, request.data)
        options: dict[str, Any] = {"tenant_id": self.tenant_id, "user": self.user}
        change_family(family_id, given["name"], members=_members(given), **options)
        return Response(_family_shape(family(family_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="families_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, family_id: UUID) -> Response:
        """Delete it when no product belongs to it."""
        delete_family(family_id, tenant_id=self.tenant_id, user=self.user)
        return Response(status=204)


class ProductValues(ApiView):
    """The values that a product has of attributes."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": "write:products"}

    @extend_schema(operation_id="products_attributes", responses={200: ValuesOut, 404: ErrorBody})
    def get(self, request: Request, product_id: UUID) -> Response:
        """Every value, by attribute and language."""
        require_products(self.user, READ, [product_id], tenant_id=self.tenant_id)
        return Response({"items": _values(product_id, tenant_id=self.tenant_id)})

    @extend_schema(
        operation_id="products_attributes_edit",
        request=ValuesIn,
        responses={200: ValuesOut, 404: ErrorBody, **REFUSALS},
    )
    def patch(self, request: Request, product_id: UUID) -> Response:
        """Set values by hand; 409 when the product was changed since `version`, 412: If-Match."""
        given = validated(ValuesIn, request.data)
        values = {str(_value_name(each)): each["value"] for each in given["values"]}
        version = self.present["version"] if self.present else given["version"]
        try:
            edit_product(product_id, values=values, version=version, tenant_id=self.tenant_id, user=self.user)
        except ProductChanged as error:
            raise outdated() if self.present else error from error
        return Response({"items": _values(product_id, tenant_id=self.tenant_id)})


def _value_name(given: Mapping[str, Any]) -> ValueName:
    return ValueName(given["attribute"].strip(), given["language"].strip().lower())


def _values(product_id: UUID, *, tenant_id: UUID) -> list[dict[str, Any]]:
    fields = {each.name: each for each in product_detail(product_id, tenant_id=tenant_id).fields}
    known = attributes_named([name for name in fields if is_attribute(name)], tenant_id=tenant_id)
    return [
        {
            "attribute": facts.name,
            "label": facts.label,
            "language": ValueName.of(name).language,
            "value": str(fields[name].value),
            "unit": facts.unit,
            "locked": fields[name].locked,
        }
        for name, facts in known.items()
    ]


def _one(attribute_id: UUID, *, tenant_id: UUID) -> AttributeFacts:
    found = all_attributes(tenant_id=tenant_id, with_standard=False)
    for each in found:
        if each.id == attribute_id:
            return each
    raise AttributeNotFound


def _shape(each: AttributeFacts) -> dict[str, Any]:
    choices = [{"name": name, "labels": each.choice_labels.get(name, {})} for name in each.choices]
    same = ("id", "name", "label", "kind", "group", "unit", "localizable", "unique", "filterable", "position", "labels")
    return {
        **{name: getattr(each, name) for name in same},
        "is_standard": each.standard is not None,
        "choices": choices,
    }


def _spec(each: AttributeFacts) -> AttributeSpec:
    return AttributeSpec(
        name=each.name,
        kind=each.kind,
        group=each.group,
        unit=each.unit,
        localizable=each.localizable,
        unique=each.unique,
        filterable=each.filterable,
        position=each.position,
        labels=each.labels,
        choices=[Choice(name, labels) for name, labels in each.choice_labels.items()],
    )


def _patched(spec: AttributeSpec, given: Mapping[str, Any]) -> AttributeSpec:
    changes = {name: value for name, value in given.items() if name != "name"}
    if "kind" in changes:
        changes["kind"] = Kind(changes["kind"])
    if "choices" in changes:
        changes["choices"] = [Choice(**each) for each in changes["choices"]]
    return replace(spec, **changes)


def _members(given: Mapping[str, Any]) -> list[Member]:
    return [Member(**each) for each in given["attributes"]]


def _family_shape(found: FamilyFacts) -> dict[str, Any]:
    members = [{"attribute": each.attribute, "is_required": each.is_required} for each in found.members]
    return {"id": found.id, "name": found.name, "attributes": members}
