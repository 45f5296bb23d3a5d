"""The OpenAPI document and its readers, as they are served."""

import pytest

URL = "/openapi.json"


def test_the_document_is_served_as_json(api, db):
    answer = api.get(URL)
    assert answer.json()["openapi"].startswith("3.1")
    assert api.get(URL).content == answer.content


def test_a_browser_gets_it_too(client, people):
    client.force_login(people.viewer)
    assert client.get(URL, headers={"Accept": "text/html,application/json;q=0.9,*/*;q=0.8"}).status_code == 200


def test_it_is_public(api, db):
    assert api.get(URL).status_code == 200


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
def test_the_older_addresses_of_its_readers_lead_there(client, people, path):
    client.force_login(people.viewer)
    answer = client.get(path, follow=True)
    assert answer.redirect_chain == [(f"/api{path}", 302)]
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "https://cdn" not in page
