"""`manage.py unlock_user EMAIL`: forget the failed attempts that lock somebody out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.actor import Actor, acting_as
from core.signin import lockout, services
from core.signin.selectors import user_of


class Command(BaseCommand):
    """Works for addresses without an account too: their attempts are counted the same way."""

    help = "Let somebody sign in again whose address is locked after failed attempts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="address of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        email = lockout.normalised(options["email"])
        user = user_of(email)
        with acting_as(Actor(kind="command", name="unlock_user")):
            unlocked = services.unlock(user=user) if user else lockout.forget(email, blocked_too=True)
        if not unlocked:
            raise CommandError(f"{email} was not locked: there are no failed attempts.")
        self.stdout.write(f"{email} may sign in again.")
