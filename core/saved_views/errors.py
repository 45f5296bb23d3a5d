"""What saved views refuse."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, NotFound


class ViewNotFound(NotFound):
    """No such view that this person sees."""

    code = "VIEW_NOT_FOUND"
    default_message = _("This view does not exist, or is not shared with you.")


class ViewNameTaken(Conflict):
    """The person has a view of this name already."""

    code = "VIEW_NAME_TAKEN"
    default_message = _("You have a view of this name already: choose another name.")
