"""Addresses of the API of people."""

from django.urls import path

from core.people.api import roles, users

USER = "users/<uuid:user_id>"

urlpatterns = [
    path("users", users.UserList.as_view(), name="api-users"),
    path(USER, users.UserDetail.as_view(), name="api-user"),
    path(f"{USER}/roles", users.UserRole.as_view(), name="api-user-role"),
    path(f"{USER}/permissions", users.UserPermissions.as_view(), name="api-user-permissions"),
    path(f"{USER}/grants", users.UserGrants.as_view(), name="api-user-grants"),
    path("admin/users", users.AdminUserList.as_view(), name="api-admin-users"),
    path("admin/users/<uuid:user_id>", users.AdminUserDetail.as_view(), name="api-admin-user"),
    path("roles", roles.RoleList.as_view(), name="api-roles"),
    path("roles/<str:role_id>", roles.RoleDetail.as_view(), name="api-role"),
    path("permissions", roles.PermissionList.as_view(), name="api-permissions"),
]
