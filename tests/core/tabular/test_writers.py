"""Written files: nothing becomes a formula, numbers stay numbers, memory stays flat."""

import io
from decimal import Decimal

import openpyxl
import pytest

from core.tabular import write_csv, write_xlsx
from core.tabular.writers import csv_chunks, harmless

DANGEROUS = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "  =1", "\r=1", "＝1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_formulas_are_neutralised(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["-12.50", "+33", "-1,5", "Stylo", "a=b", "", "4006381333931"])
def test_harmless_texts_stay(text):
    assert harmless(text) == text


def test_csv_has_mark_semicolons_and_crlf():
    target = io.BytesIO()
    count = write_csv(target, ["sku", "=titre"], [["A", 'x"y;z'], ["B", None], [Decimal("1.50"), True]])
    assert count == 3
    assert target.getvalue() == '\ufeffsku;\'=titre\r\nA;"x""y;z"\r\nB;\r\n1.50;true\r\n'.encode()


def test_csv_to_a_path_without_mark(tmp_path):
    path = tmp_path / "out.csv"
    write_csv(path, ["a"], [["é"]], delimiter=",", encoding="cp1252", bom=False)
    assert path.read_bytes() == "a\r\né\r\n".encode("cp1252")


def test_xlsx_keeps_texts_and_numbers(tmp_path, read):
    path = tmp_path / "out.xlsx"
    rows = [["=1+1", "0012", 1.5, Decimal("2.25"), 4006381333931, None, True, "x\x0by"]]
    assert write_xlsx(path, ["f", "code", "n", "d", "ean", "none", "b", "c"], rows, sheet="Held: rows") == 1
    sheet = openpyxl.load_workbook(path).active
    assert [cell.value for cell in sheet[2]] == ["'=1+1", "0012", 1.5, 2.25, 4006381333931, None, True, "xy"]
    assert sheet["A2"].data_type == "s"
    assert sheet.freeze_panes == "A2"


def test_an_empty_export_still_has_its_header():
    target = io.BytesIO()
    assert write_xlsx(target, ["sku", "reason"], []) == 0
    assert [cell.value for cell in openpyxl.load_workbook(target).active[1]] == ["sku", "reason"]


def test_what_was_written_is_read_again(tmp_path, read):
    target = io.BytesIO()
    write_csv(target, ["sku", "name", "price"], [["A", "Pen;\nblue", 1.5], ["B", "Cap", 2]])
    result = read(target.getvalue())
    assert result.column("name") == ["Pen;\nblue", "Cap"]


@pytest.mark.parametrize("rows", [0, 1, 3, 4])
def test_a_csv_sent_in_pieces_is_the_same_file(rows):
    table = [["=1+1", number, None, "é;\n"] for number in range(rows)]
    whole = io.BytesIO()
    write_csv(whole, ["a", "@b", "c", "d"], table)
    pieces = list(csv_chunks(["a", "@b", "c", "d"], table, size=2))
    assert b"".join(pieces) == whole.getvalue()
    assert len(pieces) == 2 + rows // 2
