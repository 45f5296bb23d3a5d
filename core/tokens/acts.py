"""What the audit trail tells about the sign-ins of programs."""

from django.utils.translation import gettext_lazy as _

from core.audit import Act, Category

ACTS = (
    Act("auth.token_ended", Category.AUTHENTICATION, _("Signed out a program of %(subject)s")),
    Act(
        "auth.refresh_token_reused",
        Category.AUTHENTICATION,
        _("A refresh token of %(subject)s came twice: that sign-in was ended"),
    ),
)
