"""What holds for every tree, however odd: thousands of random ones."""

from __future__ import annotations

import random

import pytest

from assistant.perceive import facts
from assistant.perceive.changes import changes
from assistant.perceive.fact import MEASURES
from assistant.perceive.facts_tree import Told, collect
from assistant.types import Bounds, Detail, Element, Glance, Origin, Role, Scene, Source, State

pytestmark = pytest.mark.unit

SECRET = "hunter2"
WORDS = (
    "",
    "File",
    "Open the door",
    "a" * 300,
    "12",
    "logo.png",
    "Name:",
    "x, y",
    "\ue000",
    "word " * 60,
)


def make_tree(dice: random.Random, depth: int = 0) -> Element:
    role = dice.choice(list(Role))
    children = (
        () if depth > 4 else tuple(make_tree(dice, depth + 1) for _ in range(dice.randrange(5)))
    )
    value = dice.choice((None, "", "Ada", "one\ntwo\nthree\n" * 9))
    return Element(
        role,
        dice.choice(WORDS),
        SECRET if role is Role.PASSWORD else value,
        dice.choice(("", "Help")),
        frozenset(dice.sample(list(State), dice.randrange(4))),
        dice.choice((None, Bounds(0, 0, 0, 0), Bounds(5, 5, 30, 20))),
        children,
        level=dice.choice((None, 1, 3)),
        row=dice.choice((None, 1, 2)),
        column=dice.choice((None, 1, 2)),
        number=dice.choice((None, 0.5, 7.0)),
        minimum=dice.choice((None, 0.0)),
        maximum=dice.choice((None, 0.0, 10.0)),
        landmark=dice.choice(("", "main", "banner", "x-unknown")),
    )


def make_scene(seed: int) -> Scene:
    dice = random.Random(seed)
    tree = make_tree(dice)
    while not tree.children:
        tree = make_tree(dice)
    focus = dice.choice((None, tree.children[0]))
    return Scene(Origin.WINDOW, None, Glance("Demo", tree.role, "Program", focus), tree, focus)


@pytest.mark.parametrize("start", range(0, 400, 100))
def test_every_tree_is_told_within_its_measure_and_keeps_its_secrets(start: int) -> None:
    for seed in range(start, start + 100):
        scene = make_scene(seed)
        assert scene.glance is not None
        assert scene.tree is not None
        head = facts.headline(scene.glance, None)
        told = {detail: facts.describe(scene, detail) for detail in Detail}
        everything = [s for sentences in (head, *told.values()) for s in sentences]
        everything += facts.everything(scene) + facts.more(scene, head) + facts.focus(scene.focus)
        everything += changes(make_scene(seed + 1), scene)
        assert all(s.text.strip() and s.text == " ".join(s.text.split()) for s in everything), seed
        holes = (", ,", ": ,", "; ;", ", :", ": ;")
        assert not [s.text for s in everything for hole in holes if hole in s.text], seed
        assert not any(SECRET in s.text for s in everything), seed
        assert {s.source for s in everything} <= {Source.ACCESSIBILITY, Source.PROGRAM}
        said = sum(len(s.text.split()) for s in told[Detail.SHORT])
        assert said <= 45, seed
        lengths = {len(collect(scene.tree, measure, Told())) for measure in MEASURES.values()}
        assert len(lengths) == 1, seed
        assert facts.more(scene, [*head, *told[Detail.FULL], *told[Detail.SHORT]]) == [], seed
