"""What suppliers refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class SupplierCodeTaken(Conflict):
    """Another supplier of the tenant has this code."""

    code = "SUPPLIER_CODE_TAKEN"
    default_message = _("Another supplier already has this code: choose a different one.")
