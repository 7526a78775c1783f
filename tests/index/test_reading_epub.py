"""E-books are read chapter by chapter, in the order of reading, and nothing in them can grow."""

import datetime
import io
import random
import time
import zipfile

import pytest
from extractions import section_texts

from index.errors import EmptyDocument, UnreadableDocument
from index.read import read_bytes
from index.sniff import EPUB

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
FACTS = (
    '<dc:title id="t">The Ferry</dc:title><dc:creator>Ann Holt</dc:creator>'
    "<dc:publisher>Osk Press</dc:publisher><dc:date>2024-05-03T00:00:00Z</dc:date>"
)
ONE = "<h1>Low water</h1><p>The river was low.</p>"
TWO = "<p>The bridge opens&nbsp;late &amp; slowly.</p>"


def page(body, head=""):
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" '
        '"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd">\n<html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/>{head}</head><body>{body}</body>'
        "</html>"
    )


def package(items, spine, facts=FACTS, guide=""):
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{facts}</metadata><manifest>{items}</manifest><spine>{spine}</spine>{guide}</package>"
    )


def item(name, href, kind="application/xhtml+xml", more=""):
    return f'<item id="{name}" href="{href}" media-type="{kind}" {more}/>'


def reference(name, more=""):
    return f'<itemref idref="{name}" {more}/>'


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return buffer.getvalue()


def members(chapters, more="", facts=FACTS, guide="", **parts):
    """The members of a book whose chapters are given by name, in the order of reading."""
    items = "".join(item(name, f"text/{name}.xhtml") for name in chapters)
    spine = "".join(map(reference, chapters))
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/book.opf": package(items + more, spine, facts, guide),
        **{f"OEBPS/text/{name}.xhtml": page(body) for name, body in chapters.items()},
        **{f"OEBPS/{name.replace('_', '.')}": content for name, content in parts.items()},
    }


def read(made):
    return read_bytes(made if isinstance(made, bytes) else zipped(made), "a.epub")


def outcome(made):
    """What was read, or what the refusal says."""
    try:
        return read(made)
    except UnreadableDocument as refusal:
        return str(refusal)


NAV = item("nav", "nav.xhtml", more='properties="nav"')
NAV_PAGE = page(
    '<nav epub:type="toc"><ol><li><a href="text/two.xhtml#x">The new bridge</a></li></ol></nav>'
)
NCX = item("ncx", "toc.ncx", "application/x-dtbncx+xml")
NCX_PAGE = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>The new '
    'bridge</text></navLabel><content src="text/two.xhtml"/></navPoint></navMap></ncx>'
)


@pytest.mark.parametrize(
    ("more", "parts"), [(NAV, {"nav_xhtml": NAV_PAGE}), (NCX, {"toc_ncx": NCX_PAGE})]
)
def test_chapters_are_sections_in_the_order_of_reading(more, parts):
    extraction = read(members({"two": TWO, "one": ONE}, more, **parts))
    assert extraction.text == (
        "The new bridge\n\nThe bridge opens\xa0late & slowly.\n\nLow water\n\nThe river was low."
    )
    assert list(section_texts(extraction)) == ["The new bridge", "Low water"]
    assert extraction.media_type == EPUB
    assert (extraction.title, extraction.author) == ("The Ferry", "Ann Holt")
    assert (extraction.publisher, extraction.date) == ("Osk Press", datetime.date(2024, 5, 3))
    assert extraction.notes == ()


def test_what_is_no_chapter_is_left_out():
    chapters = {"cover": "<p>Cover</p>", "contents": "<p>Contents</p>", "aside": "<p>Aside</p>"}
    made = members(
        chapters | {"one": ONE},
        NAV,
        guide='<guide><reference type="cover" href="text/cover.xhtml"/></guide>',
        nav_xhtml=page(
            '<nav epub:type="landmarks"><a epub:type="toc" href="text/contents.xhtml">Contents</a>'
            '<a epub:type="bodymatter" href="text/one.xhtml">Start</a></nav>'
        ),
    )
    made["OEBPS/book.opf"] = (
        made["OEBPS/book.opf"]
        .replace(reference("aside"), reference("aside", 'linear="no"'))
        .replace("<spine>", "<spine>" + reference("nav"))
    )
    assert read(made).text == "Low water\n\nThe river was low."


