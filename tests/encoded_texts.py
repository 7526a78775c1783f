"""One report in many languages, 500 characters or more of each, and who writes it how."""

from __future__ import annotations

__all__ = ["ENCODINGS", "TEXTS", "writable"]

_PLAIN = str.maketrans(
    {"’": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "€": "EUR"}
)

TEXTS = {
    "French": (
        "La compagnie du bac a annoncé mardi qu’elle cesserait ses traversées à la fin du mois de "
        "mai, après trente années de service. « Nous n’avons plus les moyens d’entretenir la "
        "coque », a déclaré la présidente, Hélène Lefèvre, devant les élus réunis à l’hôtel de "
        "ville. Les pêcheurs de la rive gauche, eux, dénoncent une décision prise en secret : "
        "selon leur porte-parole, aucun d’entre eux n’a été consulté, et le pont promis pour "
        "l’été prochain n’est toujours pas achevé. Une réunion publique est prévue début avril ; "
        "le préfet, sollicité, n’a pas souhaité répondre. Coût estimé : 2 500 000 €."
    ),
    "German": (
        "Die Fährgesellschaft teilte am Dienstag mit, dass sie den Betrieb Ende Mai nach dreißig "
        "Jahren einstellen werde. „Wir können den Rumpf nicht länger ausbessern“, sagte die "
        "Geschäftsführerin Käthe Müller vor den Abgeordneten im großen Saal des Rathauses. Die "
        "Fischer am südlichen Ufer sprechen von einem Beschluss, der über ihre Köpfe hinweg "
        "gefällt worden sei; außer dem Bürgermeister sei niemand gefragt worden. Die Brücke, die "
        "für den nächsten Sommer versprochen war, ist noch längst nicht fertig. Für Anfang April "
        "ist eine öffentliche Anhörung geplant – der Minister äußerte sich dazu auf Anfrage nicht."
    ),
    "Spanish": (
        "La compañía del transbordador anunció el martes que dejará de navegar a finales de mayo, "
        "después de treinta años de servicio. «Ya no podemos reparar el casco», explicó la "
        "directora, Begoña Núñez, ante los concejales reunidos en el salón de plenos. Los "
        "pescadores de la orilla izquierda, en cambio, denuncian una decisión tomada a sus "
        "espaldas: según su portavoz, a nadie se le preguntó, y el puente prometido para el "
        "próximo verano todavía no está terminado. ¿Quién llevará entonces a los niños a la "
        "escuela? Habrá una reunión pública a principios de abril; el ministro no respondió."
    ),
    "Swedish": (
        "Färjebolaget meddelade på tisdagen att trafiken upphör i slutet av maj efter trettio år. "
        "”Vi har inte längre råd att laga skrovet”, sade bolagets direktör Åsa Sjögren inför "
        "ledamöterna i rådhusets stora sal. Fiskarna på den södra stranden talar däremot om ett "
        "beslut som fattades bakom deras rygg: enligt deras talesman blev ingen tillfrågad, och "
        "bron som utlovades till nästa sommar är ännu inte färdig. I början av april hålls ett "
        "öppet möte i skolan på ön; ministern ville inte svara på frågor. Biljetterna som redan "
        "är sålda gäller även på bussen, som går två gånger om dagen."
    ),
    "Polish": (
        "Spółka promowa ogłosiła we wtorek, że pod koniec maja, po trzydziestu latach, zakończy "
        "kursy. „Nie stać nas już na naprawę kadłuba” – powiedziała prezeska Małgorzata Źródlak "
        "przed radnymi zebranymi w ratuszu. Rybacy z lewego brzegu mówią natomiast o decyzji "
        "podjętej za ich plecami: według rzecznika nikt ich nie zapytał o zdanie, a most, który "
        "obiecano na przyszłe lato, wciąż nie jest gotów. Na początku kwietnia odbędzie się "
        "zebranie mieszkańców; minister nie chciał odpowiedzieć na pytania. Sprzedane już bilety "
        "zachowują ważność w autobusach, które jeżdżą dwa razy dziennie."
    ),
    "Czech": (
        "Přívozní společnost v úterý oznámila, že na konci května po třiceti letech ukončí "
        "provoz. „Na opravu trupu už nemáme peníze,“ řekla ředitelka Růžena Dvořáková před "
        "zastupiteli, kteří se sešli na radnici. Rybáři z levého břehu naproti tomu mluví o "
        "rozhodnutí, které padlo za jejich zády: podle mluvčího se jich nikdo na nic neptal a "
        "most slíbený na příští léto stále není hotový. Začátkem dubna se má konat veřejné "
        "shromáždění; ministr na dotazy neodpověděl. Již prodané jízdenky platí také v "
        "autobusech, které jezdí dvakrát denně, a to až do konce roku, jak úřad dodal."
    ),
    "Hungarian": (
        "A komptársaság kedden bejelentette, hogy harminc év után május végén leállítja a "
        "járatait. „Nincs többé pénzünk a hajótest javítására” – mondta Szűcs Gyöngyi igazgató a "
        "városházán összegyűlt képviselők előtt. A bal parti halászok ezzel szemben a hátuk "
        "mögött hozott döntésről beszélnek: szóvivőjük szerint senki sem kérdezte meg őket, és a "
        "jövő nyárra ígért híd még mindig nem készült el. Április elején nyilvános gyűlést "
        "tartanak; a miniszter nem kívánt válaszolni a kérdésekre. A már eladott jegyek az "
        "autóbuszokon is érvényesek, amelyek naponta kétszer közlekednek a két falu között."
    ),
    "Turkish": (
        "Vapur şirketi salı günü yaptığı açıklamada, otuz yıllık hizmetin ardından seferlerini "
        "mayıs sonunda durduracağını duyurdu. Şirketin müdürü Ayşe Gökçe, belediye binasında "
        "toplanan üyelere, “Gövdeyi onaracak paramız kalmadı” dedi. Güney kıyısındaki balıkçılar "
        "ise kararın kendilerinden gizli alındığını söylüyor: sözcülerine göre kimseye bir şey "
        "sorulmadı ve gelecek yaz için söz verilen köprü hâlâ bitmedi. Nisan başında halka açık "
        "bir toplantı yapılacak; bakan soruları yanıtlamak istemedi. Satılan biletler, günde iki "
        "kez kalkan otobüslerde de geçerli olacak, ama çocuklar için yeni bir çözüm aranıyor."
    ),
    "Russian": (
        "Паромная компания сообщила во вторник, что после тридцати лет работы прекратит рейсы в "
        "конце мая. «У нас больше нет денег на ремонт корпуса», — заявила директор Ольга Щукина "
        "перед депутатами, собравшимися в ратуше. Рыбаки с левого берега, напротив, говорят о "
        "решении, принятом за их спиной: по словам их представителя, никого из них не спросили, "
        "а мост, обещанный к следующему лету, до сих пор не достроен. В начале апреля состоится "
        "открытое собрание; министр на вопросы отвечать не стал. Проданные билеты действительны "
        "и в автобусах, которые ходят дважды в день между двумя деревнями."
    ),
    "Ukrainian": (
        "Поромна компанія повідомила у вівторок, що після тридцяти років роботи припинить рейси "
        "наприкінці травня. «Ми більше не маємо грошей на ремонт корпусу», — сказала директорка "
        "Оксана Щербак перед депутатами, які зібралися в ратуші. Рибалки з лівого берега, "
        "навпаки, говорять про рішення, ухвалене за їхніми спинами: за словами їхнього речника, "
        "нікого з них не запитали, а міст, обіцяний на наступне літо, досі не добудований. На "
        "початку квітня відбудуться відкриті збори; міністр на запитання не відповів. Продані "
        "квитки дійсні також в автобусах, які їздять двічі на день між двома селами."
    ),
    "Greek": (
        "Η εταιρεία του πορθμείου ανακοίνωσε την Τρίτη ότι, ύστερα από τριάντα χρόνια, θα "
        "σταματήσει τα δρομολόγια στα τέλη Μαΐου. «Δεν έχουμε πια χρήματα για να επισκευάσουμε "
        "το σκάφος», είπε η διευθύντρια Ελένη Παπαδοπούλου μπροστά στους συμβούλους που "
        "συγκεντρώθηκαν στο δημαρχείο. Οι ψαράδες της αριστερής όχθης μιλούν αντίθετα για μια "
        "απόφαση που πάρθηκε πίσω από την πλάτη τους: σύμφωνα με τον εκπρόσωπό τους, κανείς δεν "
        "τους ρώτησε, και η γέφυρα που είχε υποσχεθεί η κυβέρνηση δεν έχει ακόμη τελειώσει. Στις "
        "αρχές Απριλίου θα γίνει ανοιχτή συγκέντρωση των κατοίκων."
    ),
    "Hebrew": (
        "חברת המעבורת הודיעה ביום שלישי כי לאחר שלושים שנות פעילות היא תפסיק את ההפלגות בסוף "
        'חודש מאי. "אין לנו עוד כסף לתקן את גוף הספינה", אמרה המנהלת רות לביא לפני חברי המועצה '
        "שהתכנסו בבניין העירייה. הדייגים מן הגדה השמאלית מדברים לעומת זאת על החלטה שהתקבלה מאחורי "
        "גבם: לדברי הדובר שלהם איש לא שאל אותם, והגשר שהובטח לקיץ הבא עדיין לא הושלם. בתחילת "
        "אפריל תתקיים אסיפה פתוחה לתושבים; השר לא רצה להשיב על שאלות. הכרטיסים שכבר נמכרו תקפים "
        "גם באוטובוסים, היוצאים פעמיים ביום בין שני הכפרים, עד סוף השנה. הורי התלמידים אמרו כי הם "
        "ימשיכו להיאבק."
    ),
    "Arabic": (
        "أعلنت شركة العبارة يوم الثلاثاء أنها ستوقف رحلاتها في نهاية شهر مايو بعد ثلاثين عاما من "
        "العمل. وقالت المديرة ليلى حداد أمام أعضاء المجلس الذين اجتمعوا في مبنى البلدية: لم يعد "
        "لدينا مال لإصلاح هيكل السفينة. أما الصيادون على الضفة اليسرى فيتحدثون عن قرار اتخذ من "
        "وراء ظهورهم، إذ يقول المتحدث باسمهم إن أحدا لم يسألهم، وإن الجسر الذي وعدت به الحكومة في "
        "الصيف القادم لم يكتمل بعد. وسيعقد اجتماع مفتوح للسكان في بداية شهر أبريل، ولم يرغب الوزير "
        "في الرد على الأسئلة. وتبقى التذاكر التي بيعت صالحة في الحافلات التي تسير مرتين في اليوم "
        "بين القريتين حتى نهاية السنة."
    ),
    "Lithuanian": (
        "Kelto bendrovė antradienį pranešė, kad po trisdešimties metų gegužės pabaigoje nutrauks "
        "reisus. „Nebeturime pinigų korpusui taisyti“, – sakė direktorė Žydrūnė Šimkutė rotušėje "
        "susirinkusiems tarybos nariams. Kairiojo kranto žvejai, priešingai, kalba apie jiems už "
        "nugaros priimtą sprendimą: pasak jų atstovo, niekas jų neklausė, o kitai vasarai "
        "pažadėtas tiltas vis dar nebaigtas. Balandžio pradžioje įvyks viešas gyventojų "
        "susirinkimas; ministras į klausimus atsakyti nepanoro. Jau parduoti bilietai galioja ir "
        "autobusuose, kurie du kartus per dieną važiuoja iš vieno kaimo į kitą."
    ),
    "Japanese": (
        "渡し船の会社は火曜日、三十年にわたる運航を五月の末に終えると発表した。「船体を直す"
        "お金はもうありません」と、社長の佐藤洋子は市役所に集まった議員たちの前で述べた。一方、"
        "左岸の漁師たちは、自分たちの知らないところで決められたことだと話している。代表者に"
        "よると、誰も意見を聞かれておらず、来年の夏までに約束された橋もまだ完成していない。"
        "四月の初めには住民のための集会が開かれる予定である。大臣は質問に答えなかった。すでに"
        "売られた切符は、一日に二回、二つの村のあいだを走るバスでも使うことができる。子どもたちが"
        "学校へどうやって通うのかは、まだ決まっていない。町の人々は、少なくとも橋ができるまでは"
        "船を残してほしいと願っている。新聞の取材に対し、ある母親は「毎朝、川の向こうまで送って"
        "いくことはできません」と語った。会社は、これからも話し合いを続けるとしている。"
        "しかし、残された時間は多くない。冬になれば川の水はまた増え、道は通れなくなるからだ。"
        "漁師の一人は、古い木の舟を自分で直し、子どもたちを乗せるつもりだと話した。ただし、その舟に"
        "は四人しか乗れず、雨の日には出せないという。役所は許可を出すかどうか、まだ答えていない。"
    ),
    "Chinese": (
        "轮渡公司星期二宣布，在运营三十年之后，将于五月底停止所有航班。公司经理王丽华在市政厅"
        "对议员们说：“我们已经没有钱修理船身了。”左岸的渔民则说，这个决定是背着他们作出的。据"
        "他们的代表介绍，没有人征求过他们的意见，而答应明年夏天完工的大桥至今还没有建好。四月初"
        "将举行一次居民大会，部长没有回答记者的问题。已经售出的船票可以在公共汽车上使用，汽车每天"
        "在两个村庄之间往返两次。孩子们以后怎样上学，现在还没有决定。镇上的人希望，至少在大桥建成"
        "以前，能够把渡船保留下来。一位母亲对报社说：“我们不可能每天早晨把孩子送到河的对面去。”"
        "公司表示，今后还会继续同居民商量。可是剩下的时间不多了，因为一到冬天河水就会上涨，那条"
        "小路也就不能走了。有一位渔民打算自己修好一条旧木船，用来接送孩子。不过那条船只能坐四个"
        "人，下雨天也不能开。政府是否批准，目前还没有答复。老人们记得，三十年前也有过这样的事情，"
        "那时候全村的人一起出钱，买下了第一条渡船。现在他们又开始商量，能不能再这样做一次。镇长"
        "说他个人支持这个办法，但是需要省里同意。省里的官员表示，会在两个星期之内研究这个问题。村里的老师"
        "已经在教室里挂上一张纸，谁愿意帮忙，就可以写上自己的名字。"
    ),
    "Traditional Chinese": (
        "渡輪公司星期二宣布，在營運三十年之後，將於五月底停止所有航班。公司經理王麗華在市政廳"
        "對議員們說：「我們已經沒有錢修理船身了。」左岸的漁民則說，這個決定是背著他們作出的。據"
        "他們的代表介紹，沒有人徵求過他們的意見，而答應明年夏天完工的大橋至今還沒有建好。四月初"
        "將舉行一次居民大會，部長沒有回答記者的問題。已經售出的船票可以在公車上使用，公車每天在"
        "兩個村莊之間往返兩次。孩子們以後怎樣上學，現在還沒有決定。鎮上的人希望，至少在大橋建成"
        "以前，能夠把渡船保留下來。一位母親對報社說：「我們不可能每天早晨把孩子送到河的對面去。」"
        "公司表示，今後還會繼續同居民商量。可是剩下的時間不多了，因為一到冬天河水就會上漲，那條"
        "小路也就不能走了。有一位漁民打算自己修好一條舊木船，用來接送孩子。不過那條船只能坐四個"
        "人，下雨天也不能開。政府是否批准，目前還沒有答覆。老人們記得，三十年前也有過這樣的事情，"
        "那時候全村的人一起出錢，買下了第一條渡船。現在他們又開始商量，能不能再這樣做一次。鎮長"
        "說他個人支持這個辦法，但是需要省裡同意。省裡的官員表示，會在兩個星期之內研究這個問題。村裡的老師"
        "已經在教室裡掛上一張紙，誰願意幫忙，就可以寫上自己的名字。"
    ),
    "Korean": (
        "나룻배 회사는 화요일에 삼십 년 동안 이어 온 운항을 오월 말에 끝낸다고 발표했다. 회사의 "
        "대표 김영희는 시청에 모인 의원들 앞에서 “이제 배를 고칠 돈이 없습니다”라고 말했다. 왼쪽 "
        "강가의 어부들은 자신들이 모르는 사이에 결정된 일이라고 말한다. 그들의 대변인에 따르면 "
        "아무도 의견을 묻지 않았고, 내년 여름까지 약속한 다리도 아직 완성되지 않았다. 사월 초에는 "
        "주민을 위한 모임이 열릴 예정이다. 장관은 질문에 대답하지 않았다. 이미 팔린 표는 하루에 두 "
        "번 두 마을 사이를 오가는 버스에서도 쓸 수 있다. 아이들이 학교에 어떻게 다닐지는 아직 "
        "정해지지 않았다. 마을 사람들은 적어도 다리가 놓일 때까지는 배를 남겨 두기를 바란다. 한 "
        "어머니는 신문에 “매일 아침 강 건너까지 데려다줄 수는 없습니다”라고 말했다. 회사는 "
        "앞으로도 이야기를 계속하겠다고 밝혔다. 그러나 남은 시간은 많지 않다. 겨울이 오면 "
        "강물이 다시 불어나 길이 막히기 때문이다. 어부 한 사람은 낡은 나무배를 스스로 고쳐 "
        "아이들을 태우겠다고 했다."
    ),
}

