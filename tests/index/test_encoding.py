"""Every encoding in common use comes back as the text that went in; a guess is confessed."""

import codecs

import pytest
from encoded_texts import ENCODINGS, TEXTS, writable
from hypothesis import given
from hypothesis import strategies as st

from index.encoding import decode

FRENCH = (
    "Le conseil a déjà répété que la décision serait prise après l’été ; « nous verrons », a "
    "déclaré la présidente. Les élus de l’opposition dénoncent une réforme inachevée et coûteuse. "
)
GERMAN = (
    "Die Behörde erklärte, die Fähre könne frühestens im März fahren. „Wir prüfen die Schäden“, "
    "sagte die Sprecherin. Für die Anwohner wäre das ein schwerer Rückschlag, hieß es weiter. "
)
POLISH = (
    "Rzecznik powiedział, że decyzja zostanie ogłoszona w przyszłym tygodniu. Mieszkańcy żądają "
    "wyjaśnień, ponieważ prom nie kursuje od początku października, a urzędnicy milczą. "
)
RUSSIAN = (
    "Представитель ведомства заявил, что решение будет объявлено на следующей неделе. Жители "
    "требуют объяснений, потому что паром не ходит с начала октября, а чиновники молчат. "
)
GREEK = (
    "Ο εκπρόσωπος δήλωσε ότι η απόφαση θα ανακοινωθεί την επόμενη εβδομάδα. Οι κάτοικοι ζητούν "
    "εξηγήσεις, επειδή το πλοίο δεν εκτελεί δρομολόγια από τις αρχές Οκτωβρίου. "
)
JAPANESE = "報道官は、決定は来週発表されると述べた。フェリーは十月の初めから運航していない。" * 2
CHINESE = "发言人表示，决定将于下周公布。由于渡轮自十月初以来一直停运，居民要求作出解释。" * 2


@pytest.mark.parametrize("text", [FRENCH, GERMAN, POLISH, RUSSIAN, GREEK, JAPANESE, CHINESE])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ],
)
def test_unicode_comes_back_without_a_note(text, encoding, mark):
    assert decode(mark + text.encode(encoding)) == (text, None)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (GREEK, "iso8859-7"),
        (JAPANESE, "shift-jis"),
        (JAPANESE, "euc-jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "gbk"),
    ],
)
def test_other_encodings_are_guessed_and_the_guess_is_told(text, encoding):
    decoded, note = decode((text * 3).encode(encoding))
    assert decoded == text * 3
    assert note is not None
    assert note.startswith("Encoding guessed as ")


UNICODE = {
    "utf-8": b"",
    "utf-8-sig": b"",
    "utf-16": b"",
    "utf-32": b"",
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}


def test_the_texts_are_long_enough_to_be_told():
    assert min(map(len, TEXTS.values())) >= 500
    assert {language for languages in ENCODINGS.values() for language in languages} == set(TEXTS)


@pytest.mark.parametrize("encoding", UNICODE)
def test_every_language_comes_back_from_unicode(encoding):
    for text in TEXTS.values():
        assert decode(UNICODE[encoding] + text.encode(encoding)) == (text, None)


def shares_right(length: int) -> float:
    """The share of texts, cut to pieces of a length, that come back to the letter."""
    right = []
    for encoding, languages in ENCODINGS.items():
        for language in languages:
            text = writable(TEXTS[language], encoding)
            for start in range(0, len(text) - length + 1, length):
                piece = text[start : start + length]
                decoded, note = decode(piece.encode(encoding))
                if not piece.isascii():
                    assert note is not None, f"{encoding} of {language} was guessed silently"
                    right.append(decoded == piece)
    assert len(right) >= 59
    return sum(right) / len(right)


# Measured: 59 of 59 of 500 characters, 118 of 118, 239 of 243, 475 of 518 of 60 characters.
@pytest.mark.parametrize(("length", "least"), [(500, 0.95), (250, 0.95), (120, 0.95), (60, 0.9)])
def test_nearly_all_other_encodings_are_guessed_rightly(length, least):
    assert shares_right(length) >= least


def test_letters_that_are_escaped_are_no_plain_text():
    text = TEXTS["Japanese"]
    decoded, note = decode(text.encode("iso2022_jp"))
    assert decoded == text
    assert note is not None
    assert decode(text.encode("iso2022_jp"), "ISO-2022-JP") == (text, None)
    assert decode(TEXTS["Korean"].encode("iso2022_kr"), "ISO_2022_KR")[0] == TEXTS["Korean"]
    assert decode(b"Escape \x1b$ is a sign.") == ("Escape \x1b$ is a sign.", None)


def test_the_euro_sign_tells_latin_9():
    text = "Coût : 3 € et 20 €, déjà payés à l'été."
    assert decode(text.encode("iso8859-15"))[0] == text


def test_a_single_accent_is_read_as_windows_1252():
    text = "The café on the quay closed at “nine” – nobody knew why."
    assert decode(text.encode("cp1252"))[0] == text


def test_one_damaged_byte_in_utf8_is_shown_and_told():
    damaged = FRENCH.encode().replace("été".encode(), b"\xff" + "été".encode(), 1)
    text, note = decode(damaged)
    assert text == FRENCH.replace("été", "\ufffdété", 1)
    assert note == "1 sign is damaged in the file (UTF-8) and shown as \ufffd."


def test_the_declared_encoding_is_used_where_utf8_does_not_fit():
    assert decode(POLISH.encode("iso8859-2"), "ISO-8859-2") == (POLISH, None)


def test_latin_1_is_declared_by_those_who_write_windows_1252():
    assert decode(FRENCH.encode("cp1252"), "iso-8859-1") == (FRENCH, None)


@pytest.mark.parametrize("declared", ["utf-16", "no-such-code", "rot13", "unicode_escape", ""])
def test_a_wrong_declaration_does_not_win(declared):
    assert decode(FRENCH.encode("utf-8"), declared) == (FRENCH, None)
    assert decode(FRENCH.encode("cp1252"), declared)[0] == FRENCH


def test_truncated_utf16_loses_one_sign_and_says_so():
    text, note = decode(codecs.BOM_UTF16_LE + "three".encode("utf-16-le")[:-1])
    assert text == "thre\ufffd"
    assert note is not None


@given(st.binary(max_size=400), st.none() | st.text(max_size=12))
def test_any_bytes_become_text_that_can_be_stored(data, declared):
    text, _ = decode(data, declared)
    assert text.encode("utf-8") is not None


@given(st.text(max_size=400).filter(lambda text: not text.startswith("\ufeff")))
def test_utf8_always_comes_back(text):
    assert decode(text.encode("utf-8")) == (text, None)
