"""The command `lookaloud models`: lists, fetches, checks, deletes and chooses models."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant import messages
from assistant.child import is_frozen
from assistant.cli_saving import keep
from assistant.config import file as settings_file
from assistant.errors import ModelError

if TYPE_CHECKING:
    from assistant.models.catalog import Kind, Model, Recommendation
    from assistant.models.install import Plan, Progress
    from assistant.models.store import Installed, ModelStore

NO_MODEL = "none"
SHIPPED = "whisper-tiny.en"
"""The speech model that comes with the engine: hearing.model is empty."""
LINE_STEP, LINE_SECONDS = 0.1, 5.0
"""A line of progress after so much more, and not sooner than after so many seconds."""
SPEECH_STEP = 0.2
QUIET_SECONDS = 30.0
"""Where a tenth takes longer, a line comes anyway."""
SPEAKING_SECONDS = 60.0


def add_arguments(parser: ArgumentParser) -> None:
    """Add the commands about models to `lookaloud models`."""
    commands = parser.add_subparsers(
        dest="action", metavar=messages.CLI_METAVAR_ACTION, required=True
    )

    def add(name: str, about: str, place: str = "", nargs: str | None = None) -> ArgumentParser:
        sub = commands.add_parser(name, help=about, description=about)
        if place:
            sub.add_argument("name", nargs=nargs, metavar=messages.CLI_METAVAR_ID, help=place)
        return sub

    install = add("install", messages.CLI_MODELS_INSTALL, messages.CLI_MODELS_ID)
    install.add_argument("--speak", action="store_true", help=messages.CLI_MODELS_SPEAK)
    remove = add("remove", messages.CLI_MODELS_REMOVE, messages.CLI_MODELS_ID)
    for sub in (install, remove):
        sub.add_argument("--yes", action="store_true", help=messages.CLI_MODELS_YES)
    add("use", messages.CLI_MODELS_USE, messages.CLI_MODELS_NAME)
    for sub in (
        add("list", messages.CLI_MODELS_LIST),
        add("recommend", messages.CLI_MODELS_RECOMMEND),
        add("verify", messages.CLI_MODELS_VERIFY, messages.CLI_MODELS_ID, "?"),
    ):
        sub.add_argument("--json", action="store_true", help=messages.CLI_JSON)


def run(options: Namespace) -> int:
    """Run one of the commands; return the exit code. Raises AssistantError."""
    from assistant.models.store import ModelStore  # noqa: PLC0415 - not for the parser

    actions: Mapping[str, Callable[[Namespace, ModelStore], int]] = {
        "list": _list,
        "recommend": _recommend,
        "install": _install,
        "verify": _verify,
        "remove": _remove,
        "use": _use,
    }
    return actions[options.action](options, ModelStore())


class Pace:
    """Decides when progress is worth a line. Pure: the time is an argument."""

    def __init__(self, step: float, now: float) -> None:
        self._step = step
        self._steps = 0
        self._at = now

    def is_due(self, fraction: float, now: float) -> bool:
        """Return whether to tell now that `fraction` is done, and take it as told."""
        steps = int(fraction / self._step + 1e-9)
        waited = now - self._at
        is_further = steps > self._steps and (waited >= LINE_SECONDS or fraction >= 1)
        if not is_further and waited < QUIET_SECONDS:
            return False
        self._steps, self._at = steps, now
        return True


def _list(options: Namespace, store: ModelStore) -> int:
    from assistant.models import catalog  # noqa: PLC0415

    states, in_use = _states(store), _in_use(options)
    known = catalog.models().values()
    if options.json:
        _print_json([_facts(model, states, in_use) for model in known])
        return 0
    is_shipped_due = True
    for model in known:
        if model.kind is catalog.Kind.SPEECH and is_shipped_due:
            is_shipped_due = False
            _say_shipped(messages.MODEL_SHIPPED, is_in_use=not in_use[model.kind])
        line = messages.MODEL_LINE.format(
            id=model.id,
            title=model.title,
            state=_state(model, states),
            size=messages.size(model.download_bytes),
            licence=model.licence,
            strengths=model.strengths,
        )
        _say(f"{line} {messages.MODEL_IN_USE}" if model.id == in_use[model.kind] else line)
    return 0


def _say_shipped(sentence: str, *, is_in_use: bool) -> None:
    line = sentence.format(id=SHIPPED)
    _say(f"{line} {messages.MODEL_IN_USE}" if is_in_use else line)


def _recommend(options: Namespace, store: ModelStore) -> int:
    from assistant.models import catalog, machine  # noqa: PLC0415

    found = machine.look(store.folder)
    states, choices = _states(store), catalog.recommend(found)
    language = _language(options)
    hearing = catalog.recommend_speech(found, language)
    is_shipped_best = language == "en" and catalog.is_shipped_best(found)
    if options.json:
        in_use = _in_use(options)

        def facts(choice: Recommendation) -> dict[str, Any]:
            more = {"precision": choice.precision, "reason": choice.reason}
            return _facts(choice.model, states, in_use) | more

        listed = {"models": list(map(facts, choices)), "speech_models": list(map(facts, hearing))}
        shipped = {"is_shipped_speech_model_best": is_shipped_best}
        _print_json({"machine": asdict(found), **listed, **shipped})
        return 0
    _say_recommended(choices, states)
    if not choices:
        _say(messages.MODEL_NONE_FITS)
    elif found.gpu_name and not found.has_bitsandbytes and not is_frozen():
        _say(messages.MODEL_BITSANDBYTES)
    if is_shipped_best:
        _say_shipped(messages.MODEL_SHIPPED_BEST, is_in_use=False)
    _say_recommended(hearing, states)
    return 0


def _say_recommended(choices: Sequence[Recommendation], states: Mapping[str, Installed]) -> None:
    for choice in choices:
        model = choice.model
        words = {"id": model.id, "title": model.title, "state": _state(model, states)}
        words |= {"precision": choice.precision, "reason": choice.reason}
        _say(messages.MODEL_RECOMMENDED.format(strengths=model.strengths, **words))


def _install(options: Namespace, store: ModelStore) -> int:
    if _is_right(options, store):
        return 0
    if not options.yes and not sys.stdin.isatty():
        _tell(messages.MODEL_ASK_FIRST)
        return 2
    plan = store.plan(options.name)
    _say(_about(plan))
    if not options.yes and not _agrees(messages.MODEL_FETCH_QUESTION):
        _say(messages.MODEL_NOT_DONE)
        return 1
    words = {"id": plan.model.id, "title": plan.model.title}
    try:
        with _progress(options, is_spoken=options.speak) as (progress, end):
            store.install(plan, progress)
            end(messages.MODEL_INSTALLED.format(**words))
    except KeyboardInterrupt:
        _tell(messages.MODEL_STOPPED.format(**words))
        return 130
    _say(messages.MODEL_INSTALLED.format(**words))
    return 0


def _is_right(options: Namespace, store: ModelStore) -> bool:
    """Return whether the model is installed and every file is right; say what is not."""
    from assistant.models import catalog  # noqa: PLC0415

    model = catalog.find(options.name)
    state = _states(store).get(model.id) if model is not None else None
    if model is None or state is None or model.revision not in {"", state.revision}:
        return False
    try:
        with _progress(options) as (progress, _):
            store.verify(model.id, progress)
    except ModelError as error:
        _tell(error.sentence)
        return False
    _say(messages.MODEL_INSTALLED_ALREADY.format(title=model.title))
    return True


def _about(plan: Plan) -> str:
    sentence = messages.MODEL_ABOUT.format(
        title=plan.model.title,
        size=messages.size(plan.size_bytes),
        missing=messages.size(plan.missing_bytes),
        licence=plan.model.licence,
        left=messages.size(max(0, plan.free_bytes - plan.missing_bytes)),
    )
    if plan.is_pinned:
        return sentence
    return f"{sentence} {messages.MODEL_UNPINNED.format(revision=plan.revision[:12])}"


def _verify(options: Namespace, store: ModelStore) -> int:
    """Check one model or all; every damaged one is told by the name of its files."""
    from assistant.models import catalog  # noqa: PLC0415

    names = [options.name] if options.name else list(_states(store))
    results: list[dict[str, Any]] = []
    for name in names:
        sentence = ""
        try:
            with _progress(options) as (progress, _):
                store.verify(name, progress)
        except ModelError as error:
            sentence = error.sentence
        model = catalog.find(name)
        right = messages.MODEL_RIGHT.format(title=model.title if model else name)
        results.append({"id": name, "is_right": not sentence, "detail": sentence or right})
    if options.json:
        _print_json(results)
    for result in [] if options.json else results:
        (_say if result["is_right"] else _tell)(result["detail"])
    if not names and not options.json:
        _say(messages.MODEL_NOTHING_INSTALLED)
    return 0 if all(result["is_right"] for result in results) else 1


def _remove(options: Namespace, store: ModelStore) -> int:
    from assistant.models import catalog  # noqa: PLC0415

    model = catalog.find(options.name)
    title = model.title if model else options.name
    if not options.yes and not sys.stdin.isatty():
        _tell(messages.MODEL_ASK_FIRST)
        return 2
    if not options.yes and not _agrees(messages.MODEL_REMOVE_QUESTION.format(title=title)):
        _say(messages.MODEL_NOT_DONE)
        return 1
    freed = store.remove(options.name)
    _say(messages.MODEL_REMOVED.format(title=title, size=messages.size(freed)))
    if model is not None and model.id == _in_use(options)[model.kind]:
        keep(options.settings, _setting(model.kind), "")
        hears = model.kind is catalog.Kind.SPEECH
        _say(messages.MODEL_REMOVED_HEARING if hears else messages.MODEL_REMOVED_IN_USE)
    return 0


def _use(options: Namespace, store: ModelStore) -> int:
    from assistant.models import catalog, weights  # noqa: PLC0415

    name = options.name.strip()
    if name.casefold() in {"", NO_MODEL}:
        keep(options.settings, "vision.model", "")
        _say(messages.MODEL_USED_NONE)
        return 0
    if name.casefold() == SHIPPED:
        keep(options.settings, "hearing.model", "")
        _say(messages.MODEL_USED_HEARING.format(name=SHIPPED))
        return 0
    folder = store.resolve(name)
    model = catalog.find(name)
    kind = weights.kind_of(folder) if model is None else model.kind
    if model is not None:
        name = model.id
    elif Path(name).expanduser().is_dir():
        # In full: the program that uses it lives in another folder.
        name = str(folder)
    keep(options.settings, _setting(kind), name)
    hears = kind is catalog.Kind.SPEECH
    used = messages.MODEL_USED_HEARING if hears else messages.MODEL_USED
    _say(used.format(name=name))
    return 0


def _setting(kind: Kind) -> str:
    """Return the name of the setting that chooses a model of that kind."""
    return "hearing.model" if kind == "speech" else "vision.model"


def _language(options: Namespace) -> str:
    """Return the language that questions are asked in."""
    from assistant.language import primary, system_language  # noqa: PLC0415

    chosen = settings_file.load_or_default(options.settings)[0].hearing.language
    return primary(chosen or system_language()) or "en"


@contextmanager
def _progress(
    options: Namespace, *, is_spoken: bool = False
) -> Generator[tuple[Progress, Callable[[str], None]]]:
    """Give what tells progress in lines that a screen reader can bear, and what ends it."""
    now = time.monotonic()
    lines, words = Pace(LINE_STEP, now), Pace(SPEECH_STEP, now)
    with _voice(options, is_spoken=is_spoken) as speak:

        def progress(done: int, total: int, _name: str) -> None:
            fraction, at = done / max(total, 1), time.monotonic()
            if lines.is_due(fraction, at):
                _tell(_so_far(done, total))
            if words.is_due(fraction, at):
                speak(_so_far(done, total))

        yield progress, speak


def _so_far(done: int, total: int) -> str:
    numbers = {"percent": done * 100 // max(total, 1), "done": messages.size(done)}
    return messages.MODEL_PROGRESS.format(size=messages.size(total), **numbers)


@contextmanager
def _voice(options: Namespace, *, is_spoken: bool) -> Generator[Callable[[str], None]]:
    """Give what speaks a sentence, or does nothing; wait for the last one."""
    if not is_spoken:
        yield lambda _sentence: None
        return
    from assistant.build import open_output  # noqa: PLC0415
    from assistant.speak.speaker import Speaker  # noqa: PLC0415
    from assistant.turn import Turn  # noqa: PLC0415
    from assistant.types import Source, Utterance  # noqa: PLC0415

    settings, _ = settings_file.load_or_default(options.settings)
    output = open_output(settings)
    speaker, turn = Speaker(output), Turn("models")
    speaker.begin(turn)
    try:
        yield lambda sentence: speaker.say(turn, Utterance(sentence, Source.PROGRAM, turn.id))
        output.wait_idle(SPEAKING_SECONDS)
    finally:
        output.close()


def _states(store: ModelStore) -> dict[str, Installed]:
    return {state.id: state for state in store.installed()}


def _state(model: Model, states: Mapping[str, Installed]) -> str:
    state = states.get(model.id)
    if state is None:
        return messages.MODEL_STATE_ABSENT
    return messages.MODEL_STATE_INSTALLED if state.is_whole else messages.MODEL_STATE_DAMAGED


def _facts(
    model: Model, states: Mapping[str, Installed], in_use: Mapping[Kind, str]
) -> dict[str, Any]:
    state = states.get(model.id)
    facts = asdict(model) | {"strengths": model.strengths}
    facts["is_installed"] = state is not None and state.is_whole
    facts["is_damaged"] = state is not None and not state.is_whole
    facts["is_in_use"] = model.id == in_use[model.kind]
    facts["folder"] = str(state.folder) if state is not None else ""
    return facts


def _in_use(options: Namespace) -> dict[Kind, str]:
    """Return the ids of the models that the settings choose, or whatever they name."""
    from assistant.models import catalog  # noqa: PLC0415

    settings = settings_file.load_or_default(options.settings)[0]
    chosen = {
        catalog.Kind.VISION: settings.vision.model,
        catalog.Kind.SPEECH: settings.hearing.model,
    }
    found = {kind: catalog.find(name) for kind, name in chosen.items()}
    return {kind: chosen[kind] if model is None else model.id for kind, model in found.items()}


def _agrees(question: str) -> bool:
    try:
        return input(question).strip().casefold() in messages.YES_ANSWERS.split()
    except EOFError:
        return False


def _say(text: str) -> None:
    print(text)  # noqa: T201


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def _print_json(value: object) -> None:
    _say(json.dumps(value, ensure_ascii=False, indent=2))
