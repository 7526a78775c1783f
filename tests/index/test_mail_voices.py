"""Whole mails as programs write them: each sentence is told to be whose it is."""

from email.message import EmailMessage
from email.policy import SMTP

import pytest

from index.attribution import attribute
from index.letters import UNNAMED
from index.read import read_bytes
from index.sentences import sentence_spans

ANN, NOBODY = "Ann Holt", UNNAMED


def told(body, subtype="plain"):
    """Who says each sentence of a mail by Ann Holt, by the ferry, boat or bridge it is about."""
    made = EmailMessage()
    made["From"], made["To"] = "Ann Holt <ann@osk.example>", "Bo Lund <bo@osk.example>"
    made["Date"], made["Subject"] = "Mon, 03 Mar 2025 23:30:00 -0500", "Ferry"
    made.set_content(body, subtype=subtype)
    extraction = read_bytes(made.as_bytes(policy=SMTP), "a.eml")
    spans = sentence_spans(extraction.text)
    found = attribute(extraction.text, spans, None, extraction.author)
    pairs = ((span.of(extraction.text), each) for span, each in zip(spans, found, strict=True))
    said = ((words, each.speakers[0] if each else ANN) for words, each in pairs)
    return {w.lstrip("> •").partition(" ")[0]: who for w, who in said if w.endswith("crowns.")}


def words(*names):
    """A sentence that can be told apart by its first word."""
    return [f"{name} costs 3 crowns." for name in names]


ONE, TWO, THREE, FOUR, FIVE = words("One", "Two", "Three", "Four", "Five")
BOB = "On Sun, 2 Mar 2025 at 18:02, Bob Ray <bob@osk.example> wrote:"
PLAIN = {
    "another introduction": (
        f"{ONE}\n\n{BOB}\n> {TWO}\n\nCarl Moe wrote:\n\n> {THREE}\n\n"
        f"Dora Fix <dora@osk.example> [2024-06-01]:\n> {FOUR}\n",
        (ANN, "Bob Ray", "Carl Moe", "Dora Fix"),
    ),
    "an introduction that names nobody": (
        f"{BOB}\n> {ONE}\n\nThe committee answered this:\n> {TWO}\n\n{THREE}\n",
        ("Bob Ray", NOBODY, ANN),
    ),
    "no introduction": (f"{ONE}\n\n> {TWO}\n>> {THREE}\n", (ANN, NOBODY, NOBODY)),
    "deeper authors end with a new one": (
        f"{BOB}\n> Carl Moe wrote:\n>> {ONE}\n\nDora Fix wrote:\n> {TWO}\n>> {THREE}\n",
        ("Carl Moe", "Dora Fix", NOBODY),
    ),
    "Gmail, deep": (
        f"{ONE}\n\n{BOB}\n\n> {TWO}\n>\n> On Sat, Mar 1, 2025 at 6:02 PM Carl Moe\n"
        f"> <carl@osk.example> wrote:\n>\n>> {THREE}\n>>\n> {FOUR}\n>> {FIVE}\n",
        (ANN, "Bob Ray", "Carl Moe", "Bob Ray", "Carl Moe"),
    ),
    "inline replies in Thunderbird": (
        f"On 02.03.25 18:02, Bob Ray wrote:\n> {ONE}\nNo.\n{TWO}\n> {THREE}\n\n{FOUR}\n",
        ("Bob Ray", ANN, "Bob Ray", ANN),
    ),
    "Outlook": (
        f"{ONE}\n\n________________________________\nFrom: Bob Ray <bob@osk.example>\n"
        f"Sent: Sunday, March 2, 2025 6:02 PM\nTo: Ann Holt\nSubject: RE: Ferry\n\n{TWO}\n\n"
        f"-----Original Message-----\nFrom: Carl Moe [mailto:carl@osk.example]\nSent: Saturday\n"
        f"To: Bob Ray\nCc: Dora Fix\nSubject: Ferry\n\n{THREE}\n",
        (ANN, "Bob Ray", "Carl Moe"),
    ),
    "Outlook in German": (
        f"{ONE}\n\nVon: Bob Ray <bob@osk.example>\nGesendet: Sonntag, 2. März 2025 18:02\n"
        f"An: Ann Holt\nBetreff: AW: Fähre\n\n{TWO}\n",
        (ANN, "Bob Ray"),
    ),
    "Outlook in French": (
        f"{ONE}\n\nDe\xa0: Bob Ray <bob@osk.example>\nEnvoyé\xa0: dimanche\nÀ\xa0: Ann\n\n{TWO}\n",
        (ANN, "Bob Ray"),
    ),
    "forwarded by Apple Mail": (
        f"{ONE}\n\nBegin forwarded message:\n\n> From: Bob Ray <bob@osk.example>\n"
        f"> Subject: Ferry\n> Date: 2 March 2025 at 18:02\n> To: Ann Holt <ann@osk.example>\n>\n"
        f"> {TWO}\n>\n>> On 1 Mar 2025, at 10:00, Carl Moe <carl@osk.example> wrote:\n>>\n"
        f">>> {THREE}\n",
        (ANN, "Bob Ray", "Carl Moe"),
    ),
    "forwards in forwards by Gmail": (
        f"{ONE}\n\n---------- Forwarded message ---------\nFrom: Bob Ray <bob@osk.example>\n"
        f"Date: Sun, Mar 2, 2025 at 6:02 PM\nSubject: Fwd: Ferry\nTo: Ann Holt\n\n\n{TWO}\n\n"
        f"---------- Forwarded message ---------\nFrom: Carl Moe <carl@osk.example>\n"
        f"Date: Sat, Mar 1, 2025 at 6:02 PM\nSubject: Ferry\nTo: Bob Ray\n\n\n{THREE}\n",
        (ANN, "Bob Ray", "Carl Moe"),
    ),
    "a digest of a mailing list": (
        f"{ONE}\n\nMessage: 1\nDate: Sun, 2 Mar 2025 18:02:11 +0100\n"
        f"From: Bob Ray <b@osk.example>\nSubject: Ferry\nTo: list@osk.example\n"
        f"Message-ID: <1@osk.example>\n\n{TWO}\n\n"
        f"------------------------------\n\nMessage: 2\nDate: Sun, 2 Mar 2025 19:02:11 +0100\n"
        f"From: Carl Moe <c@osk.example>\nSubject: Ferry\nTo: list@osk.example\n\n"
        f"Bob Ray wrote:\n> {THREE}\n\n{FOUR}\n",
        (ANN, "Bob Ray", "Bob Ray", "Carl Moe"),
    ),
    "an introduction without its colon": (
        f"{BOB}\n> {ONE}\n\nCarl Moe wrote ...\n> {TWO}\n",
        ("Bob Ray", NOBODY),
    ),
    "Outlook, with importance": (
        f"{ONE}\n\nFrom: Bob Ray\nImportance: High\nSent: today\nTo: Ann\n\n{TWO}\n",
        (ANN, "Bob Ray"),
    ),
    "Yahoo, without marks": (f"{ONE}\n\n{BOB}\n\n{TWO}\n\n{THREE}\n", (ANN, "Bob Ray", "Bob Ray")),
    "a forward that is quoted": (
        f"{ONE}\n\n> ---------- Forwarded message ---------\n> From: Bob Ray <bob@osk.example>\n"
        f"> Date: Sun, Mar 2, 2025\n> Subject: Ferry\n> To: Carl\n>\n> {TWO}\n",
        (ANN, "Bob Ray"),
    ),
    "the sender quotes herself": (
        f"{ONE}\n\nOn Sun, 2 Mar 2025 at 18:02, Ann Holt <ann@osk.example> wrote:\n> {TWO}\n",
        (ANN, ANN),
    ),
}


