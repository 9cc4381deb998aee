"""What the tiny models share: a tokenizer, sizes, and templates."""

from __future__ import annotations

from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

ROWS = [f"<row_{row}_col_{column}>" for row in range(1, 7) for column in range(1, 7)]
SPECIALS = [
    "<pad>", "<bos>", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<end_of_utterance>",
    "<fake_token_around_image>", "<global-img>", "<image>", "<video>", "<|vision_start|>",
    "<|vision_end|>", "<|image_pad|>", "<|video_pad|>", "<start_of_image>", "<end_of_image>",
    "<image_soft_token>", "<start_of_turn>", "<end_of_turn>", "<IMG_CONTEXT>", "<img>", "</img>",
    "<|image_start|>", "<|image_end|>", "<|image|>", "<|image>", "<image|>", "<|audio|>",
    "<|audio>", "<audio|>", "<|video|>", "<unk>", "</image>", "<slice>", "</slice>", "<image_id>",
    "</image_id>", *ROWS,
]  # fmt: skip
CORPUS = [
    "What is on the screen? There is a dialog with the buttons OK and Cancel.",
    "A web page with a search field, a heading and three links. Read the error message aloud.",
    "The image shows a cat on a sofa. Describe the picture in one sentence.",
]
VOCABULARY = 640
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n"
    "{% for c in m['content'] %}{% if c['type']=='image' %}IMG"
    "{% elif c['type']=='text' %}{{ c['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
TEXT = {
    "vocab_size": VOCABULARY, "hidden_size": 64, "intermediate_size": 128,
    "num_hidden_layers": 4, "num_attention_heads": 4, "num_key_value_heads": 2,
    "max_position_embeddings": 8192, "pad_token_id": 0, "bos_token_id": 1, "eos_token_id": 4,
}  # fmt: skip
EYE = {
    "hidden_size": 48, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 4
}  # fmt: skip
SMALL_EYE = {**EYE, "image_size": 32, "patch_size": 8}
"""One that sees 16 patches at a time."""


def tokenizer(**extra: str) -> Any:
    """Return a tokenizer of bytes and a few words; `extra` names its special tokens."""
    raw = Tokenizer(models.BPE())
    raw.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    raw.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIALS,
        show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )
    raw.train_from_iterator(CORPUS * 50, trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=raw,
        pad_token="<pad>",
        bos_token="<bos>",
        eos_token="<|im_end|>",
        extra_special_tokens=extra,
    )
