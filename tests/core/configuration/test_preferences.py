"""Preferences: saved, refused, and in force on pages, in the API and in e-mails."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from core.configuration.formats import Formats, use_formats
from core.configuration.personal import preferences_of, save_preferences
from core.configuration.preferences import forget_formats, language_of, time_zone_of
from core.errors import InvalidInput
from core.models import User
from tests.factories.configuration import set_setting
from tests.factories.people import UserFactory
from tests.queries import counted_queries

PAGE = "/profile/preferences/"
API = "/api/v1/me/preferences"
CHOICES = {
    "language": "fr",
    "time_zone": "America/New_York",
    "date_format": "YYYY-MM-DD",
    "number_format": "1.234,5",
    "theme": "dark",
}
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nobody_in_force():
    yield
    forget_formats()
    translation.activate("en")


def shown(template, **values):
    return Template("{% load formats %}" + template).render(Context(values))


def test_choices_are_saved_and_told(people):
    save_preferences(user=people.viewer, values=CHOICES)
    again = User.objects.get(pk=people.viewer.pk)
    assert preferences_of(again).time_zone == preferences_of(people.viewer).time_zone == "America/New_York"


@pytest.mark.parametrize(
    ("name", "given", "sentence"),
    [
        ("language", "xx", "“xx” is not possible: use one of fr, en."),
        ("time_zone", "Mars/Base", "“Mars/Base” is no time zone: use a name such as Europe/Paris."),
        ("time_zone", "../../etc/passwd", "“../../etc/passwd” is no time zone: use a name such as Europe/Paris."),
        ("date_format", "YY", "“YY” is not possible: use one of DD/MM/YYYY, MM/DD/YYYY, YYYY-MM-DD."),
        ("theme", "pink", "“pink” is not possible: use one of light, dark, auto."),
        ("is_superuser", "1", "“1” is not possible: use one of -."),
    ],
)
def test_a_wrong_choice_saves_nothing(people, name, given, sentence):
    with pytest.raises(InvalidInput) as refused:
        save_preferences(user=people.viewer, values={"theme": "dark", name: given})
    assert refused.value.params["fields"][name] == [sentence]
    found = User.objects.get(pk=people.viewer.pk)
    assert (found.theme, found.is_superuser) == ("", False)


def test_a_page_speaks_the_chosen_language_in_the_chosen_theme(client, people):
    save_preferences(user=people.viewer, values=CHOICES)
    client.force_login(people.viewer)
    answer = client.get(PAGE, headers={"accept-language": "en"})
    text = answer.content.decode()
    assert '<html lang="fr" data-theme="dark"' in text
    assert answer["Content-Language"] == "fr"
    assert timezone.get_current_timezone() == ZoneInfo("America/New_York")


def test_the_next_request_is_not_in_the_language_of_the_one_before(client, people):
    save_preferences(user=people.viewer, values=CHOICES)
    client.force_login(people.viewer)
    client.get(PAGE)
    client.logout()
    answer = client.get("/login/", headers={"accept-language": "en"})
    assert '<html lang="en">' in answer.content.decode()
    assert timezone.get_current_timezone() == ZoneInfo("Europe/Paris")
    assert shown("{{ value|number }}", value=12345) == "12,345"


def test_dates_and_numbers_follow_the_choice():
    use_formats(Formats("YYYY-MM-DD", "1.234,5"))
    with timezone.override(ZoneInfo("America/New_York")):
        assert "2026-11-25 07:00" in shown("{{ value|moment }}", value=NOON)
        assert "2026-11-25 07:00" in shown("{{ value|when }}", value=NOON)
    assert shown("{{ value|number }}", value=12345.5) == "12.345,5"
    use_formats(Formats("DD/MM/YYYY", "1 234,5"))
    assert "25/11/2026 13:00" in shown("{{ value|moment }}", value=NOON)
    assert shown("{{ value|number }}", value=12345.5) == "12\u202f345,5"
    use_formats(Formats("MM/DD/YYYY", "1,234.5"))
    assert "11/25/2026 13:00" in shown("{{ value|moment }}", value=NOON)
    assert shown("{{ value|number:2 }}", value=12345.5) == "12,345.50"


def test_the_page_saves_and_says_so_in_the_new_language(client, people):
    client.force_login(people.viewer)
    answer = client.post(PAGE, CHOICES)
    assert answer.url == PAGE
    assert preferences_of(User.objects.get(pk=people.viewer.pk)).language == "fr"
    refused = client.post(PAGE, {**CHOICES, "time_zone": "Mars/Base"})
    assert refused.status_code == 422
    assert "time_zone" in refused.context["form"].errors


def test_somebody_without_an_organisation_has_preferences_too(client, db):
    client.force_login(UserFactory())
    assert client.post(PAGE, CHOICES).url == PAGE


def test_the_page_is_for_people_who_are_signed_in(client, db):
    assert client.get(PAGE).url.startswith("/login/")


def test_the_language_menu_is_remembered_by_the_account(client, people):
    client.force_login(people.viewer)
    client.post("/language/setlang/", {"language": "fr", "next": PAGE})
    assert User.objects.get(pk=people.viewer.pk).language == "fr"
    client.post("/language/setlang/", {"language": "xx", "next": PAGE})
    assert User.objects.get(pk=people.viewer.pk).language == "fr"
    client.logout()
    assert client.post("/language/setlang/", {"language": "fr"}).cookies["django_language"].value == "fr"


def test_the_theme_menu_is_remembered_by_the_account(client, people):
    client.force_login(people.viewer)
    client.post("/appearance/", {"theme": "dark"})
    assert User.objects.get(pk=people.viewer.pk).theme == "dark"
    client.post("/appearance/", {"theme": ""})
    assert User.objects.get(pk=people.viewer.pk).theme == "auto"
    assert "data-theme" not in client.get(PAGE).content.decode()


def test_the_api_reads_replaces_and_changes(api, people):
    api.force_login(people.viewer)
    assert api.put(API, CHOICES, format="json").json() == CHOICES
    assert api.patch(API, {"theme": "light"}, format="json").json() == {**CHOICES, "theme": "light"}
    assert api.get(API).json()["theme"] == "light"
    assert api.put(API, {"theme": "auto"}, format="json").json()["language"] == ""
    refused = api.patch(API, {"theme": "pink"}, format="json")
    assert (refused.status_code, list(refused.json()["error"]["details"]["fields"])) == (422, ["theme"])
    assert api.get(API).json()["theme"] == "auto"


def test_the_api_needs_somebody(api, db):
    assert api.get(API).status_code == 401
    assert api.put(API, CHOICES, format="json").status_code == 401


def test_refusals_of_the_api_speak_the_callers_language(api, people):
    save_preferences(user=people.viewer, values={"language": "fr"})
    api.force_login(people.viewer)
    address = "/api/v1/suppliers?page=0"
    assert "Assurez-vous que cette valeur est" in api.get(address).json()["error"]["message"]
    asked = api.get(address, headers={"accept-language": "en"}).json()["error"]["message"]
    assert "Ensure this value is" in asked


def test_preferences_cost_no_query_of_their_own(client, people):
    client.force_login(people.viewer)
    client.get(PAGE)
    with counted_queries() as before:
        client.get(PAGE)
    save_preferences(user=people.viewer, values=CHOICES)
    with counted_queries() as after:
        client.get(PAGE)
    assert after.total <= before.total


def test_e_mails_speak_the_receivers_language_else_the_organisations(people):
    assert language_of(people.viewer, tenant_id=people.tenant.pk) == "en"
    set_setting(people.tenant, "general.language", "fr")
    assert language_of(people.viewer, tenant_id=people.tenant.pk) == "fr"
    people.viewer.language = "en"
    assert language_of(people.viewer, tenant_id=people.tenant.pk) == "en"
    people.viewer.language = "tlh"
    assert language_of(people.viewer, tenant_id=people.tenant.pk) == "fr"


def test_times_are_in_the_persons_zone_else_the_organisations(people):
    set_setting(people.tenant, "general.time_zone", "Asia/Tokyo")
    assert time_zone_of(people.viewer, tenant_id=people.tenant.pk).key == "Asia/Tokyo"
    people.viewer.time_zone = "America/New_York"
    assert time_zone_of(people.viewer, tenant_id=people.tenant.pk).key == "America/New_York"
