"""Shapes of real models, from their published configurations, for measuring speed without weights.

The tokenizer is the tests' tiny one: its tokens are the first of the model's vocabulary.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import transformers

from assistant.perceive.vision.processors_engine import make
from models.families_parts import CHATML, tokenizer

SMOLVLM_EYE = {
    "hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12,
    "num_attention_heads": 12, "image_size": 512, "patch_size": 16,
}  # fmt: skip
QWEN_EYE = {
    "depth": 24, "hidden_size": 1024, "intermediate_size": 4096, "num_heads": 16,
    "deepstack_visual_indexes": [5, 11, 17], "patch_size": 16, "num_position_embeddings": 2304,
}  # fmt: skip
ENDS = {"pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 4}
NATIVE = 4096 * 4096
"""No limit of its own: the product's applies."""


def smolvlm2_500m() -> tuple[Any, Any]:
    words = tokenizer(
        image_token="<image>",
        fake_image_token="<fake_token_around_image>",
        global_image_token="<global-img>",
        end_of_utterance_token="<end_of_utterance>",
        video_token="<video>",
    )
    text = {
        "model_type": "llama", "vocab_size": 49280, "hidden_size": 960, "intermediate_size": 2560,
        "num_hidden_layers": 32, "num_attention_heads": 15, "num_key_value_heads": 5,
        "head_dim": 64, "max_position_embeddings": 8192, "tie_word_embeddings": True, **ENDS,
    }  # fmt: skip
    config = transformers.SmolVLMConfig(
        text_config=text,
        vision_config=SMOLVLM_EYE,
        scale_factor=4,
        image_token_id=words.convert_tokens_to_ids("<image>"),
        pad_token_id=0,
        tie_word_embeddings=True,
    )
    pictures = transformers.SmolVLMImageProcessorPil(
        size={"longest_edge": 2048}, max_image_size={"longest_edge": 512}
    )
    processor = make(
        transformers.SmolVLMProcessor,
        pictures,
        words,
        image_seq_len=64,
        chat_template=CHATML.replace("IMG", "<image>"),
    )
    return config, processor


def _qwen3_vl(text: dict[str, Any]) -> tuple[Any, Any]:
    words = tokenizer(
        image_token="<|image_pad|>",
        video_token="<|video_pad|>",
        vision_start_token="<|vision_start|>",
        vision_end_token="<|vision_end|>",
    )
    names = ("<|image_pad|>", "<|video_pad|>", "<|vision_start|>", "<|vision_end|>")
    image, video, start, end = map(words.convert_tokens_to_ids, names)
    rope = {
        "rope_type": "default", "rope_theta": 5e6, "mrope_section": [24, 20, 20],
        "mrope_interleaved": True,
    }  # fmt: skip
    config = transformers.Qwen3VLConfig(
        text_config={
            **text, **ENDS, "num_key_value_heads": 8, "head_dim": 128, "vocab_size": 151936,
            "tie_word_embeddings": True, "rope_parameters": rope,
        },
        vision_config={**QWEN_EYE, "out_hidden_size": text["hidden_size"]},
        image_token_id=image,
        video_token_id=video,
        vision_start_token_id=start,
        vision_end_token_id=end,
        tie_word_embeddings=True,
    )  # fmt: skip
    pictures = transformers.Qwen2VLImageProcessorPil(
        patch_size=16, size={"shortest_edge": 256 * 256, "longest_edge": NATIVE}
    )
    template = CHATML.replace("IMG", "<|vision_start|><|image_pad|><|vision_end|>")
    return config, make(transformers.Qwen3VLProcessor, pictures, words, chat_template=template)


def qwen3_vl_2b() -> tuple[Any, Any]:
    return _qwen3_vl(
        {
            "hidden_size": 2048, "intermediate_size": 6144, "num_hidden_layers": 28,
            "num_attention_heads": 16,
        }
    )  # fmt: skip


def qwen3_vl_4b() -> tuple[Any, Any]:
    return _qwen3_vl(
        {
            "hidden_size": 2560, "intermediate_size": 9728, "num_hidden_layers": 36,
            "num_attention_heads": 32,
        }
    )  # fmt: skip


SHAPES: dict[str, Callable[[], tuple[Any, Any]]] = {
    "SmolVLM2-500M": smolvlm2_500m,
    "Qwen3-VL-2B": qwen3_vl_2b,
    "Qwen3-VL-4B": qwen3_vl_4b,
}