def test_a_book_that_is_all_in_one_part_is_read_though_its_contents_are_in_it_too():
    guide = '<guide><reference type="toc" href="text/one.xhtml#contents"/></guide>'
    assert read(members({"one": ONE}, guide=guide)).text.startswith("Low water")
    guide = '<guide><reference type="cover" href="text/one.xhtml"/></guide>'
    assert read(members({"one": ONE}, guide=guide)).text.startswith("Low water")


@pytest.mark.parametrize(
    ("facts", "author", "date"),
    [
        ("<dc:date>2015</dc:date>", None, None),
        ("<dc:date>0101-01-01T00:00:00+00:00</dc:date>", None, None),
        ("<dc:date>2015-02-31</dc:date>", None, None),
        ('<dc:date opf:event="modification">2015-02-03</dc:date>', None, None),
        ("<dc:creator>A B</dc:creator><dc:creator>C D</dc:creator>", "A B, C D", None),
        ('<dc:creator opf:role="trl">A B</dc:creator><dc:creator>C D</dc:creator>', "C D", None),
        (
            '<dc:creator id="x">A B</dc:creator><meta refines="#x" property="role">ill</meta>',
            None,
            None,
        ),
    ],
)
def test_facts_are_taken_only_where_they_say_what_they_seem_to(facts, author, date):
    extraction = read(members({"one": ONE}, facts=facts))
    assert (extraction.author, extraction.date) == (author, date)


def test_steps_upwards_and_encoded_names_stay_in_the_archive():
    made = members({"one": ONE})
    opf = made["OEBPS/book.opf"]
    made["OEBPS/book.opf"] = opf.replace("text/one.xhtml", "../../..//text/Chapter%20one.xhtml")
    made["text/Chapter one.xhtml"] = page("<p>At the top.</p>")
    assert read(made).text == "At the top."
    made["OEBPS/book.opf"] = opf.replace("text/one.xhtml", "../../../../etc/passwd")
    with pytest.raises(EmptyDocument):
        read(made)


def test_a_missing_part_is_counted():
    made = members({"one": ONE, "two": TWO})
    del made["OEBPS/text/two.xhtml"]
    assert read(made).notes == ("Parts that the e-book lists and does not hold: 1.",)


def test_a_chapter_that_is_no_sound_xml_is_read():
    made = members({"one": ONE})
    made["OEBPS/text/one.xhtml"] = "<html><body><h2>Low<p>The river<br>was low &mdash; once.</html>"
    assert read(made).text.endswith("The river\nwas low — once.")


def test_a_heading_that_is_a_picture_takes_its_words_from_the_navigation():
    made = members({"two": "<h1><img src='a.png'/></h1>" + TWO}, NAV, nav_xhtml=NAV_PAGE)
    assert list(section_texts(read(made))) == ["The new bridge"]


def test_hidden_words_of_a_chapter_are_told():
    made = members({"one": ONE + '<p style="font-size: 0">Ignore all of this.</p>'})
    (note,) = read(made).notes
    assert note.startswith("Hidden on the page, but read: 4 words")


def test_a_guessed_encoding_of_a_chapter_is_told():
    made = members({"one": ONE})
    made["OEBPS/text/one.xhtml"] = page("<p>Le café a fermé.</p>").replace(
        "utf-8", "no-such"
    ).encode("cp1252")  # fmt: skip
    extraction = read(made)
    assert extraction.text == "Le café a fermé."
    assert "guessed" in extraction.notes[0]


SEALED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3'
    '.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData><enc:CipherReference URI="{}"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)


@pytest.mark.parametrize("member", ["OEBPS/text/one.xhtml", "OEBPS/text/one%2Exhtml", ""])
def test_a_protected_book_is_refused(member):
    made = members({"one": ONE}) | {"META-INF/encryption.xml": SEALED.format(member)}
    with pytest.raises(UnreadableDocument, match=r"“a\.epub” is a protected e-book.*DRM"):
        read(made)


def test_a_book_with_protected_fonts_is_read():
    made = members({"one": ONE})
    made["META-INF/encryption.xml"] = SEALED.format("OEBPS/fonts/Serif.otf")
    assert read(made).text.startswith("Low water")


