"""What people do and feel that tells their opinion, though nobody is said to speak.

*The union opposed the sale*, *the mayor is confident that …*, *Holt took issue with the plan*. A
table and nothing else: the grammar that reads it is in `index.deeds`.
"""

from __future__ import annotations

from index.cues import Cue, Demand, Form, inflections
from index.types import Stance

__all__ = [
    "ADJECTIVES",
    "ADVERBIAL",
    "CLEAR_VERBS",
    "FORMS",
    "LIGHT_VERBS",
    "NOUNS_OF_DEEDS",
    "VERBS_OF_ATTITUDE",
]

_TABLE: dict[Stance, str] = {
    Stance.SAID: """discuss outline detail highlight underscore echo reference mention allude:to
        refer:to touch:on talk speak:spoke liken compare explain announce tell:told caution
        clarify compliment confide describe say:said note tweet preach trumpet proclaim estimate
        quote recount testify tout remind stress summarize summarise chime:in characterize
        characterise mock joke jest spell:out point:out""",
    Stance.CLAIMED: """criticize criticise rebuke scold chide lambast lambaste rail ridicule
        taunt insult disparage downplay protest object:to decry fault vilify deride condemn
        denounce excoriate chastise admonish castigate berate accuse blame attribute rebut
        contradict scoff complain lament bemoan deplore grumble whine brag boast:about boast:of
        insist allege assert argue mischaracterize demonize belittle dispute repudiate disavow
        oppose""",
    Stance.CONFIRMED: """acknowledge affirm reaffirm apologize apologise confess admit:to agree
        concur""",
    Stance.DENIED: "deny reject refute disagree disown renounce disclaim",
    Stance.THINKS: """support endorse favor favour applaud champion praise congratulate thank
        commend laud cheer admire appreciate love dislike hate loathe resent despise detest
        regard ponder contemplate prefer want consider hypothesize surmise fret worry fear hope
        doubt trust distrust mistrust mourn regret rue think:thought believe expect anticipate
        imagine deem predict forecast intend realize realise grieve envision foresee:foresaw
        presume suspect guess mull crave approve:of disapprove yearn long:for dread scorn marvel
        extol:extolled""",
    Stance.SUGGESTED: """suggest propose recommend advise hint imply advocate insinuate indicate""",
    Stance.ASKED: """ask urge demand request call:for call:on lobby encourage instruct exhort
        implore beg petition plead pray inquire query wonder appeal:for""",
    Stance.PROMISED: "promise pledge vow assure reassure",
}
"""Verbs as in `index.cues`, of speech and of attitudes and of nothing else: people *attack*, *ban*
and *offer* without a word."""

_ACTS = """accept acquiesce address admit advertise aim allow appeal:to approve assail assess
    assume attack authorise authorize back balk ban bar bash bet:bet bid:bid blast block boast
    bristle broadcast:broadcast brush:off call campaign care cast:cast celebrate certify
    challenge charge chronicle cite claim commit compel concede conclude confirm contend contrast
    convince counter credit dare decide defend define demonstrate depict deserve determine
    dismiss display distance document dub embrace enjoy enlist evaluate explore expose eye
    feature feel:felt fire:back float focus forbid:forbade frame guarantee gush hail hammer heap
    herald hit:hit:back honor honour identify illustrate interpret intimate introduce invite jab
    knock label lash lay:laid:out link maintain mandate name nominate notice offer:to opt order
    paint pan perceive permit persuade pin pitch plan portray present press:for pressure prohibit
    project promote pronounce publish push:for question rally ratify react recall recognise
    recognize reflect relay repeat require resist reveal revisit rip rule salute savage see:saw
    seek:sought sense set:set:out shoot:shot:back show side signal single:out skewer slam slap
    smear snipe spar speculate spotlight strive sue summon swear:swore swipe tar threaten trash
    undercut underline understand:understood unveil validate vent veto vie view weigh:in welcome
    write:wrote"""
"""Verbs that make nobody a speaker. The grammar knows them to find the verb of a sentence."""

_LIGHT = """make:made take:took give:gave raise express voice issue deliver put:put have:had offer
    renew release"""
LIGHT_VERBS = frozenset(word for entry in _LIGHT.split() for word in inflections(entry)) | {"has"}
"""Verbs that say little beside one of the nouns below."""

