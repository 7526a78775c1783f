"""A file is what its content says, whatever it is called."""

import codecs
import io
import random
import sqlite3
import zipfile
import zlib

import pytest

from index.errors import UnreadableDocument
from index.sniff import (
    CSV,
    EPUB,
    HTML,
    MAIL,
    MARKDOWN,
    PDF,
    SHEETS,
    SLIDES,
    TEXT,
    WORD,
    sniff,
)


def archive(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for member in members:
            target.writestr(member, "<x/>")
    return buffer.getvalue()


def database() -> bytes:
    with sqlite3.connect(":memory:") as connection:
        connection.execute("create table river (name text)")
        return connection.serialize()


NOISE = random.Random(7).randbytes(4096)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GARBAGE = {
    "random": (NOISE, "not a text document"),
    "zeros": (bytes(512), "not a text document"),
    "deflate": (zlib.compress(NOISE), "not a text document"),
    "elf": (b"\x7fELF\x02\x01\x01" + bytes(57), "a program"),
    "pe": (b"MZ\x90\x00\x03\x00" + bytes(58), "a program"),
    "class": (b"\xca\xfe\xba\xbe\x00\x00\x00\x34", "a program"),
    "wasm": (b"\x00asm\x01\x00\x00\x00", "a program"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "an image"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "an image"),
    "gif": (b"GIF89a\x01\x00\x01\x00", "an image"),
    "webp": (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "an image"),
    "gzip": (b"\x1f\x8b\x08\x00" + NOISE[:64], "a compressed archive"),
    "bzip2": (b"BZh91AY&SY\x00\x01", "a compressed archive"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04", "a compressed archive"),
    "mp3": (b"ID3\x03\x00\x00\x00\x00\x00\x00", "a sound recording"),
    "wav": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "a sound recording"),
    "mp4": (b"\x00\x00\x00\x18ftypmp42\x00", "a sound recording or video"),
    "sqlite": (database(), "a database"),
    "doc": (OLE + bytes(504), "old Office format"),
    "encrypted docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "rtf": (rb"{\rtf1\ansi words}", "a rich-text"),
    "postscript": (b"%!PS-Adobe-3.0", "a PostScript file"),
    "zip": (archive("a.txt"), "a ZIP archive"),
    "xlsb": (archive("xl/workbook.bin"), r"an Excel workbook in the binary format \(\.xlsb\)"),
    "odt": (archive("content.xml", "mimetype"), "an OpenDocument file"),
    "music": (archive("META-INF/container.xml", "score.xml"), "a ZIP archive"),
    "odt with more": (archive("content.xml", "META-INF/manifest.xml"), "an OpenDocument file"),
    "msg": (OLE + "__substg1.0_0037001F".encode("utf-16-le"), "Outlook's own format"),
    "cut zip": (archive("word/document.xml")[:40], "damaged"),
}


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".md", ".txt", ".html"])
@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_refused_with_its_name_and_kind(kind, suffix):
    data, word = GARBAGE[kind]
    with pytest.raises(UnreadableDocument, match=word) as refusal:
        sniff(data, f"thing{suffix}")
    assert f"“thing{suffix}”" in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.7\n", "a.txt", PDF),
        (b"\xef\xbb\xbf%PDF-1.7\n", "a.txt", PDF),
        (b"rubbish\n%PDF-1.4\n1 0 obj\nendobj", "a.pdf", PDF),
        (b"A file begins with %PDF-1.4, as you know.", "a.txt", TEXT),
        (b"1 0 obj\n<</Type /Catalog>>\nendobj", "a.pdf", PDF),
        (b"1 0 obj\n<</Type /Catalog>>\nendobj", "a.txt", TEXT),
        (archive("word/document.xml"), "a.pdf", WORD),
        (archive("META-INF/container.xml", "OEBPS/content.opf"), "a.docx", EPUB),
        (b"From: Ann\nSubject: Ferry\n\nIt closes.", "a.eml", MAIL),
        (b"From: Ann\nSubject: Ferry\n\nIt closes.", "a.txt", TEXT),
        (b"Subject: Ferry\r\nFROM: Ann\r\n\tHolt\r\n\r\nIt closes.", "A.EML", MAIL),
        (b"\xef\xbb\xbf\nFrom: Ann\nDate: now\n\nIt closes.", "a.eml", MAIL),
        (b"From a@b.example now\nFrom: Ann\nDate: now\n\nIt closes.", "a.eml", MAIL),
        (b"Received: by x\nMessage-ID: <1>\nFrom: Ann\n\nIt closes.", "a.txt", MAIL),
        (b"From: Ann\nMIME-Version: 1.0\nContent-Type: text/html\n\n<html>", "a.html", MAIL),
        (b"From: Ann\n\nIt closes.", "a.eml", TEXT),
        (b"From: Ann\nSubject: Ferry", "a.eml", TEXT),
        (b"From: Ann\nSubject: Ferry\nIt closes.\n\n", "a.eml", TEXT),
        (b"Date: now\nSubject: Ferry\n\nIt closes.", "a.eml", TEXT),
        (b"From: Osk to Norden\nIt is far. Message-ID: none\n\n", "a.eml", TEXT),
        (b"The ferry closes.\nFrom: Ann\nSubject: Ferry\n\n", "a.eml", TEXT),
        (b"<!DOCTYPE html><p>x", "a.eml", HTML),
        (archive("ppt/presentation.xml"), "a.xlsx", SLIDES),
        (archive("xl/workbook.xml"), "a.txt", SHEETS),
        (b"a,b\n1,2\n", "a.CSV", CSV),
        (b"a\tb\n1\t2\n", "a.tsv", CSV),
        ("a;b\n1;2\n".encode("utf-16"), "a.csv", CSV),
        (b"a,b\n1,2\n", "a.txt", TEXT),
        (b"Dear Ann, come, please.\nBob\n", "a.csv", TEXT),
        (b"<html><p>a,b\n1,2\n", "a.csv", HTML),
        (b"<!DOCTYPE html><p>x", "a.txt", HTML),
        (b"  <!-- saved --><HTML><body>x", "a.md", HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html><html/>', "a", HTML),
        (codecs.BOM_UTF16_LE + "<html><p>x".encode("utf-16-le"), "a.htm", HTML),
        (b"<p>fragment</p>", "a.html", HTML),
        (b"<p>fragment</p>", "a.txt", TEXT),
        (b"<div align=center>x</div>\n# Title", "a.md", MARKDOWN),
        (b"3 < 4 and nothing more", "a.html", TEXT),
        (b"# Title", "A.MD", MARKDOWN),
        (b"# Title", "a.txt", TEXT),
        (b"# Title", "README", TEXT),
        (b"MZ is an abbreviation, BZh and ID3 too.", "a.txt", TEXT),
        (b"ID3 is a tag format. " * 20, "a.txt", TEXT),
        (codecs.BOM_UTF16_LE + "wide".encode("utf-16-le"), "a.txt", TEXT),
        (b"one stray \x00 sign " + b"in a long text " * 20, "a.txt", TEXT),
        ("Привет".encode("koi8-r"), "a.txt", TEXT),
        ("報道官は".encode("iso2022_jp"), "a.txt", TEXT),
        (b"", "a.txt", TEXT),
    ],
)
def test_content_decides(data, name, expected):
    assert sniff(data, name) == expected
