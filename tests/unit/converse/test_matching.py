"""Questions that the rules can't answer, and the statements of screens that do."""

from __future__ import annotations

import json

import numpy as np
import pytest

from assistant.converse import matching, matching_model
from assistant.converse.matching_candidates import Shape, candidates
from assistant.converse.matching_features import Board, features
from assistant.converse.matching_gates import doubts
from assistant.converse.matching_vectors import SIZE, vectors
from assistant.converse.reading import read
from assistant.converse.reading_asked import asked
from assistant.converse.reading_taking import take
from assistant.types import Bounds, Element, Origin, Role, Scene, State, TextLine, Window

pytestmark = pytest.mark.unit

needs_vectors = pytest.mark.skipif(
    not matching.is_available(), reason="the package wordllama isn't installed"
)
AREA = Bounds(0, 0, 900, 600)


def text(name: str, y: int, role: Role = Role.PARAGRAPH) -> Element:
    return Element(role, name, bounds=Bounds(40, y, 500, 20))


def window(title: str, *children: Element) -> Scene:
    tree = Element(Role.WINDOW, title, bounds=AREA, children=children)
    return Scene(Origin.WINDOW, window=Window(1, title, "Program", 1, AREA), tree=tree)


def line(words: str, y: int) -> TextLine:
    return TextLine(words, 0.97, Bounds(40, y, 9 * len(words), 18), 0)


MUSEUM = window(
    "Lighthouse museum",
    text("Lighthouse museum", 20, Role.HEADING),
    text("The guided tour lasts about 40 minutes.", 60),
    text("Warm clothes are recommended, as the tower is windy.", 100),
    text("Children under six are admitted free of charge.", 140),
    text("Guide: Ms Rosalind Achterberg", 180),
    text("Our café serves soup until 4 pm.", 220),
    Element(Role.PASSWORD, "Member code", "heron", bounds=Bounds(40, 260, 200, 20)),
    Element(
        Role.CHECK_BOX,
        "Send me the programme",
        states=frozenset({State.CHECKED}),
        bounds=Bounds(40, 300, 200, 20),
    ),
)
POSTER = Scene(
    Origin.FILE,
    lines=(
        line("Lighthouse museum", 20),
        line("The guided tour lasts about 40 minutes.", 60),
        line("Last admission at 4.30 pm", 120),
    ),
)


@pytest.fixture
def only_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "is_available", lambda: False)


ANSWERED = [
    ("how long is the guided tour going to take", "The guided tour lasts about 40 minutes."),
]


@needs_vectors
@pytest.mark.parametrize(("question", "said"), ANSWERED)
def test_what_other_words_ask_for_is_found(question: str, said: str) -> None:
    answer = read(question, MUSEUM)
    assert answer.is_found
    assert answer.sentence.startswith(said)
    assert [piece.bounds for piece in answer.evidence if piece.bounds]
    assert not answer.is_complete


@pytest.mark.usefixtures("only_rules")
@pytest.mark.parametrize(("question", "said"), ANSWERED)
def test_without_vectors_the_rules_answer_alone(question: str, said: str) -> None:
    answer = read(question, MUSEUM)
    assert not answer.is_found
    assert said not in answer.sentence


@needs_vectors
def test_what_was_recognized_says_so() -> None:
    answer = read("how long is the guided tour going to take", POSTER)
    assert answer.sentence == "In the picture: The guided tour lasts about 40 minutes."


@pytest.mark.parametrize(
    "question",
    [
        "Who built the lighthouse?",
        "When was the lighthouse built?",
        "How much does the boat trip cost?",
        "How many steps are there to the top?",
        "is the café open in winter",
        "How do I get to the harbour?",
        "What colour is the tower?",
    ],
)
def test_what_no_statement_tells_is_not_found(question: str) -> None:
    assert not read(question, MUSEUM).is_found
    assert not read(question, POSTER).is_found


@needs_vectors
def test_what_may_be_meant_is_offered_as_the_nearest() -> None:
    answer = read("what do I pay for a child of five", MUSEUM)
    assert not answer.is_found
    assert answer.sentence.startswith("I can't find that here. The nearest is: Children under six")


