"""Encodings: marks, UTF-16 without mark, UTF-8, and code pages told apart by the letters of a language."""

import codecs

import pytest

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


def test_a_person_overrules_the_encoding(read):
    assert read(FRENCH, encoding="cp1252").recognition.encoding == "cp1252"


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
