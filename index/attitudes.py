"""What people do and feel that tells their opinion, though nobody is said to speak.

*The union opposed the sale*, *the mayor is confident that …*, *Holt took issue with the plan*. A
table and nothing else: the grammar that reads it is in `index.deeds`.
"""

from __future__ import annotations

from index.cues import Cue, Demand, inflections
from index.types import Stance

__all__ = ["ADJECTIVES", "ADVERBIAL", "CLEAR_VERBS", "LIGHT_VERBS", "NOUNS", "VERBS_OF_ATTITUDE"]

_TABLE: dict[Stance, str] = {
    Stance.SAID: """discuss address outline detail highlight spotlight underline underscore echo
        reference mention allude:to refer:to touch:on talk speak:spoke dub liken compare frame
        cast:cast paint portray depict present explain introduce unveil document chronicle
        explore expose illustrate demonstrate display feature announce tell:told caution clarify
        compliment confide describe say:said write:wrote note tweet preach pitch trumpet
        proclaim reveal show publish estimate quote cite name recall recount repeat testify tout
        vent relay remind stress summarize summarise weigh:in chime:in conclude contrast
        characterize characterise identify interpret promote label call broadcast:broadcast
        advertise mock joke jest define revisit lay:laid:out set:set:out rule project react
        spell:out point:out single:out interpret""",
    Stance.CLAIMED: """attack criticize criticise knock slap rebuke scold chide assail lambast
        lambaste rail bash rip ridicule taunt insult disparage downplay challenge protest
        resist object:to balk decry fault vilify deride hammer slam blast pan condemn
        denounce excoriate chastise admonish castigate berate savage skewer accuse blame attribute
        link credit pin rebut counter contradict question undercut scoff bristle complain lament
        bemoan deplore grumble whine boast brag insist allege claim maintain contend assert argue
        mischaracterize smear demonize tar trash belittle dispute repudiate disavow distance jab
        lash fire:back shoot:shot:back snipe swipe charge oppose spar hit:hit:back block""",
    Stance.CONFIRMED: """acknowledge admit concede confirm recognize recognise accept affirm
        reaffirm apologize apologise confess agree concur acquiesce ratify validate certify""",
    Stance.DENIED: "deny reject dismiss refute disagree disown renounce disclaim brush:off veto",
    Stance.THINKS: """support back endorse favor favour embrace welcome applaud champion defend
        praise hail celebrate credit congratulate thank commend laud cheer salute admire
        appreciate honor honour heap gush enjoy love dislike hate loathe resent despise detest
        see:saw view regard understand:understood notice perceive ponder contemplate reflect
        focus prefer want consider speculate hypothesize surmise bet:bet fret worry fear hope
        doubt trust distrust mistrust mourn regret rue feel:felt think:thought believe expect
        anticipate imagine assess evaluate deem pronounce predict forecast seek:sought aim
        intend plan determine realize realise grieve envision foresee:foresaw assume presume
        suspect sense guess care mull eye crave strive vie approve decide opt herald yearn
        long:for side rally campaign dread deserve scorn marvel""",
    Stance.SUGGESTED: """suggest propose recommend advise hint imply advocate insinuate intimate
        float signal indicate nominate""",
    Stance.ASKED: """ask urge demand request call:for call:on lobby convince persuade encourage
        instruct order require authorize authorise ban prohibit forbid:forbade mandate bid:bid
        exhort implore beg petition summon invite pressure plead pray inquire query wonder enlist
        compel permit allow bar sue dare push:for press:for appeal:for appeal:to""",
    Stance.PROMISED: """promise pledge vow swear:swore guarantee threaten assure commit reassure
        offer:to""",
}
"""Verbs as in `index.cues`: what their subject does tells what he thinks of the object."""

_LIGHT = """make:made take:took give:gave raise draw:drew cast:cast express voice issue deliver
    pose put:put have:had hold:held offer sound launch level file bring:brought lay:laid win:won
    show renew throw:threw get:got keep:kept release send:sent post publish write:wrote
    read:read serve cite call lend:lent"""
