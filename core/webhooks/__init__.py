"""Outgoing webhooks: other systems are told what happened here, signed, and told again until they have it."""

from core.webhooks.events import Told, WebhookEvent, register

__all__ = ["Told", "WebhookEvent", "register"]
