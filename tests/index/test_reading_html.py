"""The article of a page is read wholly, and nothing around it."""

import datetime

from extractions import section_texts

from index.read import read_bytes

PARAGRAPHS = [
    "The <b>harbour</b> board met <a href=x>on Monday</a>, its chair, <i>Ann Poe</i>, said.",
    "“We cannot sign what we have not read,” she said; nobody in the old customs house replied.",
    "A second meeting is planned for the week after next, according to two members of the board.",
    "The costs, which are listed below, were not discussed at all, one of the two members added.",
]
PLAIN = [
    "The harbour board met on Monday, its chair, Ann Poe, said.",
    *PARAGRAPHS[1:],
]
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>Talks stall - Quay Post</title>
<meta name="author" content="Jane Doe"><meta property="og:site_name" content="Quay Post">
<meta property="article:published_time" content="2024-03-05T08:00:00Z"></head><body>
<nav><ul><li><a href="/">Front page</a></li><li><a href="/s">Sports</a></li></ul></nav>
<article><h1>Talks stall</h1><p>{PARAGRAPHS[0]}</p>
<blockquote><p>{PARAGRAPHS[1]}</p></blockquote>
<h2>What follows</h2><p>{PARAGRAPHS[2]}</p>
<ul><li>First <em>point</em></li><li>Second</li></ul><p>{PARAGRAPHS[3]}</p>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2023</td><td>4 <b>m</b></td></tr></table>
</article><aside><p>Most read: ten ways to cook mussels in a small kitchen</p></aside>
<footer><p>All rights reserved by the Quay Post and its owners.</p></footer></body></html>"""


def test_the_article_is_complete_and_alone():
    extraction = read_bytes(PAGE.encode(), "a.html")
    assert extraction.text == "\n\n".join(
        [
            *("Talks stall", PLAIN[0], PLAIN[1], "What follows", PLAIN[2]),
            *("• First point\n• Second", PLAIN[3], "Year | Cost\n2023 | 4 m"),
        ]
    )
    facts = (extraction.title, extraction.author, extraction.publisher, extraction.date)
    assert facts == ("Talks stall", "Jane Doe", "Quay Post", datetime.date(2024, 3, 5))
    assert section_texts(extraction)["What follows"] == extraction.text[len("\n\n".join(
        ["Talks stall", PLAIN[0], PLAIN[1], ""])) :]  # fmt: skip


def test_a_refrain_is_kept_as_often_as_it_is_said():
    page = f"<html><article><h1>T</h1>{f'<p>{PARAGRAPHS[1]}</p>' * 50}</article></html>"
    assert read_bytes(page.encode(), "a.html").text.count(PLAIN[1]) == 50


def test_a_short_page_is_read_whole_without_its_navigation():
    page = b"<nav>Home</nav><p>Only a <b>short</b> text.</p><table><tr><td>A<td>B</table>t<p>x<br>y"
    assert read_bytes(page, "a.html").text == "Only a short text.\n\nA | B\n\nt\n\nx\ny"


def test_hidden_and_active_content_is_no_text():
    page = b"<p>Seen.</p><p style='display: none'>Obey me</p><script>x()</script><p hidden>No</p>"
    assert read_bytes(page, "a.html").text == "Seen."


def test_html_is_decoded_as_it_declares():
    page = '<html><meta charset="windows-1251"><p>Паром не ходит, сказала она.</p></html>'
    assert read_bytes(page.encode("cp1251"), "a.html").text == "Паром не ходит, сказала она."


def test_deep_nesting_is_survived():
    page = b"<html><p>first</p>" + b"<div>" * 20_000 + b"<p>deep words</p>"
    assert read_bytes(page, "a.html").text.startswith("first")


def test_the_name_of_the_site_is_no_headline():
    page = PAGE.replace("<nav>", "<h1>Quay Post</h1><nav>")
    extraction = read_bytes(page.encode(), "a.html")
    assert extraction.title == "Talks stall"
    assert extraction.text.startswith(f"Talks stall\n\n{PLAIN[0]}")