@pytest.mark.parametrize("kind", PLAIN)
def test_each_sentence_of_a_plain_mail_is_its_authors(kind):
    body, speakers = PLAIN[kind]
    numbers = ["One", "Two", "Three", "Four", "Five"]
    assert told(body) == dict(zip(numbers, speakers, strict=False))


HTML = {
    "Gmail": (
        f'<div dir="ltr">{ONE}</div><div class="gmail_quote"><div class="gmail_attr">On Sun, Mar 2,'
        " 2025 at 6:02 PM Bob Ray &lt;<a href='mailto:bob@osk.example'>bob@osk.example</a>&gt; "
        f"wrote:<br></div><blockquote><div>{TWO}</div><ul><li>{THREE}</li></ul><div>Carl Moe wrote:"
        f"</div><blockquote>{FOUR}</blockquote></blockquote></div><p>{FIVE}</p>",
        (ANN, "Bob Ray", "Bob Ray", "Carl Moe", ANN),
    ),
    "Outlook": (
        f"<p>{ONE}</p><div><p><b>From:</b> Bob Ray &lt;bob@osk.example&gt;<br><b>Sent:</b> Sunday"
        f"<br><b>To:</b> Ann Holt<br><b>Subject:</b> RE: Ferry</p></div><p>{TWO}</p>",
        (ANN, "Bob Ray"),
    ),
    "forwarded by Apple Mail": (
        f"<div>{ONE}</div><div>Begin forwarded message:</div><blockquote type=cite><div><b>From: "
        "</b>Bob Ray &lt;bob@osk.example&gt;</div><div><b>Subject: </b>Ferry</div><div><b>To: </b>"
        f"Ann</div><div>{TWO}</div></blockquote>",
        (ANN, "Bob Ray"),
    ),
    "a head of one line in each block": (
        f"<div>{ONE}</div><div><b>From:</b> Bob Ray</div><div><b>Sent:</b> Sunday</div>"
        f"<div><b>To:</b> Ann</div><div>{TWO}</div>",
        (ANN, "Bob Ray"),
    ),
    "a table that is quoted": (
        f"<p>{ONE}</p><p>Bob Ray wrote:</p><blockquote><table><tr><td>{TWO}</td></tr></table>"
        "</blockquote>",
        (ANN, "Bob Ray"),
    ),
}


@pytest.mark.parametrize("kind", HTML)
def test_each_sentence_of_a_mail_in_html_is_its_authors(kind):
    body, speakers = HTML[kind]
    numbers = ["One", "Two", "Three", "Four", "Five"]
    assert told(body, "html") == dict(zip(numbers, speakers, strict=False))