ENCODINGS = {
    "cp1252": ("French", "German", "Spanish", "Swedish"),
    "iso8859-15": ("French", "German", "Spanish", "Swedish"),
    "iso8859-1": ("French", "German", "Spanish", "Swedish"),
    "mac_roman": ("French", "German", "Spanish", "Swedish"),
    "cp850": ("French", "German", "Spanish", "Swedish"),
    "cp1250": ("Polish", "Czech", "Hungarian"),
    "iso8859-2": ("Polish", "Czech", "Hungarian"),
    "cp852": ("Polish", "Czech", "Hungarian"),
    "cp1254": ("Turkish",),
    "iso8859-9": ("Turkish",),
    "cp1257": ("Lithuanian",),
    "iso8859-13": ("Lithuanian",),
    "cp1251": ("Russian", "Ukrainian"),
    "koi8-r": ("Russian",),
    "koi8-u": ("Ukrainian",),
    "cp866": ("Russian",),
    "iso8859-5": ("Russian", "Ukrainian"),
    "mac_cyrillic": ("Russian", "Ukrainian"),
    "cp1253": ("Greek",),
    "iso8859-7": ("Greek",),
    "cp1255": ("Hebrew",),
    "iso8859-8": ("Hebrew",),
    "cp1256": ("Arabic",),
    "iso8859-6": ("Arabic",),
    "shift_jis": ("Japanese",),
    "cp932": ("Japanese",),
    "euc_jp": ("Japanese",),
    "iso2022_jp": ("Japanese",),
    "gb18030": ("Chinese", "Traditional Chinese"),
    "gbk": ("Chinese", "Traditional Chinese"),
    "big5": ("Traditional Chinese",),
    "euc_kr": ("Korean",),
    "cp949": ("Korean",),
}
"""Encodings with the languages that are written in them."""


def writable(text: str, encoding: str) -> str:
    """A text with the marks that an encoding lacks written as people who use it write them."""

    def written(char: str) -> str:
        try:
            char.encode(encoding)
        except UnicodeEncodeError:
            return char.translate(_PLAIN)
        return char

    return "".join(map(written, text))
