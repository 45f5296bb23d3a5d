"""Outgoing webhooks: other systems are told what happened here, signed, and told again until they have it."""

from core.webhooks.events import DOCUMENTED, Told, WebhookEvent, register

__all__ = ["DOCUMENTED", "Told", "WebhookEvent", "register"]
