"""How well each statement of a screen fits a question, as numbers for the model that judges it."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assistant.converse.matching_candidates import Shape, candidates, surfaces
from assistant.converse.matching_gates import DOUBTS, doubts, known_words, of_question
from assistant.converse.matching_vectors import vectors
from assistant.converse.reading_grammar import STOP_STEMS, Kind, Wish
from assistant.converse.reading_kinds import PRICE, fits, has_name, purity
from assistant.converse.reading_likeness import suits, tells_state
from assistant.converse.reading_words import plain, stem, words
from assistant.types import Source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from assistant.converse.matching_candidates import Candidate
    from assistant.converse.reading_asked import Asked
    from assistant.converse.reading_index import Index

FIELDS = ("label", "own", "row", "head", "near")
RELATIVE = ("itself", "itself~", "within~", "around~", "label~", "row", "row~")
"""What is compared with the most that any statement of the screen has."""
LIKE = slice(5, 16)
"""The numbers of a statement that tell how many of the question's words it has, and where."""
SHAPES = tuple(Shape)
PLAIN = 14
"""Numbers of a statement beside its shape that don't depend on the question."""
WISHES = (
    Wish.VALUE,
    Wish.STATE,
    Wish.READ,
    Wish.EXISTS,
    Wish.LIST,
    Wish.COUNT,
    Wish.PLACE,
    Wish.FOCUS,
)
KINDS = tuple(Kind)
LEAST_LIKENESS = 0.15
"""Vectors of words that have nothing to do with each other are that near."""
MOST_CHOSEN = 300
"""Statements that have less to do with a question are looked at no closer."""
SOFT = 0.4
"""Weight of a word that says little."""
_NOT = re.compile(r"\b(?:not|no|never|without|cannot)\b|n't", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


_WORD = re.compile(r"\w+")


def key(text: str) -> str:
    """Return a text's words, with a space before and after each."""
    return f" {' '.join(_WORD.findall(text.casefold()))} "


class Board:
    """The statements of one screen, ready to be compared with questions."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.candidates: list[Candidate] = candidates(index)
        surface = surfaces(index)
        stems: dict[str, int] = {}
        for one in self.candidates:
            for field in FIELDS:
                for word in getattr(one, field):
                    stems.setdefault(word, len(stems))
        for word in index.title:
            stems.setdefault(word, len(stems))
        self.stems = stems
        self.words = [surface.get(word, word) for word in stems]
        self.fields = {
            field: _Field([[stems[w] for w in getattr(c, field)] for c in self.candidates])
            for field in FIELDS
        }
        self.title = np.array([stems[word] for word in index.title], np.int64)
        self.rarity = self._rarity()
        self._fixed = np.zeros((len(self.candidates), len(SHAPES) + PLAIN), np.float32)
        self._is_known = np.zeros(len(self.candidates), bool)
        lengths = [max(1, len(one.value.split())) for one in self.candidates]
        self.brief = (1 / np.array(lengths)).astype(np.float32)
        self.switches = np.array([one.is_switch for one in self.candidates], np.float32)
        self.known = known_words(index)

    @cached_property
    def said(self) -> list[str]:
        """The words of what is spoken of each statement, as `key` has them."""
        return [key(one.text) for one in self.candidates]

    @cached_property
    def values(self) -> list[str]:
        """The words of each statement's value, as `key` has them."""
        return [key(one.value) for one in self.candidates]

    @cached_property
    def vectors(self) -> NDArray[np.float32]:
        """One row for each stem."""
        return vectors(self.words)

    def _rarity(self) -> NDArray[np.float32]:
        """Return for each stem how few statements have it, 0.4 to 1."""
        counts = np.zeros(len(self.stems) + 1)
        for field in ("label", "own"):
            np.add.at(counts, self.fields[field].flat, 1)
        total = max(2, len(self.candidates))
        rare = np.log(1 + total / (1 + counts[:-1])) / math.log(1 + total)
        return (0.4 + 0.6 * np.clip(rare, 0, 1)).astype(np.float32)

    def fixed(self, chosen: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what doesn't depend on the question; zeros for statements never chosen."""
        for number in chosen[~self._is_known[chosen]]:
            self._fixed[number] = _plain_numbers(self.candidates[number])
        self._is_known[chosen] = True
        return self._fixed


def _plain_numbers(one: Candidate) -> list[float]:
    length = len(one.value.split())
    value = one.value.rstrip()
    return [
        *(float(one.shape is shape) for shape in SHAPES),
        math.log1p(length) / 4,
        float(length > 30),
        float(_DIGIT.search(value) is not None),
        float(PRICE.search(value) is not None),
        float(fits(Kind.TIME, value)),
        float(has_name(value)),
        float(value.endswith((".", "!"))),
        float(value.endswith("?")),
        float(value.endswith(":")),
        float(_NOT.search(value) is not None),
        float(one.source is Source.OCR),
        1 - one.confidence,
        float(bool(one.label)),
        float(bool(one.row)),
    ]


class _Field:
    """The words of one field of all statements, as numbers of stems, one after another."""

    def __init__(self, rows: Sequence[Sequence[int]]) -> None:
        self.lengths = np.array([len(row) for row in rows], np.int64)
        self.filled = np.flatnonzero(self.lengths)
        self.flat = np.array([number for row in rows for number in row], np.int64)
        self.starts = np.concatenate([[0], np.cumsum(self.lengths[self.filled])[:-1]]).astype(
            np.int64
        )

    def most(self, likeness: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the greatest likeness of each statement's words, for each word of a question.

        `likeness` has one row for each word of the question, one column for each stem; what is
        returned has one column for each statement.
        """
        out = np.zeros((likeness.shape[0], len(self.lengths)), np.float32)
        if len(self.flat) and likeness.shape[0]:
            out[:, self.filled] = np.maximum.reduceat(likeness[:, self.flat], self.starts, axis=1)
        return out

    def mean(
        self, values: NDArray[np.float32], weights: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """Return the weighted mean of what each statement's words have; 0 for none."""
        out = np.zeros(len(self.lengths), np.float32)
        if len(self.flat):
            weight = weights[self.flat]
            total = np.add.reduceat(values[self.flat] * weight, self.starts)
            out[self.filled] = total / np.add.reduceat(weight, self.starts)
        return out

    def sums(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the sum of the rows of `table` of each statement's words."""
        out = np.zeros((len(self.lengths), table.shape[1]), np.float32)
        if len(self.flat):
            out[self.filled] = np.add.reduceat(table[self.flat], self.starts, axis=0)
        return out


@dataclass(frozen=True, slots=True)
class Features:
    """A question and the statements of a screen in numbers."""

    statements: NDArray[np.float32]
    """One row for each statement."""
    question: NDArray[np.float32]
    """What speaks for or against that any statement answers."""
    is_near: NDArray[np.bool_]
    """Whether each statement was looked at closely; the others have too little to do with it."""


def features(asked: Asked, board: Board) -> Features:
    """Return the numbers of a question for all statements of a screen."""
    asks = _Asks(asked, board)
    weight = asks.weight[:, None]
    total = max(1e-6, float(asks.weight.sum()))
    columns: list[NDArray[np.float32]] = []
    exact = {name: field.most(asks.exact) for name, field in board.fields.items()}
    alike = {name: field.most(asks.alike) for name, field in board.fields.items()}
    title_exact = _of_title(asks.exact, board)
    title_alike = _of_title(asks.alike, board)
    covers: dict[str, NDArray[np.float32]] = {}
    for found, mark, title in ((exact, "", title_exact), (alike, "~", title_alike)):
        for name in FIELDS:
            covers[name + mark] = (found[name] * weight).sum(0) / total
        itself = np.maximum.reduce([found["label"], found["own"], found["row"]])
        within = np.maximum(np.maximum(itself, 0.9 * found["head"]), 0.9 * title)
        around = np.maximum(within, 0.8 * found["near"])
        for name, one in (("itself", itself), ("within", within), ("around", around)):
            covers[name + mark] = (one * weight).sum(0) / total
            covers[name + "-" + mark] = ((1 - one) * weight).max(0, initial=0.0)
        target = asks.is_target
        for name, one in (*found.items(), ("within", within)):
            covers["target " + name + mark] = _mean(one, target)
        other = asks.is_hard & ~target
        for name in ("label", "own", "row"):
            covers["other " + name + mark] = _mean(found[name], other)
        covers["hard itself" + mark] = _mean(itself, asks.is_hard)
        covers["hard around" + mark] = _mean(around, asks.is_hard)
        covers["least" + mark] = (
            around[asks.is_hard].min(0)
            if asks.is_hard.any()
            else np.zeros(around.shape[1], np.float32)
        )
        covers["named" + mark] = _mean(around, asks.is_name)
        covers["lacking names" + mark] = ((1 - around) * asks.is_name[:, None]).sum(0)
    columns += covers.values()
    columns += _returned(asks, board, covers)
    meant = asks.meaning
    weighted = (board.vectors * board.rarity[:, None]).astype(np.float32)
    parts = {name: field.sums(weighted) for name, field in board.fields.items()}
    label = parts["label"] + parts["row"]
    whole = label + parts["own"]
    within = (whole + 0.5 * parts["head"]).astype(np.float32)
    columns += [
        _cosine(parts["label"], meant),
        _cosine(parts["own"], meant),
        _cosine(whole, meant),
        _cosine(within, meant),
    ]
    chosen = _shortlist(covers)
    kind = _kinds(asked, board, chosen)
    columns += kind
    columns += _more(asked, asks, board, chosen, covers)
    columns += [covers[name] - covers[name].max(initial=0.0) for name in RELATIVE]
    best = covers["within~"] >= covers["within~"].max(initial=0.0) - 0.02
    columns.append(np.full(len(best), math.log1p(best.sum()) / 4, np.float32))
    suit = kind[0]
    columns += [suit * covers["within~"], suit * covers["label~"], suit * covers["itself"]]
    fixed = board.fixed(chosen)
    shapes = fixed[:, : len(SHAPES)]
    wishes = [float(asked.wish is wish) for wish in WISHES]
    crossed = np.concatenate([shapes * wish for wish in wishes], axis=1)
    crossed = np.concatenate(
        [crossed, shapes * float(asked.is_yes_no), shapes * float(asked.kind is Kind.ANY)], axis=1
    )
    statements = np.concatenate(
        [np.stack(columns, axis=1).astype(np.float32), fixed, crossed], axis=1
    )
    told = [*_question(asked, asks, board, covers, suit), *of_question(asked)]
    return _weighed(asked, board, chosen, statements, told)


def _weighed(
    asked: Asked,
    board: Board,
    chosen: NDArray[np.int64],
    statements: NDArray[np.float32],
    told: list[float],
) -> Features:
    """Add what speaks for and against each statement that was looked at closely."""
    near = [board.candidates[number] for number in chosen]
    weighed = np.zeros((len(board.candidates), DOUBTS), np.float32)
    weighed[chosen] = doubts(asked, board.known, board.index, near)
    is_near = np.zeros(len(board.candidates), bool)
    is_near[chosen] = True
    return Features(
        np.concatenate([statements, weighed], axis=1), np.array(told, np.float32), is_near
    )


def _returned(
    asks: _Asks, board: Board, covers: dict[str, NDArray[np.float32]]
) -> list[NDArray[np.float32]]:
    """Return how much of each label, value and row the question says, also with what it lacks."""
    columns: list[NDArray[np.float32]] = []
    for mark, table in (("", asks.exact), ("~", asks.alike)):
        back = table.max(0, initial=0.0)
        for name in ("label", "own", "row"):
            said = board.fields[name].mean(back, board.rarity)
            columns += [said, said * covers[name + mark]]
    return columns


class _Asks:
    """The telling words of a question, and how like each is to each of the screen's."""

    def __init__(self, asked: Asked, board: Board) -> None:
        plainly = plain(asked.text)
        known = {stem(word): word for word in plainly.split()}
        self.stems = [word for word in known if word not in STOP_STEMS]
        self.stems += [word for word in asked.hard if word not in known]
        surfaces = [known.get(word, word) for word in self.stems]
        count = len(self.stems)
        hard = set(asked.hard)
        target = set(asked.target)
        self.is_hard = np.array([word in hard for word in self.stems], bool)
        self.is_target = np.array([word in target for word in self.stems], bool)
        self.is_name = np.array([_DIGIT.search(word) is not None for word in self.stems], bool)
        self.weight = np.array([1.0 if word in hard else SOFT for word in self.stems], np.float32)
        self.exact = np.zeros((count, len(board.stems)), np.float32)
        for row, word in enumerate(self.stems):
            for other, sure in board.index.vocabulary.near(word).items():
                column = board.stems.get(other)
                if column is not None:
                    self.exact[row, column] = sure
        table = vectors(surfaces)
        near = table @ board.vectors.T if count else self.exact
        near = np.clip((near - LEAST_LIKENESS) / (1 - LEAST_LIKENESS), 0, 1)
        self.alike = np.maximum(self.exact, near)
        self.meaning = (table * self.weight[:, None]).sum(0)
        hits = self.exact > 0
        rare = np.where(hits, board.rarity[None, :], 0).max(1, initial=0.0)
        self.weight *= np.where(rare > 0, rare, 1.0)
        self.unknown = 1 - self.exact.max(1, initial=0.0)
        self.strange = 1 - self.alike.max(1, initial=0.0)


def _mean(found: NDArray[np.float32], chosen: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return the mean over the chosen words; 0.5 where there are none."""
    if not chosen.any():
        return np.full(found.shape[1], 0.5, np.float32)
    return found[chosen].mean(0)


def _of_title(likeness: NDArray[np.float32], board: Board) -> NDArray[np.float32]:
    return likeness[:, board.title].max(1, initial=0.0)[:, None]


def _cosine(table: NDArray[np.float32], one: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(table, axis=1) * np.linalg.norm(one)
    return (table @ one) / np.maximum(lengths, 1e-6)


def _shortlist(covers: dict[str, NDArray[np.float32]]) -> NDArray[np.int64]:
    """Return the numbers of the statements that have most to do with the question."""
    total = covers["around"] + covers["around~"] + covers["itself~"]
    if len(total) <= MOST_CHOSEN:
        return np.arange(len(total))
    return np.sort(np.argsort(-total, kind="stable")[:MOST_CHOSEN])


def _spread(
    values: Sequence[float], chosen: NDArray[np.int64], board: Board
) -> NDArray[np.float32]:
    """Return the values of the chosen statements, and 0 for all others."""
    out = np.zeros(len(board.candidates), np.float32)
    out[chosen] = values
    return out


def _kinds(asked: Asked, board: Board, chosen: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """Return whether each value looks like what is asked for."""
    is_any = asked.kind is Kind.ANY
    near = [board.candidates[number] for number in chosen]
    suit = _spread([not is_any and suits(asked, one.value) for one in near], chosen, board)
    pure = _spread([purity(asked.kind, one.value) for one in near], chosen, board)
    states = _spread(
        [bool(asked.states) and tells_state(asked, one.text) for one in near], chosen, board
    )
    person = suit * np.float32(asked.kind is Kind.PERSON)
    numbers = {Kind.MONEY, Kind.NUMBER, Kind.COUNT, Kind.SIZE, Kind.SHARE}
    return [
        suit,
        np.float32(not is_any) * (1 - suit),
        pure,
        states,
        suit * board.brief,
        person,
        person * board.brief,
        suit * np.float32(asked.kind in {Kind.TIME, Kind.LENGTH}),
        suit * np.float32(asked.kind in numbers),
        suit * np.float32(asked.kind in {Kind.PHONE, Kind.EMAIL, Kind.URL}),
        suit * np.float32(asked.kind is Kind.PLACE),
    ]


def _more(
    asked: Asked,
    asks: _Asks,
    board: Board,
    chosen: NDArray[np.int64],
    covers: dict[str, NDArray[np.float32]],
) -> list[NDArray[np.float32]]:
    """Return what each value says beyond the question's own words."""
    hit = asks.exact.max(0, initial=0.0) > 0
    met = {word for word, is_hit in zip(board.stems, hit, strict=True) if is_hit}
    fresh: list[float] = []
    fitting: list[float] = []
    several: list[float] = []
    in_order: list[float] = []
    pairs = set(itertools.pairwise(word for word in words(asked.text) if word not in STOP_STEMS))
    for one in (board.candidates[number] for number in chosen):
        left = one.own - met - STOP_STEMS
        fresh.append(math.log1p(len(left)) / 3)
        rest = " ".join(word for word in one.value.split() if stem(plain(word)) not in met)
        is_fitting = asked.kind is not Kind.ANY and bool(left) and suits(asked, rest)
        fitting.append(float(is_fitting))
        parts = one.value.split(", ")
        fits_all = [part for part in parts if asked.kind is Kind.ANY or suits(asked, part)]
        several.append(math.log1p(max(0, len(fits_all) - 1)))
        said = set(itertools.pairwise(words(one.text)))
        in_order.append(len(pairs & said) / max(1, len(pairs)))
    many = _spread(several, chosen, board)
    is_any = np.float32(asked.kind is Kind.ANY)
    new, fit = _spread(fresh, chosen, board), _spread(fitting, chosen, board)
    stale = (new == 0).astype(np.float32)
    is_yes_no = np.float32(asked.is_yes_no)
    return [
        new,
        stale,
        fit,
        fit * np.float32(asked.kind is Kind.PERSON),
        board.switches * is_yes_no,
        board.switches * (1 - is_yes_no),
        stale * (1 - is_yes_no),
        many * is_any,
        many * (1 - is_any),
        _spread(in_order, chosen, board),
        covers["hard around"] * fit,
        covers["least"] * fit,
    ]


def _question(
    asked: Asked,
    asks: _Asks,
    board: Board,
    covers: dict[str, NDArray[np.float32]],
    suit: NDArray[np.float32],
) -> list[float]:
    hard = asks.is_hard
    names = ["itself", "itself~", "within", "within~", "around", "around~", "target label~", "row~"]
    best = [float(covers[name].max(initial=0.0)) for name in names]
    fitting = suit > 0
    best += [float(covers[name][fitting].max(initial=0.0)) for name in names]
    return [
        *(float(asked.wish is wish) for wish in WISHES),
        *(float(asked.kind is kind) for kind in KINDS),
        float(asked.is_yes_no),
        float(asked.is_vague),
        float(asked.ordinal is not None),
        float(bool(asked.roles)),
        float(asked.condition is not None),
        len(asks.stems) / 5,
        float(hard.sum()) / 5,
        float((asks.unknown * hard).sum()),
        float((asks.strange * hard).sum()),
        float((asks.unknown * asks.is_target).max(initial=0.0)),
        float((asks.strange * asks.is_target).max(initial=0.0)),
        float((asks.unknown * asks.is_name).sum()),
        float(asks.strange.max(initial=0.0)),
        math.log1p(len(board.candidates)) / 8,
        *best,
    ]
