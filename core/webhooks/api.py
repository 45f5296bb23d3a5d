"""API of webhooks."""

from dataclasses import asdict
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from core.rest.lists import cursor_schema, list_schema, page_listing, validated
from core.rest.views import ApiView
from core.webhooks import selectors, services, shapes
from core.webhooks.words import in_words

READ, MANAGE = "read:integrations", "manage:integrations"


def _shown(webhook_id: UUID) -> dict[str, Any]:
    return asdict(selectors.webhook(webhook_id))


class WebhookList(ApiView):
    """All webhooks, and new ones."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}

    @extend_schema(
        operation_id="webhooks_list",
        parameters=[shapes.WebhookQuery],
        responses={200: list_schema("WebhookListOut", shapes.WebhookOut)},
    )
    def get(self, request: Request) -> Response:
        """Webhooks of the organisation with their numbers of the last seven days."""
        page = selectors.webhooks(**validated(shapes.WebhookQuery, request.query_params))
        listed = page_listing(page)
        return Response({**listed, "items": [asdict(item) for item in page.items]})

    @extend_schema(operation_id="webhooks_create", request=shapes.WebhookIn, responses={201: shapes.WebhookMade})
    def post(self, request: Request) -> Response:
        """Add a webhook. The answer holds the secret: keep it, it is not shown again."""
        values = validated(shapes.WebhookIn, request.data)
        made = services.create_webhook(by=self.user, tenant_id=self.tenant_id, **values)
        return Response({**_shown(made.pk), "secret": made.secret}, status=201)


class WebhookDetail(ApiView):
    """One webhook."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PUT": MANAGE, "PATCH": MANAGE, "DELETE": MANAGE}

    @extend_schema(operation_id="webhooks_detail", responses={200: shapes.WebhookOut})
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """A webhook by its id."""
        return Response(_shown(webhook_id))

    @extend_schema(operation_id="webhooks_replace", request=shapes.WebhookReplaced, responses={200: shapes.WebhookOut})
    def put(self, request: Request, webhook_id: UUID) -> Response:
        """Change the whole webhook; the secret stays unless one is given."""
        services.update_webhook(webhook_id, by=self.user, values=validated(shapes.WebhookReplaced, request.data))
        return Response(_shown(webhook_id))

    @extend_schema(operation_id="webhooks_update", request=shapes.WebhookPatch, responses={200: shapes.WebhookOut})
    def patch(self, request: Request, webhook_id: UUID) -> Response:
        """Change some of it."""
        services.update_webhook(webhook_id, by=self.user, values=validated(shapes.WebhookPatch, request.data))
        return Response(_shown(webhook_id))

    @extend_schema(operation_id="webhooks_delete", responses={204: OpenApiResponse(description="Removed.")})
    def delete(self, request: Request, webhook_id: UUID) -> Response:
        """Remove a webhook with its log."""
        services.delete_webhook(webhook_id, by=self.user)
        return Response(status=204)


class WebhookTest(ApiView):
    """The test of a webhook."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}

    @extend_schema(operation_id="webhooks_test", request=None, responses={200: shapes.TestOut})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Send the event webhook.test now, once, and tell what the receiver answered within 10 seconds."""
        tested = services.send_test(webhook_id, by=self.user)
        outcome = tested.outcome
        answer = {
            "success": outcome.is_success,
            "http_status": outcome.status,
            "response_time_ms": outcome.milliseconds,
            "response_body": outcome.body,
            "error": in_words(outcome.code, status=outcome.status, error=outcome.error),
            "delivery_id": tested.delivery.pk,
        }
        return Response(answer)


class WebhookToggle(ApiView):
    """The switch of a webhook."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}

    @extend_schema(operation_id="webhooks_toggle", request=shapes.Toggle, responses={200: shapes.WebhookOut})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Switch it on or off; without a body, to the other state."""
        wanted = validated(shapes.Toggle, request.data).get("is_active")
        on = not services.get_webhook(webhook_id).is_active if wanted is None else wanted
        services.switch_webhook(webhook_id, by=self.user, on=on)
        return Response(_shown(webhook_id))


class WebhookSecret(ApiView):
    """The secret of a webhook."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}

    @extend_schema(operation_id="webhooks_rotate_secret", request=None, responses={200: shapes.SecretOut})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Sign with a new secret from now on; it is shown this once."""
        return Response({"secret": services.rotate_secret(webhook_id, by=self.user)})


class WebhookLog(ApiView):
    """The log of a webhook."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="webhooks_logs",
        parameters=[shapes.LogQuery],
        responses={200: cursor_schema("WebhookLogOut", shapes.DeliveryOut)},
    )
    def get(self, request: Request, webhook_id: UUID) -> Response:
        """Deliveries of the last thirty days, latest first."""
        page = selectors.deliveries(webhook_id, **validated(shapes.LogQuery, request.query_params))
        return Response({**page_listing(page), "items": [asdict(item) for item in page.items]})


class WebhookDeliveryDetail(ApiView):
    """One delivery."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="webhooks_delivery", responses={200: shapes.DeliveryDetailOut})
    def get(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        """What was sent, what came back, attempt by attempt."""
        return Response(asdict(selectors.delivery(webhook_id, delivery_id)))


class WebhookReplay(ApiView):
    """A delivery once more."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}

    @extend_schema(operation_id="webhooks_replay", request=None, responses={202: shapes.DeliveryOut})
    def post(self, request: Request, webhook_id: UUID, delivery_id: UUID) -> Response:
        """Send it again: the same body, the same id."""
        row = services.replay(webhook_id, delivery_id, by=self.user)
        return Response(asdict(selectors.delivery_facts(row)), status=202)


class WebhookReplayFailed(ApiView):
    """All failed deliveries once more."""

    permissions: ClassVar[dict[str, str]] = {"POST": MANAGE}

    @extend_schema(operation_id="webhooks_replay_failed", request=shapes.ReplayIn, responses={202: shapes.ReplayedOut})
    def post(self, request: Request, webhook_id: UUID) -> Response:
        """Send again what failed, oldest first, at most a thousand at once."""
        since = validated(shapes.ReplayIn, request.data)["since"]
        return Response({"count": services.replay_failed(webhook_id, by=self.user, since=since)}, status=202)


class WebhookEvents(ApiView):
    """The catalogue of events."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(operation_id="webhooks_events", responses={200: shapes.EventList})
    def get(self, request: Request) -> Response:
        """Every event a webhook can be told, with its fields and a sample."""
        return Response(shapes.events_out())
