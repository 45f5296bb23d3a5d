"""Mapping templates through the API: kept, changed with their sample rows looked at, exported and imported as YAML."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.errors import ErrorBody
from core.rest.lists import CursorQuery, cursor_schema, page_listing, validated
from core.rest.views import ApiView
from imports.selectors import find_run
from imports.services import recipes
from imports.services.recipes import Wishes
from suppliers import selectors, services

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}
YAML = "application/yaml"


class TemplateOut(serializers.Serializer[Any]):
    """A template in a list."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    supplier_id = serializers.UUIDField(allow_null=True, help_text="Null: a template of the whole organisation.")
    supplier_name = serializers.CharField()
    is_default = serializers.BooleanField()
    mapped = serializers.ListField(child=serializers.CharField(), help_text="The fields it fills.")
    columns = serializers.ListField(child=serializers.CharField())
    sample_count = serializers.IntegerField()
    use_count = serializers.IntegerField()
    source_count = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class TemplateDetailOut(TemplateOut):
    """A template with everything it decides."""

    reading = serializers.DictField()
    mapping = serializers.DictField()
    identity = serializers.ListField(child=serializers.CharField())
    rules = serializers.ListField(child=serializers.DictField())
    filters = serializers.ListField(child=serializers.DictField())
    value_maps = serializers.DictField()
    samples = serializers.ListField(child=serializers.DictField())


class DifferenceOut(serializers.Serializer[Any]):
    """What a sample row became, and what it becomes now."""

    row = serializers.IntegerField()
    field = serializers.CharField()
    old = serializers.CharField()
    new = serializers.CharField()


class CheckOut(serializers.Serializer[Any]):
    """Whether the sample rows still become what they are expected to."""

    samples = serializers.IntegerField()
    differences = DifferenceOut(many=True)


class ChangedOut(serializers.Serializer[Any]):
    """The template, and what its sample rows became other than before."""

    template = TemplateDetailOut()
    differences = DifferenceOut(many=True)


class TemplateQuery(CursorQuery):
    """Filters and order of the list of templates."""

    sorts: ClassVar[dict[str, str]] = {"uses": "use_count", "name": "name", "created_at": "created_at"}
    default_order: ClassVar[str] = "desc"

    search = serializers.CharField(required=False, default="", help_text="Part of name or description.")
    supplier_id = serializers.UUIDField(
        required=False, default=None, allow_null=True, help_text="Its own templates and everybody's."
    )


class TemplateChange(serializers.Serializer[Any]):
    """What can be changed; what is not sent stays."""

    name = serializers.CharField(required=False, max_length=200)
    description = serializers.CharField(required=False, allow_blank=True, max_length=5000)
    supplier_id = serializers.UUIDField(required=False, allow_null=True)
    is_default = serializers.BooleanField(required=False)
    mapping = serializers.DictField(
        required=False, help_text="fields: field -> column, transformations, default, mode."
    )
    identity = serializers.ListField(child=serializers.CharField(), required=False)
    accept_changes = serializers.BooleanField(
        default=False, help_text="Whether sample rows may become something else; else 409 says which."
    )


class TemplateIn(serializers.Serializer[Any]):
    """A new template of a run's mapping, with the source's rules and a few sample rows."""

    run_id = serializers.UUIDField()
    name = serializers.CharField(max_length=200)
    description = serializers.CharField(required=False, default="", allow_blank=True, max_length=5000)
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    is_default = serializers.BooleanField(default=False)
    replace = serializers.BooleanField(default=False, help_text="Whether one of this name takes the new content.")
    accept_changes = serializers.BooleanField(default=False)


class RecipeIn(serializers.Serializer[Any]):
    """A recipe as YAML text."""

    recipe = serializers.CharField(trim_whitespace=False)
    name = serializers.CharField(required=False, default="", allow_blank=True, max_length=200)
    supplier_id = serializers.UUIDField(required=False, default=None, allow_null=True)
    replace = serializers.BooleanField(default=False)
    accept_changes = serializers.BooleanField(default=False)


TemplateListOut = cursor_schema("MappingTemplateListOut", TemplateOut)


