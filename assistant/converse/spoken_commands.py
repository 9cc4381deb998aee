"""Pure: commands that are spoken where a question could be: "stop", "say that again", "slower".

Only a whole utterance is a command, politeness aside: "Is there a copy button?" is a question.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.perceive import wording


class SpokenCommand(StrEnum):
    """What can be said instead of a question."""

    STOP = "stop"
    REPEAT = "repeat"
    SLOWER = "slower"
    FASTER = "faster"
    COPY = "copy"
    HELP = "help"
    MORE = "more"
    READ = "read"
    DESCRIBE = "describe"


PHRASES = (
    "Stop.",
    "Say that again.",
    "Slower.",
    "Faster.",
    "Copy that.",
    "More.",
    "Go on.",
    "Read everything.",
    "What can I say?",
    "Spell it.",
    "And the second one?",
    "What about this?",
    "Is it checked?",
    "Why do you say that?",
)
"""For recognition to be told, as it is of the screen's words: alone such short words are lost."""


def command_in(words: str) -> SpokenCommand | None:
    """Return the command that the words are; None for a question or anything else."""
    text = _bare(_TWICE.sub(r"\1", wording.key(words)))
    for command, pattern in _COMMANDS:
        if pattern.fullmatch(text):
            return command
    return None


_THAT = (
    r"(?:that|it|this|(?:the|your|that|this|the last|your last|the previous) (?:answer|sentence))"
)
_SAID = rf"(?:{_THAT}|what you(?: have| ve| just| ve just)? said|yourself|the last (?:one|thing))"
_BIT = r"(?:a (?:little )?(?:bit|little)|much|even|some|somewhat|slightly|way) "
_SPEAK = r"(?:(?:speak|talk|go|read|say it|say that|speak it|read it|read that|do it) )?"
_SPEED = r"(?:the |your )?(?:speech |speaking |reading |voice |talking )?(?:speed|rate|tempo)"
_YOU_ARE = (
    r"(?:(?:you (?:are|re)|that (?:is|was|s)|it (?:is|s)) )?"
    r"(?:(?:speaking|talking|going|reading) )?(?:far |much |way )?"
)
_ANYHOW = (
    r"(?!(?:what|which|who|whose|where|when|why|how|is|are|was|were|do|does|did|has|have|can|will"
    r"|and|or|the|a|an|than|read)\b)"
    r"(?:(?!(?:is|are|the|a|an|one|than|go|goes|gets?|runs?)\b)\w+ ){1,4}"
)
"""Words that recognition made of "speak a bit", before "slower": none that begin a question."""
_PLACE = r"(?:screen|page|window|dialog|program|app|desktop|display)"

