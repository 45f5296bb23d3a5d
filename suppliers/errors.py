"""What suppliers refuses, and why a fetch fails.

Refused
    SupplierCodeTaken       409  another supplier of the organisation has this code
    SourceNameTaken         409  another source of the supplier has this name
    TemplateNameTaken       409  another template has this name
    ConnectionInvalid       422  a field of the connection is missing or wrong
    ConnectionFailed        422  the server was tried with the connection, and it failed
    SourceNotFetched        422  files of the source are sent to us: there is nothing to fetch
Terminal
    NoFileFound                  the server was reached, and no file fits the pattern
    SourceFileTooLarge           the file passes the limit of this installation
    LoginRefused                 the server does not accept the name, the password or the key
    HostKeyChanged               the server shows another key than the one it was known by
    AnswerUnusable               a service answered, and what it said is no list of records
"""

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, Terminal


class SupplierCodeTaken(Conflict):
    """Another supplier of the tenant has this code."""

    code = "SUPPLIER_CODE_TAKEN"
    default_message = _("Another supplier already has this code: choose a different one.")


class SourceNameTaken(Conflict):
    """Another source of the supplier has this name."""

    code = "SOURCE_NAME_TAKEN"
    default_message = _("Another source of this supplier already has this name: choose a different one.")


class TemplateNameTaken(Conflict):
    """Another template of the tenant has this name."""

    code = "TEMPLATE_NAME_TAKEN"
    default_message = _("Another template already has this name: choose a different one.")


class ConnectionInvalid(InvalidInput):
    """A field of the connection is missing or wrong."""

    code = "CONNECTION_INVALID"


class ConnectionFailed(InvalidInput):
    """The server was tried with this connection, and it failed; `cause` is the code of the failure."""

    code = "CONNECTION_FAILED"


class SourceNotFetched(InvalidInput):
    """Files of the source are sent to us: there is nothing to fetch."""

    code = "SOURCE_NOT_FETCHED"


class NoFileFound(Terminal):
    """The server was reached, and no file fits the pattern."""

    code = "SOURCE_NO_FILE"


class SourceFileTooLarge(Terminal):
    """The file passes the limit of this installation."""

    code = "SOURCE_FILE_TOO_LARGE"


class LoginRefused(Terminal):
    """The server does not accept the name, the password or the key."""

    code = "SOURCE_LOGIN_REFUSED"


class HostKeyChanged(Terminal):
    """The server shows another key than the one it was known by."""

    code = "SOURCE_HOST_KEY_CHANGED"


class AnswerUnusable(Terminal):
    """A service answered, and what it said is no list of records."""

    code = "SOURCE_ANSWER_UNUSABLE"
