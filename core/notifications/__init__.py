"""Telling people: the bell, e-mail, SMS, chat. `notify` is the door for every app."""

from core.notifications.kinds import Kind, register
from core.notifications.notifying import notify

__all__ = ["Kind", "notify", "register"]
