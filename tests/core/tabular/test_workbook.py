"""Workbooks: the sheet with the products, values as people read them, containers that attack."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from core.tabular import Limits, UnreadableFile, recognise

NAMES = ["Art.-Nr.", "EAN", "Bezeichnung", "VK netto", "Bestand", "Verfügbar ab"]


def workbook(*sheets, **options):
    """Bytes of an XLSX; each sheet is (name, rows)."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "dd.mm.yyyy", **options}) as book:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                sheet.write_row(i, 0, row)
    return buffer.getvalue()


def products(count=5):
    return [
        [f"A-{i}", 4006381333931 + i, f"Stift {i}", 1.5 + i / 10, 10 * i, dt.date(2026, 1, 1 + i % 28)]
        for i in range(count)
    ]


def test_values_are_text_as_people_read_them(read):
    result = read(workbook(("Preise", [NAMES, *products()])))
    assert result.recognition.format == "xlsx"
    assert result.column("EAN")[0] == "4006381333931"
    assert result.column("VK netto") == ["1.5", "1.6", "1.7", "1.8", "1.9"]
    assert result.column("Bestand")[4] == "40"
    assert result.column("Verfügbar ab")[0] == "2026-01-01"
    assert result.frame.get_column("_row").to_list() == [2, 3, 4, 5, 6]


def test_the_product_sheet_is_chosen_among_others(read):
    sheets = [
        ("Hinweise", [["Preisliste gültig ab 2026"], ["Alle Preise in EUR"]]),
        ("Kategorien", [["Nr", "Kategorie"], [1, "Papier"], [2, "Stifte"]]),
        ("Preise", [["Firma GmbH"], [], NAMES, *products(30)]),
        ("Kunden", [["Kundennummer", "Ort"], [7, "Bonn"]]),
    ]
    result = read(workbook(*sheets))
    assert (result.recognition.sheet, result.recognition.header_row, result.frame.height) == ("Preise", 3, 30)
    assert result.recognition.sheets == ("Hinweise", "Kategorien", "Preise", "Kunden")
    assert read(workbook(*sheets), sheet="Kategorien").frame.height == 2


def test_a_table_that_begins_right_of_the_first_column_is_not_shifted(read):
    rows = [["Preisliste 2026"], [], NAMES, *products()]
    result = read(workbook(("Preise", [["", *row] if row else [] for row in rows])))
    assert result.recognition.columns == tuple(NAMES)
    assert result.column("Art.-Nr.") == ["A-0", "A-1", "A-2", "A-3", "A-4"]
    assert result.column("Bestand") == ["0", "10", "20", "30", "40"]


def test_names_below_merged_group_titles(read):
    groups = ["Artikel", "", "", "Preise", "Lager", ""]
    result = read(workbook(("Preise", [groups, NAMES, *products()])))
    assert (result.recognition.header_row, result.recognition.header_rows) == (2, 2)
    assert result.recognition.columns == tuple(NAMES)


def test_rows_keep_their_numbers_below_gaps(read):
    result = read(workbook(("S", [[], NAMES, products()[0], [], products()[1]])))
    assert result.recognition.header_row == 2
    assert result.frame.get_column("_row").to_list() == [3, 5]


def test_hidden_sheets_are_named_and_left_alone(read):
    book = openpyxl.Workbook()
    for row in [NAMES, *products()]:
        book.active.append(row)
    book.create_sheet("intern").append(["EAN", "EK", "Preis", "Bestand"])
    book["intern"].sheet_state = "hidden"
    buffer = io.BytesIO()
    book.save(buffer)
    result = read(buffer.getvalue())
    assert result.recognition.sheet == "Sheet"
    assert "hidden_sheets" in result.notices


def test_a_formula_without_result_is_empty_and_noticed(read):
    book = openpyxl.Workbook()
    for row in [["sku", "name", "price"], ["A", "Pen", "=1+1"], ["B", "Cap", 2]]:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    result = read(buffer.getvalue())
    assert result.column("price") == [None, "2"]
    assert "formula_without_value" in result.notices


def test_escaped_carriage_returns_disappear(read):
    result = read(workbook(("S", [["sku", "name", "price"], ["A", "Pen_x000D_\nblue", 1], ["B", "Cap", 2]])))
    assert result.column("name") == ["Pen\nblue", "Cap"]


def test_a_wrong_dimension_loses_no_row(read):
    content = workbook(("S", [NAMES, *products(9)]))
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for info in source.infolist():
            part = source.read(info)
            if info.filename == "xl/worksheets/sheet1.xml":
                part = part.replace(b'<dimension ref="A1:F10"/>', b'<dimension ref="A1"/>')
            archive.writestr(info, part)
    assert read(target.getvalue()).frame.height == 9


