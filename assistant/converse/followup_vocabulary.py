"""Pure: words by what they are in a question: verbs, articles, and what is part of no name."""

from __future__ import annotations

from assistant.converse.reading_words import stem

_QUESTION_WORDS = """
what which who whom whose when where why how whether if much many
what's who's where's when's how's whatever there here see tell say says said
"""
_AUXILIARIES = """
is are was were be been being am do does did have has had can could will would shall should may
might must isn't aren't wasn't weren't don't doesn't didn't hasn't haven't can't couldn't won't
"""
_PRONOUNS = "i you we they he she it me him them us myself one ones anyone someone everyone"
_LITTLE = """
not and or but also too just only still already yet now currently ever so very please then both
all out up down off away exactly
"""
_CONDITIONS = """
checked unchecked ticked unticked selected unselected chosen enabled disabled activated deactivated
available unavailable greyed grayed clickable expanded collapsed required mandatory empty blank
invalid valid visited pressed focused highlighted turned switched filled
"""
_DETERMINERS = "the a an my your his her its their our this that these those any some each every no"
_PREPOSITIONS = """
of in on at to for from by with within into about as since until before after under over between
during per than through
"""
_MANNERS = """
big large long old far tall fast often high heavy full warm cold hot loud wide deep soon expensive
bright strong
"""
_STARTS = "read list name count find show spell describe"
_QUESTION_STARTS = """
what which who whom whose when where why how is are was were do does did has have had can could
will would should must what's who's where's when's how's isn't aren't wasn't doesn't didn't
read list count find spell describe show
"""
_VERBS = """
send sent write wrote written open close start begin began begun end finish cost pay paid order
issue found sign signed mean arrive leave left depart happen take took taken weigh last live work
change modify update edit create make made receive get got buy bought sell sold call install run
running expire renew deliver ship contain include belong need require print save download upload
join post reply answer see saw seen look come came go went gone stand spend spent hold held build
built meet met keep kept give gave given choose chose click press type enter set design approve own
manage invite play upgrade accept pick free due ready online closed shut busy finished gone full
read done owe land board
"""
_TIMES = """
monday tuesday wednesday thursday friday saturday sunday today tomorrow yesterday tonight january
february march april may june july august september october november december morning afternoon
evening noon midnight week weekend month year mondays tuesdays wednesdays thursdays fridays
saturdays sundays weekdays weekends
"""
_CLASS_NOUNS = "message email mail file order person user product event task row result box"
_NUMBERS = "one two three four five six seven eight nine ten"

DETERMINERS = frozenset(_DETERMINERS.split())
OWNERS = frozenset(["its", "his", "her", "their"])
INDEFINITE = frozenset(["a", "an", "any", "some"])
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
AUXILIARIES = frozenset(_AUXILIARIES.split())
BE = frozenset(["is", "are", "was", "were", "be", "been", "what's", "where's", "who's", "when's"])
BASE_VERBS = frozenset(["do", "does", "did", "will", "would", "can", "could", "should", "must"])
"""After these the question's verb has no ending."""
DOERS = frozenset(["who", "i", "you", "we"])
"""Before verbs."""
COUNTED = frozenset(["many", "much", "which", "what", "whose"])
"""Before names."""
MANNERS = frozenset(_MANNERS.split())
"""After "how"."""
HOURS = frozenset(["time", "day", "date", "hour", "year"])
"""After "what": part of the question's word."""
STARTS = frozenset(_STARTS.split())
"""Verbs that begin a question; elsewhere they are names."""
QUESTION_STARTS = frozenset(_QUESTION_STARTS.split())
BREAKS = AUXILIARIES.union(
    _QUESTION_WORDS.split(), _PRONOUNS.split(), _LITTLE.split(), _CONDITIONS.split()
)
"""Words that are part of no name, unless the screen has them in one."""
VERBS = frozenset(stem(word) for word in _VERBS.split())
PARTICIPLES = {
    "wrote": "written",
    "took": "taken",
    "gave": "given",
    "came": "come",
    "went": "gone",
    "saw": "seen",
    "began": "begun",
    "chose": "chosen",
    "did": "done",
}
PASTS = {participle: past for past, participle in PARTICIPLES.items()}
TIMES = frozenset(_TIMES.split())
CLASS_NOUNS = frozenset(stem(word) for word in _CLASS_NOUNS.split())
"""What lists hold, beside the kinds of controls."""
NUMBERS = {word: number for number, word in enumerate(_NUMBERS.split(), 1)}


def number_of(word: str) -> int | None:
    """Return the number that a word or digits stand for."""
    return int(word) if word.isdigit() else NUMBERS.get(word.casefold())
