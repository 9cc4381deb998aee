"""Trees as real programs report them, written by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.types import Bounds, Element, Glance, Origin, Role, Scene, State, Window

WINDOW = Bounds(100, 100, 800, 600)


def node(
    role: Role, name: str = "", *children: Element, at: tuple[int, ...] = (), **more: object
) -> Element:
    """Return an element; `states` may be any iterable."""
    states = frozenset(more.pop("states", ()))  # type: ignore[call-overload]
    bounds = Bounds(*at) if at else None
    return Element(role, name, states=states, bounds=bounds, children=children, **more)  # type: ignore[arg-type]


def make_scene(
    tree: Element | None,
    title: str = "",
    program: str = "",
    role: Role = Role.WINDOW,
    focus: Element | None = None,
    **more: object,
) -> Scene:
    """Return a scene as it is when the tree was read after the glance."""
    window = Window(7, title, program, 4711, WINDOW)
    alerts = more.pop("alerts", ())
    glance = Glance(title, role, program, focus, tuple(alerts))  # type: ignore[arg-type]
    return Scene(Origin.WINDOW, window, glance, tree, focus, **more)  # type: ignore[arg-type]


def question_dialog() -> Scene:
    """A GTK question: icon, two labels, two buttons of which one is the default and in focus."""
    yes = node(Role.BUTTON, "Delete", states=(State.FOCUSED, State.DEFAULT), at=(700, 300, 90, 34))
    tree = node(
        Role.ALERT,
        "Confirm",
        node(Role.IMAGE, "Question", at=(120, 150, 48, 48)),
        node(Role.LABEL, "Delete report.txt?", at=(180, 150, 300, 20)),
        node(Role.LABEL, "This can't be undone.", at=(180, 180, 300, 20)),
        node(Role.SEPARATOR),
        node(Role.BUTTON, "Cancel", at=(600, 300, 90, 34)),
        yes,
        at=(100, 100, 700, 260),
    )
    return make_scene(tree, "Confirm", "Zenity", Role.ALERT, yes)


def entry_dialog() -> Scene:
    """Zenity's entry: the label names the text field."""
    entry = node(Role.TEXT_FIELD, "Your name:", value="", states=(State.FOCUSED, State.EDITABLE))
    tree = node(
        Role.DIALOG,
        "Add a new entry",
        node(Role.LABEL, "Your name:"),
        entry,
        node(Role.BUTTON, "Cancel"),
        node(Role.BUTTON, "OK", states=(State.DEFAULT,)),
    )
    return make_scene(tree, "Add a new entry", "Zenity", Role.DIALOG, entry)


def settings_form() -> Scene:
    """A Qt settings window: tabs, a form with an invalid field, radio buttons, a password."""
    name = node(Role.TEXT_FIELD, "Name", value="Ada", states=(State.FOCUSED, State.REQUIRED))
    tree = node(
        Role.WINDOW,
        "Settings",
        node(
            Role.TAB_LIST,
            "",
            node(Role.TAB, "General"),
            node(Role.TAB, "Network", states=(State.SELECTED,)),
            node(Role.TAB, "Audio"),
            node(Role.TAB, "Video"),
        ),
        node(
            Role.GROUP,
            "Account",
            node(Role.LABEL, "Name"),
            name,
            node(Role.LABEL, "E-mail"),
            node(
                Role.TEXT_FIELD,
                "E-mail",
                value="ada@",
                description="Where we send the receipt",
                states=(State.INVALID, State.REQUIRED),
            ),
            node(Role.LABEL, "Password"),
            node(Role.PASSWORD, "Password", value="hunter2"),
            node(Role.CHECK_BOX, "Subscribe", states=(State.CHECKED,)),
        ),
        node(
            Role.GROUP,
            "Size",
            node(Role.RADIO_BUTTON, "Small"),
            node(Role.RADIO_BUTTON, "Medium", states=(State.CHECKED,)),
            node(Role.RADIO_BUTTON, "Large"),
        ),
        node(Role.LABEL, "Language"),
        node(Role.COMBO_BOX, "Language", value="English", states=(State.COLLAPSED,)),
        node(Role.LABEL, "Volume"),
        node(Role.SLIDER, "Volume", number=45.0, minimum=0.0, maximum=100.0),
        node(Role.PROGRESS_BAR, "Syncing", number=30.0, minimum=0.0, maximum=60.0),
        node(Role.BUTTON, "Apply", states=(State.DISABLED,)),
        node(Role.BUTTON, "Close"),
    )
    return make_scene(tree, "Settings", "Demo", focus=name)


