"""An e-mail with the file, or with the address of its page when the file is large."""

from collections.abc import Mapping, Sequence
from smtplib import SMTPException
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Terminal, Transient
from imports.exports.destinations.base import Package
from suppliers.fetchers.base import Connection, ConnectionField, InputType

MOST_BYTES = 10 * 1024**2
MOST_RECIPIENTS = 20
_PASSING = range(400, 500)


class Email:
    """Sends files to addresses."""

    fields: Sequence[ConnectionField] = (
        ConnectionField(
            "recipients",
            gettext_lazy("Recipients"),
            InputType.LINES,
            required=True,
            help=gettext_lazy("One address a line, at most 20. Files of 10 MB and more are sent as a link."),
        ),
        ConnectionField("subject", gettext_lazy("Subject"), help=gettext_lazy("Empty: the name of the export.")),
    )

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """Addresses that are none, or too many."""
        addresses = _addresses(connection)
        if len(addresses) > MOST_RECIPIENTS:
            message = _("%(count)s addresses received; at most %(most)s are allowed.")
            return {"recipients": message % {"count": len(addresses), "most": MOST_RECIPIENTS}}
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError:
                message = _("“%(address)s” is no e-mail address: one like name@example.org is needed.")
                return {"recipients": message % {"address": address}}
        return {}

    def try_out(self, connection: Connection) -> str:
        """Sign in to the mail server of this installation; nothing is sent."""
        with _explained(), get_connection():
            return _("The mail server answers; nothing was sent.")

    def deliver(self, connection: Connection, package: Package) -> str:
        """Send the mail."""
        # A name given by a program may have line ends, a subject may not.
        subject = " ".join((connection.text("subject") or package.title).split())
        mail = EmailMessage(subject, to=_addresses(connection))
        counts = {"products": package.products, "name": package.name, "page": package.page}
        if package.size < MOST_BYTES:
            mail.body = _("%(name)s is attached: %(products)s products.\n\n%(page)s") % counts
            mail.attach(package.name, package.path.read_bytes(), "application/octet-stream")
        else:
            mail.body = _("%(name)s is ready: %(products)s products. Take it here:\n\n%(page)s") % counts
        with _explained():
            mail.send()
        return ", ".join(mail.to)


class _explained:  # noqa: N801 - reads like a function
    """What a mail server's refusal means."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: Any, error: BaseException | None, _trace: Any) -> None:
        if isinstance(error, SMTPException):
            code = getattr(error, "smtp_code", None)
            words = {"answer": str(getattr(error, "smtp_error", error))[:150]}
            if code is None or code in _PASSING:
                message = _("The mail server does not take the mail now (%(answer)s).")
                raise Transient(message % words, code="MAIL_SERVER_AWAY") from error
            raise Terminal(_("The mail server refuses the mail (%(answer)s).") % words, code="MAIL_REFUSED") from error
        if isinstance(error, OSError):
            raise Transient(_("The mail server does not answer."), code="MAIL_SERVER_AWAY") from error


def _addresses(connection: Connection) -> list[str]:
    return list(dict.fromkeys(connection.text("recipients").replace(",", "\n").split()))


WAY = Email()
