"""XML feeds: where the records are, what their columns are called, what is refused."""

import pytest

from core.tabular import UnreadableFile, read_chunks, recognise


def offers(count=3, inner=""):
    items = "".join(
        f'<offer id="{i}" available="true"><name>Pen {i}</name><price>1.{i}0</price><barcode>400638133393{i}</barcode>'
        f"<picture>http://x.example/{i}a.jpg</picture><picture>http://x.example/{i}b.jpg</picture>"
        f'<param name="Colour">Blue</param><param name="Size">{i}</param>{inner}</offer>'
        for i in range(count)
    )
    categories = "".join(f'<category id="{i}">Cat {i}</category>' for i in range(20))
    shop = f"<name>Shop</name><categories>{categories}</categories><offers>{items}</offers>"
    return f"<catalog><shop>{shop}</shop></catalog>"


def test_the_repeated_product_is_the_record(read):
    result = read(offers())
    assert result.recognition.record_path == "catalog/shop/offers/offer"
    assert result.column("@id") == ["0", "1", "2"]
    assert result.column("name") == ["Pen 0", "Pen 1", "Pen 2"]
    assert result.column("param[@name='Size']") == ["0", "1", "2"]
    assert result.frame.get_column("_row").to_list() == [1, 2, 3]


def test_lists_of_pictures_are_joined_and_of_numbers_the_first_counts(read):
    codes = "<codes><code>11</code><code>22</code></codes>"
    result = read(offers(inner=codes))
    assert result.column("picture")[0] == "http://x.example/0a.jpg\nhttp://x.example/0b.jpg"
    assert result.column("codes/code")[0] == "11"


def test_prefixes_stay_and_default_namespaces_do_not_show(read):
    items = "".join(
        f"<item><title>T{i}</title><g:id>{i}</g:id><g:price>1.00 EUR</g:price><g:gtin>4006381333931</g:gtin></item>"
        for i in range(3)
    )
    text = (
        f'<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><title>S</title>{items}</channel></rss>'
    )
    result = read(text)
    assert result.recognition.record_path == "rss/channel/item"
    assert result.column("g:id") == ["0", "1", "2"]
    assert result.recognition.namespaces == {"g": "http://base.google.com/ns/1.0"}


def test_soap_envelopes_are_opened(read):
    items = "".join(f"<ITEM><GTIN>{i}</GTIN><NAME>N{i}</NAME><PRICE>1</PRICE></ITEM>" for i in range(4))
    text = (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
        f'<ARTICLE xmlns="urn:x">{items}</ARTICLE></s:Body></s:Envelope>'
    )
    assert read(text).recognition.record_path == "Envelope/Body/ARTICLE/ITEM"


def test_keys_tell_repeated_elements_apart(read):
    def product(i):
        return (
            f"<Product><RecordReference>{i}</RecordReference>"
            f"<ProductIdentifier><ProductIDType>02</ProductIDType><IDValue>short{i}</IDValue></ProductIdentifier>"
            f"<ProductIdentifier><ProductIDType>15</ProductIDType><IDValue>978{i}</IDValue></ProductIdentifier>"
            f"<Title><TitleText>Book {i}</TitleText></Title></Product>"
        )

    result = read(f"<ONIXMessage><Header><Sender>x</Sender></Header>{product(1)}</ONIXMessage>")
    assert result.recognition.record_path == "ONIXMessage/Product"
    assert result.column("ProductIdentifier[ProductIDType='15']/IDValue") == ["9781"]


def test_a_hierarchy_of_items_is_read_at_every_level(read):
    def item(gtin, inner=""):
        return (
            f"<catalogueItem><tradeItem><gtin>{gtin}</gtin><name>N{gtin}</name><brand>B</brand></tradeItem>"
            f"{inner}</catalogueItem>"
        )

    inner = "<link><q>2</q>" + item(2, "<link><q>3</q>" + item(3) + "</link>") + "</link>"
    result = read(f"<message><doc>{item(1, inner)}</doc></message>")
    assert result.recognition.record_path == "//tradeItem"
    assert sorted(result.column("gtin")) == ["1", "2", "3"]