def editor() -> Scene:
    """Mousepad with a letter."""
    text = "Dear Ada,\n\nthank you for your letter.\nI will come on 3 May.\n\nYours,\nGrace\n"
    area = node(
        Role.TEXT_FIELD, "", value=text, states=(State.FOCUSED, State.MULTILINE, State.EDITABLE)
    )
    menus = [
        node(Role.MENU, name, states=(State.HAS_POPUP,))
        for name in ("File", "Edit", "Search", "View", "Document", "Help")
    ]
    tree = node(
        Role.WINDOW,
        "letter.txt - Mousepad",
        node(Role.MENU_BAR, "", *menus),
        node(Role.GROUP, "", area, node(Role.SCROLL_BAR)),
        node(Role.STATUS_BAR, "", node(Role.LABEL, "Filetype: None")),
    )
    return make_scene(tree, "letter.txt - Mousepad", "Mousepad", focus=area)


def web_page() -> Scene:
    """Chromium with a shop: landmarks, headings, 60 links, a table, a form."""
    document = node(
        Role.DOCUMENT, "Prices - Corner shop", *_page_content(), states=(State.FOCUSED,)
    )
    tree = node(
        Role.WINDOW,
        "Prices - Corner shop - Chromium",
        node(
            Role.TAB_LIST,
            "",
            node(Role.TAB, "Prices - Corner shop", states=(State.SELECTED,)),
            node(Role.BUTTON, "Close"),
        ),
        node(Role.BUTTON, "New tab"),
        node(
            Role.TOOL_BAR,
            "",
            node(Role.BUTTON, "Back", states=(State.DISABLED,)),
            node(Role.BUTTON, "Forward", states=(State.DISABLED,)),
            node(Role.BUTTON, "Reload"),
            node(Role.TEXT_FIELD, "Address and search bar", value="localhost/prices"),
            node(Role.BUTTON, ""),
        ),
        document,
    )
    return make_scene(tree, "Prices - Corner shop - Chromium", "Chromium", focus=document)


def _page_content() -> list[Element]:
    links = [
        node(Role.LIST_ITEM, "", node(Role.LINK, f"Section {n}", node(Role.TEXT, f"Section {n}")))
        for n in range(1, 59)
    ]
    rows = [
        node(Role.ROW, "", *(node(Role.CELL, text) for text in (f"Item {n}", f"{n}.20")))
        for n in range(1, 6)
    ]
    header = node(Role.ROW, "", node(Role.COLUMN_HEADER, "Item"), node(Role.COLUMN_HEADER, "Price"))
    banner = node(
        Role.LANDMARK,
        "",
        node(Role.IMAGE, "logo.png", at=(100, 120, 200, 90)),
        node(Role.LINK, "Corner shop"),
        landmark="banner",
    )
    navigation = node(Role.LANDMARK, "Sections", node(Role.LIST, "", *links), landmark="navigation")
    main = node(
        Role.LANDMARK,
        "",
        node(Role.HEADING, "What things cost today", level=1),
        node(
            Role.PARAGRAPH,
            "",
            node(Role.TEXT, "All prices are in euro, as of"),
            node(Role.LINK, "Monday"),
            value="All prices are in euro, as of Monday.",
        ),
        node(Role.HEADING, "Bread and butter", level=2),
        node(Role.TABLE, "Prices", header, *rows),
        node(Role.HEADING, "Order", level=2),
        node(Role.TEXT_FIELD, "Your name", value="", states=(State.REQUIRED,)),
        node(Role.CHECK_BOX, "Deliver to my door"),
        node(Role.BUTTON, "Order now"),
        landmark="main",
    )
    return [banner, navigation, main]


def file_manager() -> Scene:
    """A folder of twenty files of which one is selected."""
    rows = [
        node(Role.CELL, text, row=n, column=c, states=(State.SELECTED,) if n == 3 else ())
        for n in range(1, 21)
        for c, text in enumerate((f"file {n}.txt", f"{n} kB"), 1)
    ]
    headers = [node(Role.COLUMN_HEADER, "Name"), node(Role.COLUMN_HEADER, "Size")]
    tree = node(
        Role.WINDOW,
        "Documents",
        node(
            Role.TOOL_BAR,
            "",
            *(node(Role.BUTTON, name) for name in ("Back", "Forward", "Up", "Home", "Search")),
        ),
        node(Role.GROUP, "", node(Role.TABLE, "Files", *headers, *rows), node(Role.SCROLL_BAR)),
        node(Role.STATUS_BAR, "20 items, 210 kB"),
    )
    focus = node(Role.CELL, "file 3.txt", row=3, column=1, states=(State.SELECTED, State.FOCUSED))
    return make_scene(tree, "Documents", "Thunar", focus=focus)


@pytest.fixture
def programs() -> SimpleNamespace:
    """Return the scenes of known programs, and the functions that make more."""
    return SimpleNamespace(
        node=node,
        make_scene=make_scene,
        question=question_dialog(),
        entry=entry_dialog(),
        settings=settings_form(),
        editor=editor(),
        page=web_page(),
        files=file_manager(),
    )
