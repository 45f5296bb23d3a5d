"""Delimited text: delimiter, quotes, header, ragged rows, as suppliers really send them."""

import pytest

from core.tabular import UnreadableFile

ROWS = [["A-1", "4006381333931", "Stylo bleu", "1,20", "10"], ["A-2", "5901234123457", "Cahier", "2,50", "3"]]
NAMES = ["Réf", "EAN", "Désignation", "Prix HT", "Stock"]


def table(delimiter, rows=ROWS, names=NAMES):
    return "\r\n".join(delimiter.join(row) for row in [names, *rows]) + "\r\n"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_the_delimiter_is_found_beside_decimal_commas(read, delimiter):
    result = read(table(delimiter))
    assert result.recognition.delimiter == delimiter
    assert result.recognition.columns == tuple(NAMES)
    assert result.recognition.decimal == ","
    assert result.column("Prix HT") == ["1,20", "2,50"]
    assert result.frame.get_column("_row").to_list() == [2, 3]


def test_a_sep_line_names_the_delimiter_and_is_no_row(read):
    result = read("sep=;\r\n" + table(";"))
    assert (result.recognition.delimiter, result.recognition.header_row, result.frame.height) == (";", 2, 2)


@pytest.mark.parametrize("above", [1, 3, 5, 8, 10, 13])
def test_title_rows_above_the_header(read, above):
    titles = [
        "Tarif général 2026",
        "",
        "Société Exemple SARL;;Tél. 01 23 45 67 89;;",
        "",
        "Valable dès le;01.02.2026;;;",
    ]
    preamble = (titles * 3)[:above]
    result = read("\r\n".join(preamble) + "\r\n" + table(";", ROWS * 5))
    assert result.recognition.header_row == above + 1
    assert result.recognition.columns == tuple(NAMES)
    assert result.frame.height == 10


def test_columns_without_header_are_numbered(read):
    result = read(
        table(",", names=["A-0", "4012345678901", "Gomme", "0.90", "7"], rows=[[*r[:3], "1.5", "2"] for r in ROWS])
    )
    assert result.recognition.header_row is None
    assert result.recognition.columns == ("#1", "#2", "#3", "#4", "#5")
    assert result.frame.height == 3


def test_a_person_overrules_the_header(read):
    text = table(";")
    assert read(text, header_row=0).frame.height == 3
    assert read(text, header_row=2).recognition.columns[2] == "Stylo bleu"


def test_technical_names_below_translated_labels(read):
    text = (
        "TemplateType=x\tVersion=1\t\t\nTitel\tVerkäufer-SKU\tMarke\tPreis\nitem_name\titem_sku\tbrand_name\tstandard_price\n"
        "Stift blau\tS-1\tStabilo\t1.20\nHeft\tS-2\tOxford\t2.50\n"
    )
    result = read(text)
    assert (result.recognition.header_row, result.recognition.header_rows) == (3, 2)
    assert result.recognition.columns[0] == "item_name"
    assert result.frame.height == 2


def test_repeated_and_missing_names(read):
    result = read("sku;Marque;Marque;;prix\nA;Bic;;x;1\nB;Bic;;y;2\n")
    assert result.recognition.columns == ("sku", "Marque", "Marque (2)", "#4", "prix")


def test_empty_columns_at_the_end_are_left_out_but_their_late_values_are_held(read):
    lines = [f"A{i};Stylo {i};1,20;;" for i in range(300)]
    lines[250] = "A250;Stylo;1,20;;surprise"
    result = read("ref;nom;prix;;\n" + "\n".join(lines) + "\n")
    assert result.recognition.columns == ("ref", "nom", "prix")
    assert result.frame.height == 299
    assert result.problems == [(252, "value_without_column")]


def test_short_and_long_rows_are_held_with_their_numbers(read):
    result = read("sku,name,price,stock\nA,Pen,1.20,5\nB,2.50,6\n\nC,Book, thick,3.10,7\nD,Cap,1.00,8\n")
    assert result.problems == [(3, "too_few_cells"), (5, "too_many_cells")]
    assert result.column("sku") == ["A", "D"]
    assert result.frame.get_column("_row").to_list() == [2, 6]


