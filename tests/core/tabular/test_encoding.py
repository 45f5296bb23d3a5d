"""Encodings: marks, UTF-16 without mark, UTF-8, and code pages told apart by the letters of a language."""

import codecs
import json

import pytest

from core.tabular import Overrides, read_chunks, recognise
from core.tabular.source import BLOCK

FRENCH = "Réf;Désignation;Prix\nA;Café moulu à la française;1,20 €\nB;Chaîne hélicoïdale;2,50\n"
CZECH = "Kód;Název zboží;Cena\nA;Nabíječka příslušenství;1,20\nB;Šroubovák křížový;2,50\nC;Tužka měkká;3,10\n"
POLISH = "Kod;Nazwa;Cena\nA;Łańcuch śrubowy;1,20\nB;Żarówka żółta;2,50\nC;Gąbka ścierna;3,10\n"
RUSSIAN = "Код;Наименование;Цена\nA;Краска белая;1,20\nB;Шуруповерт;2,50\n"
GERMAN = "Nr;Bezeichnung;Preis\nA;Schlüssel groß;1,20\nB;Bürste für Böden;2,50\n"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (FRENCH, "utf-8"),
        (FRENCH, "utf-8-sig"),
        (FRENCH, "utf-16"),
        (FRENCH, "utf-16-le"),
        (FRENCH, "utf-16-be"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("€", "E"), "cp850"),
        (FRENCH, "mac_roman"),
        (GERMAN, "cp1252"),
        (GERMAN, "cp850"),
        (CZECH, "cp1250"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
    ],
)
def test_texts_arrive_as_they_were_written(read, text, written):
    result = read(text, encoding=written)
    names = text.splitlines()[0].split(";")
    assert result.recognition.columns == tuple(names)
    assert result.column(names[1]) == [line.split(";")[1] for line in text.splitlines()[1:]]


def test_the_suppliers_code_page_decides_when_letters_do_not(read):
    result = read("réf;nom\nA;B\nC;D\n".encode("iso8859-15"), code_page="iso8859-15")
    assert result.recognition.encoding == "iso8859-15"


def test_a_person_overrules_the_encoding(tmp_path):
    path = tmp_path / "feed.bin"
    path.write_bytes(FRENCH.encode("utf-8"))
    assert recognise(path, overrides=Overrides(encoding="cp1252")).encoding == "cp1252"


def test_a_foreign_byte_in_utf8_is_read_as_windows_1252(read):
    lines = [f"A{i};Café à thé {i};1,20" for i in range(60)]
    content = ("ref;nom;prix\n" + "\n".join(lines)).encode() + "\nB;Crème".encode("cp1252") + b";2,00\n"
    result = read(content)
    assert result.recognition.encoding == "utf-8"
    assert result.column("nom")[-1] == "Crème"
    assert "mixed_encoding" in result.notices


def test_the_mark_is_no_part_of_the_first_name(read):
    result = read(codecs.BOM_UTF8 + b"sku;name\nA;Pen\nB;Cap\n")
    assert result.recognition.bom
    assert result.recognition.columns == ("sku", "name")


def test_the_euro_sign_tells_latin_9_from_windows_1252(read):
    text = "sku;Bezeichnung;Preis\nA;Käse;1,20 €\nB;Brötchen;0,40 €\n"
    assert read(text, encoding="iso8859-15").column("Preis")[0] == "1,20 €"
    assert read(text, encoding="cp1252").recognition.encoding == "cp1252"


HEAD = "réf;nom;prix\n"
ROW = "A{};Café à thé {};1,20\n"
FOREIGN = "B;Crème brûlée;2,00\n"
BROKEN_LINES = 'A{};"Café\nà thé; dit ""moulu"" {}";1,20\n'


def _long(row: str, blocks: float = 2.2) -> str:
    """A head and enough rows that the file spans several blocks of the scan."""
    count = int(blocks * BLOCK / len(row.encode()))
    return HEAD + "".join(row.format(i, i) for i in range(count))


@pytest.mark.parametrize("row", [ROW, BROKEN_LINES])
@pytest.mark.parametrize(
    ("written", "recognised"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("cp1252", "cp1252"),
    ],
)
def test_a_long_file_full_of_accents_is_recognised_without_a_warning(read, row, written, recognised):
    text = _long(row)
    result = read(text, encoding=written)
    assert (result.recognition.encoding, result.recognition.notices) == (recognised, ())
    assert result.recognition.columns == ("réf", "nom", "prix")
    assert result.frame.height == text.count(";1,20")
    assert result.column("nom")[-1].startswith("Café")


def test_latin_9_is_recognised_by_a_euro_sign_far_behind_the_first_accents(read):
    result = read(_long(ROW, 0.5) + "C;Œuf à la coque;3,00 €\n", encoding="iso8859-15")
    assert result.recognition.encoding == "iso8859-15"
    assert (result.column("nom")[-1], result.column("prix")[-1]) == ("Œuf à la coque", "3,00 €")