def test_an_empty_screen_says_nothing() -> None:
    assert not read("how long is the tour", Scene(Origin.FILE)).is_found


def test_a_password_is_no_statement() -> None:
    said = " ".join(one.text for one in candidates(take(MUSEUM)))
    assert "heron" not in said
    assert "Send me the programme: checked" in said


def test_shapes_of_statements() -> None:
    table = Element(
        Role.TABLE,
        "Ferries",
        bounds=AREA,
        children=(
            Element(
                Role.ROW,
                children=(Element(Role.COLUMN_HEADER, "To"), Element(Role.COLUMN_HEADER, "Berth")),
            ),
            Element(Role.ROW, children=(Element(Role.CELL, "Skye"), Element(Role.CELL, "7"))),
        ),
    )
    found = {one.shape: one for one in candidates(take(window("Harbour", table)))}
    assert found[Shape.CELL].text in {"Skye, Berth: 7", "To: Skye"}
    assert found[Shape.ROW].text == "To: Skye, Berth: 7"


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("When does the tour start?", "The guided tour lasts about 40 minutes."),
        ("How much is the tour?", "The guided tour lasts about 40 minutes."),
        ("How many towers are there?", "The guided tour lasts about 40 minutes."),
        ("Who serves soup?", "Our café serves soup until 4 pm."),
    ],
)
def test_what_lacks_the_kind_of_answer_is_doubted(question: str, statement: str) -> None:
    index = take(MUSEUM)
    board = Board(index)
    found = doubts(asked(question), board.known, index, board.candidates)
    doubted = [
        one.text for one, least in zip(board.candidates, found[:, -1], strict=True) if not least
    ]
    assert statement in doubted


@needs_vectors
def test_words_of_like_meaning_are_near() -> None:
    salary, wage, tomato, number = vectors(["salary", "wage", "tomato", "17"])
    assert salary.shape == (SIZE,)
    assert salary @ wage > salary @ tomato
    assert not number.any()
    assert vectors([]).shape == (0, SIZE)


def test_the_weights_fit_the_numbers() -> None:
    model = matching_model.load()
    index = take(MUSEUM)
    board = Board(index)
    wanted = asked("When does the soup stop?")
    numbers = features(wanted, board)
    assert numbers.statements.shape == (len(board.candidates), len(model.scorer.statement))
    assert numbers.question.shape == model.scorer.question.shape
    shares = matching_model.shares(model.scorer, board, numbers)
    assert shares.statements.sum() + shares.nothing == pytest.approx(1)
    answer = read("What is the guide?", MUSEUM)
    told = matching_model.ruled_numbers(wanted, board, numbers, shares, answer)
    assert most_asked(model.ruled) < len(told)
    assert 0 <= model.ruled.likely(told) <= 1
    told = matching_model.matched_numbers(board, numbers, shares, answer)
    assert most_asked(model.matched) < len(told)
    assert 0 <= model.matched.likely(told) <= 1


def most_asked(judge: matching_model.Judge) -> int:
    """Return the last number that a judge asks for."""
    return max(max(tree.number) for tree in judge.trees)


def test_a_model_is_what_its_file_says() -> None:
    tree = {"number": [0, -1, 1, -1, -1], "most": [0.5, 0.1, 2, 0.4, 0.8], "other": [2, 0, 4, 0, 0]}
    sure = {"number": [-1], "most": [1.0], "other": [0]}
    plain = {
        "scorer": {"statement": [1.0, 0.0], "question": [0.5], "nothing": -1},
        "matched": [tree],
        "ruled": [tree, sure],
        "least_ruled": 0.2,
        "least_matched": 0.8,
        "least_near": 0.4,
    }
    model = matching_model.from_json(json.loads(json.dumps(plain)))
    assert [model.matched.likely(one) for one in ([0.5, 9], [0.6, 2], [0.6, 3])] == [0.1, 0.4, 0.8]
    assert model.ruled.likely([0.5, 9]) == pytest.approx(0.55)
    assert np.array_equal(model.scorer.statement, np.array([1, 0], np.float32))
    assert (model.least_ruled, model.least_matched, model.least_near) == (0.2, 0.8, 0.4)