def test_what_every_row_leaves_out_may_be_missing(read):
    rows = "".join(f"A{i};Stylo {i};1,2{i % 10}\n" for i in range(30))
    result = read("ref;nom;prix;commentaire;note\n" + rows)
    assert result.problems == []
    assert result.frame.height == 30


def test_empty_cells_beyond_the_header_are_harmless(read):
    result = read("ref;nom;prix\nA;Stylo;1,20;;\nB;Gomme;2,00;;\n")
    assert result.problems == []
    assert result.column("prix") == ["1,20", "2,00"]


def test_quoted_delimiters_quotes_and_line_ends(read):
    result = read('sku,name,price\nA,"Pen, blue\nwith ""cap""",1.20\nB,Pencil,0.50\n')
    assert result.column("name") == ['Pen, blue\nwith "cap"', "Pencil"]
    assert result.frame.get_column("_row").to_list() == [2, 3]


def test_inch_marks_are_not_quotes(read):
    result = read('sku\tname\tprice\nA\t15" screen\t120\nB\t17" screen\t140\nC\tCable 2m\t5\n')
    assert result.column("name") == ['15" screen', '17" screen', "Cable 2m"]
    assert result.problems == []


def test_a_stray_quote_swallows_only_its_own_row(read):
    rows = [f'A{i};"Tube {i}";{i}.50;4' for i in range(50)]
    rows[20] = 'A20;"Tube 3/4 inch;20.50;4'
    result = read("sku;name;price;stock\n" + "\n".join(rows) + "\n")
    assert result.frame.height == 50
    assert result.column("sku")[20] == "A20"
    assert "stray_quote" in result.notices


def test_backslash_escapes(read):
    result = read('sku,name,price\nA,"Pen \\"blue\\" x",1.20\nB,"Cap \\"red\\" y",2.20\n')
    assert result.column("name") == ['Pen "blue" x', 'Cap "red" y']


def test_a_backslash_at_the_end_of_the_file_ends_its_row(read):
    rows = [rf'{number};"a \"b\" c";1' for number in range(20)]
    result = read("\n".join(["nom;texte;stock", *rows, "21;d", "22;e;2\\"]))
    assert result.column("stock")[-1] == "2"
    assert result.frame.height == 21


def test_a_file_cut_inside_quotes_is_refused(read):
    text = 'sku,name,price\nA,"Pen\nblue",1.20\nB,"Cap that goes on\nand on'
    with pytest.raises(UnreadableFile) as refused:
        read(text)
    assert refused.value.code == "truncated"


def test_nul_bytes_are_removed_with_a_notice(read):
    result = read("sku,stock\nA\x00,1\nB,2\n")
    assert result.column("sku") == ["A", "B"]
    assert "nul_bytes" in result.notices


def test_old_macintosh_and_mixed_line_ends(read):
    assert read("sku;name;price\rA;Pen;1\rB;Cap;2\r").column("name") == ["Pen", "Cap"]
    assert read("sku;name;price\r\nA;Pen;1\nB;Cap;2\r\n").column("price") == ["1", "2"]


def test_blank_lines_and_rows_of_delimiters_are_no_rows(read):
    result = read('sku;name;price\nA;Pen;1\n\n;;\n"";" ";\nB;Cap;2\n\n')
    assert result.column("sku") == ["A", "B"]
    assert result.frame.get_column("_row").to_list() == [2, 6]
    assert result.problems == []


def test_a_single_column(read):
    result = read("ean\n4006381333931\n5901234123457\n")
    assert result.column("ean") == ["4006381333931", "5901234123457"]


