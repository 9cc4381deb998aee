"""Commands among spoken words, and questions that only sound like them."""

from __future__ import annotations

import pytest

from assistant.converse.spoken_commands import PHRASES, SpokenCommand, command_in

pytestmark = pytest.mark.unit

SAID = {
    SpokenCommand.STOP: """
        Stop. | stop | Stop! | Stop, stop! | Please stop. | Stop it. | Stop that, please.
        Could you please stop talking? | Stop reading. | stop speaking now | Be quiet. | Quiet!
        Silence. | Shut up. | That's enough. | Enough. | Never mind. | Nevermind. | I said stop.
        Okay, stop. | Would you stop it?""",
    SpokenCommand.REPEAT: """
        Repeat. | Repeat that. | Repeat that, please. | Can you repeat that? | say that again
        Say that again, please. | Read that again. | Could you read it again? | Pardon?
        Pardon me? | I beg your pardon? | What did you say? | What did you just say? | Sorry?
        Sorry, what? | What was that? | What was that again? | Once more.
        One more time, please. | Again. | Repeat the answer. | I didn't catch that.
        I did not hear that. | Come again? | Would you say that once more? | Read again. Please.
        Huh? | Sorry, what did you say?""",
    SpokenCommand.SLOWER: """
        Slower. | slower please | Speak slower. | Speak a bit slower, please. | Slow down.
        Slow down a bit. | More slowly, please. | Can you speak more slowly? | Read slower.
        You're too fast. | That's too fast. | Too fast. | Not so fast! | A little slower.
        Could you talk a little bit slower? | Reduce the speed. | Speak. Slower.
        Lower the reading speed. | Peep slower!""",
    SpokenCommand.FASTER: """
        Faster. | Faster please. | Speak faster. | Speak a bit faster please | Speed up.
        Go faster. | Much faster. | A little faster. | Could you read faster? | More quickly.
        You're too slow. | That is too slow. | Not so slow. | Increase the speech rate.
        Quicker! | Even faster. | Speak a bit faster. Please.""",
    SpokenCommand.COPY: """
        Copy. | Copy that. | copy it please | Copy the answer. | Copy this to the clipboard.
        Can you copy that? | Copy your last answer. | Put that on the clipboard.
        Copy the result. | Copy what you said. | Please copy that for me.
        Copy your answer to my clipboard.""",
    SpokenCommand.HELP: """
        Help. | Help me. | What can I say? | What can I ask you? | What could I say?
        What can you do? | Which commands are there? | What commands can I use? | Voice commands.
        List the commands. | How does this work? | What are the commands? | How do I use this?
        Okay, what can I say?""",
    SpokenCommand.MORE: """
        More. | More please. | Tell me more. | Go on. | Continue. | Keep going. | Read on.
        Carry on, please. | What else? | And the rest? | Read me the rest. | Anything else?
        Is there more? | Continue reading. | Please go on.""",
    SpokenCommand.READ: """
        Read everything. | Read it all. | Read all. | Read the whole page. | Read all the text.
        Read the entire screen, please. | Can you read the whole window? | Read out everything.
        Read everything on the screen. | Read this page.""",
    SpokenCommand.DESCRIBE: """
        Describe. | Describe the window. | Describe this window, please. | Describe the screen.
        Describe the whole screen. | Can you describe the screen? | What's on the screen?
        What is on my screen? | What do you see? | What am I looking at?
    Describe what you see.""",
}
ASKED = """
    What does the stop button do? | Is there a stop button? | Where is Stop? | When does it stop?
    Which bus stop is it? | What is the next stop? | Stop button | Is it stopped?
    When did it stop? | Where does the bus stop? | Is there a copy button?
    Where's the copy button? | How many copies are there? | Copy to whom?
    What is the copyright? | Who has a copy? | Can I copy this? | Is copy enabled?
    Where is More? | Is there a more button? | How much more? | What is the More menu?
    More options | Show more | Are there more than three? | Which costs more?
    How many more messages are there? | How do I go faster? | Which one is slower?
    Is it faster? | Is this one slower than that? | Which is the faster connection?
    How much faster is it? | Is the slower one cheaper? | The faster one? | What is the speed?
    Does Teams run slower? | And the faster? | Where is Help? | Is there a help button?
    What's in the Help menu? | Who can help me? | What is the help number? | Help desk
    Is help available? | Which link has help? | Read the second message. | Read the title.
    Read the error. | Read the next one. | Read the message from Ben again. | Read it.
    Where is Read aloud? | Is it read only? | What is the read receipt?
    Read the text of the second paragraph. | Read the first line. | What did Ben say?
    What did she say? | What did it say? | What does it say? | What was the error?
    What was that error? | What was the total again? | Is repeat on? | Is there a repeat button?
    When does it repeat? | Repeat password | How often does it repeat? | What can I buy?
    What can I do here? | What can I press? | What can I say to Ben? | And the second one?
    What about Teams? | Spell it. | Why do you say that? | Next. | Describe the image.
    What does the picture show? | What's on the second tab? | What is the description?
    What's on Monday? | What do you see in the picture? | Continue button | Where is Continue?
    Is there a continue button? | Who goes on Monday? | What else is on Monday?
    Is anything else selected? | Who else wrote? | The rest of Monday | Quiet hours
    Is quiet mode on? | Is it silent? | How do I mute it? | What is the pardon fee? | Okay. | No.
    Yes. | Thank you. | Please. | Total | 42 | Enough storage?
"""
QUESTIONS = [text.strip() for line in ASKED.strip().splitlines() for text in line.split("|")]
COMMANDS = [
    (text.strip(), command)
    for command, lines in SAID.items()
    for line in lines.strip().splitlines()
    for text in line.split("|")
]


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[text for text, _ in COMMANDS])
def test_a_command_is_known_in_many_words(words: str, command: SpokenCommand) -> None:
    assert command_in(words) is command


@pytest.mark.parametrize(("words", "command"), COMMANDS, ids=[text for text, _ in COMMANDS])
def test_writing_makes_no_difference(words: str, command: SpokenCommand) -> None:
    assert command_in(words.upper()) is command
    assert command_in(words.strip(".!?").lower()) is command
    assert command_in(f" {words}.. ") is command


@pytest.mark.parametrize("words", QUESTIONS)
def test_a_question_is_no_command(words: str) -> None:
    assert command_in(words) is None


def test_every_command_can_be_said() -> None:
    assert {command for _, command in COMMANDS} == set(SpokenCommand)


def test_nothing_is_no_command() -> None:
    assert command_in("") is None
    assert command_in(" ... ") is None


def test_recognition_is_told_phrases_that_mean_something() -> None:
    told = {command_in(phrase) for phrase in PHRASES}
    assert {SpokenCommand.STOP, SpokenCommand.REPEAT, SpokenCommand.SLOWER} <= told