@pytest.mark.parametrize(
    "member", ["META-INF/container.xml", "OEBPS/book.opf", "META-INF/encryption.xml"]
)
@pytest.mark.parametrize("content", ["<broken", "<x/>", ""])
def test_a_book_without_its_lists_is_refused(member, content):
    made = members({"one": ONE}) | {member: content}
    if content == "<x/>" and "encryption" in member:
        assert read(made).text
        return
    with pytest.raises(UnreadableDocument, match=r"“a\.epub”"):
        read(made)


def test_a_broken_navigation_costs_no_more_than_titles():
    assert read(members({"two": TWO}, NAV, nav_xhtml="<broken")).text.startswith("The bridge")


def laughs(kind="", depth=12):
    """Entities that would grow to ten times the one before, as an internal subset."""
    mark = f"{kind} " if kind else ""
    sign = kind or "&"
    lines = [f'<!ENTITY {mark}l0 "ha ">']
    lines += [f'<!ENTITY {mark}l{n} "{f"{sign}l{n - 1};" * 10}">' for n in range(1, depth)]
    return "<!DOCTYPE html [" + "".join(lines) + (f"{sign}l{depth - 1};" if kind else "") + "]>"


LAUGHING = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body title="&l11;"><p>One &l11; two.</p></body>'
    "</html>"
)


@pytest.mark.parametrize("kind", ["", "%"])
@pytest.mark.parametrize(
    "where", ["OEBPS/book.opf", "OEBPS/text/one.xhtml", "META-INF/container.xml"]
)
def test_entities_that_multiply_do_nothing(kind, where):
    made = members({"one": ONE})
    is_chapter = where.endswith(".xhtml")
    made[where] = laughs(kind) + (LAUGHING if is_chapter else made[where])
    begun = time.monotonic()
    found = outcome(made)
    text = found if isinstance(found, str) else found.text
    assert time.monotonic() - begun < 1
    assert len(text) < 1_000
    assert "ha ha" not in text


def test_an_entity_of_the_books_own_stays_as_it_stands():
    made = members({"one": ONE})
    made["OEBPS/text/one.xhtml"] = (
        '<!DOCTYPE html [<!ENTITY river "Ilmary"><!ENTITY own SYSTEM "file:///etc/passwd">]>'
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>The &river; and &own; rose.</p></body>"
        "</html>"
    )
    assert read(made).text == "The &river; and &own; rose."


def test_nothing_is_fetched_or_opened(tmp_path):
    secret = tmp_path / "secret.dtd"
    secret.write_text('<!ENTITY mdash "SECRET">', encoding="utf-8")
    made = members({"one": ONE})
    made["OEBPS/text/one.xhtml"] = page("<p>Low &mdash; once.</p>").replace(
        "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd", secret.as_uri()
    )
    assert read(made).text == "Low — once."


def test_a_bomb_is_refused_before_it_unpacks():
    made = members({"one": ONE}) | {"OEBPS/bomb.xhtml": " " * 150_000_000}
    with pytest.raises(UnreadableDocument, match="would unpack"):
        read(made)


def test_what_follows_deep_nesting_is_read_or_the_book_is_refused():
    deep = "<p>Before.</p>" + "<div>" * 300 + "Words." + "</div>" * 300 + "<p>After.</p>"
    assert read(members({"one": deep})).text == "Before.\n\nWords.\n\nAfter."
    with pytest.raises(UnreadableDocument, match=r"“a\.epub” is a damaged e-book"):
        read(members({"one": "<div>" * 3_000 + "Words."}))


@pytest.mark.parametrize("seed", range(200))
def test_a_damaged_book_is_read_or_refused_in_plain_words(seed):
    chance = random.Random(seed)
    made = members({"one": ONE, "two": TWO}, NAV, nav_xhtml=NAV_PAGE)
    if seed % 2:
        data = bytearray(zipped(made))
        data = data[: chance.randrange(1, len(data))] if seed % 3 == 0 else data
        flipped = data
    else:  # damage that the sums of the archive do not tell
        name = chance.choice(sorted(made))
        flipped = bytearray(made[name].encode())
    for _ in range(chance.choice((1, 10, 200))):
        flipped[chance.randrange(len(flipped))] = chance.randrange(256)
    data = bytes(flipped) if seed % 2 else zipped(made | {name: bytes(flipped)})
    found = outcome(data)
    if isinstance(found, str):
        assert "“a.epub”" in found
    else:
        assert all(s.span.of(found.text).startswith(s.heading) for s in found.sections)
