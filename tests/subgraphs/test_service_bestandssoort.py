"""What a file is, is found in its content, whatever its name says."""

from __future__ import annotations

import io
import zipfile

import pytest

from subgraphs.service import bestandssoort as soort
from subgraphs.service.bestandssoort import Bestandssoort

PDF = b"%PDF-1.7\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def package(*entries: tuple[str, bytes], stored_first: bool = False) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for number, (name, content) in enumerate(entries):
            stored = stored_first and number == 0
            made.writestr(name, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def of(*parts: bytes) -> str | None:
    found = Bestandssoort()
    for part in parts:
        found.lees(part)
    found.einde()
    return found.formaat


TYPES = package(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
SHEET = package(("_rels/.rels", b"<r/>"), ("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<x/>"))
ODT = package(("mimetype", soort.ODT.encode()), ("content.xml", b"<o/>"), stored_first=True)
ODS = package(("mimetype", soort.ODS.encode()), ("content.xml", b"<o/>"), stored_first=True)


@pytest.mark.parametrize(
    ("content", "formaat"),
    [
        (PDF, soort.PDF),
        (b"\xef\xbb\xbf\n" + PDF, soort.PDF),
        (PNG, soort.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", soort.JPEG),
        (b"GIF89a\x01\x00", soort.GIF),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", soort.WEBP),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", soort.HEIC),
        (b"II*\x00\x08\x00", soort.TIFF),
        (TYPES, soort.DOCX),
        (SHEET, soort.XLSX),
        (ODT, soort.ODT),
        (ODS, soort.ODS),
        ("Geachte gemeente,\r\n\tété".encode(), soort.TEXT),
    ],
)
def test_it_is_what_it_begins_with(content: bytes, formaat: str) -> None:
    assert of(content) == formaat


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        package(("virus.exe", b"MZ")),
        b"\x00\x00\x00\x18ftypisom\x00\x00",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        b"caf\xe9",
    ],
)
def test_anything_else_is_unknown(content: bytes) -> None:
    assert of(content) is None


def test_what_another_file_has_in_it_does_not_make_it_that() -> None:
    page = b"<html><script>alert(1)</script>" + PDF
    assert of(page) == soort.TEXT
    assert of(b"MZ\x90\x00" + PDF) is None


def test_text_is_text_to_its_very_end() -> None:
    assert of("één".encode()[:1] + b"", "één".encode()[1:]) == soort.TEXT
    assert of(b"tekst", b" en dan \x00") is None
    assert of(b"afgebroken \xc3") is None


def test_a_page_is_text_and_not_something_to_show() -> None:
    assert of(b"<script>alert(1)</script>") == soort.TEXT
