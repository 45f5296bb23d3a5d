"""Signing in with a real browser: two steps, the set-up of the second factor, one's own pages."""

import pytest

from core.models import Invitation
from core.signin import links, second_factor, services
from tests.browser.conftest import flaws, overflows, shot, sign_in
from tests.factories.people import PASSWORD, make_people

LOOKS = [("light", 1440, "en"), ("dark", 390, "fr")]


@pytest.fixture
def manager(live_site):
    return make_people().manager


def code(secret, steps=0):
    return second_factor.code_at(secret, second_factor.present_step() + steps)


def look(page, name):
    """A screenshot, and what is wrong with the page."""
    shot(page, f"signin-{name}")
    return [*flaws(page), *(["wider than the window"] if overflows(page) else [])]


@pytest.mark.parametrize(("theme", "width", "language"), LOOKS)
def test_two_steps(open_page, manager, theme, width, language):
    secret = services.begin_two_factor(user=manager).secret
    services.confirm_two_factor(user=manager, code=code(secret, -1))
    page = open_page("/login/", theme=theme, width=width, language=language)
    found = look(page, f"login-{theme}")
    page.fill("input[name=username]", manager.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("form.sign-in button")
    page.wait_for_url("**/login/code/")
    found += look(page, f"code-{theme}")
    page.fill("input[name=code]", code(secret))
    page.click("form.sign-in button")
    page.wait_for_url("**/dashboard/")
    assert found == []


@pytest.mark.parametrize(("theme", "width", "language"), LOOKS)
def test_setting_up_the_second_factor(open_page, manager, theme, width, language):
    page = open_page("/profile/security/", user=manager, theme=theme, width=width, language=language)
    found = look(page, f"security-off-{theme}")
    page.click("main a.btn-primary")
    found += look(page, f"set-up-{theme}")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    secret = page.locator("code.key").inner_text().replace(" ", "")
    page.fill("input[name=code]", code(secret))
    page.click("main .set-up button.btn-primary")
    assert page.locator(".codes li").count() == 10
    found += look(page, f"codes-{theme}")
    page.click("main a.btn-primary")
    found += look(page, f"security-on-{theme}")
    assert found == []


@pytest.mark.parametrize(("theme", "width", "language"), LOOKS)
def test_ones_own_pages(open_page, manager, theme, width, language):
    page = open_page("/profile/", user=manager, theme=theme, width=width, language=language)
    found = look(page, f"profile-{theme}")
    for name in ("password", "email", "sessions"):
        page.goto(f"/profile/{name}/")
        found += look(page, f"{name}-{theme}")
    assert found == []


def test_another_browsers_session_is_ended(open_page, manager):
    other = open_page("/products/", user=manager)
    page = open_page("/profile/sessions/", user=manager)
    assert page.locator("main .lines > li").count() == 2
    look(page, "sessions-two")
    page.click("main .card-foot button")
    page.wait_for_selector("main .alert")
    assert page.locator("main .lines > li").count() == 1
    other.goto("/products/")
    assert "/login/" in other.url
    sign_in(other, manager, path="/products/")


@pytest.mark.parametrize(("theme", "width", "language"), LOOKS)
def test_a_forgotten_password(open_page, manager, theme, width, language):
    page = open_page("/login/", theme=theme, width=width, language=language)
    page.click("main .sign-in-row a")
    found = look(page, f"forgot-{theme}")
    page.fill("input[name=email]", manager.email)
    page.click("form.sign-in button")
    page.wait_for_url("**/sent/")
    found += look(page, f"sent-{theme}")
    page.goto(services.recovery_link(user=manager))
    found += look(page, f"reset-{theme}")
    page.fill("input[name=new_password]", "Quiet-River-42")
    page.fill("input[name=repeated]", "Quiet-River-42")
    page.click("form.sign-in button")
    page.wait_for_url("**/login/")
    found += look(page, f"login-after-reset-{theme}")
    assert found == []


@pytest.mark.parametrize(("theme", "width", "language"), LOOKS)
def test_an_invitation(open_page, live_site, theme, width, language):
    people = make_people()
    services.invite(
        by=people.admin, tenant_id=people.tenant.pk, email="guest@example.org", name="Gaëlle", role="viewer"
    )
    page = open_page("/settings/invitations/", user=people.admin, theme=theme, width=width, language=language)
    found = look(page, f"invitations-{theme}")
    page.goto(f"/settings/users/{people.manager.pk}/")
    found += look(page, f"member-{theme}")
    Invitation.objects.update(token_hash=links.hashed("token"))
    guest = open_page("/invitation/token/", theme=theme, width=width, language=language)
    found += look(guest, f"accept-{theme}")
    guest.fill("input[name=new_password]", "Quiet-River-42")
    guest.fill("input[name=repeated]", "Quiet-River-42")
    guest.click("form.sign-in button")
    guest.wait_for_url("**/dashboard/")
    assert people.tenant.memberships.filter(user__email="guest@example.org").exists()
    assert found == []
