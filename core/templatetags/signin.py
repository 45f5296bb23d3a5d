"""The card about a member's account on the page of a member."""

from typing import Any
from uuid import UUID

from django import template
from django.template.context import Context

from core.models import User
from core.signin import selectors

register = template.Library()


@register.inclusion_tag("signin/member.html", takes_context=True)
def member_account(context: Context, user_id: UUID) -> dict[str, Any]:
    """How the member signs in: lock, second factor, sessions; with the acts the reader may do."""
    user = User.objects.get(pk=user_id)
    return {
        "member": user,
        "lock": selectors.lock_state_of(user),
        "protection": selectors.protection_of(user),
        "sessions": selectors.sessions_of(user),
        "may_act": context["may"]["admin_user_update"] and not context.get("is_higher"),
        "csrf_token": context.get("csrf_token"),
    }
