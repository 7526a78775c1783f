import pytest

from qa.candidates import speaker_matches


@pytest.mark.parametrize(
    ("asked", "speakers", "matches"),
    [
        ("Mara Holt", ["engineer Mara Holt"], True),
        ("Holt", ["Rep. Mara Holt (H-OS)"], True),
        ("Mara Holt", ["Mara Holt, the engineer"], True),
        ("Joe Tann", ["unnamed Tann administration officials"], False),
        ("Mara Holt", ["the Coast Wire", "Ivo Tann"], False),
        ("the council members", ["The Courier", "unnamed council members"], True),
        ("the council", ["the harbour board"], False),
        ("the", ["the harbour board"], False),
        ("Former", ["the harbour board"], False),
        ("the president of Osk", ["the authorities in Osk"], False),
        ("the president of Osk", ["the president of Osk, Ada Brenn"], True),
        ("Ömer Çelik", ["engineer Ömer Çelik"], True),
    ],
)
def test_whether_a_speaker_is_the_one_asked_for(asked, speakers, matches):
    assert speaker_matches(asked, speakers) is matches
