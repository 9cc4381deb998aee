"""Tiny models of each family in the catalogue, with random weights, for tests of equality.

Weights are scaled up: with the usual small ones every prompt gives the same token, and a test that
compares answers proves nothing. Weights that start at zero, as gemma 3's projector, are drawn, or
the model would be blind.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from transformers import CONFIG_MAPPING, AutoModelForImageTextToText

from assistant.perceive.vision.processors_engine import make
from models import families_more as more
from models.families_parts import CHATML, EYE, TEXT, tokenizer


def _smolvlm(name: str) -> tuple[Any, Any]:
    extra = {"video_token": "<video>"} if name == "smolvlm" else {}
    words = tokenizer(
        image_token="<image>",
        fake_image_token="<fake_token_around_image>",
        global_image_token="<global-img>",
        end_of_utterance_token="<end_of_utterance>",
        **extra,
    )
    config = CONFIG_MAPPING[name](
        text_config={"model_type": "llama", **TEXT},
        vision_config={**EYE, "image_size": 64, "patch_size": 8},
        image_token_id=words.convert_tokens_to_ids("<image>"),
        scale_factor=2,
        pad_token_id=0,
        tie_word_embeddings=False,
    )
    family = {"smolvlm": "SmolVLM", "idefics3": "Idefics3"}[name]
    pictures = getattr(transformers, family + "ImageProcessorPil")(
        size={"longest_edge": 128}, max_image_size={"longest_edge": 64}
    )
    template = (
        "<|im_start|>{% for m in messages %}{{ m['role'] | capitalize }}"
        "{% if m['content'][0]['type'] == 'image' %}:{% else %}: {% endif %}"
        "{% for c in m['content'] %}{% if c['type'] == 'text' %}{{ c['text'] }}"
        "{% elif c['type'] == 'image' %}<image>{% endif %}{% endfor %}"
        "<end_of_utterance>\n{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
    )
    processor = make(
        getattr(transformers, family + "Processor"),
        pictures,
        words,
        image_seq_len=16,
        chat_template=template,
    )
    return config, processor


def _qwen(name: str, processor: str) -> tuple[Any, Any]:
    words = tokenizer(
        image_token="<|image_pad|>",
        video_token="<|video_pad|>",
        vision_start_token="<|vision_start|>",
        vision_end_token="<|vision_end|>",
    )
    names = ("<|image_pad|>", "<|video_pad|>", "<|vision_start|>", "<|vision_end|>")
    image, video, start, end = map(words.convert_tokens_to_ids, names)
    patch = 14 if "2" in name else 16
    eye: dict[str, Any] = {
        "depth": 4, "hidden_size": 48, "intermediate_size": 96, "num_heads": 4,
        "patch_size": patch, "spatial_merge_size": 2, "out_hidden_size": 64,
    }  # fmt: skip
    if name == "qwen2_5_vl":
        eye.update(fullatt_block_indexes=[1, 3], window_size=56)
    else:
        eye.update(num_position_embeddings=256)
    if name == "qwen3_vl":
        eye.update(deepstack_visual_indexes=[0, 1, 2])
    rope = {
        "rope_type": "default", "rope_theta": 1e6, "mrope_section": [2, 3, 3],
        "mrope_interleaved": name.startswith("qwen3"),
    }  # fmt: skip
    text = {**TEXT, "rope_parameters": rope, "head_dim": 16}
    config = CONFIG_MAPPING[name](
        text_config=more.RECURRENT if name == "qwen3_5" else text,
        vision_config=eye,
        image_token_id=image,
        video_token_id=video,
        vision_start_token_id=start,
        vision_end_token_id=end,
    )
    pictures = transformers.Qwen2VLImageProcessorPil(
        patch_size=patch, size={"shortest_edge": 56 * 56, "longest_edge": 224 * 224}
    )
    template = CHATML.replace("IMG", "<|vision_start|><|image_pad|><|vision_end|>")
    return config, make(getattr(transformers, processor), pictures, words, chat_template=template)


FAMILIES: dict[str, Callable[[], tuple[Any, Any]]] = {
    "smolvlm": lambda: _smolvlm("smolvlm"),
    "idefics3": lambda: _smolvlm("idefics3"),
    "qwen2_5_vl": lambda: _qwen("qwen2_5_vl", "Qwen2_5_VLProcessor"),
    "qwen3_vl": lambda: _qwen("qwen3_vl", "Qwen3VLProcessor"),
    "qwen3_5": lambda: _qwen("qwen3_5", "Qwen3VLProcessor"),
    "gemma3": more.gemma3,
    "gemma4": more.gemma4,
    "lfm3_vl": more.lfm3_vl,
    "internvl": more.internvl,
    "llava_onevision": more.llava_onevision,
    "granite4_vision": more.granite4_vision,
    "minicpmv4_6": lambda: more.minicpm("minicpmv4_6", "MiniCPMV4_6Processor"),
    "minicpmv4_7": lambda: more.minicpm("minicpmv4_7", "MiniCPMV4_7Processor"),
}


def build(name: str) -> tuple[Any, Any]:
    """Return a model with random weights that tell prompts apart, and its processor."""
    config, processor = FAMILIES[name]()
    torch.manual_seed(0)
    model = AutoModelForImageTextToText.from_config(config, dtype=torch.float32).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim >= 2:
                blank = not parameter.any()
                parameter.normal_(std=0.1) if blank else parameter.mul_(4)
    return model, processor


def save(name: str, folder: Path) -> Path:
    """Write the family's tiny model as a folder, as one from a hub."""
    model, processor = build(name)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder
