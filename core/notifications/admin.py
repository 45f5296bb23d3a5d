"""The back office of messages: what waits, what failed and why, and one more try."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from core.audit import record
from core.backoffice.look_only import LookOnly
from core.models import OutgoingMessage
from core.notifications.services import send_again


@admin.register(OutgoingMessage)
class OutgoingMessageAdmin(LookOnly):
    """E-mails, SMS and chat messages on their way."""

    list_display = ("created_at", "channel", "recipient", "subject", "status", "attempts", "next_attempt_at", "error")
    list_filter = ("status", "channel")
    search_fields = ("recipient", "subject")
    ordering = ("-created_at",)
    show_full_result_count = False
    actions = ("try_again",)

    @admin.action(description=_("Send again what failed"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Give the chosen messages that failed their attempts back."""
        count = send_again(queryset)
        if count:
            record("messages.sent_again", count=count)
        text = ngettext("%(count)s message is sent again.", "%(count)s messages are sent again.", count)
        self.message_user(request, text % {"count": count})