def test_a_workbook_inside_a_zip(read):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("__MACOSX/x", b"")
        archive.writestr("prices.dat", workbook(("S", [NAMES, *products()])))
    result = read(buffer.getvalue())
    assert (result.recognition.container, result.recognition.member) == ("zip", "prices.dat")
    assert result.frame.height == 5


def test_a_recognition_from_another_day_reads_the_file_again(tmp_path):
    from core.tabular import Recognition, read_chunks

    path = tmp_path / "prices"
    path.write_bytes(workbook(("S", [NAMES, *products()])))
    stored = Recognition.from_json(recognise(path).to_json())
    assert stored == recognise(path)
    assert sum(chunk.frame.height for chunk in read_chunks(path, stored)) == 5


def test_a_cell_at_the_end_of_the_sheet_does_not_fill_the_memory(tmp_path):
    path = tmp_path / "far"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["sku", "name", "price"])
        sheet.write_row(1, 0, ["A", "Pen", 1])
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(UnreadableFile) as refused:
        recognise(path)
    assert refused.value.code == "too_large"


def test_a_workbook_that_lies_about_its_texts_does_not_fill_the_memory(tmp_path):
    path = tmp_path / "lie"
    with zipfile.ZipFile(io.BytesIO(workbook(("S", [NAMES, *products()])))) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            part = good.read(name)
            bad.writestr(name, part.replace(b'uniqueCount="', b'uniqueCount="99999999') if "shared" in name else part)
    with pytest.raises(UnreadableFile) as refused:
        recognise(path)
    assert refused.value.code == "damaged_workbook"


@pytest.mark.parametrize(
    ("place", "code"),
    [(b"A4294967295", "too_large"), (b"A123456789012345", "too_large"), (b"XFD2", "too_many_columns")],
)
def test_a_far_cell_in_the_middle_of_a_row_does_not_fill_the_memory(tmp_path, place, code):
    path = tmp_path / "far"
    with zipfile.ZipFile(io.BytesIO(workbook(("S", [NAMES, *products()])))) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            part = good.read(name)
            bad.writestr(name, part.replace(b'r="A2"', b'r="%b"' % place) if "sheets/sheet" in name else part)
    with pytest.raises(UnreadableFile) as refused:
        recognise(path)
    assert refused.value.code == code


def bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(100):
                part.write(b"<row><c><v>1</v></c></row>" * 40_000)
    return buffer.getvalue()


def test_a_bomb_is_refused_before_it_is_opened(read):
    with pytest.raises(UnreadableFile) as refused:
        read(bomb())
    assert refused.value.code == "decompression_bomb"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x0d\x0a" * 800, "damaged_workbook"),
    ],
)
def test_workbooks_that_do_not_open_are_named(read, content, code):
    with pytest.raises(UnreadableFile) as refused:
        read(content)
    assert refused.value.code == code


def test_a_cut_workbook_is_damaged(read):
    content = workbook(("S", [NAMES, *products(50)]))
    with pytest.raises(UnreadableFile) as refused:
        read(content[: len(content) // 2])
    assert refused.value.code in {"damaged_workbook", "truncated"}


def test_too_many_rows(tmp_path):
    path = tmp_path / "many"
    path.write_bytes(workbook(("S", [NAMES, *products(20)])))
    with pytest.raises(UnreadableFile) as refused:
        recognise(path, limits=Limits(max_rows=10))
    assert refused.value.code == "too_many_rows"


def open_document(body):
    """Bytes of an ODS with one sheet of the given rows (XML)."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    names = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {names}>{entry}</manifest:manifest>")
    return buffer.getvalue()


def ods_row(*texts, more=""):
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts
    )
    return f"<table:table-row>{cells}{more}</table:table-row>"


def test_a_far_cell_in_an_open_document_is_refused_before_its_area_is_spanned(read):
    far = (
        '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="900"/>'
        '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    with pytest.raises(UnreadableFile) as refused:
        read(open_document(ods_row("Art.-Nr.", "Preis") + ods_row("A", "1,20") + far))
    assert refused.value.code == "too_large"


def test_the_empty_rest_of_an_open_document_costs_nothing(read):
    rest = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell/></table:table-row>'
    wide = '<table:table-cell table:number-columns-repeated="16380"/>'
    rows = [ods_row("Art.-Nr.", "Preis", more=wide), ods_row("A-1", "1,20", more=wide), ods_row("A-2", "2,40")]
    assert read(open_document("".join(rows) + rest)).column("Art.-Nr.") == ["A-1", "A-2"]
