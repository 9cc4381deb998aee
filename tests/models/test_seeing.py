"""What is answered about a kept picture is what would be answered from scratch.

Each mistake that passes without an error is made here too, to show that the comparison finds it.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import numpy as np
import pytest
import torch
from PIL import Image
from transformers import CONFIG_MAPPING, AutoModelForImageTextToText, DynamicCache
from transformers.image_utils import ChannelDimension, infer_channel_dimension_format

from assistant.perceive.vision import processors_engine
from assistant.perceive.vision.seeing_engine import (
    Piece,
    Seeing,
    Sight,
    Tokens,
    _cut,
    fork,
    forward,
    presentable,
    tensors,
)
from assistant.turn import Turn, TurnCancelled
from models.families import FAMILIES, build
from models.families_compare import (
    LETTERS,
    PICTURES,
    QUESTIONS,
    SYSTEM,
    difference,
    kept_logits,
    kept_text,
    layer_kinds,
    look,
    picture,
    scratch_logits,
    scratch_text,
    seeing,
)
from models.families_parts import SMALL_EYE, TEXT

pytestmark = [pytest.mark.model, pytest.mark.timeout(120)]  # on a busy machine

SAME = 1e-5
"""Largest difference of logits that is rounding, as a share of their range; 1e-6 is usual."""
OTHER = 1e-3
"""Least difference where something else was seen, asked or placed; 1e-2 is usual."""
SHIFTING = ("qwen2_5_vl", "qwen3_vl", "qwen3_5", "minicpmv4_7")
"""Families whose positions after a picture depend on its shape."""
FORGETTING = ("gemma3", "gemma4", "qwen3_5", "lfm3_vl", "minicpmv4_6")
"""Families with layers that can't be cropped back."""
FIRST, SECOND = PICTURES
WHAT, READ = QUESTIONS


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> Iterator[None]:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.fixture(params=FAMILIES)
def eyes(request: pytest.FixtureRequest) -> Seeing:
    return seeing(request.param)


def fresh(name: str) -> Seeing:
    """Return one that a test may change."""
    return Seeing(*build(name))


def all_of(eyes: Seeing, sight: Sight, text: str, most: int = LETTERS) -> list[Piece]:
    return list(eyes.ask(Turn(), sight, text, most))


# The same as from scratch


def test_an_answer_about_a_kept_picture_is_the_one_from_scratch(eyes: Seeing) -> None:
    first, second = (look(eyes, image) for image in PICTURES)
    kept = [kept_text(eyes, at, text) for at in (first, second, first) for text in QUESTIONS]
    right = [scratch_text(eyes, image, text) for image in PICTURES for text in QUESTIONS]
    assert kept == right + right[:2]


def test_logits_about_a_kept_picture_are_those_from_scratch(eyes: Seeing) -> None:
    first, second = (look(eyes, image) for image in PICTURES)
    for image, sight in ((FIRST, first), (SECOND, second), (FIRST, first)):
        for text in QUESTIONS:
            right = scratch_logits(eyes, image, text)
            assert difference(kept_logits(eyes, sight, text), right) < SAME


def test_another_picture_and_another_question_have_other_logits(eyes: Seeing) -> None:
    right = scratch_logits(eyes, FIRST, WHAT)
    assert difference(scratch_logits(eyes, SECOND, WHAT), right) > OTHER
    assert difference(scratch_logits(eyes, FIRST, READ), right) > OTHER
    alike = picture(3, *FIRST.size)
    assert difference(kept_logits(eyes, look(eyes, alike), WHAT), right) > OTHER


# Mistakes that pass without an error


@torch.inference_mode()
def generate_on(eyes: Seeing, sight: Sight, text: str) -> torch.Tensor:
    """Return the logits of `generate` on a filled cache: it takes the shift from the model."""
    tail = eyes._tail(SYSTEM, text)
    found = eyes.model.generate(
        input_ids=tail,
        attention_mask=torch.ones(1, sight.length + tail.shape[1], dtype=torch.int64),
        past_key_values=fork(sight.cache),
        max_new_tokens=1,
        do_sample=False,
        pad_token_id=0,
        return_dict_in_generate=True,
        output_logits=True,
    )
    return found.logits[0][0]


