"""API of settings."""

from dataclasses import asdict
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.configuration import selectors, services
from core.configuration.errors import SettingInvalid
from core.configuration.registry import SETTINGS, Kind, Section
from core.configuration.selectors import SettingState
from core.rest.lists import OneOf, SortedQuery, cursor_schema, list_schema, page_listing, validated
from core.rest.views import ApiView

PERMISSION = "admin:settings"
SECRETS = "A secret is never shown: the mask stands for one that is set, and sent back it leaves the secret as it is."


class ChoiceOut(serializers.Serializer[Any]):
    """One allowed value."""

    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class SettingOut(serializers.Serializer[Any]):
    """A setting of the organisation."""

    key = serializers.CharField()
    section = serializers.ChoiceField(choices=Section.choices)
    kind = serializers.ChoiceField(choices=[(kind.value, kind.value) for kind in Kind])
    label = serializers.CharField()  # type: ignore[assignment]
    help = serializers.CharField()
    value = serializers.JSONField(help_text=SECRETS)
    default = serializers.JSONField()
    is_default = serializers.BooleanField()
    is_secret = serializers.BooleanField()
    choices = ChoiceOut(many=True)
    minimum = serializers.FloatField(allow_null=True)
    maximum = serializers.FloatField(allow_null=True)
    version = serializers.IntegerField(help_text="Grows with every change.")
    changed_at = serializers.DateTimeField(allow_null=True)
    changed_by = serializers.CharField()
    may_change = serializers.BooleanField()


class ChangeOut(serializers.Serializer[Any]):
    """One change of a setting: who, when, from what to what."""

    id = serializers.UUIDField()
    key = serializers.CharField()
    version = serializers.IntegerField()
    at = serializers.DateTimeField()
    by = serializers.CharField()
    old = serializers.JSONField(help_text="A secret is never shown, only whether there was one.")
    new = serializers.JSONField()


class SettingsQuery(serializers.Serializer[Any]):
    """Which settings."""

    section = OneOf(Section.values, required=False, default="")


class SettingsIn(serializers.Serializer[Any]):
    """Values by key; null is the default."""

    values = serializers.DictField(child=serializers.JSONField(allow_null=True), help_text=SECRETS)


class SettingIn(serializers.Serializer[Any]):
    """The new value; null is the default."""

    value = serializers.JSONField(allow_null=True)


class HistoryQuery(SortedQuery):
    """The changes of a setting, by the order they were made in; the newest first, unless `order` says otherwise."""

    sorts: ClassVar[dict[str, str]] = {"version": "version"}
    default_order: ClassVar[str] = "desc"


class RestoreIn(serializers.Serializer[Any]):
    """A change from the history."""

    change_id = serializers.UUIDField(help_text="The setting gets the value it had after this change.")


SettingList = list_schema(
    "SettingListOut", SettingOut, values=serializers.DictField(child=serializers.JSONField(allow_null=True))
)


class SettingsView(ApiView):
    """All settings."""

    permissions: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "PUT", "PATCH"), PERMISSION)

    @extend_schema(operation_id="settings_list", parameters=[SettingsQuery], responses={200: SettingList})
    def get(self, request: Request) -> Response:
        """Every setting with its value, and the values by key as PUT and PATCH take them."""
        section = validated(SettingsQuery, request.query_params)["section"]
        states = selectors.settings_for(self.user, section=section)
        items = [shape(state) for state in states]
        values = {state.key: state.value for state in states}
        total = len(items)
        return Response({"items": items, "total": total, "page": 1, "per_page": max(total, 1), "values": values})

    @extend_schema(operation_id="settings_update", request=SettingsIn, responses={200: SettingList})
    def put(self, request: Request) -> Response:
        """Give all settings their values: every key has to be there; use PATCH for some of them."""
        values = validated(SettingsIn, request.data)["values"]
        missing = [key for key in SETTINGS if key not in values]
        if missing:
            sentence = _("This key is missing: PUT takes all of them, PATCH takes some.")
            raise SettingInvalid(sentence, fields={key: [sentence] for key in missing})
        return self._changed(request, values)

    @extend_schema(operation_id="settings_partial_update", request=SettingsIn, responses={200: SettingList})
    def patch(self, request: Request) -> Response:
        """Change some settings, all of them or none; with If-Match only if nobody has changed one meanwhile."""
        return self._changed(request, validated(SettingsIn, request.data)["values"])

    def _changed(self, request: Request, values: dict[str, Any]) -> Response:
        seen = {item["key"]: item["version"] for item in self.present["items"]} if self.present else {}
        services.change(by=self.user, values=values, versions=seen)
        return self.get(request)


