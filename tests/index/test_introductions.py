"""The lines with which mails introduce a quotation name whose words follow, or nobody."""

import pytest

from index.introductions import introduced


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Carl Moe wrote:", "Carl Moe"),
        ("I see.\nCarl Moe <carl@osk.example> wrote:", "Carl Moe"),
        ("On Monday, Carl Moe wrote:", "Carl Moe"),
        ("On 2 March, Carl Moe wrote:", "Carl Moe"),
        ("Moe, Carl wrote:", "Moe, Carl"),
        ("<carl@osk.example> wrote:", "carl@osk.example"),
        ("On Sun, 2 Mar 2025, <carl@osk.example> wrote:", "carl@osk.example"),
        ("On Sun, 2 Mar 2025 at 18:02, Carl\nMoe <carl@\nosk.example> wrote:", "Carl Moe"),
        ("In article <x1@osk.example>, Carl Moe <c@osk.example> writes:", "Carl Moe"),
        ("Carl Moe wrote on 2 Mar 2025 18:02:", "Carl Moe"),
        ("Dora Fix <dora@osk.example> [2024-06-01]:", "Dora Fix"),
        ("* Dora Fix <dora@osk.example> [2024-06-01 10:02]:", "Dora Fix"),
        ("Dora Fix [2024-06-01]:", "Dora Fix"),
        ("Quoting Dora Fix <dora@osk.example>:", "Dora Fix"),
        ("Am 02.03.2025 um 18:02 schrieb Carl Moe:", "Carl Moe"),
        ("Am So., 2. März 2025 um 18:02 Uhr schrieb Carl Moe <c@osk.example>:", "Carl Moe"),
        ("Carl von Moe schrieb am 02.03.2025 um 18:02:", "Carl von Moe"),
        ("Carl Moe schrieb:", "Carl Moe"),
        ("Le dim. 2 mars 2025 à 18:02, Carl Moe <carl@osk.example> a écrit :", "Carl Moe"),
        ("Le 02/03/2025 à 18h02, Carl Moe a écrit\xa0:", "Carl Moe"),
        ("El dom, 2 mar 2025 a las 18:02, Carl Moe (<c@osk.example>) escribió:", "Carl Moe"),
        ("Il giorno dom 2 mar 2025 alle ore 18:02 Carl Moe ha scritto:", "Carl Moe"),
        ("Em dom., 2 de mar. de 2025 às 18:02, Carl Moe escreveu:", "Carl Moe"),
        ("Den søn. 2. mar. 2025 kl. 18.02 skrev Carl Moe <carl@osk.example>:", "Carl Moe"),
        ("Den sön 2 mars 2025 kl 18:02 skrev Carl Moe:", "Carl Moe"),
        ("søn. 2. mars 2025 kl. 18:02 skrev Carl Moe <carl@osk.example>:", "Carl Moe"),
        ("Op zo 2 mrt 2025 om 18:02 schreef Carl Moe <carl@osk.example>:", "Carl Moe"),
        ("> On 2 Mar 2025,\n> Carl Moe wrote:", "Carl Moe"),
        ("I wrote:", None),
        ("On 2 Mar 2025, I wrote:", None),
        ("As the committee wrote:", None),
        ("You asked about the ferry:", None),
        ("Ann Holt:", None),
        ("The ferry closes.", None),
        ("", None),
    ],
)
def test_an_introduction_names_the_author(line, name):
    assert introduced(line) == name