def test_cif_catalogues(read):
    text = (
        "CIF_I_V3.0\nCHARSET: UTF-8\nITEMCOUNT: 2\n"
        "FIELDNAMES: Supplier ID, Supplier Part ID, Item Description, Unit Price\n"
        'DATA\n1,P1,"Gloves, leather",5.20\n1,P2,Apron,15.00\nENDOFDATA\n'
    )
    result = read(text)
    assert (result.recognition.format, result.recognition.header_row) == ("cif", 4)
    assert result.column("Item Description") == ["Gloves, leather", "Apron"]
    assert result.frame.get_column("_row").to_list() == [6, 7]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_file"),
        (" \n\n", "empty_file"),
        ("sku;ean;prix\n", "no_rows"),
        ("<!DOCTYPE html><html><title>503</title></html>", "html_page"),
        ("<html><form><input type='password'></form></html>", "login_page"),
        ("Error: quota exceeded, try again later\n", "api_error_document"),
        ("%PDF-1.7 ...", "unknown_format"),
    ],
)
def test_what_is_no_table_is_named(read, text, code):
    with pytest.raises(UnreadableFile) as refused:
        read(text)
    assert refused.value.code == code
    assert str(refused.value)


def test_sizes_as_names_and_a_header_that_comes_again(read):
    result = read("Ref;Modèle;36;38;40\nA;Robe;1;0;3\nB;Jupe;0;5;1\nRef;Modèle;36;38;40\nC;Veste;2;2;2\n")
    assert result.recognition.columns == ("Ref", "Modèle", "36", "38", "40")
    assert result.frame.height == 4


def test_remarks_in_brackets_below_the_names_are_no_product(read):
    result = read(
        "Nummer;Bezeichnung;Preis;Gewicht\n(alphanum.);(Text);(EUR);(g)\nA-1;Stift blau;1,20;12\nA-2;Heft;2,50;80\n"
    )
    assert result.recognition.columns == ("Nummer", "Bezeichnung", "Preis (EUR)", "Gewicht (g)")
    assert (result.recognition.header_row, result.recognition.header_rows, result.frame.height) == (1, 2, 2)


def test_pack_sizes_as_names(read):
    result = read("Product,1 Kg,500 g,Category\nAmber,6000,3000,Wood\nRose,17500,8750,Flower\nMusk,9500,4750,Wood\n")
    assert result.recognition.columns == ("Product", "1 Kg", "500 g", "Category")
    assert result.frame.height == 3


def test_a_name_hyphenated_over_two_rows_is_put_together(read):
    result = read(
        "Waren;;Preis;Bestell-\ngruppe;Bezeichnung;Euro;menge\n"
        "1;Eier Größe M;0,55;\n1;Eier Größe L;0,57;\n2;Kartoffeln;3,00;\n"
    )
    assert result.recognition.columns[3] == "Bestellmenge"
    assert result.frame.height == 3


def test_a_quote_that_never_closes_is_told(read):
    result = read('sku;name;price\n1;"open;2\n' + "".join(f"{i};Pen {i};{i}\n" for i in range(2, 40)))
    assert result.frame.height == 39
    assert "stray_quote" in result.notices


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/* shop */\nconst url = 'x';\nfunction load(a, b) {\n  return a, b;\n}\nload(1, 2);\n", "unknown_format"),
        ("```xml\n<list>\n<product>\n<name>Pen</name>\n</product>\n</list>\n```\n", "unknown_format"),
        ("Dear merchant we are pleased to send you the list of all our new products soon\n" * 5, "no_table"),
        ("UNA:+.? 'UNB+UNOC:3+4012345000009:14+4098765000003:14+240507:0930+1'UNH+1+PRICAT:D:96A'", "unknown_format"),
    ],
)
def test_texts_without_a_table_are_refused(read, text, code):
    with pytest.raises(UnreadableFile) as refusal:
        read(text)
    assert refusal.value.code == code


def test_too_many_columns_are_refused_before_they_are_rated(read):
    with pytest.raises(UnreadableFile) as refusal:
        read(",".join(f"c{i}" for i in range(3000)) + "\n" + ",".join("1" for _ in range(3000)) + "\n")
    assert refusal.value.code == "too_many_columns"