@pytest.mark.parametrize("name", SHIFTING)
def test_the_shift_of_another_picture_is_not_used(name: str) -> None:
    eyes = seeing(name)
    first, second = (look(eyes, image) for image in PICTURES)
    assert first.shift != second.shift
    right = scratch_logits(eyes, FIRST, WHAT)
    look(eyes, SECOND)
    assert difference(generate_on(eyes, first, WHAT), right) > OTHER
    assert difference(kept_logits(eyes, first, WHAT), right) < SAME


@pytest.mark.parametrize("name", SHIFTING)
def test_a_model_that_has_forgotten_the_shift_is_told(name: str) -> None:
    eyes = seeing(name)
    first = look(eyes, FIRST)
    right = scratch_logits(eyes, FIRST, WHAT)
    eyes.model.model.rope_deltas = None
    assert difference(generate_on(eyes, first, WHAT), right) > OTHER
    eyes.model.model.rope_deltas = None
    assert difference(kept_logits(eyes, first, WHAT), right) < SAME


@pytest.mark.parametrize("name", SHIFTING)
def test_positions_without_the_shift_are_wrong(name: str) -> None:
    eyes = seeing(name)
    first = look(eyes, FIRST)
    right = scratch_logits(eyes, FIRST, WHAT)
    tail = eyes._tail(SYSTEM, WHAT)
    with torch.inference_mode():
        found = forward(eyes.model, tail, first.length, 0, fork(first.cache))
    assert difference(found, right) > OTHER


@pytest.mark.parametrize(
    ("name", "left_out"), [("qwen2_5_vl", "mm_token_type_ids"), ("gemma3", "token_type_ids")]
)
def test_the_kinds_of_tokens_reach_the_model(name: str, left_out: str) -> None:
    eyes = seeing(name)
    right = scratch_logits(eyes, FIRST, WHAT)
    if name in SHIFTING:
        eyes.model.model.rope_deltas = None
    assert difference(scratch_logits(eyes, FIRST, WHAT, **{left_out: None}), right) > OTHER
    first = look(eyes, FIRST)
    assert difference(kept_logits(eyes, first, WHAT), right) < SAME


@pytest.mark.parametrize("name", FORGETTING)
def test_a_question_is_not_cropped_off_again(name: str) -> None:
    eyes = seeing(name)
    first = look(eyes, FIRST)
    right = scratch_logits(eyes, FIRST, WHAT)
    used, other = copy.deepcopy(first.cache), eyes._tail(SYSTEM, READ)
    with torch.inference_mode():
        forward(eyes.model, other, first.length, first.shift, used)
    with pytest.raises(RuntimeError, match="crop"):
        used.crop(-other.shape[1])
    kept_logits(eyes, first, READ)
    assert difference(kept_logits(eyes, first, WHAT), right) < SAME


def test_a_question_could_be_cropped_off_full_layers() -> None:
    eyes = seeing("smolvlm")
    first = look(eyes, FIRST)
    used, other = copy.deepcopy(first.cache), eyes._tail(SYSTEM, READ)
    with torch.inference_mode():
        forward(eyes.model, other, first.length, first.shift, used)
        used.crop(-other.shape[1])
        found = forward(eyes.model, eyes._tail(SYSTEM, WHAT), first.length, first.shift, used)
    assert difference(found, scratch_logits(eyes, FIRST, WHAT)) < SAME


@torch.inference_mode()
def prefill(eyes: Seeing, cache: Any) -> Any:
    """Take in the first picture as `look` does, but into `cache`."""
    inputs = eyes._inputs(FIRST, SYSTEM, WHAT)
    length = inputs["input_ids"].shape[1] - eyes._tail(SYSTEM, WHAT).shape[1]
    eyes.model(**_cut(inputs, length), past_key_values=cache, use_cache=True)
    return cache


@pytest.mark.parametrize("name", ["qwen3_5", "lfm3_vl", "minicpmv4_6"])
def test_a_cache_without_the_config_has_no_place_for_states(name: str) -> None:
    with pytest.raises(IndexError):
        prefill(seeing(name), DynamicCache())