LIGHT_VERBS = frozenset(word for entry in _LIGHT.split() for word in inflections(entry)) | {"has"}
"""Verbs that say little beside one of the nouns below."""

NOUNS: dict[str, Stance] = {
    noun: stance
    for stance, nouns in {
        Stance.SAID: """clear case point note statement speech remarks comment comments
            reference references response explanation account message mention address letter
            email tweet memo example interview briefing contrasts distinction distinctions
            differences evidence details agenda vision emphasis attention announcement argument
            arguments description ad ads column article op-ed tweets emails testimony findings
            advice lecture contrast picture warning warnings alarm alarms caution""",
        Stance.CLAIMED: """issue aim offense offence claim claims accusation accusations criticism
            attack attacks complaint complaints charge charges objection objections allegation
            allegations jab jabs shot shots swipe swipes dig whack critique lawsuit protest
            rebuttal""",
        Stance.CONFIRMED: "apology admission confirmation",
        Stance.DENIED: "denial",
        Stance.THINKS: """doubt doubts concern concerns confidence hope hopes fear fears support
            praise stand position positions stance view views opinion opinions sympathy regret
            gratitude disappointment frustration outrage anger skepticism scepticism optimism
            pessimism pride joy belief faith anxiety approval disapproval surprise interest
            preference expectations tribute solidarity backing endorsement condolences credit
            feelings worries misgivings reservations qualms conclusion decision""",
        Stance.SUGGESTED: "proposal proposals suggestion suggestions recommendation idea notion",
        Stance.ASKED: "question questions call calls  request requests demand demands plea",
        Stance.PROMISED: "promise promises pledge pledges vow vows assurance assurances threat",
    }.items()
    for noun in nouns.split()
}
"""*made a promise*, *raised doubts*, *took issue*: the noun tells what is done."""

ADJECTIVES: dict[str, Stance] = {
    adjective: stance
    for stance, adjectives in {
        Stance.THINKS: """confident convinced certain sure unsure aware concerned worried wary
            skeptical sceptical hopeful optimistic pessimistic eager open willing unwilling
            critical interested outraged upset shocked thrilled impressed adamant determined
            reluctant afraid scared proud satisfied dissatisfied content supportive dismissive
            mindful uneasy nervous frustrated angry furious surprised undecided divided
            unanimous persuaded resigned grateful thankful glad happy unhappy sorry pleased
            delighted disappointed dismayed appalled horrified alarmed disturbed troubled
            puzzled baffled amazed astonished excited enthusiastic ambivalent indifferent
            hesitant inclined tempted anxious fearful cautious sanguine bullish bearish
            disgusted offended fond suspicious distrustful mistrustful doubtful leery
            comfortable uncomfortable relieved sympathetic hostile opposed bent keen committed
            serious split unmoved unimpressed unconvinced infatuated jealous envious ashamed
            embarrassed fed_up tired sick mad bitter gracious insistent""",
        Stance.CLAIMED: "apologetic boastful defiant scathing harsh vocal outspoken",
        Stance.SAID: "explicit blunt clear emphatic unequivocal coy candid vague specific",
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


_CLEAR = """criticize criticise rebuke scold chide assail lambast lambaste ridicule insult
    disparage downplay decry vilify deride denounce excoriate chastise admonish castigate berate
    accuse bemoan deplore lament complain boast brag insist allege contend assert argue dispute
    repudiate disavow condemn snipe oppose acknowledge concede apologize apologise deny dismiss
    refute disagree applaud praise laud commend admire dislike hate loathe resent despise detest
    prefer fret worry fear doubt distrust mistrust mourn regret rue believe think:thought
    surmise suggest urge implore exhort vow pledge liken hail extol disapprove
    rail"""
CLEAR_VERBS = frozenset(word for entry in _CLEAR.split() for word in inflections(entry))
"""Forms that tell an opinion in any document, not only in a report of what people say."""

VERBS_OF_ATTITUDE: dict[str, tuple[Cue, ...]] = _verbs()
"""Each form of each verb with its readings."""
