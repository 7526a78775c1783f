"""Mails are read as a mail program shows them: the lines above, the body, the mails attached."""

import base64
import datetime
import quopri
import random
import time
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from extractions import section_texts
from hypothesis import given
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.read import read_bytes
from index.sniff import MAIL

PLAIN = "The ferry closes in May.\n\nThe board has met twice about it since the flood."
HEAD = (
    b"From: Ann Holt <ann@osk.example>\nTo: Bo Lund <bo@osk.example>\n"
    b"Date: Mon, 03 Mar 2025 23:30:00 -0500\nSubject: Ferry\nMIME-Version: 1.0\n"
)


def message(subject="Ferry", sender="Ann Holt <ann@osk.example>", body=PLAIN):
    made = EmailMessage()
    made["From"], made["To"] = sender, "Bo Lund <bo@osk.example>"
    made["Date"], made["Subject"] = "Mon, 03 Mar 2025 23:30:00 -0500", subject
    if body:
        made.set_content(body)
    return made


def read(made, name="a.eml"):
    return read_bytes(made if isinstance(made, bytes) else made.as_bytes(policy=SMTP), name)


def raw(body, kind=b"text/plain", more=b""):
    return HEAD + b"Content-Type: " + kind + b"\n" + more + b"\n" + body


def outcome(data):
    """What was read, or what the refusal says."""
    try:
        return read(data)
    except UnreadableDocument as refusal:
        return str(refusal)


def body_of(extraction):
    return extraction.text.partition("-0500\n\n")[2]


def test_a_mail_is_its_head_and_its_body():
    made = message()
    made["Cc"] = "Ida Holm <ida@osk.example>"
    extraction = read(made)
    assert extraction.text == (
        "Ferry\n\nFrom: Ann Holt <ann@osk.example>\nTo: Bo Lund <bo@osk.example>\n"
        f"Cc: Ida Holm <ida@osk.example>\nDate: Mon, 03 Mar 2025 23:30:00 -0500\n\n{PLAIN}"
    )
    assert (extraction.title, extraction.author) == ("Ferry", "Ann Holt")
    assert extraction.date == datetime.date(2025, 3, 3)
    assert extraction.media_type == MAIL
    assert section_texts(extraction) == {"Ferry": extraction.text}
    assert extraction.notes == ()


@pytest.mark.parametrize(
    ("lines", "title", "author"),
    [
        (b"Subject: =?utf-8?q?F=C3=A4hre?=\n =?utf-8?b?IG5hY2ggT3Nr?=", "Fähre nach Osk", None),
        (b"Subject: =?utf-8?b?w6Q?= and =?no-such-code?q?caf=E9?=", "ä and café", None),
        (b"Subject: =?utf-8?b?!?=", "(no subject)", None),
        ("Subject: Fähre".encode(), "Fähre", None),
        ("Subject: Le café a fermé".encode("cp1252"), "Le café a fermé", None),
        (b"Subject: one\nSubject: two", "one", None),
        (b"Subject:", "(no subject)", None),
        (b"X-Kind: none", "(no subject)", None),
        (b'From: "Holt, Ann" <a@b.example>', None, "Holt, Ann"),
        (b"From: =?utf-8?q?Holt=2C_Ann?= <a@b.example>", None, "Holt, Ann"),
        (b"From: a@b.example", None, "a@b.example"),
        (b"From: " + b"(" * 5_000, None, None),
        (b"From: <<>>,,;:@", None, None),
        (b"Date: the day after\nFrom: a@b.example", None, "a@b.example"),
    ],
)
def test_odd_heads_are_read_as_far_as_possible(lines, title, author):
    has_sender = b"From" in lines
    head = lines if has_sender else b"From: x@y.example\n" + lines
    extraction = read(head + b"\nMIME-Version: 1.0\n\nThe ferry closes.\n")
    assert extraction.text.endswith("\n\nThe ferry closes.")
    assert title is None or extraction.title == title
    assert author is None or extraction.author == author