@pytest.mark.parametrize("name", ["gemma3", "gemma4"])
def test_a_cache_without_the_config_keeps_what_slides_away(name: str) -> None:
    eyes = seeing(name)
    first = look(eyes, FIRST)
    window = eyes.model.config.get_text_config().sliding_window
    assert first.length > window
    assert first.cache.layers[0].keys.shape[-2] == window - 1
    assert prefill(eyes, DynamicCache()).layers[0].keys.shape[-2] == first.length


def test_the_picture_is_not_given_again_with_the_question(eyes: Seeing) -> None:
    first = look(eyes, FIRST)
    right = scratch_logits(eyes, FIRST, WHAT)
    again = scratch_logits(eyes, FIRST, WHAT, past_key_values=fork(first.cache))
    assert difference(again, right) > OTHER
    assert difference(kept_logits(eyes, first, WHAT), right) < SAME


def test_a_line_break_that_belongs_to_the_picture_is_kept_with_it() -> None:
    eyes = fresh("minicpmv4_7")
    right = scratch_logits(eyes, FIRST, WHAT)
    assert difference(kept_logits(eyes, look(eyes, FIRST), WHAT), right) < SAME
    assert eyes._joint == "\n"
    eyes._joint = ""
    assert difference(kept_logits(eyes, look(eyes, FIRST), WHAT), right) > OTHER


def test_pixels_are_not_cut_where_they_are_as_wide_as_the_prompt_is_long() -> None:
    eyes = seeing("qwen2_5_vl")
    inputs = eyes._inputs(FIRST, SYSTEM, WHAT)
    width = inputs["pixel_values"].shape[1]
    ids = torch.zeros(1, width, dtype=torch.int64)
    cut = _cut({**inputs, "input_ids": ids, "attention_mask": ids}, 7)
    assert cut["input_ids"].shape == cut["attention_mask"].shape == (1, 7)
    assert cut["pixel_values"].shape == inputs["pixel_values"].shape


def test_guesses_from_the_prompt_are_wrong_on_a_kept_picture() -> None:
    """Why `generate` isn't used: given the whole prompt, it feeds what is in the cache again."""
    eyes = seeing("smolvlm")
    first = look(eyes, FIRST)
    ids = eyes._inputs(FIRST, SYSTEM, WHAT)["input_ids"]
    tokens = eyes.model.generate(
        input_ids=ids,
        attention_mask=torch.ones_like(ids),
        past_key_values=fork(first.cache),
        prompt_lookup_num_tokens=3,
        max_new_tokens=LETTERS,
        do_sample=False,
        eos_token_id=sorted(eyes._ends),
        pad_token_id=0,
    )
    guessed = eyes.processor.tokenizer.decode(tokens[0, ids.shape[1] :], skip_special_tokens=True)
    right = scratch_text(eyes, FIRST, WHAT)
    assert guessed.rstrip("\N{REPLACEMENT CHARACTER}") != right
    assert kept_text(eyes, first, WHAT) == right


def paligemma() -> Any:
    """Return a tiny model whose picture attends to the question, with random weights."""
    config = CONFIG_MAPPING["paligemma"](
        text_config={"model_type": "gemma", **TEXT, "head_dim": 16},
        vision_config={"model_type": "siglip_vision_model", **SMALL_EYE, "vision_use_head": False},
        image_token_index=8,
        projection_dim=64,
    )
    torch.manual_seed(0)
    return AutoModelForImageTextToText.from_config(config, dtype=torch.float32).eval()


@torch.inference_mode()
def test_a_picture_that_attends_to_the_question_can_not_be_kept() -> None:
    model = paligemma()
    ids = torch.tensor([[8] * 16 + [1, 300, 301, 302]])
    given = {"pixel_values": torch.rand(1, 3, 32, 32), "token_type_ids": torch.zeros_like(ids)}
    right = model(input_ids=ids, **given).logits[0, -1]
    cache = DynamicCache(config=model.config)
    given["token_type_ids"] = given["token_type_ids"][:, :17]
    model(input_ids=ids[:, :17], **given, past_key_values=cache)
    found = forward(model, ids[:, 17:], 17, 0, cache)
    assert difference(found, right) > OTHER


