from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from assistant.perceive.changes import MOST_CHANGES, changes
from assistant.perceive.scene import walk
from assistant.types import Bounds, Element, Role, Scene, Source, State, TextLine

if TYPE_CHECKING:
    from types import SimpleNamespace

pytestmark = pytest.mark.unit


def edited(tree: Element, name: str, **new: object) -> Element:
    """Return the tree with the control of that name changed."""
    if tree.name == name and tree.role is not Role.LABEL:
        return replace(tree, **new)  # type: ignore[arg-type]
    return replace(tree, children=tuple(edited(child, name, **new) for child in tree.children))


def heard(before: Scene, after: Scene) -> list[str]:
    return [statement.text for statement in changes(before, after)]


def lines(*texts: str) -> tuple[TextLine, ...]:
    return tuple(
        TextLine(text, 0.95, Bounds(10, 20 * n, 8 * len(text), 16)) for n, text in enumerate(texts)
    )


@pytest.mark.parametrize("name", ["question", "entry", "settings", "editor", "page", "files"])
def test_the_same_scene_has_no_changes(programs: SimpleNamespace, name: str) -> None:
    scene = getattr(programs, name)
    (statement,) = changes(scene, scene)
    assert statement.text == "Nothing has changed."
    assert statement.source is Source.PROGRAM


def test_another_window_is_all_that_is_said(programs: SimpleNamespace) -> None:
    other = replace(programs.editor, window=replace(programs.editor.window, handle=8))
    assert heard(programs.question, other) == [
        "A different window is in front: letter.txt, window, Mousepad"
    ]


def test_values_and_states(programs: SimpleNamespace) -> None:
    scene = programs.settings
    tree = edited(scene.tree, "Subscribe", states=frozenset())
    tree = edited(tree, "Syncing", number=45.0)
    tree = edited(tree, "Language", value="German")
    tree = edited(tree, "Apply", states=frozenset())
    tree = edited(tree, "E-mail", value="ada@x.org", states=frozenset({State.REQUIRED}))
    tree = edited(tree, "Name", value="")
    tree = edited(tree, "Small", states=frozenset({State.CHECKED}))
    tree = edited(tree, "Medium", states=frozenset())
    assert heard(scene, replace(scene, tree=tree)) == [
        "Syncing: from 50 to 75 percent",
        "Name: now empty",
        "E-mail: now ada@x.org, valid",
        "Subscribe: now not checked",
        "Small: now checked",
        "Language: now German",
        "Apply: now available",
    ]


def test_a_password_that_changed_is_not_told(programs: SimpleNamespace) -> None:
    scene = programs.settings
    tree = edited(scene.tree, "Password", value="hunter3")
    assert heard(scene, replace(scene, tree=tree)) == ["Nothing has changed."]


def test_many_changes_are_counted(programs: SimpleNamespace) -> None:
    boxes = [Element(Role.CHECK_BOX, f"Box {n}") for n in range(20)]
    checked = [replace(box, states=frozenset({State.CHECKED})) for box in boxes]
    trees = [Element(Role.WINDOW, "Boxes", children=tuple(part)) for part in (boxes, checked)]
    before, after = (programs.make_scene(tree, "Boxes") for tree in trees)
    told = heard(before, after)
    assert told[0] == "Box 0: now checked"
    assert len(told) == MOST_CHANGES + 1
    assert told[-1] == "And 12 more changes."


def test_an_alert_and_the_focus_come_first(programs: SimpleNamespace) -> None:
    scene = programs.settings
    alert = Element(Role.ALERT, "The disk is full")
    close = next(e for e in walk(scene.tree) if e.name == "Close")
    tree = replace(scene.tree, children=(alert, *scene.tree.children))
    after = replace(scene, tree=edited(tree, "Language", value="German"), focus=close)
    assert heard(scene, after)[:3] == [
        "Alert: The disk is full",
        "Focus is now on Close, button",
        "Language: now German",
    ]


def test_lines_of_a_text_come_and_go(programs: SimpleNamespace) -> None:
    scene = programs.editor
    area = next(e for e in walk(scene.tree) if e.role is Role.TEXT_FIELD)
    assert area.value is not None
    new = area.value.replace("3 May", "4 May") + "P.S. Bring the book\n"
    named = edited(replace(scene.tree, children=(replace(area, name="Text"),)), "Text", value=new)
    old = replace(scene, tree=replace(scene.tree, children=(replace(area, name="Text"),)))
    assert heard(old, replace(old, tree=named)) == [
        "New: I will come on 4 May.",
        "New: P.S. Bring the book",
        "Gone: I will come on 3 May.",
    ]


def test_rows_of_a_table_come_and_go(programs: SimpleNamespace) -> None:
    scene = programs.files
    table = next(e for e in walk(scene.tree) if e.role is Role.TABLE)
    fewer = edited(scene.tree, "Files", children=table.children[:-2])
    assert heard(scene, replace(scene, tree=fewer)) == ["Gone: file 20.txt, 20 kB"]
    none = edited(scene.tree, "Files", children=table.children[:2])
    assert heard(replace(scene, tree=none), scene) == [
        "20 new texts, among them: file 1.txt, 1 kB; file 2.txt, 2 kB"
    ]


def test_recognized_lines_come_go_and_are_replaced(programs: SimpleNamespace) -> None:
    scene = programs.make_scene(None, "xterm")
    before = replace(scene, lines=lines("$ make all", "compiling one file", "99 percent", "bye"))
    after = replace(scene, lines=lines("$ make all", "compiling onc file", "100 percent"))
    statements = changes(before, after)
    assert [s.text for s in statements] == ["Was 99 percent, now 100 percent", "Gone: bye"]
    assert {s.source for s in statements} == {Source.OCR}
    assert {s.confidence for s in statements} == {0.95}


def test_the_title_changes(programs: SimpleNamespace) -> None:
    scene = programs.make_scene(None, "xterm")
    after = replace(scene, window=replace(scene.window, title="vim letter.txt"))
    assert heard(scene, after) == ["The title is now vim letter.txt"]


def test_a_tree_that_could_not_be_read_is_no_change(programs: SimpleNamespace) -> None:
    scene = programs.settings
    frozen = replace(scene, tree=None, focus=None)
    assert heard(scene, frozen) == ["Nothing has changed."]
    assert heard(frozen, scene) == ["Nothing has changed."]


def test_a_message_of_several_parts_comes_as_one(programs: SimpleNamespace) -> None:
    def messages(*texts: tuple[str, str]) -> Element:
        items = [
            Element(
                Role.LIST_ITEM,
                f"{who}, {what}",
                children=(Element(Role.TEXT, who), Element(Role.TEXT, what)),
            )
            for who, what in texts
        ]
        return Element(Role.WINDOW, "Chat", children=(Element(Role.LIST, children=tuple(items)),))

    before = programs.make_scene(messages(("Noor", "Hello")), "chat")
    after = replace(before, tree=messages(("Noor", "Hello"), ("Ada", "Good morning")))
    assert heard(before, after) == ["New: Ada, Good morning"]
