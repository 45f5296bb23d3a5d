"""`inspect_feed`: what the importer would make of a file."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

FEED = """Réf.;Code EAN;Désignation;Prix HT;Stock
A1;4006381333931;Lampe de bureau;12,50;en stock
A2;3,01762E+12;Lampe de chevet;1 234,00;rupture
A3;36000291452;Lampe murale;8,00;12
"""


@pytest.fixture
def feed(tmp_path):
    path = tmp_path / "feed.csv"
    path.write_bytes(FEED.encode("cp1252"))
    return path


def answer(path, *options):
    out = StringIO()
    call_command("inspect_feed", path, *options, stdout=out)
    return out.getvalue()


def test_the_answer_as_json(feed):
    data = json.loads(answer(feed, "--json"))

    assert {key: data[key] for key in ("format", "encoding", "delimiter", "header_row", "row_count")} == {
        "format": "csv",
        "encoding": "cp1252",
        "delimiter": ";",
        "header_row": 1,
        "row_count": 3,
    }
    assert data["columns"] == ["Réf.", "Code EAN", "Désignation", "Prix HT", "Stock"]
    assert {name: entry["source"] for name, entry in data["mapping"].items()} == {
        "ean": "Code EAN",
        "supplier_sku": "Réf.",
        "title": "Désignation",
        "price": "Prix HT",
        "stock": "Stock",
    }
    assert data["valid_gtin_rows"] == 1
    assert data["error"] is None
    assert set(data["mapping"]["ean"]) == {"source", "confidence", "reason"}


def test_the_answer_for_people(feed):
    text = answer(feed)

    assert "Code EAN" in text
    assert "cp1252" in text


def test_a_refused_file_exits_with_three(tmp_path):
    page = tmp_path / "feed.csv"
    page.write_text("<!DOCTYPE html><html><head><title>503</title></head><body>Busy</body></html>")
    out = StringIO()

    with pytest.raises(SystemExit) as stopped:
        call_command("inspect_feed", page, "--json", stdout=out)

    data = json.loads(out.getvalue())
    assert stopped.value.code == 3
    assert data["error"]["code"] == "html_page"
    assert data["mapping"] == {}
    assert data["row_count"] is None


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError):
        answer(tmp_path / "absent.csv")


def test_recognition_can_be_overruled(feed):
    assert json.loads(answer(feed, "--json", "--header-row", "0"))["columns"][0] == "#1"
