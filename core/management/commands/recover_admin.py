"""`manage.py recover_admin EMAIL`: the way back in for somebody who is locked out and has no administrator to ask."""

import getpass
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actor import Actor, acting_as
from core.errors import InvalidInput
from core.models import User
from core.signin import lockout, services
from core.signin.selectors import user_of

CLEARED = {
    "inactive": "The account was switched off: it is on again.",
    "lock": "The lock after failed attempts is gone.",
    "two_factor": "The second factor is off: set it up again after signing in.",
    "membership": "The place in the organisation was switched off: it is on again.",
}


class Command(BaseCommand):
    """Clears what keeps the person out, then gives a one-time link or asks for a new password; all audited."""

    help = "Let an administrator back in: clears locks and gives a one-time link for a new password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address of the account")
        parser.add_argument("--tenant", default="", metavar="SLUG", help="open the person's place there again")
        parser.add_argument("--two-factor", action="store_true", help="switch the second factor off")
        parser.add_argument("--password", action="store_true", help="ask for a new password here instead of a link")

    def handle(self, *args: Any, **options: Any) -> None:
        user = user_of(lockout.normalised(options["email"]))
        if user is None:
            raise CommandError(f"There is no account {options['email']}: `createsuperuser` makes one.")
        with acting_as(Actor(kind="command", name="recover_admin")):
            cleared = services.clear_obstacles(
                user=user, two_factor=options["two_factor"], tenant_slug=options["tenant"]
            )
            for name in cleared:
                self.stdout.write(CLEARED[name])
            if options["password"]:
                self._ask(user)
            else:
                self._link(user)

    def _link(self, user: User) -> None:
        address = urljoin(settings.SITE_URL, services.recovery_link(user=user))
        self.stdout.write(f"Open within an hour, once, and choose a new password:\n{address}")

    def _ask(self, user: User) -> None:
        password = getpass.getpass("New password: ")
        if getpass.getpass("New password again: ") != password:
            raise CommandError("The two passwords differ: nothing was changed.")
        try:
            services.recover_with_password(user=user, password=password)
        except InvalidInput as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.email} may sign in with the new password.")
