"""Pure: how questions lean on an earlier one, as patterns."""

from __future__ import annotations

import re

from assistant.converse.followup_vocabulary import NUMBERS
from assistant.converse.reading_grammar import ORDINALS

STEPS = {"next": 1, "following": 1, "previous": -1, "preceding": -1, "other": 0}
"""How far from the last one; 0 is the other of two."""
_ORDINAL = "|".join([*ORDINALS, *STEPS])
_ONE = r"one|ones|item|entry"
_THAT = r"(?:that|it|this)"


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts), re.IGNORECASE)


POLITE = _pattern(
    r"^(?:(?:please|hey|hi|hello|ok|okay|alright|lookaloud|um|uh|erm|oh|well|so|thanks|thank you"
    r"|excuse me|sorry|hm+|(?:can|could|would|will) you(?! see| find)(?: please)?|tell me(?! more)"
    r"|let me know|i (?:want|need|wish|would like|'d like) to (?:know|hear)|do you know|give me"
    r"|show me|just)\b[\s,.]*|(?:yes|no|good|great|fine|now)[,.!]+\s*(?!i mean))",
)
POLITE_END = _pattern(
    r"[\s,]*\b(?:please|thanks|thank you|for me|(?<!and )then|exactly|again|right now|currently)$",
)
INDIRECT = _pattern(
    r"^(?P<head>where|when|who|what) (?P<name>(?!is|are|was|were|do|does|did|can|time|day)\S.*)"
    r" (?P<be>is|was|are|were)$",
)
"""Where that is: after "tell me"."""
LINK = _pattern(
    r"^(?:(?:and|but|or|also|then)\b[\s,]*)*"
    r"(?:(?:what|how) about|what of|(?:is it |and )?(?:the )?same (?:question |thing )?(?:for|with)"
    r"|(?:no[\s,]+)?(?:i|we) mean(?:t)?|no,? not that|rather|and|but|or|also|then)\b[\s,]*",
)
"""What begins a question that has only a new subject."""
TOO = _pattern(r"[\s,]+(?:too|as well|also|instead)$")

