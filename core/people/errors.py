"""What managing people refuses."""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, NotFound, PermissionRefused


class PersonNotFound(NotFound):
    """No such member here."""

    code = "USER_NOT_FOUND"
    default_message = _("There is no such person in this organisation.")


class RoleNotFound(NotFound):
    """No such role here."""

    code = "ROLE_NOT_FOUND"
    default_message = _("There is no such role in this organisation.")


class ObjectNotFound(NotFound):
    """No such object here."""

    code = "OBJECT_NOT_FOUND"
    default_message = _("There is no such object in this organisation.")


class BeyondOwnRights(PermissionRefused):
    """Somebody gives what he does not hold, or touches a person who holds more."""

    code = "BEYOND_OWN_RIGHTS"
    default_message = _("You can only give rights that you hold yourself.")


class OwnMembership(Conflict):
    """Nobody locks himself out."""

    code = "OWN_MEMBERSHIP"
    default_message = _("You cannot deactivate or remove yourself: ask another administrator.")


class LastAdmin(Conflict):
    """An organisation keeps an administrator."""

    code = "LAST_ADMIN"
    default_message = _("This is the last active Admin of the organisation: make somebody else Admin first.")


class AlreadyMember(Conflict):
    """The address belongs to a member."""

    code = "ALREADY_MEMBER"
    default_message = _("This e-mail address belongs to a member of the organisation already.")


class SharedAccount(Conflict):
    """The account is not this organisation's alone."""

    code = "SHARED_ACCOUNT"
    default_message = _("Only this person can change the name and the e-mail address of this account.")


class AddressTaken(Conflict):
    """E-mail addresses are unique."""

    code = "EMAIL_TAKEN"
    default_message = _("This e-mail address cannot be used: choose another one.")


class RoleNameTaken(Conflict):
    """Names of roles are unique in an organisation."""

    code = "ROLE_NAME_TAKEN"
    default_message = _("The organisation has a role of this name already.")


class RoleInUse(Conflict):
    """Members still have the role."""

    code = "ROLE_IN_USE"
    default_message = _("Members still have this role: give them another one first.")


class RolePredefined(Conflict):
    """The predefined roles are the same everywhere."""

    code = "ROLE_PREDEFINED"
    default_message = _("Predefined roles cannot be changed: add a role of your own.")