NOUNS_OF_DEEDS: dict[str, Stance] = {
    noun: stance
    for stance, nouns in {
        Stance.SAID: """clear point statement speech remarks comment comments reference references
            explanation announcement argument arguments testimony warning warnings""",
        Stance.CLAIMED: """issue offense offence claim claims accusation accusations criticism
            complaint complaints objection objections allegation allegations rebuttal""",
        Stance.CONFIRMED: "apology admission confirmation",
        Stance.DENIED: "denial",
        Stance.THINKS: """doubt doubts concern concerns confidence hope hopes fear fears support
            praise stance view views opinion opinions sympathy regret gratitude disappointment
            frustration outrage anger skepticism scepticism optimism pessimism pride joy belief
            faith anxiety disapproval solidarity endorsement condolences worries misgivings
            reservations qualms""",
        Stance.SUGGESTED: "proposal proposals suggestion suggestions recommendation",
        Stance.ASKED: "question questions request requests demand demands plea",
        Stance.PROMISED: "promise promises pledge pledges vow vows assurance assurances threat",
    }.items()
    for noun in nouns.split()
}
"""*made a promise*, *raised doubts*, *took issue*: the noun tells what is done."""

ADJECTIVES: dict[str, Stance] = {
    adjective: stance
    for stance, adjectives in {
        Stance.THINKS: """confident convinced certain sure unsure aware concerned worried wary
            skeptical sceptical hopeful optimistic pessimistic eager willing unwilling critical
            interested outraged upset shocked thrilled impressed adamant determined reluctant
            afraid scared proud satisfied dissatisfied supportive dismissive mindful uneasy
            nervous frustrated angry furious surprised undecided unanimous persuaded resigned
            grateful thankful glad happy unhappy sorry pleased delighted disappointed dismayed
            appalled horrified alarmed puzzled baffled amazed astonished excited enthusiastic
            ambivalent indifferent hesitant inclined tempted anxious fearful cautious sanguine
            bullish bearish disgusted offended fond suspicious distrustful mistrustful doubtful
            leery relieved sympathetic opposed keen committed unmoved unimpressed unconvinced
            infatuated jealous envious ashamed embarrassed mad gracious insistent""",
        Stance.CLAIMED: "apologetic boastful defiant outspoken",
        Stance.SAID: "emphatic unequivocal coy candid",
    }.items()
    for adjective in adjectives.split()
}
"""*is confident that*, *was critical of*: after a form of *to be* and of *feel*, *remain*."""

ADVERBIAL = frozenset({"", "out", "off", "up", "down", "in", "on", "against", "at", "about"})
"""Particles that belong to the words shown as the cue: *lashed out*."""


def _verbs() -> dict[str, tuple[Cue, ...]]:
    verbs: dict[str, tuple[Cue, ...]] = {}
    for stance, entries in _TABLE.items():
        for entry in entries.split():
            for word, (form, particle) in inflections(entry).items():
                cue = Cue(stance, Demand.ANY, form, particle)
                verbs[word] = (*verbs.get(word, ()), cue)
    return verbs


_CLEAR = """criticize criticise rebuke scold chide lambast lambaste ridicule insult disparage
    downplay decry vilify deride denounce excoriate chastise admonish castigate berate accuse
    bemoan deplore lament complain brag insist allege assert argue dispute repudiate disavow
    condemn oppose acknowledge apologize apologise deny refute disagree applaud praise laud
    commend admire dislike hate loathe resent despise detest prefer fret worry fear doubt
    distrust mistrust mourn regret rue believe think:thought surmise suggest urge implore exhort
    vow pledge liken extol:extolled disapprove rail"""
CLEAR_VERBS = frozenset(word for entry in _CLEAR.split() for word in inflections(entry))
"""Forms that tell an opinion in any document, not only in a report of what people say."""

VERBS_OF_ATTITUDE: dict[str, tuple[Cue, ...]] = _verbs()
"""Each form of each verb with its readings."""


def _forms() -> dict[str, frozenset[Form]]:
    forms: dict[str, set[Form]] = {}
    for entry in " ".join([*_TABLE.values(), _ACTS]).split():
        for word, (form, _) in inflections(entry).items():
            forms.setdefault(word, set()).add(form)
    return {word: frozenset(found) for word, found in forms.items()}


FORMS: dict[str, frozenset[Form]] = _forms()
"""The inflections that each form can be, whether its verb makes a speaker or none."""