SPELL = _pattern(
    r"(?:spell|spelling)(?: out)?(?: (?:it|that|this|him|her|them|the answer"
    r"|(?:that|this|the) (?:word|name|one|value|text)))?(?: out)?(?: (?:letter by letter|slowly))?"
    r"|how(?:'s| is| was| are| do you| do i| would you| to)(?: (?:it|that|this|they))?"
    r"(?: (?:spelled|spelt|spell|written|write))(?: (?:it|that|this|them))?(?: out)?"
    r"|what (?:is|'s) (?:the|its|that) spelling(?: of (?:it|that))?"
    r"|(?:say|read) (?:it|that) letter by letter|letter by letter",
)
SPELL_THING = _pattern(
    r"(?:spell(?: out)?|how (?:do|would) (?:you|i|we) (?:spell|write)"
    r"|what(?: is|'s) the spelling of|how(?: is| are|'s) (?=.+ (?:spelled|spelt)$)) ?"
    r"(?P<thing>.+?)(?: (?:spelled|spelt))?",
)
WHY = _pattern(
    rf"why|why (?:is|was) (?:that|it so)|why so|how come|really|says who|who (?:says|said) {_THAT}",
    rf"|why (?:do|did|would) you (?:say|think|believe|claim) (?:so|{_THAT})",
    rf"|what makes you (?:say|think|believe|so sure)(?: (?:so|of that|{_THAT}))?",
    rf"|how (?:do|did|can|would) you know(?: (?:so|{_THAT}))?",
    rf"|how (?:sure|certain|confident) are you(?: (?:about|of) {_THAT})?",
    rf"|are you (?:sure|certain|confident|positive)(?: (?:about|of) {_THAT})?",
    rf"|(?:is|was) {_THAT} (?:right|correct|true|certain|a guess|your guess|a fact|sure|for sure)",
    rf"|(?:are|were) you (?:just )?guessing|did you (?:just )?guess(?: {_THAT})?",
    rf"|did you (?:read|see) {_THAT}(?: or (?:did you )?guess(?: {_THAT})?)?",
    r"|where (?:did|do|have) you (?:read|see|seen|get|got|find|found|take|hear)",
    rf" {_THAT}(?: from)?|where does {_THAT}(?: answer)? come from",
    r"|where does it say (?:that|so|this)|where(?: is|'s) (?:that|it) from",
    rf"|where (?:is|was) {_THAT} (?:written|from|said)|what(?: is|'s) {_THAT} based on",
    rf"|what(?: is|'s) (?:your|the) (?:source|evidence|reason)(?: (?:for|of) {_THAT})?",
)
MORE = _pattern(
    r"(?:(?:tell me|say|read|read me|and|any) )?more(?: of (?:it|that|them))?"
    r"|(?:go|carry|read) on|continue(?: reading)?|keep (?:going|reading)|what else|anything else"
    r"|(?:what (?:is|are|'s) )?(?:read |tell me |say )?(?:me )?the (?:rest|others)"
    r"(?: of (?:it|them|that))?|and then",
)
_ASK_FOR = (
    r"(?:what|which|who|where) (?:is|are|was)|what's|who's|read(?: me| out)?|say|tell me|show me"
    r"|(?:go |jump |move )?(?:back |on )?to|now|take"
)
ORDINAL_ALONE = _pattern(
    rf"(?:(?:{_ASK_FOR}) )?(?:the )?(?:(?P<ordinal>{_ORDINAL})(?: (?:{_ONE}))?",
    rf"|one (?P<step>after|before|below|above|under)(?: {_THAT})?",
    rf"|number (?P<number>\d+|{'|'.join(NUMBERS)}))(?: say)?",
)
"""The second one, the next, number three: nothing beside it that could be asked for."""
ORDINAL_NOUN = _pattern(
    rf"(?:the )?(?P<ordinal>{_ORDINAL}) (?P<noun>[a-z][\w'-]*(?: [a-z][\w'-]*)?)"
)
ORDINAL_ONE = _pattern(
    rf"\b(?:(?P<article>the|an?|that) )?(?P<ordinal>{_ORDINAL}) (?P<one>{_ONE})\b",
    rf"|\bthe (?P<alone>{_ORDINAL})(?= (?:say|sent|written|about|called|named)\b|$)",
)
ORDINAL_WORD = _pattern(rf"\b({'|'.join(ORDINALS)})\b")
NUMBERED = _pattern(
    r"\b(?P<noun>row|column|line|item|message|email|page|number|tab|entry|step)"
    r" (?P<number>\d{1,3})\b",
)
COLUMN = _pattern(
    r"^(?:(?:(?:from|at|in|on|to|for|by|with) )?which|(?:what|who)(?:'s| is| was| are)(?: the)?)"
    r" (?P<name>\w[\w' -]*)$",
)
"""A bare question for what a row may have: "which gate?"."""
ONE_OF = _pattern(r"^(?:the |that )?ones? (?=(?:from|of|for|by|in|on|at|to|with)\b)")
"""The one from Ben."""
OWN_NAME = _pattern(r"(?:his|her|their|that|the person's) (?:full )?name")
FROM = _pattern(r"^who(?:'s| is| are| was| were) (?P<what>.+) (?P<by>from|by)$")
"""Who sent or wrote it."""
QUESTION_ALONE = _pattern(
    r"(?P<head>when|where|who|whose|how (?:much|many|big|old|long|large|far)|since when|until when"
    r"|from whom|by whom|to whom|what time|which (?:day|date)|what (?:day|date))"
    r"(?: (?:is|was|are|were) (?:that|this)|(?<=how many) (?:are|were|is|was) there)?",
)
"""And when? Of what the last question was about."""
CLASS_ALONE = _pattern(
    r"(?P<head>which|how many|what|are any|is any)(?: (?:ones?|of (?:them|those|these)))?"
    r"(?P<rest> (?:is|are|was|were|has|have|can|aren't|isn't) .+| (?:are|is|were|was) there"
    r"|(?<=of them) .+)",
)
BE_ALONE = _pattern(r"(?:which|what)(?: ones?| of them)? (?P<be>is|are)(?P<not> not|n't)?")
"""Which one is? Which aren't?"""
WHAT_IS_IT = _pattern(r"what(?: is|'s) (?:it|that)")
"""Asked of a field it is its value; else the screen may be meant."""
SAYS = _pattern(r"what (?:does|do) (?P<what>.+) (?:say|contain|read|hold)")
PRONOUN = _pattern(
    r"\b(?P<possessive>its|his|their)(?= \w)|\b(?P<her>her)\b|\b(?P<person>he|she|him)\b"
    r"|\b(?P<thing>it|they|them|that one|this one|the same one|those|these)\b(?!')"
    r"|\bthat (?P<role>button|link|field|box|check ?box|tab|message|email|item|row|option|menu"
    r"|switch|file|entry|dialog|heading|person|order)\b"
    r"|(?:(?<=\bis )|(?<=\bwas ))(?P<that>that)(?= \w+$)|\b(?P<end>that)"
    r"(?=$| (?:from|for|about|in|at|on|to|called|named|written|by)\b)",
)
IMPERSONAL = _pattern(
    r"^(?:what|which) (?:time|day|date|year|month|weather|page|window|screen|program|app|site|room"
    r"|version|language|kind of \w+) is it\b|\bis it (?:possible|true|necessary|safe|ok|okay|worth"
    r"|time|raining|late|me)\b|\bhow(?: is|'s) it going\b|^(?:does|do) (?:it|they) have\b|\bit's\b"
    r"|\bdoes it (?:take (?:long|to|time)|matter|mean)\b|\bhow long does it take\b"
    r"|^what(?: is|'s) (?:it|this|that)(?: about| all about)?$"
    r"|^(?:where|when) (?:does|did) it say\b(?! \w+$)",
)
"""Questions whose "it" is the weather, the hour or the screen."""
