"""A PDF of one page with some lines of text: what a document of the demo holds (ISO 32000-1)."""

from collections.abc import Sequence

_TOP, _LEFT, _LEADING = 780, 72, 20


def pdf(lines: Sequence[str]) -> bytes:
    """The same lines give the same bytes. What Latin-1 lacks is shown as a question mark."""
    shown = b"".join(b"(" + _escaped(line) + b") Tj T*\n" for line in lines)
    page = b"BT /F1 12 Tf %d TL %d %d Td\n%sET" % (_LEADING, _LEFT, _TOP, shown)
    return _file(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )


def _escaped(line: str) -> bytes:
    plain = line.encode("latin-1", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _file(*objects: bytes) -> bytes:
    """The objects, numbered from 1, with the table of where each begins (section 7.5)."""
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer
