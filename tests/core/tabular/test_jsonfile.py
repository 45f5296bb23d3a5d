"""JSON and JSON Lines: record paths, nested values, lines that do not parse."""

import gzip
import json

import pytest

from core.tabular import UnreadableFile

PRODUCTS = [
    {
        "sku": f"A{i}",
        "title": f"Pen {i}",
        "price": {"amount": 1.5, "currency": "EUR"},
        "stock": 4.0,
        "tags": ["blue", "new"],
        "images": [{"src": f"http://x.example/{i}a.jpg"}, {"src": f"http://x.example/{i}b.jpg"}],
        "variants": [{"ean": "4006381333931", "price": "1.50"}, {"ean": "5901234123457", "price": "2.50"}],
        "active": True,
        "barcode": None,
    }
    for i in range(3)
]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (PRODUCTS, "$[]"),
        ({"products": PRODUCTS, "total": 3}, "$.products[]"),
        ({"status": "ok", "data": {"items": PRODUCTS, "filters": [{"id": 1}, {"id": 2}]}}, "$.data.items[]"),
        ({"products": {"a": PRODUCTS[0], "b": PRODUCTS[1], "c": PRODUCTS[2]}}, "$.products{}"),
    ],
)
def test_the_list_of_products_is_found(read, document, path):
    result = read(json.dumps(document, indent=1))
    assert (result.recognition.format, result.recognition.record_path) == ("json", path)
    assert result.column("sku") == ["A0", "A1", "A2"]
    assert result.frame.get_column("_row").to_list() == [1, 2, 3]


def test_nested_values_become_flat_columns(read):
    row = read(json.dumps(PRODUCTS)).frame.row(0, named=True)
    assert row["price.amount"] == "1.5"
    assert row["stock"] == "4"
    assert row["tags[]"] == "blue\nnew"
    assert row["images[].src"] == "http://x.example/0a.jpg\nhttp://x.example/0b.jpg"
    assert row["variants[].ean"] == "4006381333931"
    assert row["active"] == "true"
    assert row["barcode"] is None


def test_one_product_alone(read):
    assert read(json.dumps(PRODUCTS[0])).frame.height == 1


def test_bad_lines_are_held_with_their_numbers(read):
    lines = [json.dumps(product) for product in PRODUCTS]
    text = "\n".join([lines[0], lines[1][:40], "", "error 500", lines[2], ""])
    result = read(text)
    assert (result.recognition.format, result.recognition.record_path) == ("jsonl", "lines")
    assert result.problems == [(2, "bad_json_line"), (4, "bad_json_line")]
    assert result.frame.get_column("_row").to_list() == [1, 5]
    assert not any(problem.is_record for chunk in result.chunks for problem in chunk.problems)


def test_json_in_gzip_with_mark_and_nan(read):
    text = json.dumps([{"sku": "A", "name": "x", "price": float("nan")}, {"sku": "B", "name": "y", "price": 2}])
    result = read(gzip.compress(text.encode("utf-8-sig")))
    assert result.recognition.container == "gzip"
    assert result.column("price") == [None, "2"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (json.dumps(PRODUCTS)[:-200], "truncated"),
        ('{"error": {"code": 401, "message": "Invalid API key"}}', "api_error_document"),
        ('{"message": "Too many requests"}', "api_error_document"),
        ("[]", "no_rows"),
        ('{"products": []}', "no_rows"),
    ],
)
def test_what_is_no_list_is_named(read, text, code):
    with pytest.raises(UnreadableFile) as refused:
        read(text)
    assert refused.value.code == code


def test_both_ways_of_reading_lines_agree(read, monkeypatch):
    odd = [
        {"sku": "X", "n": 0.1, "tags": [], "images": [], "active": False, "price": {"amount": 3, "currency": ""}},
        {"sku": "Y", "n": 18.0, "tags": ["only"], "images": [{"src": "pic"}], "variants": None, "late": "x"},
        {"sku": "Z", "n": None, "codes": ["400", "500"], "mixed": {"a": {"b": [1, 2]}}},
    ]
    text = "\n".join(json.dumps(product) for product in [*PRODUCTS, *odd]) + "\n"
    at_once = read(text).frame
    monkeypatch.setattr("core.tabular.jsonfile.text_columns", lambda *block, lines: None)
    one_by_one = read(text).frame
    assert at_once.columns == one_by_one.columns
    assert at_once.rows() == one_by_one.rows()


@pytest.mark.parametrize("form", ["[%s,%s]", "%s\n%s\n"])
def test_escaped_nul_characters_never_arrive(read, form):
    first, second = r'{"sku": "A\u0000", "name": "x", "price": 1}', r'{"sku": "B\\u0000", "name": "y", "price": 2}'
    assert read(form % (first, second)).column("sku") == ["A", "B\\u0000"]


def test_a_large_document_of_keyed_objects_is_streamed(read, monkeypatch):
    monkeypatch.setattr("core.tabular.jsondocument.IN_MEMORY", 1000)
    products = {f"A-{i}": {"name": f"Pen {i}", "price": i, "images": [{"url": "1"}, {"url": "2"}]} for i in range(90)}
    result = read(json.dumps(products))
    assert (result.recognition.record_path, result.frame.height) == ("${}", 90)
    assert result.column("name")[89] == "Pen 89"


def test_a_large_document_with_a_list_inside_is_streamed(read, monkeypatch):
    monkeypatch.setattr("core.tabular.jsondocument.IN_MEMORY", 1000)
    result = read(json.dumps({"meta": {"page": 1}, "products": PRODUCTS * 30}))
    assert (result.recognition.record_path, result.frame.height) == ("$.products[]", 30 * len(PRODUCTS))
