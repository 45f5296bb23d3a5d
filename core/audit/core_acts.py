"""The acts of core that belong to no package of their own."""

from django.utils.translation import gettext_lazy as _

from core.audit.acts import Act, Category

ACTS = (
    Act("access.denied", Category.AUTHENTICATION, _("Was refused %(method)s %(path)s (%(permission)s)")),
    Act("events.redelivered", Category.SYSTEM, _("Had %(count)s events of %(of)s delivered again")),
)
