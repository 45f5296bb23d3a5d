"""Damage that fuzzing has found, one file each: read as well as it can be, or refused with a sentence."""

import io
import struct
import zipfile

import pytest

from core.tabular import UnreadableFile, read_chunks, recognise, write_xlsx
from tests.fuzzing.reading import read_through
from tests.fuzzing.seeds import HEADER, ROWS, seeds_of


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def rows_of(path):
    recognition = recognise(path)
    return sum(chunk.frame.height + len(chunk.problems) for chunk in read_chunks(path, recognition))


def test_a_lone_carriage_return_in_a_cell_stays_in_its_cell(tmp_path):
    lines = ["sku;ean;title", *(f"A-{n};{n};Perceuse {n}" for n in range(20))]
    lines[5] = 'A-4;4;Per"ceuse\rà colonne'
    path = written(tmp_path, "feed.csv", "\n".join(lines).encode())
    assert rows_of(path) == 20


def test_a_file_that_begins_with_an_empty_line(tmp_path):
    path = written(tmp_path, "feed.csv", b"\n\nsku;title\nA;Perceuse\nB;Scie\n")
    assert rows_of(path) == 2


def test_a_superscript_is_no_number_of_a_ladder(tmp_path):
    path = written(tmp_path, "feed.csv", "brand;1;2;²;3\nBosch;a;b;c;d\nMakita;a;b;c;d\n".encode())
    assert rows_of(path) == 2


def test_many_stray_quotes_cost_no_more_than_their_lines(tmp_path):
    lines = [f'  "key{n}": "a\\"b","x' for n in range(1500)]
    path = written(tmp_path, "feed.csv", "\n".join(["a,b", *lines]).encode())
    assert read_through(path)


@pytest.mark.parametrize(
    "damage", [lambda c: c[:40] + b"\0\0\0\0" + c[44:], lambda c: c.replace(b"PK\x01\x02", b"PK\x01\x03")]
)
def test_an_archive_with_a_broken_directory(tmp_path, damage):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("feed.csv", "sku;title\nA;Perceuse\n")
    path = written(tmp_path, "feed.zip", damage(packed.getvalue()))
    with pytest.raises(UnreadableFile):
        rows_of(path)


def with_part(content, name, part):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, part if info.filename == name else old.read(info))
    return target.getvalue()


@pytest.mark.parametrize("part", ["xl/_rels/workbook.xml.rels", "xl/workbook.xml"])
def test_a_workbook_with_a_broken_part(tmp_path, part):
    target = io.BytesIO()
    write_xlsx(target, HEADER, ROWS)
    path = written(tmp_path, "feed.xlsx", with_part(target.getvalue(), part, b"no xml at all"))
    with pytest.raises(UnreadableFile, match="damaged or incomplete"):
        rows_of(path)


@pytest.mark.skipif(not seeds_of("xls"), reason="the shared feeds are not here, and no library of ours writes xls")
def test_an_old_workbook_whose_chain_of_sectors_runs_in_a_circle(tmp_path):
    content = bytearray(seeds_of("xls")[0])
    (table,) = struct.unpack_from("<I", content, 76)
    place = 512 + table * 512
    struct.pack_into("<II", content, place, 1, 0)
    with pytest.raises(UnreadableFile, match="damaged or incomplete"):
        rows_of(written(tmp_path, "feed.xls", bytes(content)))


def test_a_cell_of_thousands_of_digits_is_no_number_and_is_told_soon(tmp_path):
    lines = ["sku;ean;title", *(f"A-{n};{n};Perceuse {n}" for n in range(9)), "A-9;" + "1 234" * 3000 + "x;Scie"]
    path = written(tmp_path, "feed.csv", "\n".join(lines).encode())
    assert rows_of(path) == 10


def test_a_record_that_fills_more_than_half_of_a_block_is_read_as_one(tmp_path):
    texts = [f'A-{n};"{"Perceuse" * 400}""{n}"' for n in range(80)]
    texts[40] = 'A-40;"a"b\n' + "c\n" * 3000 + 'd";'
    path = written(tmp_path, "feed.csv", "\n".join(["sku;title", *texts]).encode())
    assert read_through(path)
