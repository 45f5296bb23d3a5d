"""API of export templates and destinations."""

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import OneOf, validated
from core.rest.views import ApiView
from imports.api.export_shapes import ColumnField, ExportRulesIn
from imports.exports.destinations import MODULES
from imports.exports.plan import FORMATS
from imports.models import ExportDestination, ExportTemplate
from imports.selectors.exports import destinations
from imports.services.exports import connections, templates
from imports.services.exports.layouts import template_row, visible_templates

READ, WRITE, MANAGE = "read:exports", "write:exports", "manage:exports"
REFUSALS = {404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class ExportTemplateChange(serializers.Serializer[Any]):
    """What can be changed; what is not sent stays."""

    name = serializers.CharField(required=False, max_length=120)
    is_shared = serializers.BooleanField(required=False)
    is_default = serializers.BooleanField(required=False, help_text="Proposed first; needs manage:exports.")
    format = OneOf(FORMATS, required=False)
    options = serializers.DictField(required=False, child=serializers.JSONField())
    columns = serializers.ListField(child=ColumnField(), required=False, max_length=300)
    rules = ExportRulesIn(required=False)


class ExportTemplateIn(ExportTemplateChange):
    """A new template, made from a layout."""

    name = serializers.CharField(max_length=120)
    template = serializers.CharField(
        required=False, default="standard", max_length=40, help_text="A predefined layout, or the id of a template."
    )


class ExportTemplateOut(serializers.Serializer[Any]):
    """A template with everything it decides."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    preset = serializers.CharField()
    owner_id = serializers.UUIDField(allow_null=True)
    is_shared = serializers.BooleanField()
    is_default = serializers.BooleanField()
    format = serializers.CharField()
    options = serializers.DictField()
    columns = serializers.ListField(child=serializers.DictField())
    rules = serializers.DictField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class TemplatesOut(serializers.Serializer[Any]):
    """All templates that one sees."""

    items = ExportTemplateOut(many=True)


class TemplateList(ApiView):
    """Templates, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": WRITE}

    @extend_schema(operation_id="export_templates_list", responses={200: TemplatesOut})
    def get(self, request: Request) -> Response:
        """Shared templates and one's own, by name."""
        return Response({"items": [_template(row) for row in visible_templates(self.user)]})

    @extend_schema(
        operation_id="export_templates_create", request=ExportTemplateIn, responses={201: ExportTemplateOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Make a template from a layout, with other columns, options and rules."""
        values = validated(ExportTemplateIn, request.data)
        layout = values.pop("template")
        row = templates.create_template(tenant_id=self.tenant_id, by=self.user, layout=layout, **_plain(values))
        return Response(_template(row), status=201)


class TemplateDetail(ApiView):
    """One template."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PATCH": WRITE, "DELETE": WRITE}

    @extend_schema(operation_id="export_templates_detail", responses={200: ExportTemplateOut, 404: ErrorBody})
    def get(self, request: Request, layout_id: UUID) -> Response:
        """The template."""
        return Response(_template(template_row(layout_id, seen_by=self.user)))

    @extend_schema(
        operation_id="export_templates_change",
        request=ExportTemplateChange,
        responses={200: ExportTemplateOut, **REFUSALS},
    )
    def patch(self, request: Request, layout_id: UUID) -> Response:
        """Change the template; what was exported before stays as it is."""
        values = _plain(validated(ExportTemplateChange, request.data))
        return Response(_template(templates.change_template(layout_id, by=self.user, values=values)))

    @extend_schema(operation_id="export_templates_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, layout_id: UUID) -> Response:
        """Remove the template; 409 while a planned export is made by it."""
        templates.delete_template(layout_id, by=self.user)
        return Response(status=204)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    if "columns" in values:
        return {**values, "columns": [column.to_json() for column in values["columns"]]}
    return values


def _template(row: ExportTemplate) -> dict[str, Any]:
    return {str(name): getattr(row, str(name)) for name in ExportTemplateOut().fields}


class DestinationChange(serializers.Serializer[Any]):
    """What can be changed; a secret that is absent or the mask stays."""

    samples: ClassVar[dict[str, Any]] = {"connection": {}, "secrets": {}}

    name = serializers.CharField(required=False, max_length=120)
    is_active = serializers.BooleanField(required=False)
    connection = serializers.DictField(required=False, child=serializers.JSONField())
    secrets = serializers.DictField(required=False, child=serializers.CharField(allow_blank=True))


class DestinationIn(DestinationChange):
    """A new destination."""

    name = serializers.CharField(max_length=120)
    kind = OneOf(tuple(MODULES))


class DestinationOut(serializers.Serializer[Any]):
    """A destination; secrets are masked."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    kind = serializers.CharField()
    is_active = serializers.BooleanField()
    connection = serializers.DictField()
    tested_at = serializers.DateTimeField(allow_null=True)
    test_error = serializers.CharField()


class DestinationsOut(serializers.Serializer[Any]):
    """All destinations."""

    items = DestinationOut(many=True)


class DestinationTestOut(serializers.Serializer[Any]):
    """What a trial found."""

    message = serializers.CharField()


class DestinationList(ApiView):
    """Destinations, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": MANAGE, "POST": MANAGE}

    @extend_schema(operation_id="export_destinations_list", responses={200: DestinationsOut})
    def get(self, request: Request) -> Response:
        """Where files can go, by name."""
        return Response({"items": [_destination(row) for row in destinations()]})

    @extend_schema(
        operation_id="export_destinations_create", request=DestinationIn, responses={201: DestinationOut, **REFUSALS}
    )
    def post(self, request: Request) -> Response:
        """Add a destination; 422 names each field of the connection that is wrong."""
        values = validated(DestinationIn, request.data)
        values.pop("is_active", None)
        row = connections.create_destination(tenant_id=self.tenant_id, by=self.user, **values)
        return Response(_destination(row), status=201)


class DestinationDetail(ApiView):
    """One destination."""

    permissions: ClassVar[dict[str, str]] = {"GET": MANAGE, "PATCH": MANAGE, "DELETE": MANAGE}

    @extend_schema(operation_id="export_destinations_detail", responses={200: DestinationOut, 404: ErrorBody})
    def get(self, request: Request, destination_id: UUID) -> Response:
        """The destination, its secrets masked."""
        return Response(_destination(connections.find_destination(destination_id)))

    @extend_schema(
        operation_id="export_destinations_change",
        request=DestinationChange,
        responses={200: DestinationOut, **REFUSALS},
    )
    def patch(self, request: Request, destination_id: UUID) -> Response:
        """Change the destination; a secret has to be sent again when it would go to another server."""
        values = validated(DestinationChange, request.data)
        return Response(_destination(connections.change_destination(destination_id, by=self.user, **values)))

    @extend_schema(operation_id="export_destinations_delete", responses={204: None, 404: ErrorBody, 409: ErrorBody})
    def delete(self, request: Request, destination_id: UUID) -> Response:
        """Remove the destination with its secrets; 409 while a planned export uses it."""
        connections.delete_destination(destination_id, by=self.user)
        return Response(status=204)


class DestinationTest(ApiView):
    """A trial."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}

    @extend_schema(
        operation_id="export_destinations_test",
        request=None,
        responses={200: DestinationTestOut, 404: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request, destination_id: UUID) -> Response:
        """See whether files would arrive; 422 (EXPORT_TEST_FAILED) says why not."""
        message = connections.try_destination(
            by=self.user, tenant_id=self.tenant_id, kind="", destination_id=destination_id
        )
        return Response({"message": message})


def _destination(row: ExportDestination) -> dict[str, Any]:
    values = {str(name): getattr(row, str(name)) for name in DestinationOut().fields}
    return {**values, "connection": connections.shown_connection(row)}