def test_references_inside_a_record_are_no_records(read):
    related = "".join(f'<Related><Product id="{i}" name="Other {i}"/></Related>' for i in range(9))
    record = f'<Product id="1" name="Main" ean="4006381333931"><Text>Long</Text>{related}</Product>'
    result = read(f"<Interface>{record}</Interface>")
    assert result.recognition.record_path == "Interface/Product"
    assert result.frame.height == 1


def test_marked_up_descriptions_stay_one_text(read):
    result = read(
        offers(inner="<description>Nice <b>pen</b>, <br/>blue</description><long><p>One</p><p>Two</p></long>")
    )
    assert result.column("description")[0] == "Nice <b>pen</b>, <br/>blue"
    assert result.column("long")[0] == "<p>One</p><p>Two</p>"


def test_a_person_chooses_another_record_path(read):
    result = read(offers(), record_path="catalog/shop/categories/category")
    assert result.frame.height == 20
    assert result.column("text()")[0] == "Cat 0"


@pytest.mark.parametrize("written", ["utf-8", "utf-16", "iso-8859-1", "windows-1250"])
def test_declared_encodings_hold(read, written):
    text = f'<?xml version="1.0" encoding="{written}"?>' + offers().replace("Pen", "Stück")
    assert read(text, encoding=written).column("name")[0] == "Stück 0"


def test_a_wrong_declaration_is_overruled_by_the_bytes(read):
    text = '<?xml version="1.0" encoding="UTF-8"?>' + offers().replace("Pen", "Crème brûlée")
    assert read(text, encoding="cp1252").column("name")[0] == "Crème brûlée 0"


def test_control_characters_are_removed_with_a_notice(read):
    result = read(offers().replace("Pen 1", "Pen\x0b 1"))
    assert result.column("name")[1] == "Pen 1"
    assert "control_characters" in result.notices


def test_a_doctype_is_welcome_and_never_loaded(read):
    doctype = '<!DOCTYPE catalog SYSTEM "http://invalid.example/feed.dtd" [<!ENTITY % x "y"><!ELEMENT z (#PCDATA)>]>'
    assert read(doctype + offers()).frame.height == 3


@pytest.mark.parametrize(
    "declaration",
    ['<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">', '<!ENTITY secret SYSTEM "file:///etc/passwd">'],
)
def test_entity_declarations_are_refused(read, declaration):
    with pytest.raises(UnreadableFile) as refused:
        read(f"<!DOCTYPE catalog [{declaration}]>" + offers())
    assert refused.value.code == "unsafe_xml"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (offers(50)[:-2000], "truncated"),
        ("<error><code>403</code><message>Access denied</message></error>", "api_error_document"),
        ("<Error><Code>NoSuchKey</Code><Message>gone</Message><Key>x</Key></Error>", "api_error_document"),
        ("<?xml version='1.0'?><html><body>Maintenance</body></html>", "html_page"),
    ],
)
def test_what_is_no_feed_is_named(read, text, code):
    with pytest.raises(UnreadableFile) as refused:
        read(text)
    assert refused.value.code == code


def test_fields_that_appear_late_become_columns(tmp_path):
    path = tmp_path / "late.xml"
    path.write_text(offers(3000).replace("<name>Pen 2900</name>", "<name>Pen 2900</name><gift>yes</gift>"))
    recognition = recognise(path)
    assert "gift" not in recognition.columns
    chunks = list(read_chunks(path, recognition))
    assert sum(chunk.frame.height for chunk in chunks) == 3000
    assert "late_columns" in {notice.code for chunk in chunks for notice in chunk.notices}


@pytest.mark.parametrize("where", [1, 2900])
def test_bare_ampersands_are_read_as_text_wherever_they_stand(read, where):
    text = offers(3000, inner="<note><![CDATA[a & b]]></note><more>c &amp; d</more>")
    result = read(text.replace(f"<name>Pen {where}</name>", "<name>Pen & Co</name>"))
    assert result.frame.height == 3000
    assert result.column("name")[where] == "Pen & Co"
    assert set(result.column("note")) == {"a & b"}
    assert set(result.column("more")) == {"c & d"}
    assert result.frame.get_column("_row").to_list() == list(range(1, 3001))