def test_a_family_that_looks_both_ways_is_refused() -> None:
    config = SimpleNamespace(model_type="paligemma", is_encoder_decoder=False)
    with pytest.raises(ValueError, match="paligemma"):
        Seeing(SimpleNamespace(config=config), processor=None)


# The copy of a cache


def test_questions_leave_the_kept_picture_as_it_was(eyes: Seeing) -> None:
    first = look(eyes, FIRST)
    before = contents(first.cache)
    for text in QUESTIONS:
        kept_text(eyes, first, text)
    assert contents(first.cache) == before
    with torch.inference_mode():
        forward(eyes.model, eyes._tail(SYSTEM, WHAT), first.length, first.shift, first.cache)
    assert contents(first.cache) != before


def contents(cache: Any) -> list[Any]:
    """Return every number in the cache: its tensors as bytes, and how much each layer counts."""
    found = [tensor.contiguous().numpy().tobytes() for tensor in tensors(cache)]
    return [*found, *(getattr(layer, "cumulative_length", None) for layer in cache.layers)]


def test_all_kinds_of_layers_are_among_the_families() -> None:
    kinds = {kind for name in FAMILIES for kind in layer_kinds(look(seeing(name), FIRST))}
    assert kinds == {
        "DynamicLayer", "DynamicSlidingWindowLayer", "LinearAttentionLayer", "DummyLayer",
    }  # fmt: skip


def test_the_memory_of_a_picture_counts_recurrent_states() -> None:
    sight = look(seeing("qwen3_5"), FIRST)
    full = [layer for layer in sight.cache.layers if hasattr(layer, "keys")]
    states = [layer for layer in sight.cache.layers if hasattr(layer, "recurrent_states")]
    keys = sum(2 * layer.keys.numel() * 4 for layer in full)
    least = sum(layer.recurrent_states[0].numel() * 4 for layer in states)
    assert sight.size_bytes >= keys + least > keys


# Saved and loaded


def saved(name: str, folder: Path, is_old: bool) -> Path:
    """Write the family's processor, as transformers 5 does or as most models on the hub are."""
    model, processor = build(name)
    model.config.save_pretrained(folder)
    processor.save_pretrained(folder)
    if is_old:
        path = folder / "processor_config.json"
        whole = json.loads(path.read_text("utf-8"))
        pictures = whole.pop("image_processor")
        kind = pictures.pop("image_processor_type")
        named = {"processor_class": whole["processor_class"]}
        pictures |= {**named, "image_processor_type": f"{kind}Fast"}
        write(folder / "preprocessor_config.json", pictures)
        videos = kind.replace("Image", "Video")
        write(folder / "video_preprocessor_config.json", {"video_processor_type": videos, **named})
        path.unlink()
        if whole.keys() - named.keys():
            write(path, whole)
    return folder


def write(path: Path, values: dict[str, Any]) -> None:
    path.write_text(json.dumps(values), encoding="utf-8")


@pytest.mark.parametrize("is_old", [False, True], ids=["transformers 5", "hub"])
@pytest.mark.parametrize("name", FAMILIES)
def test_a_saved_processor_makes_the_same_inputs(tmp_path: Path, name: str, is_old: bool) -> None:
    eyes = seeing(name)
    loaded = processors_engine.load(saved(name, tmp_path, is_old))
    found = Seeing(eyes.model, loaded)._inputs(FIRST, SYSTEM, WHAT)
    right = eyes._inputs(FIRST, SYSTEM, WHAT)
    assert found.keys() == right.keys()
    assert all(torch.equal(found[key], right[key]) for key in right)


def test_a_video_is_refused() -> None:
    with pytest.raises(TypeError, match="text and pictures only"):
        seeing("smolvlm").processor.video_processor([FIRST])


# Turns that end


def text_layers(eyes: Seeing) -> Any:
    return eyes.model.get_decoder().layers


