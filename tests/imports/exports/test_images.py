"""Images of exported products in a ZIP: those that can be had, the others listed."""

import zipfile

import pytest

from catalog.models import Product
from core.files import local_path
from core.jobs import JobStatus
from tests.fakes.feed_server import feed_server
from tests.imports.exports.making import chosen

pytestmark = pytest.mark.django_db


@pytest.fixture
def pictures(settings, shop, monkeypatch):
    """The drill has a picture that is there, and one that is not."""
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = ["localhost"]
    monkeypatch.setattr("imports.services.exports.images.PAUSE_SECONDS", 0)
    with feed_server() as server:
        server.put("/gsr.jpg", b"a picture")
        address = f"http://localhost:{server.port}"
        Product.objects.filter(pk=shop.drill).update(sku="GSR/18", image_urls=f"{address}/gsr.jpg\n{address}/no.jpg")
        yield server


def test_what_can_be_had_is_in_the_zip(pictures, shop, exporter):
    export = exporter.done(selection=chosen(shop.drill), images="zip")
    assert export.status == JobStatus.COMPLETED, export.error_message
    with local_path(export.images_key) as path, zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["GSR_18/GSR_18_1.jpg"]
        assert archive.read("GSR_18/GSR_18_1.jpg") == b"a picture"
    assert (export.notes["images"], export.notes["images_missing"]) == (1, 1)
    assert export.notes["images_failed"][0]["address"].endswith("/no.jpg")


def test_a_server_that_fails_too_often_is_left_alone(pictures, shop, exporter, monkeypatch):
    monkeypatch.setattr("imports.services.exports.images.MOST_FAILURES", 1)
    address = f"http://localhost:{pictures.port}"
    Product.objects.filter(pk=shop.drill).update(image_urls="\n".join(f"{address}/{n}.jpg" for n in range(3)))
    export = exporter.done(selection=chosen(shop.drill), images="zip")
    assert (export.notes["images"], export.notes["images_missing"], len(export.notes["images_failed"])) == (0, 3, 1)


def test_private_addresses_are_not_asked(pictures, shop, exporter, settings):
    settings.HTTP_ALLOWED_PRIVATE_HOSTS = []
    export = exporter.done(selection=chosen(shop.drill), images="zip")
    assert (export.status, export.notes["images"], export.notes["images_missing"]) == (JobStatus.COMPLETED, 0, 2)
