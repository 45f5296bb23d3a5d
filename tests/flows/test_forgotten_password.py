"""A forgotten password through page, broker, worker and mail."""

import re

from core.models import SignInCounter, User
from tests.factories.people import UserFactory
from tests.servers import wait_until

NEW_PASSWORD = "Quiet-River-42"


def tokens_in(folder):
    """The tokens of all mails that lie there."""
    mails = [path.read_text(encoding="utf-8") for path in folder.glob("*")]
    return {found for mail in mails for found in re.findall(r"/password/reset/([\w-]{40,})/", mail.replace("=\n", ""))}


def test_from_the_page_to_the_mail_and_back(client, celery_worker, installation_folder):
    user = UserFactory()
    folder = installation_folder / "mail"
    client.post("/password/forgot/", {"email": "nobody@example.org"})
    client.post("/password/forgot/", {"email": user.email.upper()})
    # The file is there before its last line is written.
    wait_until(lambda: tokens_in(folder), what="the mail", seconds=30, log=celery_worker.log)
    [token] = tokens_in(folder)
    page = f"/password/reset/{token}/"
    assert client.post(page, {"new_password": NEW_PASSWORD, "repeated": NEW_PASSWORD}).status_code == 302
    assert client.post("/login/", {"username": user.email, "password": NEW_PASSWORD}).url == "/dashboard/"
    assert User.objects.get(pk=user.pk).check_password(NEW_PASSWORD)
    assert not SignInCounter.objects.exists()
