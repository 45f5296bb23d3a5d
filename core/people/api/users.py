"""API of members: who they are, their role, single rights, grants on objects."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from core.people import selectors, services
from core.people.api import shapes
from core.rest.errors import ErrorBody
from core.rest.lists import list_schema, listing, validated
from core.rest.views import ApiView

REFUSALS = {403: ErrorBody, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody}


class UserList(ApiView):
    """All members, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": "admin:users", "POST": "admin:user_create"}

    @extend_schema(
        operation_id="users_list",
        parameters=[shapes.UserQuery],
        responses={200: list_schema("UserListOut", shapes.UserOut), 422: ErrorBody},
    )
    def get(self, request: Request) -> Response:
        """Members of the organisation, found by a part of name or address, narrowed by role and state."""
        query = validated(shapes.UserQuery, request.query_params)
        active = {"active": True, "inactive": False}.get(query["status"])
        found = selectors.member_list(
            selectors.MemberFilters(query["search"], query["role"], active),
            tenant_id=self.tenant_id,
            sort=query["sort"],
            page=query["page"],
            per_page=query["per_page"],
        )
        return Response(listing(map(asdict, found.items), total=found.total, page=found.page, per_page=found.per_page))

    @extend_schema(
        operation_id="users_create",
        request=shapes.UserIn,
        responses={201: shapes.UserOut, 202: shapes.InvitedOut, 403: ErrorBody, 409: ErrorBody, 422: ErrorBody},
    )
    def post(self, request: Request) -> Response:
        """Add a member with a first password; 202: without one, or with an account elsewhere, they are invited."""
        values = validated(shapes.UserIn, request.data)
        added = services.add_member(by=self.user, tenant_id=self.tenant_id, **values)
        if added.user_id is None:
            return Response({"email": values["email"], "status": "invited"}, status=202)
        return Response(asdict(selectors.member(added.user_id, tenant_id=self.tenant_id)), status=201)


class UserDetail(ApiView):
    """One member."""

    permissions: ClassVar[dict[str, str]] = {
        "GET": "admin:users",
        "PATCH": "admin:user_update",
        "PUT": "admin:user_update",
        "DELETE": "admin:user_delete",
    }

    @extend_schema(operation_id="users_detail", responses={200: shapes.UserOut, 404: ErrorBody})
    def get(self, request: Request, user_id: UUID) -> Response:
        """A member by id."""
        return Response(asdict(selectors.member(user_id, tenant_id=self.tenant_id)))

    @extend_schema(operation_id="users_edit", request=shapes.UserPatch, responses={200: shapes.UserOut, **REFUSALS})
    def patch(self, request: Request, user_id: UUID) -> Response:
        """Change name, address, role or state; the account of somebody who belongs elsewhere too stays his own."""
        values = validated(shapes.UserPatch, request.data)
        services.save_member(by=self.user, tenant_id=self.tenant_id, user_id=user_id, values=values)
        return self.get(request, user_id)

    @extend_schema(operation_id="users_replace", request=shapes.UserPatch, responses={200: shapes.UserOut, **REFUSALS})
    def put(self, request: Request, user_id: UUID) -> Response:
        """The same as PATCH, for callers that only know PUT."""
        return self.patch(request, user_id)

    @extend_schema(operation_id="users_delete", responses={204: None, **REFUSALS})
    def delete(self, request: Request, user_id: UUID) -> Response:
        """Take the person out of the organisation, with the grants on its objects; the account itself stays."""
        services.remove_member(by=self.user, tenant_id=self.tenant_id, user_id=user_id)
        return Response(status=204)


class UserRole(ApiView):
    """The role of a member."""

    permissions: ClassVar[dict[str, str]] = {"PATCH": "admin:role_assign"}

    @extend_schema(
        operation_id="users_assign_role", request=shapes.RoleAssignment, responses={200: shapes.UserOut, **REFUSALS}
    )
    def patch(self, request: Request, user_id: UUID) -> Response:
        """Assign a predefined role, one of the organisation's own, or none."""
        role = validated(shapes.RoleAssignment, request.data)["role"]
        services.assign_role(by=self.user, tenant_id=self.tenant_id, user_id=user_id, role=role)
        return Response(asdict(selectors.member(user_id, tenant_id=self.tenant_id)))


class UserPermissions(ApiView):
    """What a member may."""

    permissions: ClassVar[dict[str, str]] = {"GET": "admin:users", "PUT": "admin:permission_assign"}

    @extend_schema(operation_id="users_permissions", responses={200: shapes.RightsOut, 404: ErrorBody})
    def get(self, request: Request, user_id: UUID) -> Response:
        """Permissions by the role, single changes, and what counts in the end."""
        return Response(asdict(selectors.member_rights(user_id, tenant_id=self.tenant_id)))

    @extend_schema(
        operation_id="users_set_permissions", request=shapes.Overrides, responses={200: shapes.RightsOut, **REFUSALS}
    )
    def put(self, request: Request, user_id: UUID) -> Response:
        """Replace the changes to the role; a permission that is left out follows the role."""
        overrides = validated(shapes.Overrides, request.data)["overrides"]
        services.set_overrides(by=self.user, tenant_id=self.tenant_id, user_id=user_id, overrides=overrides)
        return self.get(request, user_id)


class UserGrants(ApiView):
    """What a member may on single objects."""

    permissions: ClassVar[dict[str, str]] = {
        "GET": "admin:users",
        "POST": "admin:permission_assign",
        "DELETE": "admin:permission_assign",
    }

    @extend_schema(operation_id="users_grants", responses={200: shapes.GrantsOut, 404: ErrorBody})
    def get(self, request: Request, user_id: UUID) -> Response:
        """Grants on suppliers, sources, categories, products, channels and runs of this organisation."""
        return Response(self._shape(user_id))

    @extend_schema(
        operation_id="users_give_grant", request=shapes.GrantIn, responses={201: shapes.GrantsOut, **REFUSALS}
    )
    def post(self, request: Request, user_id: UUID) -> Response:
        """Give permissions on an object; they reach everything that belongs to it."""
        values = validated(shapes.GrantIn, request.data)
        services.give_grant(
            **self._who(user_id), target=(values["kind"], values["object_id"]), permissions=values["permissions"]
        )
        return Response(self._shape(user_id), status=201)

    @extend_schema(operation_id="users_take_grant", parameters=[shapes.GrantQuery], responses={204: None, **REFUSALS})
    def delete(self, request: Request, user_id: UUID) -> Response:
        """Take back a grant on an object, or one permission of it."""
        query = validated(shapes.GrantQuery, request.query_params)
        permissions = [query["permission"]] if query["permission"] else None
        services.take_grant(**self._who(user_id), target=(query["kind"], query["object_id"]), permissions=permissions)
        return Response(status=204)

    def _who(self, user_id: UUID) -> dict[str, Any]:
        return {"by": self.user, "tenant_id": self.tenant_id, "user_id": user_id}

    def _shape(self, user_id: UUID) -> dict[str, Any]:
        return {"items": [asdict(row) for row in selectors.member_grants(user_id, tenant_id=self.tenant_id)]}


@extend_schema_view(
    get=extend_schema(operation_id="admin_users_list"), post=extend_schema(operation_id="admin_users_create")
)
class AdminUserList(UserList):
    """The same list at its older address."""


@extend_schema_view(
    get=extend_schema(operation_id="admin_users_detail"),
    patch=extend_schema(operation_id="admin_users_edit"),
    put=extend_schema(operation_id="admin_users_replace"),
    delete=extend_schema(operation_id="admin_users_delete"),
)
class AdminUserDetail(UserDetail):
    """The same member at the older address."""
