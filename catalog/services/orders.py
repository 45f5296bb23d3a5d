"""Which supplier comes first for a field: the tenant's choice, by field of the catalogue."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from catalog.errors import UnknownField
from catalog.fields import SAID_NAMES, is_dimensioned
from core.models import User
from suppliers.services import set_field_priorities

# A currency goes with the price it belongs to.
ORDERED = tuple(name for name in SAID_NAMES if name != "currency")


def check_ordered(field: str) -> None:
    """Raise UnknownField unless the field can have an order of suppliers of its own."""
    if field not in ORDERED and not is_dimensioned(field):
        message = _("“%(field)s” is no field with an order of suppliers: use one of %(allowed)s.")
        raise UnknownField(message % {"field": field, "allowed": ", ".join(ORDERED)}, field=field)


def set_order(field: str, supplier_ids: Sequence[UUID], *, by: User, tenant_id: UUID) -> None:
    """For this field these suppliers come first, in this order; none: all by their priority again.

    Products are decided again in the background. Raises UnknownField, and what `set_field_priorities` raises.
    """
    check_ordered(field)
    set_field_priorities(by=by, tenant_id=tenant_id, field=field, supplier_ids=supplier_ids)