class AdminSettingsView(SettingsView):
    """The same under its older address."""

    http_method_names = ["get", "put", "head", "options"]  # noqa: RUF012 - Django's own spelling

    @extend_schema(operation_id="admin_settings_list", parameters=[SettingsQuery], responses={200: SettingList})
    def get(self, request: Request) -> Response:
        """As GET /settings."""
        return super().get(request)

    @extend_schema(operation_id="admin_settings_update", request=SettingsIn, responses={200: SettingList})
    def put(self, request: Request) -> Response:
        """As PUT /settings."""
        return super().put(request)


class SettingView(ApiView):
    """One setting."""

    permissions: ClassVar[dict[str, str]] = dict.fromkeys(("GET", "PUT", "PATCH", "DELETE"), PERMISSION)

    @extend_schema(operation_id="settings_get", responses={200: SettingOut})
    def get(self, request: Request, key: str) -> Response:
        """The setting with its value."""
        return Response(shape(selectors.setting_for(self.user, key)))

    @extend_schema(operation_id="settings_set", request=SettingIn, responses={200: SettingOut})
    def put(self, request: Request, key: str) -> Response:
        """Give the setting a value; with If-Match only if nobody has changed it meanwhile."""
        return self._changed(request, key)

    @extend_schema(operation_id="settings_change", request=SettingIn, responses={200: SettingOut})
    def patch(self, request: Request, key: str) -> Response:
        """The same as PUT."""
        return self._changed(request, key)

    @extend_schema(operation_id="settings_reset", responses={200: SettingOut})
    def delete(self, request: Request, key: str) -> Response:
        """Bring the setting back to its default."""
        services.reset(by=self.user, key=key, version=self._seen())
        return self.get(request, key)

    def _changed(self, request: Request, key: str) -> Response:
        selectors.setting_for(self.user, key)
        given = validated(SettingIn, request.data)["value"]
        version = self._seen()
        services.change(by=self.user, values={key: given}, versions={} if version is None else {key: version})
        return self.get(request, key)

    def _seen(self) -> int | None:
        return self.present["version"] if self.present else None


class SettingHistory(ApiView):
    """The changes of one setting."""

    permissions: ClassVar[dict[str, str]] = {"GET": PERMISSION}

    @extend_schema(
        operation_id="settings_history",
        parameters=[HistoryQuery],
        responses={200: cursor_schema("SettingHistoryOut", ChangeOut)},
    )
    def get(self, request: Request, key: str) -> Response:
        """Who changed it, when, from what to what; the newest first."""
        page = selectors.history_of(key, **validated(HistoryQuery, request.query_params))
        answer = page_listing(page)
        answer["items"] = [change_shape(each) for each in page.items]
        return Response(answer)


class SettingRestore(ApiView):
    """Back to an earlier value."""

    permissions: ClassVar[dict[str, str]] = {"POST": PERMISSION}

    @extend_schema(operation_id="settings_restore", request=RestoreIn, responses={200: SettingOut})
    def post(self, request: Request, key: str) -> Response:
        """Give the setting the value it had after one of its changes; secrets too."""
        services.restore(by=self.user, key=key, **validated(RestoreIn, request.data))
        return Response(shape(selectors.setting_for(self.user, key)))


def shape(state: SettingState) -> dict[str, Any]:
    """A setting as `SettingOut` documents it."""
    setting = state.setting
    return {
        "key": setting.key,
        "section": str(setting.section),
        "kind": str(setting.kind),
        "label": str(setting.label),
        "help": str(setting.help),
        "value": state.value,
        "default": state.default,
        "is_default": state.is_default,
        "is_secret": setting.secret,
        "choices": [{"value": value, "label": str(label)} for value, label in setting.allowed.items()],
        "minimum": None if setting.minimum is None else float(setting.minimum),
        "maximum": None if setting.maximum is None else float(setting.maximum),
        "version": state.version,
        "changed_at": state.changed_at,
        "changed_by": state.changed_by,
        "may_change": state.may_change,
    }


def change_shape(change: selectors.ChangeFacts) -> dict[str, Any]:
    """A change as `ChangeOut` documents it."""
    return {name: value for name, value in asdict(change).items() if not name.endswith("_words")}