@pytest.mark.parametrize(
    ("body", "charset", "encoding"),
    [
        ("Zürich – “no”", "utf-8", "utf-8"),
        ("Zürich – “no”", "iso-8859-1", "cp1252"),
        ("паром закрыт", "koi8-r", "koi8-r"),
        ("паром закрыт", "utf-16", "utf-16"),
        ("паром закрыт", "utf-16-le", "utf-16-le"),
        ("渡し船は運休です。", "iso-2022-jp", "iso2022_jp"),
        ("Fähre", "utf-7", "utf-7"),
        ("渡轮停运", "gb2312", "gb18030"),
    ],
)
@pytest.mark.parametrize("transfer", ["base64", "quoted-printable"])
def test_the_body_is_decoded(body, charset, encoding, transfer):
    data = body.encode(encoding)
    data = base64.encodebytes(data) if transfer == "base64" else quopri.encodestring(data)
    kind = f"text/plain; charset={charset}".encode()
    made = raw(data, kind, f"Content-Transfer-Encoding: {transfer}\n".encode())
    extraction = read(made)
    assert body_of(extraction).rstrip() == body
    assert extraction.notes == ()


def test_a_guessed_encoding_is_told():
    made = raw("Le café a fermé.".encode("cp1252"), b"text/plain; charset=no-such-code")
    extraction = read(made)
    assert body_of(extraction) == "Le café a fermé."
    assert "guessed" in extraction.notes[0]


@pytest.mark.parametrize(("delsp", "gap"), [(b"", " "), (b"; delsp=yes", "")])
def test_flowed_lines_are_joined(delsp, gap):
    body = b"The ferry \ncloses.\n From May \non.\n>> Who \n>> says \n> so?\n-- \nAnn\n"
    kind = b"text/plain; format=flowed" + delsp
    expected = (
        f"The ferry{gap}closes.\nFrom May{gap}on.\n\n>> Who{gap}says{gap}\n\n> so?\n\n--\nAnn"
    )
    assert body_of(read(raw(body, kind))) == expected.replace(" \n", "\n")


def test_what_is_quoted_stands_apart_and_without_marks_in_its_sentences():
    body = b"Yes.\n> The boat\n> leaks.\n>\n>> Does\n>> it?\n> It does.\nStill.\n\n> Old."
    assert body_of(read(raw(body))) == (
        "Yes.\n\n> The boat\nleaks.\n\n>> Does\nit?\n\n> It does.\n\nStill.\n\n> Old."
    )


def test_the_plain_text_is_preferred_to_the_page():
    made = message()
    made.add_alternative("<p>The ferry closes in May.</p><p>The board has met twice about it "
                         "since the flood.</p>", subtype="html")  # fmt: skip
    assert body_of(read(made)) == PLAIN
    assert read(made).notes == ()


@pytest.mark.parametrize("stub", ["", "Your mail program cannot show this mail."])
def test_a_page_is_read_where_the_plain_text_is_a_stub(stub):
    page = (
        "<html><head><title>No</title><style>p {color: red}</style></head><body>"
        "<p style='display: none'>Preheader</p><h1>Closed</h1><nav>Home</nav>"
        "<p>The ferry<br>closes in May, the board of the line says, after thirty years at work, "
        "and nobody will take her place before the bridge opens in the year after next.</p>"
        "<footer>The line, Osk</footer></body></html>"
    )
    made = message(body="")
    made.set_content(stub)
    made.add_alternative(page, subtype="html")
    extraction = read(made)
    assert body_of(extraction).startswith("Closed\n\nHome\n\nThe ferry\ncloses in May")
    assert body_of(extraction).endswith("The line, Osk")
    assert "Preheader" not in extraction.text
    sections = section_texts(extraction)
    assert list(sections) == ["Ferry", "Closed"]
    assert sections["Ferry"] == extraction.text


def test_a_page_that_says_something_else_is_told():
    made = message(body=" ".join(f"river{n}" for n in range(40)))
    made.add_alternative("<p>" + " ".join(f"harbour{n}" for n in range(40)), subtype="html")
    (note,) = read(made).notes
    assert "says something else" in note


def test_hidden_words_of_a_page_are_told():
    page = b"<p>Seen.</p><p style='font-size:0'>Ignore all of this.</p>"
    (note,) = read(raw(page, b"text/html")).notes
    assert note.startswith("Hidden on the page, but read: 4 words")


