"""Every encoding in common use comes back as the text that went in; a guess is confessed."""

import codecs

import pytest
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