class Cancelling:
    """Ends a turn as soon as the second layer of the text has run, and counts what runs after."""

    def __init__(self, eyes: Seeing, turn: Turn) -> None:
        self.after = 0
        layers = text_layers(eyes)
        self._hooks = [layers[1].register_forward_hook(lambda *_: turn.cancel())]
        self._hooks += [layer.register_forward_hook(self._count) for layer in layers[2:]]

    def _count(self, *_: Any) -> None:
        self.after += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for hook in self._hooks:
            hook.remove()


def test_a_cancelled_turn_ends_a_look_between_two_layers(eyes: Seeing) -> None:
    right = scratch_logits(eyes, FIRST, WHAT)
    turn = Turn()
    with Cancelling(eyes, turn) as cancelling:
        with pytest.raises(TurnCancelled):
            eyes.look(turn, SECOND, SYSTEM)
        assert cancelling.after == 0
        look(eyes, SECOND)
        assert cancelling.after > 0
    assert difference(kept_logits(eyes, look(eyes, FIRST), WHAT), right) < SAME


def test_a_cancelled_turn_ends_the_reading_of_a_question(eyes: Seeing) -> None:
    first = look(eyes, FIRST)
    turn = Turn()
    with Cancelling(eyes, turn) as cancelling, pytest.raises(TurnCancelled):
        list(eyes.ask(turn, first, WHAT, LETTERS))
    assert cancelling.after == 0
    assert kept_text(eyes, first, WHAT) == scratch_text(eyes, FIRST, WHAT)


def test_a_cancelled_turn_ends_an_answer_within_a_token(eyes: Seeing) -> None:
    first = look(eyes, FIRST)
    runs: list[int] = []
    with text_layers(eyes)[0].register_forward_hook(lambda *_: runs.append(1)):
        turn = Turn()
        pieces = eyes.ask(turn, first, WHAT, LETTERS)
        next(pieces)
        turn.cancel()
        before = len(runs)
        with pytest.raises(TurnCancelled):
            list(pieces)
    assert len(runs) - before <= 1
    assert kept_text(eyes, first, WHAT) == scratch_text(eyes, FIRST, WHAT)


def test_an_answer_that_nobody_reads_on_lets_go_of_its_copy() -> None:
    eyes = fresh("qwen3_5")
    pieces = eyes.ask(Turn(), look(eyes, FIRST), WHAT, LETTERS)
    next(pieces)
    assert eyes.decoder._cache is not None
    pieces.close()
    assert eyes.decoder._cache is None


# Pictures of all shapes, and texts with marks

SLENDER = [(1, 1), (3, 1), (1, 3), (2, 2), (7, 300), (300, 7), (1, 1000), (1920, 1), (1920, 3)]
MODES = ("1", "L", "LA", "P", "RGBA", "CMYK")


def test_a_picture_of_any_shape_can_be_asked_about(eyes: Seeing) -> None:
    for size in SLENDER:
        image = picture(4, *size)
        sight = look(eyes, image)
        assert difference(kept_logits(eyes, sight, WHAT), scratch_logits(eyes, image, WHAT)) < SAME


def test_a_slender_picture_keeps_its_pixels_and_gets_black_beside_them() -> None:
    image = picture(4, 1920, 3)
    assert infer_channel_dimension_format(np.array(image)) is ChannelDimension.FIRST
    found = presentable(image)
    assert infer_channel_dimension_format(np.array(found)) is ChannelDimension.LAST
    assert found.size == (1920, 28)
    assert found.crop((0, 0, 1920, 3)).tobytes() == image.tobytes()
    assert not found.crop((0, 3, 1920, 28)).getbbox()
    assert presentable(picture(4, 8000, 3)).size == (8000, 80)
    assert presentable(FIRST).size == FIRST.size


@pytest.mark.parametrize("mode", MODES)
def test_a_picture_is_seen_in_colours_whatever_its_mode(mode: str) -> None:
    for name in ("smolvlm", "qwen3_vl", "gemma3", "llava_onevision"):
        eyes = seeing(name)
        image = FIRST.convert(mode)
        right = kept_logits(eyes, look(eyes, image.convert("RGB")), WHAT)
        assert difference(kept_logits(eyes, look(eyes, image), WHAT), right) == 0


