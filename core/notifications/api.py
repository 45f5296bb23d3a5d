"""API of a person's notifications and preferences."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.notifications import preferences, selectors, services, shapes
from core.rest.lists import cursor_schema, page_listing, validated
from core.rest.permissions import SIGNED_IN
from core.rest.views import ApiView


class NotificationView(ApiView):
    """What concerns the own notifications: of the account and of the organisation that is served."""

    needs_tenant = False

    @property
    def reader(self) -> dict[str, Any]:
        """The person, and the organisation the person works in."""
        return {"user": self.user, "tenant_id": getattr(self, "tenant_id", None)}


class NotificationList(NotificationView):
    """The own notifications."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN}

    @extend_schema(
        operation_id="notifications_list",
        parameters=[shapes.NotificationQuery],
        responses={200: cursor_schema("NotificationListOut", shapes.NotificationOut)},
    )
    def get(self, request: Request) -> Response:
        """The own notifications, latest first; each goes away by itself after seven days."""
        query = validated(shapes.NotificationQuery, request.query_params)
        page = selectors.notifications(self.user, tenant_id=self.reader["tenant_id"], **query)
        return Response({**page_listing(page), "items": [asdict(item) for item in page.items]})


class NotificationDetail(NotificationView):
    """One notification."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": SIGNED_IN}

    @extend_schema(operation_id="notifications_delete", responses={204: OpenApiResponse(description="Removed.")})
    def delete(self, request: Request, notification_id: UUID) -> Response:
        """Remove one of the own notifications."""
        services.delete(notification_id, **self.reader)
        return Response(status=204)


class NotificationRead(NotificationView):
    """One notification, read."""

    permissions: ClassVar[dict[str, str]] = {"POST": SIGNED_IN}

    @extend_schema(operation_id="notifications_read", request=None, responses={200: shapes.NotificationOut})
    def post(self, request: Request, notification_id: UUID) -> Response:
        """Mark one as read."""
        return Response(asdict(selectors.facts(services.mark_read(notification_id, **self.reader))))


class NotificationReadAll(NotificationView):
    """All notifications, read."""

    permissions: ClassVar[dict[str, str]] = {"POST": SIGNED_IN}

    @extend_schema(operation_id="notifications_read_all", request=None, responses={200: shapes.ReadOut})
    def post(self, request: Request) -> Response:
        """Mark all as read."""
        return Response({"count": services.mark_all_read(**self.reader)})


class PreferenceView(NotificationView):
    """What the person hears of, and how."""

    permissions: ClassVar[dict[str, str]] = {"GET": SIGNED_IN, "PATCH": SIGNED_IN}

    @extend_schema(operation_id="notifications_preferences", responses={200: shapes.PreferencesOut})
    def get(self, request: Request) -> Response:
        """The own choices, the usual ones where there are none."""
        return Response(asdict(preferences.preferences_of(self.user)))

    @extend_schema(
        operation_id="notifications_set_preferences",
        request=shapes.PreferencesIn,
        responses={200: shapes.PreferencesOut},
    )
    def patch(self, request: Request) -> Response:
        """Change some choices."""
        values = validated(shapes.PreferencesIn, request.data)
        return Response(asdict(preferences.set_preferences(self.user, **values)))
