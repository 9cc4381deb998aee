"""The families whose layers slide, whose states recur, and whose pictures come in tiles."""

from __future__ import annotations

from typing import Any

import transformers
from transformers import CONFIG_MAPPING

from assistant.perceive.vision.processors_engine import make
from models.families_parts import CHATML, EYE, SMALL_EYE, TEXT, VOCABULARY, tokenizer

Built = tuple[Any, Any]
GEMMA_CHAT = (
    "{% for m in messages %}"
    "{% if m['role'] != 'system' %}<start_of_turn>{{ m['role'] }}\n{% endif %}"
    "{% for c in m['content'] %}{% if c['type']=='image' %}IMG{% else %}{{ c['text'] }}{% endif %}"
    "{% endfor %}{{ '\n\n' if m['role'] == 'system' else '<end_of_turn>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)
SIGHTS = [[32, 32], [32, 64], [64, 32], [64, 64], [32, 96], [96, 32]]
"""Sizes to which llava's kind of processor scales pictures, in pixels."""
MINICPM_TOKENS = {
    "image_token": "<|image_pad|>", "video_token": "<|video_pad|>",
    "image_start_token": "<image>", "image_end_token": "</image>",
    "slice_start_token": "<slice>", "slice_end_token": "</slice>",
    "image_id_start_token": "<image_id>", "image_id_end_token": "</image_id>",
}  # fmt: skip
RECURRENT = {
    **TEXT, "head_dim": 32, "linear_key_head_dim": 16, "linear_value_head_dim": 16,
    "linear_num_key_heads": 2, "linear_num_value_heads": 4,
    "rope_parameters": {
        "rope_type": "default", "rope_theta": 1e6, "partial_rotary_factor": 0.5,
        "mrope_section": [2, 3, 3], "mrope_interleaved": True,
    },
}  # fmt: skip
"""Three recurrent layers, then a full one."""


def gemma3() -> Built:
    names = {
        "boi_token": "<start_of_image>",
        "eoi_token": "<end_of_image>",
        "image_token": "<image_soft_token>",
    }
    words = tokenizer(**names)
    config = CONFIG_MAPPING["gemma3"](
        text_config={
            **TEXT, "head_dim": 16, "query_pre_attn_scalar": 16, "sliding_window": 8,
            "layer_types": ["sliding_attention", "full_attention"] * 2,
        },
        vision_config={**SMALL_EYE, "vision_use_head": False},
        mm_tokens_per_image=4,
        boi_token_index=words.boi_token_id,
        eoi_token_index=words.eoi_token_id,
        image_token_index=words.image_token_id,
    )  # fmt: skip
    pictures = transformers.Gemma3ImageProcessorPil(size={"height": 32, "width": 32})
    template = GEMMA_CHAT.replace("IMG", names["boi_token"])
    processor = transformers.Gemma3Processor
    return config, make(processor, pictures, words, image_seq_length=4, chat_template=template)


def gemma4() -> Built:
    """Two last layers share the keys of earlier ones, as in the smaller models of the family."""
    names = {
        "boi_token": "<|image>", "eoi_token": "<image|>", "image_token": "<|image|>",
        "boa_token": "<|audio>", "eoa_token": "<audio|>", "audio_token": "<|audio|>",
    }  # fmt: skip
    words = tokenizer(**names)
    config = CONFIG_MAPPING["gemma4"](
        text_config={
            **TEXT, "num_hidden_layers": 6, "num_kv_shared_layers": 2, "head_dim": 16,
            "global_head_dim": 32, "sliding_window": 16, "hidden_size_per_layer_input": 8,
            "vocab_size_per_layer_input": VOCABULARY,
            "layer_types": ["sliding_attention", "full_attention"] * 3,
        },
        vision_config={
            **EYE, "num_key_value_heads": 4, "head_dim": 12, "position_embedding_size": 256
        },
        boi_token_id=words.boi_token_id,
        eoi_token_id=words.eoi_token_id,
        image_token_id=words.image_token_id,
        video_token_id=words.convert_tokens_to_ids("<|video|>"),
        audio_token_id=words.audio_token_id,
        boa_token_id=words.boa_token_id,
        eoa_token_index=words.eoa_token_id,
    )  # fmt: skip
    pictures = transformers.Gemma4ImageProcessorPil(max_soft_tokens=70)
    template = GEMMA_CHAT.replace("IMG", names["image_token"])
    return config, make(transformers.Gemma4Processor, pictures, words, chat_template=template)


def lfm3_vl() -> Built:
    """Convolutions, sliding and full layers in one model."""
    names = {
        "image_token": "<|image_pad|>", "video_token": "<|video_pad|>",
        "vision_start_token": "<|vision_start|>", "vision_end_token": "<|vision_end|>",
    }  # fmt: skip
    words = tokenizer(**names)
    config = CONFIG_MAPPING["lfm3_vl"](
        text_config={
            **TEXT, "num_hidden_layers": 6, "head_dim": 16, "sliding_window": 16,
            "layer_types": ["conv", "conv", "full_attention", "conv", "sliding_attention", "conv"],
        },
        vision_config={
            **EYE, "num_key_value_heads": 2, "num_hidden_layers": 4,
            "layer_types": ["conv", "conv", "full_attention", "conv"],
        },
        **{f"{name}_id": getattr(words, f"{name}_id") for name in names},
    )  # fmt: skip
    pictures = transformers.Qwen2VLImageProcessorPil(
        patch_size=16, size={"shortest_edge": 56 * 56, "longest_edge": 224 * 224}
    )
    template = CHATML.replace("IMG", "<|vision_start|><|image_pad|><|vision_end|>")
    return config, make(transformers.Lfm3VlProcessor, pictures, words, chat_template=template)


def internvl() -> Built:
    words = tokenizer(
        start_image_token="<img>",
        end_image_token="</img>",
        context_image_token="<IMG_CONTEXT>",
        video_token="<video>",
    )
    config = CONFIG_MAPPING["internvl"](
        text_config={"model_type": "qwen2", **TEXT},
        vision_config=SMALL_EYE,
        image_token_id=words.context_image_token_id,
        image_seq_length=4,
        tie_word_embeddings=False,
    )
    pictures = transformers.GotOcr2ImageProcessorPil(
        size={"height": 32, "width": 32}, crop_to_patches=True, min_patches=1, max_patches=4
    )
    template = CHATML.replace("IMG", "<IMG_CONTEXT>\n")
    processor = transformers.InternVLProcessor
    return config, make(processor, pictures, words, image_seq_length=4, chat_template=template)


def llava_onevision() -> Built:
    words = tokenizer(image_token="<image>", video_token="<video>")
    config = CONFIG_MAPPING["llava_onevision"](
        text_config={"model_type": "qwen2", **TEXT},
        vision_config={"model_type": "siglip_vision_model", **SMALL_EYE, "vision_use_head": False},
        image_token_index=words.image_token_id,
        video_token_index=words.video_token_id,
        image_grid_pinpoints=SIGHTS,
    )
    pictures = transformers.LlavaOnevisionImageProcessorPil(
        size={"height": 32, "width": 32}, image_grid_pinpoints=SIGHTS
    )
    processor = make(
        transformers.LlavaOnevisionProcessor,
        pictures,
        words,
        num_image_tokens=16,
        vision_feature_select_strategy="full",
        chat_template=CHATML.replace("IMG", "<image>\n"),
    )
    return config, processor


def granite4_vision() -> Built:
    words = tokenizer(image_token="<image>")
    eye = {**SMALL_EYE, "hidden_size": 64}
    """The projector has one head per 64 of this."""
    config = CONFIG_MAPPING["granite4_vision"](
        text_config=TEXT,
        vision_config={"model_type": "siglip_vision_model", **eye, "vision_use_head": False},
        image_token_index=words.image_token_id,
        image_grid_pinpoints=SIGHTS,
        vision_feature_select_strategy="full",
        downsample_rate="1/2",
        deepstack_layer_map=[[-2, 0], [-1, 1]],
        use_spatial_sampling=True,
        spatial_target_layers=[0, 1, 2, 3],
    )
    pictures = transformers.LlavaNextImageProcessorPil(
        size={"height": 32, "width": 32},
        crop_size={"height": 32, "width": 32},
        image_grid_pinpoints=SIGHTS,
    )
    processor = make(
        transformers.Granite4VisionProcessor,
        pictures,
        words,
        patch_size=8,
        vision_feature_select_strategy="full",
        downsample_rate="1/2",
        chat_template=CHATML.replace("IMG", "<image>\n"),
    )
    return config, processor


def minicpm(name: str, processor: str) -> Built:
    """A line break follows the picture: version 4.7 gives it a place within the picture."""
    words = tokenizer(**MINICPM_TOKENS)
    ids = {name: getattr(words, f"{name}_id") for name in MINICPM_TOKENS}
    marks = {
        f"{name}_id": ids[f"{name}_token"]
        for name in ("image_start", "image_end", "slice_start", "slice_end")
    }
    config = CONFIG_MAPPING[name](
        text_config={"model_type": "qwen3_5_text", **RECURRENT},
        vision_config={**EYE, "image_size": 64, "patch_size": 14},
        insert_layer_id=0,
        image_token_id=ids["image_token"],
        video_token_id=ids["video_token"],
        **({**marks, "newline_id": words.encode("\n")[0]} if name == "minicpmv4_7" else {}),
    )
    pictures = transformers.MiniCPMV4_6ImageProcessorPil(scale_resolution=112, max_slice_nums=4)
    template = CHATML.replace("IMG", "<|image_pad|>\n")
    return config, make(getattr(transformers, processor), pictures, words, chat_template=template)
