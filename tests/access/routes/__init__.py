"""Who may call what: one line for every address of the product. The matrix test fails for an address without a line.

    "settings/users/new/": R(GET="admin:user_create", POST="admin:user_create"),

Methods that are not named answer 405 (HEAD goes with GET). A right is a code of the 62, or:
PUBLIC     everybody, signed in or not
SIGNED_IN  everybody who is signed in
SUPER      Super Admins; for all others the address shows the login page, answers 403, or is not there
`args` gives the parameters of the address that are no ids; several lines for one address are a list. An id without an
object in `tests/access/world.py` is a made-up one: whoever may call the address then gets 404.
`body` is what is sent as JSON, `also` further answers that are right (a redirect to the login page after signing out).
"""

from tests.access.routes.endpoints import ENDPOINTS
from tests.access.routes.pages import PAGES
from tests.access.routes.rules import PUBLIC, SIGNED_IN, SUPER, Rule

API = "api/v1/"
# Addresses that are many things at once: the pages of one model in the back office are guarded by its admin.
ELSEWHERE = ("admin/^(?P<app_label>", "admin/(?P<url>")

RULES: dict[str, list[Rule]] = {
    address: rules if isinstance(rules, list) else [rules]
    for address, rules in {**PAGES, **{API + address: rules for address, rules in ENDPOINTS.items()}}.items()
}

__all__ = ["ELSEWHERE", "PUBLIC", "RULES", "SIGNED_IN", "SUPER", "Rule"]
