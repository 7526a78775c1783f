"""Files made to fill the memory or to keep a reader busy for ever; small themselves."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from functools import cache

MEGABYTE = 1024 * 1024
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org"
LAUGHS = '<!DOCTYPE x [<!ENTITY l0 "ha">' + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
)  # fmt: skip
QUADRATIC = f'<!DOCTYPE x [<!ENTITY long "{"ha" * 50_000}">]>'
FILE = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def zipped(members: Iterable[tuple[str, Iterable[bytes]]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, pieces in members:
            with archive.open(name, "w") as member:
                for piece in pieces:
                    member.write(piece)
    return file.getvalue()


def word(body: Iterable[bytes], declared: str = "", more: int = 0) -> bytes:
    """A Word file by hand, with as many more members as are wanted."""
    office = f"{OFFICE}/officeDocument/2006/relationships/officeDocument"
    parts = f"{OFFICE}/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        f'<Types xmlns="{parts}/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    links = (
        f'<Relationships xmlns="{parts}/relationships"><Relationship Id="r1" Type="{office}" '
        'Target="word/document.xml"/></Relationships>'
    )
    start = f'<?xml version="1.0"?>{declared}<w:document xmlns:w="{WORD}"><w:body>'
    return zipped(
        [
            ("[Content_Types].xml", [types.encode()]),
            ("_rels/.rels", [links.encode()]),
            ("word/document.xml", [start.encode(), *body, b"</w:body></w:document>"]),
            *((f"word/{number}.xml", [b"x"]) for number in range(more)),
        ]
    )


def paragraph(text: str) -> list[bytes]:
    return [f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()]


def deflated(piece: bytes, times: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(piece) for _ in range(times)), packer.flush()])


def pdf(*objects: bytes) -> bytes:
    """A PDF of numbered objects, the first of which is its catalogue."""
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, table, len(objects) + 1, len(data))
    )


def pages(kids: bytes, count: int) -> tuple[bytes, bytes]:
    return b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%b]/Count %d>>" % (kids, count)


def page(content: bytes, filters: bytes) -> bytes:
    return pdf(
        *pages(b"3 0 R", 1),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        b"<<%b/Length %d>>stream\n%b\nendstream" % (filters, len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )


@cache
def bombs() -> dict[str, bytes]:
    """Each by the name of a file; all but the last refuse to be read, or have nothing to read."""
    nested = zipped([("a.zip", [zipped([("b.zip", [zipped([("c", [bytes(50 * MEGABYTE)])])])])])])
    flate = b"/Filter/FlateDecode"
    twice = b"/Filter[/FlateDecode/FlateDecode]"
    here = b"BT /F 12 Tf 1 0 0 1 10 10 Tm (hello world) Tj ET\n" * 20_000
    empty = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
    blank = b" " * MEGABYTE
    return {
        "laughs.docx": word(paragraph("&l9;"), f"{LAUGHS}]>"),
        "quadratic.docx": word(paragraph("&long;" * 20_000), QUADRATIC),
        "other-file.docx": word(paragraph("&file;"), FILE),
        "300-megabytes.docx": word([b"<w:p><w:r><w:t>", *[b"a" * MEGABYTE] * 300]),
        "6000-members.docx": word(paragraph("Words."), more=6_000),
        "a-million-members.docx": word([]) + b"PK\x01\x02" * 1_000_000,
        "nested.zip": nested,
        "laughs.html": f"{LAUGHS}]><html><body>&l9;</body></html>".encode(),
        "a-million-deep.html": b"<html><body>" + b"<div>" * 1_000_000 + b"x",
        "flate.pdf": page(deflated(blank, 276), flate),
        "flate-in-flate.pdf": page(zlib.compress(deflated(blank, 2_000)), twice),
        "two-million-words.pdf": page(deflated(here, 100), flate),
        "a-circle.pdf": pdf(*pages(b"2 0 R", 5)),
        "a-circle-of-parents.pdf": pdf(*pages(b"3 0 R", 5), b"<</Type/Pages/Kids[2 0 R]/Count 9>>"),
        "two-billion-pages.pdf": pdf(*pages(b"3 0 R", 2_000_000_000), empty),
        "6000-pages.pdf": pdf(*pages(b"3 0 R " * 6_000, 6_000), empty),
        "a-million-brackets.pdf": pdf(b"<</X " + b"[" * 1_000_000 + b"]" * 1_000_000 + b">>"),
        "50-megabytes.txt": b"word " * 10 * MEGABYTE,
    }
