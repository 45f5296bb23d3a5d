"""Addresses of the pages about people."""

from django.urls import path

from core.people.views import grants, roles, users

app_name = "people"
USER = "users/<uuid:user_id>/"

urlpatterns = [
    path("users/", users.users, name="users"),
    path("users/new/", users.add, name="add"),
    path(USER, users.user, name="user"),
    path(f"{USER}role/", users.assign_role, name="assign-role"),
    path(f"{USER}rights/", users.override, name="override"),
    path(f"{USER}grants/new/", grants.add, name="add-grant"),
    path(f"{USER}grants/take/", grants.take, name="take-grant"),
    path(f"{USER}act/<slug:name>/", users.act, name="act"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.add, name="add-role"),
    path("roles/<uuid:role_id>/", roles.save, name="save-role"),
    path("roles/<uuid:role_id>/delete/", roles.delete, name="delete-role"),
]
