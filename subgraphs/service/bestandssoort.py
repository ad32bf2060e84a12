"""What a file is, found in its content: its name is whatever its sender calls it.

Knows the kinds that municipalities accept, by what their own specifications say that they begin with. What is
none of them is unknown, and so is plain text with anything in it that is no text.
"""

import codecs
from collections.abc import Callable

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
GIF = "image/gif"
WEBP = "image/webp"
HEIC = "image/heic"
TIFF = "image/tiff"
TEXT = "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

HEAD = 64 * 1024
"""How much of a file has to be seen, if it is that long."""

_ZIP = b"PK\x03\x04"
_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument."
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_FIRST: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    # Readers look for the mark further on as well, and so does who hides a PDF in a page, or a page in a PDF.
    (PDF, lambda head: head.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"%PDF-")),
    (PNG, lambda head: head.startswith(b"\x89PNG\r\n\x1a\n")),
    (JPEG, lambda head: head.startswith(b"\xff\xd8\xff")),
    (GIF, lambda head: head.startswith((b"GIF87a", b"GIF89a"))),
    (WEBP, lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    (HEIC, lambda head: head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS),
    (TIFF, lambda head: head.startswith((b"II*\x00", b"MM\x00*"))),
    # OpenDocument 1.3, part 2, section 3.3: the first entry of the package is its media type, not compressed
    (ODT, lambda head: head[30:].startswith(_MIMETYPE + b"textPK")),
    (ODS, lambda head: head[30:].startswith(_MIMETYPE + b"spreadsheetPK")),
    (DOCX, lambda head: _has_entry(head, b"word/")),
    (XLSX, lambda head: _has_entry(head, b"xl/")),
)


class Bestandssoort:
    """Finds the media type of a file from its parts, in order. The first has HEAD bytes, or is the whole."""

    def __init__(self) -> None:
        self._found: str | None = None
        self._text: codecs.IncrementalDecoder | None = None
        self._begun = False

    def lees(self, deel: bytes) -> None:
        """The next part of the file."""
        if not self._begun:
            self._begun = True
            self._found = next((media for media, is_one in _FIRST if is_one(deel)), None)
            if self._found is None:
                self._found, self._text = TEXT, codecs.getincrementaldecoder("utf-8")()
        if self._text is not None and not self._is_text(deel, final=False):
            self._found = self._text = None

    def einde(self) -> None:
        """There are no more parts."""
        if self._text is not None and not self._is_text(b"", final=True):
            self._found = self._text = None

    @property
    def formaat(self) -> str | None:
        """The media type, as far as can be told by now; None for what is unknown."""
        return self._found

    def _is_text(self, deel: bytes, *, final: bool) -> bool:
        assert self._text is not None
        try:
            text = self._text.decode(deel, final)
        except UnicodeDecodeError:
            return False
        return not any(char < " " and char not in "\t\r\n\f" for char in text)


def _has_entry(head: bytes, folder: bytes) -> bool:
    """Whether a zip file is an Office Open XML package (ECMA-376, part 2) with this folder in it. Which of
    its entries is the first, differs by who wrote it.
    """
    return head.startswith(_ZIP) and b"[Content_Types].xml" in head and _ZIP in head and folder in head