@pytest.mark.parametrize("row", [ROW, BROKEN_LINES, "A{};Plain {};1,20 €\n"])
@pytest.mark.parametrize(("mark", "recognised"), [(b"", "utf-8"), (codecs.BOM_UTF8, "utf-8-sig")])
def test_one_foreign_line_at_the_end_of_a_long_file_is_told_and_read_rightly(read, row, mark, recognised):
    result = read(mark + _long(row).encode() + FOREIGN.encode("cp1252"))
    assert result.recognition.encoding == recognised
    assert [(n.code, n.message[:8]) for n in result.recognition.notices] == [("mixed_encoding", "3 bytes ")]
    assert result.column("nom")[-1] == "Crème brûlée"
    assert result.problems == []


def test_a_foreign_line_is_told_when_a_person_chose_utf8(tmp_path):
    path = tmp_path / "feed.bin"
    path.write_bytes(_long(ROW, 0.1).encode() + FOREIGN.encode("cp1252"))
    recognition = recognise(path, overrides=Overrides(encoding="utf-8"))
    assert [notice.code for notice in recognition.notices] == ["mixed_encoding"]
    assert list(read_chunks(path, recognition))[-1].frame["nom"][-1] == "Crème brûlée"


def test_accents_only_at_the_end_of_a_long_file_decide(read):
    plain = ("ref;nom;prix\n" + "A1;Plain pen;1,20\n" * 150_000).encode()
    for written in ("utf-8", "cp1252"):
        result = read(plain + FOREIGN.encode(written))
        assert (result.recognition.encoding, result.recognition.notices) == (written, ())
        assert result.column("nom")[-1] == "Crème brûlée"


@pytest.mark.parametrize("shares", [(4, 1), (1, 1), (1, 4)])
def test_a_file_glued_together_of_utf8_and_windows_1252_is_read_rightly(read, shares):
    parts = [_long(ROW, share * 0.3) for share in shares]
    result = read(parts[0].encode() + parts[1].removeprefix(HEAD).encode("cp1252"))
    assert "mixed_encoding" in result.notices
    assert result.recognition.columns == ("réf", "nom", "prix")
    assert result.frame.filter(~result.frame["nom"].str.starts_with("Café à thé ")).is_empty()


def test_signs_after_capitals_do_not_make_windows_1252_a_mixture(read):
    text = HEAD + "A;CAFÉ®;1,20\nB;thé glacé;2,00\nC;CRÈME BRÛLÉ™;2,00\nD;pâte;1\n"
    result = read(text, encoding="cp1252")
    assert (result.recognition.encoding, result.recognition.notices) == ("cp1252", ())
    assert result.column("nom")[0] == "CAFÉ®"


def test_an_accent_as_the_last_byte_is_no_mixture(read):
    result = read("ref;nom\nA;Th\nB;Café", encoding="cp1252")
    assert (result.recognition.encoding, result.recognition.notices) == ("cp1252", ())
    assert result.column("nom")[-1] == "Café"


@pytest.mark.parametrize("sign", ["é", "€", "\ufffd", "😀"])
@pytest.mark.parametrize("offset", [1, 2, 3])
def test_a_character_across_two_blocks_is_valid(read, sign, offset):
    start = b"ref;nom\nA;Pen\n"
    filler = b"B;" + b"x" * (BLOCK - len(start) - 2 - offset)
    result = read(start + filler + f"{sign}\nC;{sign}\n".encode())
    assert (result.recognition.encoding, result.recognition.notices) == ("utf-8", ())
    assert result.column("nom")[-1] == sign


def test_few_accents_in_one_endless_line_are_evidence(read):
    name = "Nabíječka příslušenství šroubovák"
    rows = [{"sku": f"A{i}", "name": "plain" if i % 50 else name} for i in range(9000)]
    result = read(json.dumps(rows, ensure_ascii=False).encode("cp1250"))
    assert result.recognition.encoding == "cp1250"
    assert result.column("name")[0] == name


@pytest.mark.parametrize(
    ("head", "row", "join", "tail"),
    [
        ("[", '{{"sku": "A{}", "name": "{}"}}', ",\n", "]"),
        ("", '{{"sku": "A{}", "name": "{}"}}', "\n", ""),
        ("<products>", "<product><sku>A{}</sku><name>{}</name></product>", "\n", "</products>"),
        ('<?xml version="1.0" encoding="UTF-8"?><a>', "<b><sku>A{}</sku><name>{}</name></b>", "", "</a>"),
    ],
)
def test_a_foreign_cell_in_json_and_xml_is_told_and_read_rightly(read, head, row, join, tail):
    cells = [row.format(i, "Café à thé").encode() for i in range(100)]
    cells[70] = row.format(70, "Crème brûlée").encode("cp1252")
    result = read(head.encode() + join.encode().join(cells) + tail.encode())
    assert "mixed_encoding" in result.notices
    assert result.column("name")[69:72] == ["Café à thé", "Crème brûlée", "Café à thé"]
    assert result.problems == []