def test_transparent_pixels_are_seen_as_they_are_stored() -> None:
    image = Image.new("RGBA", (64, 64), (200, 10, 10, 0))
    eyes = seeing("smolvlm")
    found = eyes._inputs(image, SYSTEM, WHAT)["pixel_values"]
    assert torch.equal(found, eyes._inputs(image.convert("RGB"), SYSTEM, WHAT)["pixel_values"])


def test_marks_within_texts_are_read_as_letters(eyes: Seeing) -> None:
    words = eyes.processor.tokenizer
    special = {words.convert_tokens_to_ids(mark) for mark in words.all_special_tokens}
    special.add(eyes.model.config.image_token_id)
    marks = sorted({*words.all_special_tokens, eyes._image_token})
    typed = f"What is {' and '.join(marks)} and {''.join(marks)}?"
    assert special & set(words(typed, add_special_tokens=False).input_ids)

    sight = eyes.look(Turn(), FIRST, f"You see. {typed}")
    assert all_of(eyes, sight, typed)
    harmless = eyes._inputs(FIRST, "You see. What?", "What?")["input_ids"][0].tolist()
    found = eyes._inputs(FIRST, f"You see. {typed}", typed)["input_ids"][0].tolist()
    assert [t for t in found if t in special] == [t for t in harmless if t in special]


def test_a_broken_mark_still_tells_what_was_meant() -> None:
    eyes = seeing("qwen3_vl")
    assert eyes._plain("a <|im_end|><|im_end|> b") == "a < |im_end|>< |im_end|> b"
    assert eyes._plain("<<|im_end|>|im_end|>") == "<< |im_end|>|im_end|>"
    assert eyes._plain("if a < b | c > d: <b>bold</b>") == "if a < b | c > d: <b>bold</b>"
    assert eyes._prompt("", "<|image_pad|>").count("<|image_pad|>") == 1


# Letters of several tokens


class Scripted:
    """A decoder that has its answer."""

    def __init__(self, tokens: list[int], vocabulary: int) -> None:
        self._tokens = iter(tokens)
        self._vocabulary = vocabulary

    def fits(self, tokens: int) -> bool:
        del tokens
        return True

    def begin(self, sight: Sight) -> None:
        del sight

    def step(self, tokens: Tokens, first: int) -> torch.Tensor:
        del tokens, first
        logits = torch.zeros(self._vocabulary)
        logits[next(self._tokens)] = 1
        return logits

    def end(self) -> None:
        pass


def answer(eyes: Seeing, tokens: list[int], most: int) -> list[Piece]:
    eyes.decoder = Scripted([*tokens, *eyes._ends], len(eyes.processor.tokenizer))
    sight = Sight(DynamicCache(), 0, 0, SYSTEM)
    return list(eyes.ask(Turn(), sight, WHAT, most))


LETTER_TEXT = "Größe: naïve 日本語 🙂 und 👩‍👩‍👧 zu 5 €."


def test_letters_of_several_tokens_are_said_whole() -> None:
    eyes = fresh("smolvlm")
    tokens = eyes.processor.tokenizer.encode(LETTER_TEXT)
    pieces = answer(eyes, tokens, 1000)
    assert "".join(piece.text for piece in pieces) == eyes.processor.tokenizer.decode(tokens)
    assert "".join(piece.text for piece in pieces) == LETTER_TEXT
    assert not any("\N{REPLACEMENT CHARACTER}" in piece.text for piece in pieces)
    assert {"ö", "ï", "日", "🙂"} <= {letter for piece in pieces for letter in piece.text}
    assert [piece.end for piece in pieces if piece.end] == ["stop"]


def test_a_letter_that_was_begun_only_is_not_said() -> None:
    eyes = fresh("smolvlm")
    tokens = eyes.processor.tokenizer.encode("Yes 🙂")
    pieces = answer(eyes, tokens, len(tokens) - 1)
    assert "".join(piece.text for piece in pieces) == "Yes "
    assert pieces[-1].end == "length"
