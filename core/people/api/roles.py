"""API of roles and of the permissions they are made of."""

from dataclasses import asdict
from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.access.permissions import CODES
from core.people import selectors, services
from core.people.api import shapes
from core.people.words import words_of
from core.rest.errors import ErrorBody
from core.rest.lists import list_schema, listing, validated
from core.rest.permissions import SIGNED_IN
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class RoleList(ApiView):
    """All roles, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": "admin:access", "POST": "admin:access"}

    @extend_schema(
        operation_id="roles_list",
        parameters=[shapes.RoleQuery],
        responses={200: list_schema("RoleListOut", shapes.RoleOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """The predefined roles, then the organisation's own, with the number of members who have each."""
        query = validated(shapes.RoleQuery, request.query_params)
        rows = selectors.role_list(tenant_id=self.tenant_id, sort=query.pop("sort"))
        first = (query["page"] - 1) * query["per_page"]
        return Response(listing(map(asdict, rows[first : first + query["per_page"]]), total=len(rows), **query))

    @extend_schema(
        operation_id="roles_create",
        request=shapes.RoleIn,
        responses={201: shapes.RoleOut, 403: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Add a role; nobody ticks a permission he does not hold himself."""
        values = validated(shapes.RoleIn, request.data)
        role_id = services.create_role(by=self.user, tenant_id=self.tenant_id, **values)
        return Response(asdict(selectors.role(str(role_id), tenant_id=self.tenant_id)), status=201)


class RoleDetail(ApiView):
    """One role."""

    permissions: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "PATCH", "PUT", "DELETE"), "admin:access")

    @extend_schema(operation_id="roles_detail", responses={200: shapes.RoleOut, 404: ErrorBody})
    def get(self, request: Request, role_id: str) -> Response:
        """A role by the name of a predefined one or the id of an own one."""
        return Response(asdict(selectors.role(role_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="roles_edit", request=shapes.RolePatch, responses={200: shapes.RoleOut, **REFUSALS})
    def patch(self, request: Request, role_id: str) -> Response:
        """Change an own role; it counts from the next request of everybody who has it."""
        return self._update(request, role_id, shapes.RolePatch)

    @extend_schema(operation_id="roles_replace", request=shapes.RoleIn, responses={200: shapes.RoleOut, **REFUSALS})
    def put(self, request: Request, role_id: str) -> Response:
        """Replace name, description and permissions of an own role."""
        return self._update(request, role_id, shapes.RoleIn)

    @extend_schema(operation_id="roles_delete", responses={204: None, **REFUSALS})
    def delete(self, request: Request, role_id: str) -> Response:
        """Delete an own role; 409 while members have it."""
        services.delete_role(by=self.user, tenant_id=self.tenant_id, role_id=role_id)
        return Response(status=204)

    def _update(self, request: Request, role_id: str, shape: type[serializers.Serializer]) -> Response:
        values = validated(shape, request.data)
        services.update_role(by=self.user, tenant_id=self.tenant_id, role_id=role_id, values=values)
        return Response(asdict(selectors.role(role_id, tenant_id=self.tenant_id)))


class PermissionList(ApiView):
    """The permissions there are."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN}

    @extend_schema(
        operation_id="permissions_list", responses={200: list_schema("PermissionListOut", shapes.PermissionOut)}
    )
    def get(self, request: Request) -> Response:
        """All 62 in words, in one page."""
        items = [asdict(words_of(code)) for code in CODES]
        return Response(listing(items, total=len(items), page=1, per_page=len(items)))