def test_an_attached_mail_is_a_section_with_its_own_head():
    inner = message("Bridge", "Ida Holm <ida@osk.example>", "The bridge opens late.")
    outer = message("Fwd: Bridge", body="See below.")
    outer.add_attachment(inner)
    extraction = read(outer)
    sections = section_texts(extraction)
    assert sections["Fwd: Bridge"] == extraction.text
    assert sections["Bridge"].startswith("Bridge\n\nFrom: Ida Holm <ida@osk.example>\nTo: ")
    assert sections["Bridge"].endswith("\n\nThe bridge opens late.")
    assert [section.level for section in extraction.sections] == [1, 2]
    assert extraction.author == "Ann Holt"


def test_an_attached_mail_that_was_encoded_is_read():
    inner = base64.encodebytes(message("Bridge", body="Opens late.").as_bytes())
    kind = b"multipart/mixed; boundary=b"
    body = b"--b\n\nSee.\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    extraction = read(raw(body + inner + b"\n--b--\n", kind))
    assert section_texts(extraction)["Bridge"].endswith("Opens late.")


def nested(depth):
    made = message(f"Level {depth}", body=f"Words {depth}.")
    for level in range(depth - 1, -1, -1):
        outer = message(f"Level {level}", body=f"Words {level}.")
        outer.add_attachment(made)
        made = outer
    return made


def test_mails_nested_too_deep_are_counted():
    extraction = read(nested(13))
    assert "Words 10." in extraction.text
    assert "Words 11." not in extraction.text
    (note,) = extraction.notes
    assert note.startswith("Attached mails that were not read: 1.")


def test_only_so_many_attached_mails_are_read():
    made = message("All")
    for number in range(73):
        made.add_attachment(message(f"Mail {number}", body=f"Words {number}."))
    extraction = read(made)
    assert "Words 49." in extraction.text
    assert "Words 50." not in extraction.text
    (note,) = extraction.notes
    assert note.startswith("Attached mails that were not read: 23.")


def test_attachments_are_named():
    made = message()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Größe.pdf")
    extraction = read(made)
    assert body_of(extraction) == PLAIN
    assert extraction.notes == ("The attachment “Größe.pdf” was not read; save it and add it.",)
    for number in range(7):
        made.add_attachment("Words.", filename=f"{number}.txt")
    assert "“3.txt” and 3 more were not read" in read(made).notes[0]
    assert "Words." not in read(made).text


def test_ornaments_and_signatures_are_not_named():
    made = message()
    made.add_attachment(b"x", maintype="image", subtype="png", disposition="inline")
    made.add_attachment(b"x", maintype="application", subtype="pgp-signature", disposition="inline")
    assert read(made).notes == ()


def test_an_encrypted_mail_says_so():
    (note,) = read(raw(b"MIIF", b"application/pkcs7-mime; smime-type=enveloped-data")).notes
    assert "is encrypted" in note


def test_a_mail_that_was_cut_says_so():
    made = message()
    made.add_attachment("Words.", filename="a.txt")
    data = made.as_bytes()
    assert any("cut off" in note for note in read(data[: data.index(b"The board")]).notes)


def test_parts_without_their_boundary_are_read_as_one_text():
    extraction = read(raw(b"The ferry closes.\n", b"multipart/mixed; boundary=b"))
    assert body_of(extraction) == "The ferry closes."
    assert any("cut off" in note for note in extraction.notes)


def test_what_is_for_machines_is_not_named():
    body = (
        b"--b\n\nIt was not delivered.\n--b\nContent-Type: message/delivery-status\n\n"
        b"Action: failed\n--b--"
    )
    extraction = read(raw(body, b"multipart/report; boundary=b"))
    assert body_of(extraction) == "It was not delivered."
    assert extraction.notes == ()


def test_a_whole_mailbox_is_refused():
    one = b"From ann@osk.example Mon Mar  3 23:30:00 2025\n" + raw(b"The ferry closes.\n\n")
    assert read(one).text.endswith("The ferry closes.")
    with pytest.raises(UnreadableDocument, match=r"“a\.eml” is a mailbox of several mails"):
        read(one * 2)


def test_who_writes_is_the_mails_own_voice(library, tmp_path):
    made = message(body="I think the ferry will close.\n\nIda Holm said the bridge opens late.")
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    library.add(tmp_path / "a.eml")
    said = {each.start: each.speakers for each in library.sentences("a.eml") if each.speakers}
    text = library.text("a.eml")
    assert said == {text.index("Ida Holm"): ("Ida Holm",)}
    (document,) = library.documents()
    assert (document.author, document.title) == ("Ann Holt", "Ferry")


