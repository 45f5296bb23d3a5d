"""What the API of people takes and shows."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.access.permissions import CODES
from core.people.objects import KINDS
from core.people.selectors import SORTS
from core.rest.lists import OneOf, SortedQuery

ROLE_HELP = "admin, manager, user, viewer, the id of one of the organisation's own roles, or empty for none."


class UserQuery(SortedQuery):
    """Filters of the list of members."""

    sorts: ClassVar[dict[str, str]] = SORTS

    search = serializers.CharField(required=False, default="", help_text="Part of name or e-mail address.")
    role = serializers.CharField(required=False, default="", help_text=ROLE_HELP)
    status = OneOf(("active", "inactive"), required=False, default=None, allow_null=True)


class UserOut(serializers.Serializer[Any]):
    """A member of the organisation."""

    id = serializers.UUIDField()
    email = serializers.EmailField()
    name = serializers.CharField()
    role = serializers.CharField(help_text=ROLE_HELP)
    role_label = serializers.CharField()
    custom_role_id = serializers.UUIDField(allow_null=True)
    is_active = serializers.BooleanField()
    is_superuser = serializers.BooleanField()
    overrides = serializers.DictField(child=serializers.BooleanField())
    last_login = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()


class UserIn(serializers.Serializer[Any]):
    """A new member."""

    email = serializers.EmailField(max_length=254)
    name = serializers.CharField(required=False, allow_blank=True, default="", max_length=150)
    role = serializers.CharField(required=False, allow_blank=True, default="viewer", help_text=ROLE_HELP)
    password = serializers.CharField(
        required=False, default=None, allow_null=True, trim_whitespace=False, max_length=128
    )


class InvitedOut(serializers.Serializer[Any]):
    """The address was sent an invitation; its owner becomes a member by accepting it."""

    email = serializers.EmailField()
    status = serializers.CharField()


class UserPatch(serializers.Serializer[Any]):
    """What can be changed about a member; what is left out stays."""

    email = serializers.EmailField(required=False, max_length=254)
    name = serializers.CharField(required=False, allow_blank=True, max_length=150)
    role = serializers.CharField(required=False, allow_blank=True, help_text=ROLE_HELP)
    is_active = serializers.BooleanField(required=False)


class RoleAssignment(serializers.Serializer[Any]):
    """The role of a member."""

    role = serializers.CharField(allow_blank=True, help_text=ROLE_HELP)


class Overrides(serializers.Serializer[Any]):
    """Changes to the role: code -> true (added) or false (taken away)."""

    overrides = serializers.DictField(child=serializers.BooleanField())


class RightsOut(serializers.Serializer[Any]):
    """What a member may: by the role, by single changes, and both together."""

    role = serializers.CharField()
    role_label = serializers.CharField()
    from_role = serializers.ListField(child=serializers.CharField())
    overrides = serializers.DictField(child=serializers.BooleanField())
    effective = serializers.ListField(child=serializers.CharField())


class GrantOut(serializers.Serializer[Any]):
    """The permissions of a member on one object, and on what belongs to it."""

    kind = serializers.CharField()
    kind_label = serializers.CharField()
    object_id = serializers.UUIDField()
    label = serializers.CharField()  # type: ignore[assignment]
    permissions = serializers.ListField(child=serializers.CharField())


class GrantsOut(serializers.Serializer[Any]):
    """All grants of a member in this organisation."""

    items = GrantOut(many=True)


class GrantIn(serializers.Serializer[Any]):
    """Permissions to give on an object."""

    kind = OneOf(tuple(KINDS))
    object_id = serializers.UUIDField()
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=CODES), min_length=1, max_length=62)


class GrantQuery(serializers.Serializer[Any]):
    """The grant to take back: all of it, or one permission."""

    kind = OneOf(tuple(KINDS))
    object_id = serializers.UUIDField()
    permission = serializers.ChoiceField(choices=CODES, required=False, default=None, allow_null=True)


class RoleOut(serializers.Serializer[Any]):
    """A role; predefined ones cannot be changed."""

    id = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())
    is_predefined = serializers.BooleanField()
    members = serializers.IntegerField()


class RoleIn(serializers.Serializer[Any]):
    """A role of the organisation: name, description, ticked permissions."""

    name = serializers.CharField(max_length=80)
    description = serializers.CharField(required=False, allow_blank=True, default="", max_length=300)
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=CODES), default=list, max_length=62)


class RolePatch(serializers.Serializer[Any]):
    """What can be changed about a role; what is left out stays."""

    name = serializers.CharField(required=False, max_length=80)
    description = serializers.CharField(required=False, allow_blank=True, max_length=300)
    permissions = serializers.ListField(child=serializers.ChoiceField(choices=CODES), required=False, max_length=62)


class PermissionOut(serializers.Serializer[Any]):
    """One of the 62 permissions in words."""

    code = serializers.CharField()
    resource = serializers.CharField()
    resource_label = serializers.CharField()
    text = serializers.CharField()


class RoleQuery(SortedQuery):
    """Predefined roles first, or all by name or number of members."""

    sorts: ClassVar[dict[str, str]] = {"position": "position", "name": "name", "members": "members"}