_WORDS = {
    SpokenCommand.STOP: (
        rf"stop(?: (?:it|that|this|now|there|here|please|talking|speaking|reading|{_THAT}))?"
        r"(?: (?:talking|speaking|reading))?|stop i said|i said stop"
        r"|(?:be |keep )?(?:quiet|silent)|silence|hush|shush|shh+|shut up|mute"
        r"|(?:that (?:is|s) |i have heard |i ve heard )?enough|cancel that|never ?mind|forget it"
    ),
    SpokenCommand.REPEAT: (
        rf"repeat(?: {_SAID})?(?: again| once more| one more time)?"
        rf"|(?:say|read|tell me|speak|read out|play) {_SAID} (?:again|once more|one more time)"
        r"|(?:say |read )?(?:it )?(?:again|once more|one more time)"
        r"|(?:i beg your )?pardon(?: me)?|beg pardon|sorry|excuse me|come again|huh|what"
        r"|(?:sorry |pardon )?what (?:did|have) you (?:just )?(?:say|said)(?: again| just now)?"
        r"|(?:sorry |pardon )?what (?:was|is) (?:that|it) again|(?:sorry |pardon )?what was that"
        r"|what was (?:the|your|the last) answer|sorry what"
        r"|i (?:did not|did n t|didn t|could not|couldn t)(?: quite)?"
        r" (?:hear|catch|get|understand|follow)(?: that| it| you| what you said)?"
    ),
    SpokenCommand.SLOWER: (
        rf"{_SPEAK}(?:{_BIT})?(?:slower|more slowly|slowly)(?: {_BIT.rstrip()})?"
        rf"|slow(?: it)?(?: down)?(?: {_BIT.rstrip()})?|{_YOU_ARE}too (?:fast|quick(?:ly)?)"
        rf"|not (?:so|that) (?:fast|quick(?:ly)?)|less (?:fast|speed)"
        rf"|(?:reduce|decrease|lower|slow down|slow) {_SPEED}|{_ANYHOW}slower"
    ),
    SpokenCommand.FASTER: (
        rf"{_SPEAK}(?:{_BIT})?(?:faster|quicker|more quickly|more fast)(?: {_BIT.rstrip()})?"
        rf"|speed(?: it)? up(?: {_BIT.rstrip()})?|hurry up"
        rf"|{_YOU_ARE}too slow(?:ly)?"
        rf"|not (?:so|that) slow(?:ly)?|(?:increase|raise|speed up) {_SPEED}|{_ANYHOW}faster"
    ),
    SpokenCommand.COPY: (
        rf"copy(?: (?:{_SAID}|the result))?(?: (?:to|into|onto) (?:the |my )?clipboard)?"
        rf"|(?:put|place|save) {_SAID} (?:on|in|to|into|onto) (?:the |my )?clipboard"
    ),
    SpokenCommand.HELP: (
        r"help(?: me)?|what (?:can|could|may|should|do) i (?:say|ask)(?: (?:you|here|now|to you))?"
        r"|what can you do(?: for me)?|what else can i (?:say|ask)"
        r"|(?:what|which) commands (?:can i (?:say|use|give)|are there|do you (?:know|understand))"
        r"|(?:what are|list|tell me) (?:the |your |all )?(?:spoken |voice )?commands"
        r"|(?:spoken|voice) commands|how (?:does this|do you) work"
        r"|how (?:do|can) i use (?:this|you|it|lookaloud|this program)"
    ),
    SpokenCommand.MORE: (
        r"(?:(?:tell me|say|read|read me|and|some|any) )?more(?: of (?:it|that))?"
        r"|(?:go|carry|read) on|continue(?: (?:reading|speaking|talking))?"
        r"|keep (?:going|reading|talking)|(?:and )?what else"
        r"|(?:is there )?(?:anything|something) else"
        r"|is there (?:any )?more|(?:and |read |tell me |say )?(?:me )?the (?:rest|others)"
        r"(?: of (?:it|them|that))?"
    ),
    SpokenCommand.READ: (
        r"read(?: out)? (?:everything|all|it all|all of it|(?:all )?the text|all text)"
        rf"(?: (?:here|there is|on (?:the|this|my) {_PLACE}|in (?:the|this) {_PLACE}))?"
        rf"|read(?: out)?(?: all)?(?: of)? (?:the|this|my)(?: (?:whole|entire|full|complete))?"
        rf" (?:{_PLACE}|thing)|read(?: out)? the (?:whole|entire|full|complete) text"
    ),
    SpokenCommand.DESCRIBE: (
        rf"describe(?: (?:the|this|my)(?: (?:whole|entire|current))? {_PLACE})?"
        r"|describe (?:what (?:you see|is there|is here)|everything)"
        rf"|what (?:is|s) (?:there )?on (?:the|my|this) {_PLACE}|what (?:do|can) you see(?: here)?"
        r"|what am i looking at"
    ),
}
_COMMANDS = tuple((command, re.compile(pattern)) for command, pattern in _WORDS.items())
_TWICE = re.compile(r"\b(\w+)(?: \1\b)+")
"""People say "stop, stop"."""
_BEFORE = re.compile(
    r"^(?:please|hey|hi|hello|ok|okay|alright|lookaloud|look aloud|look a loud|um|uh|erm|oh|well|no"
    r"|so|now|just|then|yes|(?:can|could|would|will) you|would you mind|you (?:can|may|should|must)"
    r"|i (?:want|need|wish|would like|d like) you to|let (?:me|us) hear)\b ?"
)
_AFTER = re.compile(
    r" ?\b(?:please|thanks|thank you|for me|if you (?:can|could|would)|now|will you|would you"
    r"|could you|can you|lookaloud|look aloud|then|okay|ok)$"
)


def _bare(text: str) -> str:
    """Return the words without politeness; where nothing else is left, as they are."""
    before = None
    while text != before:
        before = text
        text = _AFTER.sub("", _BEFORE.sub("", text, count=1), count=1) or text
    return text