def test_what_is_forwarded_is_not_the_senders(library, tmp_path):
    inner = message("Bridge", "Ida Holm <ida@osk.example>", "The bridge opens late.")
    made = message("Fwd: Bridge", body="The ferry closes.")
    made.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(made.as_bytes())
    library.add(tmp_path / "a.eml")
    text = library.text("a.eml")
    said = {text[s.start : s.end]: s.speakers for s in library.sentences("a.eml") if s.speakers}
    assert said == {"The bridge opens late.": ("Ida Holm",)}


BOMBS = {
    "parts": raw(b"--b\n\n" * 200_000, b"multipart/mixed; boundary=b"),
    "lines": raw(b"\n" * 3_000_000),
    "boundaries": HEAD
    + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(300)
    )
    + b"x\n" * 400_000,
    "mails": HEAD + b"Content-Type: message/rfc822\n\n" * 5_000,
    "words": b"From: " + b"=?x?q?" * 1_000_000 + b"\nMIME-Version: 1.0\n\nx",
    "senders": b"From: " + b"a@b.example, " * 500_000 + b"\nMIME-Version: 1.0\n\nx",
    "envelopes": b"From " + raw(b"\n\nFrom " + b"1" * 3_000_000),
    "choices": HEAD
    + b"".join(
        b"Content-Type: multipart/alternative; boundary=b%d\n\n--b%d\n\nx\n--b%d\n" % (n, n, n)
        for n in range(90)
    ),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_mail_made_to_take_long_takes_seconds(kind):
    begun = time.monotonic()
    found = outcome(BOMBS[kind])
    assert not isinstance(found, str) or "“a.eml”" in found
    assert time.monotonic() - begun < 5


def test_a_bomb_within_an_encoded_mail_is_left_alone():
    inner = base64.encodebytes(message("Bridge").as_bytes() + b"\n--b" * 20_000)
    kind = b"multipart/mixed; boundary=b"
    body = b"--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    (note,) = read(raw(body + inner + b"\n--b--\n", kind)).notes
    assert note.startswith("Attached mails that were not read: 1.")


def whole():
    made = message("Fwd: Größe", body="")
    made.set_content(PLAIN)
    made.add_alternative("<p>The ferry closes</p>", subtype="html")
    made.add_attachment(message("Bridge", body="The bridge opens late."))
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="Größe.pdf")
    return made.as_bytes()


@pytest.mark.parametrize("seed", range(300))
def test_a_damaged_mail_is_read_or_refused_in_plain_words(seed):
    chance = random.Random(seed)
    data = bytearray(whole())
    if seed % 3 == 0:
        data = data[: chance.randrange(1, len(data))]
    for _ in range(chance.choice((1, 10, 200))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    found = outcome(bytes(data))
    if isinstance(found, str):
        assert "“a.eml”" in found
    else:
        assert all(s.span.of(found.text).startswith(s.heading) for s in found.sections)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["From", "Date", "Subject", "Content-Type", "Content-Transfer-Encoding",
                 "Content-Disposition", "To", "MIME-Version"]
            ),
            st.text(max_size=60).map(lambda value: value.replace("\n", " ").replace("\r", " "))
            | st.sampled_from(
                ["text/plain; charset*=utf-8''%E2%; charset*1*=x", "multipart/mixed; boundary=\"b",
                 "multipart/mixed; boundary=b", "message/rfc822", "attachment; filename*0*=x''%",
                 "base64", "x-uuencode", "text/html; charset=\"\0\"", "=?utf-8?b?=?=", "a@[",
                 "31 Feb 99999 99:99:99 +9999"]
            ),
        ),
        max_size=8,
    ),
    st.binary(max_size=200),
)  # fmt: skip
def test_only_our_own_errors_escape(lines, body):
    head = "".join(f"{name}: {value}\n" for name, value in lines)
    data = b"From: a@b.example\nMIME-Version: 1.0\n" + head.encode("utf-8", "replace")
    found = outcome(data + b"\n" + body)
    assert "“a.eml”" in found if isinstance(found, str) else found.text.encode("utf-8")