class TemplateList(ApiView):
    """All templates, and new ones."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:templates", "POST": "write:templates"}

    @extend_schema(
        operation_id="mapping_templates_list",
        parameters=[TemplateQuery],
        responses={200: TemplateListOut, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Templates of the organisation, the most used first."""
        query = validated(TemplateQuery, request.query_params)
        return Response(page_listing(selectors.template_list(seen_by=self.user, **query), asdict))

    @extend_schema(operation_id="mapping_templates_create", request=TemplateIn, responses={201: ChangedOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Keep the mapping of a run under a name."""
        values = validated(TemplateIn, request.data)
        run = find_run(values.pop("run_id"), seen_by=self.user)
        return Response(_changed(*recipes.keep_as_template(run, Wishes(**values), by=self.user)), status=201)


class ImportTemplates(TemplateList):
    """The list by its other name."""

    http_method_names = ("get", "head", "options")
    permissions: ClassVar[dict[str, str]] = {"GET": "read:templates"}

    @extend_schema(
        operation_id="imports_templates_list",
        parameters=[TemplateQuery],
        responses={200: TemplateListOut, 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """The same as `GET mapping-templates`."""
        return super().get(request)


class TemplateDetail(ApiView):
    """One template."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {
        "GET": "read:templates",
        "PUT": "write:templates",
        "PATCH": "write:templates",
        "DELETE": "delete:templates",
    }

    @extend_schema(operation_id="mapping_templates_detail", responses={200: TemplateDetailOut, **REFUSALS})
    def get(self, request: Request, template_id: UUID) -> Response:
        """Everything the template decides, with its sample rows."""
        return Response(_shape(selectors.template(template_id, seen_by=self.user)))

    @extend_schema(
        operation_id="mapping_templates_update",
        request=TemplateChange,
        responses={200: ChangedOut, **REFUSALS},
    )
    def patch(self, request: Request, template_id: UUID) -> Response:
        """Change it; 409 names rows and fields that would become something else, unless `accept_changes`."""
        values = validated(TemplateChange, request.data)
        accept = values.pop("accept_changes")
        found = recipes.change_template(template_id, values, by=self.user, accept_changes=accept)
        return Response(_changed(template_id, found))

    @extend_schema(
        operation_id="mapping_templates_replace",
        request=TemplateChange,
        responses={200: ChangedOut, **REFUSALS},
    )
    def put(self, request: Request, template_id: UUID) -> Response:
        """The same as PATCH."""
        return self.patch(request, template_id)

    @extend_schema(operation_id="mapping_templates_delete", responses={204: None, **REFUSALS})
    def delete(self, request: Request, template_id: UUID) -> Response:
        """Remove it; sources that use it keep the mappings they remember."""
        services.delete_template(by=self.user, template_id=template_id)
        return Response(status=204)


class TemplateRecipe(ApiView):
    """A template as a document."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"GET": "read:templates"}

    @extend_schema(
        operation_id="mapping_templates_recipe", responses={(200, YAML): OpenApiTypes.BINARY, 404: ErrorBody}
    )
    def get(self, request: Request, template_id: UUID) -> HttpResponse:
        """The recipe as YAML: mapping, rules, filters, sample rows; never a connection or a secret."""
        return HttpResponse(recipes.export_recipe(template_id, by=self.user), content_type=YAML)


class TemplateImport(ApiView):
    """Documents become templates."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "write:templates"}
    rate_tiers: ClassVar[dict[str, str]] = {"POST": "WRITE_UPLOAD"}

    @extend_schema(operation_id="mapping_templates_import", request=RecipeIn, responses={201: ChangedOut, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Keep a recipe; 422 names the place of a fault, 409 a name that is taken or rows that differ."""
        values = validated(RecipeIn, request.data)
        text = values.pop("recipe")
        found = recipes.import_recipe(text, Wishes(**values), by=self.user, tenant_id=self.tenant_id)
        return Response(_changed(*found), status=201)


class TemplateCheck(ApiView):
    """Sample rows run through the engine."""

    checks_objects = True
    permissions: ClassVar[dict[str, str]] = {"POST": "read:templates"}

    @extend_schema(operation_id="mapping_templates_check", request=None, responses={200: CheckOut, **REFUSALS})
    def post(self, request: Request, template_id: UUID) -> Response:
        """What the sample rows become now, other than expected; nothing is changed."""
        found = recipes.check_template(template_id, by=self.user)
        count = selectors.template(template_id).facts.sample_count
        return Response({"samples": count, "differences": [asdict(each) for each in found]})


def _shape(template: selectors.Template) -> dict[str, Any]:
    return {**asdict(template.facts), **recipes.content_of(template)}


def _changed(template_id: UUID, found: list[Any]) -> dict[str, Any]:
    template = selectors.template(template_id)
    return {"template": _shape(template), "differences": [asdict(each) for each in found]}
