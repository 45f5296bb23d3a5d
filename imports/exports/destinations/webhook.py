"""The event export.completed, with a link that takes the file without signing in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from imports.exports.destinations.base import Package
from suppliers.fetchers.base import Connection, ConnectionField


class Webhook:
    """Leaves the sending to the webhooks of the organisation."""

    fields: Sequence[ConnectionField] = ()

    def complaints(self, connection: Connection) -> Mapping[str, Any]:
        """Nothing is asked."""
        return {}

    def try_out(self, connection: Connection) -> str:
        """Nothing is sent."""
        return _("Webhooks that want export.completed get a link to each file.")

    def deliver(self, connection: Connection, package: Package) -> str:
        """The event that follows has the link."""
        return _("Webhook with a link")


WAY = Webhook()
