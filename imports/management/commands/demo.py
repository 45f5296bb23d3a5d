"""`manage.py demo`: an organisation to look around in, with four suppliers imported by the real worker."""

from typing import Any

from django.core.management.base import BaseCommand

from imports.demo.deliveries import queue_deliveries
from imports.demo.people import demo_people


class Command(BaseCommand):
    """Safe to repeat: what is there already stays as it is."""

    help = "Make the demo organisation, its user, and queue the imports of its four suppliers."

    def handle(self, *args: Any, **options: Any) -> None:
        people = demo_people()
        queued = queue_deliveries(people)
        self.stdout.write(f"Organisation  {people.tenant.name}")
        self.stdout.write(f"E-mail        {people.user.email}")
        self.stdout.write(f"Password      {people.password}")
        if queued:
            self.stdout.write(f"{queued} demo feeds are being imported by the worker.")
