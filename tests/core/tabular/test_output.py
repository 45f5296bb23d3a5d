"""Tables written piece by piece, read back by the readers of this product."""

import io
import json

import openpyxl
import polars as pl
import pytest

from core.tabular.output import Field, Options, Sheet, open_sink

FIELDS = (Field("Réf."), Field("Prix", "number"), Field("Actif", "boolean"), Field("Tags", "list"))
FIRST = pl.DataFrame({"ref": ["A-1", "=1+1"], "price": ["12.5", None], "on": ["true", "false"], "tags": ["a\nb", None]})
SECOND = pl.DataFrame({"ref": ["+33 1"], "price": ["-3"], "on": [None], "tags": [None]}, schema=FIRST.schema)


def written(form, *frames, fields=FIELDS, **options):
    """The bytes of the file, and its sink."""
    target = io.BytesIO()
    sink = open_sink(form, target, fields, Options(**options))
    for frame in frames:
        sink.write(frame)
    sink.close()
    return target.getvalue(), sink


def test_csv_for_spreadsheets():
    content, sink = written("csv", FIRST, SECOND)
    assert content.decode("utf-8-sig").split("\r\n") == [
        "Réf.;Prix;Actif;Tags",
        "A-1;12.5;true;a|b",
        "'=1+1;;false;",
        "'+33 1;-3;;",
        "",
    ]
    assert content.startswith(b"\xef\xbb\xbf")
    assert sink.rows == 3


def test_csv_for_programs_is_not_touched():
    content, _sink = written("csv", FIRST, guarded=False, bom=False, delimiter=",", quote_all=True)
    assert content.decode().split("\r\n")[2] == '"=1+1","","false",""'


def test_characters_that_latin_1_lacks_are_replaced_and_listed():
    frame = pl.DataFrame({"name": ["Cœur à 5 € – 日", "L’été"]})
    content, sink = written("csv", frame, fields=(Field("Nom"),), encoding="iso-8859-1")
    assert content.decode("latin-1") == "Nom\r\nCoeur à 5 EUR - ?\r\nL'été\r\n"
    assert sink.notes.replaced == {"œ → oe": 1, "€ → EUR": 1, "– → -": 1, "日 → ?": 1, "’ → '": 1}


def test_workbook_texts_are_never_formulas_and_numbers_are_numbers():
    content, _sink = written("xlsx", FIRST, SECOND, sheet=Sheet(name="Été: 2026"))
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.title == "Été  2026"
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows == [
        ["Réf.", "Prix", "Actif", "Tags"],
        ["A-1", 12.5, True, "a|b"],
        ["=1+1", None, False, None],
        ["+33 1", -3, None, None],
    ]
    assert sheet["A3"].data_type == "s"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"


def test_a_sheet_to_edit_hides_its_keys_and_locks_its_head():
    about = Sheet(protected=True, keys=("_id", "title"), hidden=(0,), editable=(1,))
    frame = pl.DataFrame({"id": ["x", "y"], "title": ["Lampe", None]})
    content, _sink = written("xlsx", frame, fields=(Field("Id"), Field("Titre")), sheet=about)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]] == ["_id", "title"]
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert sheet.protection.sheet
    assert (sheet["B2"].protection.locked, sheet["A3"].protection.locked) == (True, True)
    assert (sheet["B3"].protection.locked, sheet["B4"].protection.locked) == (False, False)


def test_long_texts_are_shortened_and_counted():
    frame = pl.DataFrame({"text": ["x" * 40_000]})
    content, sink = written("xlsx", frame, fields=(Field("Text"),))
    assert sink.notes.shortened == 1
    assert len(openpyxl.load_workbook(io.BytesIO(content)).active["A2"].value) == 32_767


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch):
    monkeypatch.setattr("core.tabular.output.workbook.SHEET_ROWS", 3)
    content, _sink = written("xlsx", FIRST, SECOND)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert [(sheet.title, sheet.max_row) for sheet in book.worksheets] == [("Export", 3), ("Export 2", 2)]


def test_json_has_types():
    content, _sink = written("json", FIRST, SECOND)
    assert json.loads(content) == [
        {"Réf.": "A-1", "Prix": 12.5, "Actif": True, "Tags": ["a", "b"]},
        {"Réf.": "=1+1", "Prix": None, "Actif": False, "Tags": None},
        {"Réf.": "+33 1", "Prix": -3, "Actif": None, "Tags": None},
    ]


def test_pretty_json_and_lines():
    pretty, _sink = written("json", FIRST, pretty=True)
    assert pretty.startswith(b'[\n  {\n    "R\xc3\xa9f.": "A-1",')
    lines, _sink = written("jsonl", FIRST, SECOND)
    assert [json.loads(line)["Prix"] for line in lines.splitlines()] == [12.5, None, -3]


@pytest.mark.parametrize(("form", "expected"), [("json", b"[]\n"), ("jsonl", b""), ("csv", b"Nom\r\n")])
def test_no_rows_at_all(form, expected):
    content, sink = written(form, fields=(Field("Nom"),), bom=False)
    assert content == expected
    assert sink.rows == 0


def test_digits_that_a_number_would_lose_stay_text():
    frame = pl.DataFrame({"n": ["12345678901234567890", "0.1"]})
    content, _sink = written("json", frame, fields=(Field("n", "number"),))
    assert json.loads(content) == [{"n": "12345678901234567890"}, {"n": 0.1}]
