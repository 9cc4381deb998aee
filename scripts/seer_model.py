"""The tiny seeing model of the tests: a SmolVLM of 1.5 million parameters, and its prompts.

Pictures are 64x64 pixels in patches of 8; the language model gets 16 tokens of each. Weights start
so that both come naturally: the eye knows forms whatever their color, and places. The questions
about a picture are packed in one sequence, where they see the picture and not each other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor, nn
from transformers import (
    GenerationConfig,
    PreTrainedTokenizerFast,
    SmolVLMConfig,
    SmolVLMForConditionalGeneration,
    SmolVLMImageProcessorPil,
    SmolVLMProcessor,
)

from assistant.perceive.vision import processors_engine
from easy_vqa_data import ANSWERS, SENTENCES, SIDE, SYSTEM, Asked, Questions, Surroundings

VOCABULARY = 2048
PATCH = 8
SCALE = 2
PICTURE_TOKENS = (SIDE // PATCH // SCALE) ** 2
LONGEST = 2048
MEAN, DEVIATION = 0.95, 0.3
"""Of the pixels, as the model gets them: the pale ground is nearly 0, the shape stands out."""
PAD, START, END = "<pad>", "<|im_start|>", "<end_of_utterance>"
IMAGE, AROUND, WHOLE, VIDEO = "<image>", "<fake_token_around_image>", "<global-img>", "<video>"
SPECIALS = [PAD, START, END, IMAGE, AROUND, WHOLE, VIDEO]
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] %}"
    "{% if part['type'] == 'image' %}<image>{% elif part['type'] == 'text' %}{{ part['text'] }}"
    "{% endif %}{% endfor %}{% endif %}<end_of_utterance>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
PICTURE = AROUND + WHOLE + IMAGE * PICTURE_TOKENS + AROUND


def tokenizer(questions: Questions, surroundings: Surroundings) -> PreTrainedTokenizerFast:
    """Train the tokenizer: pieces of bytes, so that any text can be written in them."""
    roles = ["system\n", "user\n", "assistant\n", "Question: ", *ANSWERS]
    corpus = [*questions.texts, *[t.capitalize() for t in questions.texts], *SENTENCES, *roles] * 20
    inner = Tokenizer(models.BPE())
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    inner.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIALS,
        show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
    )
    inner.train_from_iterator([*corpus, *surroundings.sentences, SYSTEM], trainer)
    return PreTrainedTokenizerFast(
        tokenizer_object=inner,
        pad_token=PAD,
        bos_token=START,
        eos_token=END,
        model_max_length=LONGEST,
        padding_side="left",
        clean_up_tokenization_spaces=False,
        extra_special_tokens={
            "image_token": IMAGE,
            "fake_image_token": AROUND,
            "global_image_token": WHOLE,
            "end_of_utterance_token": END,
            "video_token": VIDEO,
        },
    )


def processor(words: PreTrainedTokenizerFast) -> Any:
    """Build the processor: one picture of 64x64 pixels, never cut in tiles."""
    pictures = SmolVLMImageProcessorPil(
        size={"longest_edge": SIDE},
        max_image_size={"longest_edge": SIDE},
        do_image_splitting=False,
        image_mean=[MEAN] * 3,
        image_std=[DEVIATION] * 3,
    )
    return processors_engine.make(
        SmolVLMProcessor, pictures, words, image_seq_len=PICTURE_TOKENS, chat_template=TEMPLATE
    )


def new_model(words: PreTrainedTokenizerFast) -> SmolVLMForConditionalGeneration:
    """Return the untrained model."""
    ids = {name: words.convert_tokens_to_ids(name) for name in SPECIALS}
    text = {
        "model_type": "llama",
        "vocab_size": len(words),
        "hidden_size": 128,
        "intermediate_size": 256,
        "num_hidden_layers": 4,
        "num_attention_heads": 4,
        "num_key_value_heads": 4,
        "max_position_embeddings": LONGEST,
        "pad_token_id": ids[PAD],
        "bos_token_id": ids[START],
        "eos_token_id": ids[END],
    }
    vision = {
        "hidden_size": 96,
        "intermediate_size": 256,
        "num_hidden_layers": 3,
        "num_attention_heads": 3,
        "image_size": SIDE,
        "patch_size": PATCH,
    }
    config = SmolVLMConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=ids[IMAGE],
        pad_token_id=ids[PAD],
        scale_factor=SCALE,
        tie_word_embeddings=False,
    )
    model = SmolVLMForConditionalGeneration(config)
    _initialize(model)
    model.generation_config = GenerationConfig(
        do_sample=False,
        bos_token_id=ids[START],
        eos_token_id=ids[END],
        pad_token_id=ids[PAD],
        max_new_tokens=8,
    )
    return model


def _initialize(model: SmolVLMForConditionalGeneration) -> None:
    """Start from weights as large as the narrow layers need; the stock ones are for wide layers."""
    for name, module in model.named_modules():
        if isinstance(module, nn.Linear):
            is_added = name.endswith(("o_proj", "out_proj", "down_proj", "fc2"))
            nn.init.normal_(module.weight, std=module.in_features**-0.5 * (0.35 if is_added else 1))
            if module.bias is not None:
                nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.3)
    embeddings = model.model.vision_model.embeddings
    with torch.no_grad():
        embeddings.patch_embedding.weight.copy_(_patch_filters(embeddings.embed_dim))
        embeddings.position_embedding.weight.copy_(_places(embeddings.embed_dim))


def _waves(count: int) -> Tensor:
    """Return orthonormal cosines along `count` places, from slow to quick: wave, place."""
    place = torch.arange(count)
    waves = torch.cos(math.pi / count * (place + 0.5) * place[:, None]) * (2 / count) ** 0.5
    waves[0] /= 2**0.5
    return waves


def _patch_filters(width: int) -> Tensor:
    """Return filters that tell the form within a patch whatever its color, and then the color."""
    waves = _waves(PATCH)
    forms = torch.einsum("ax,by->abxy", waves, waves).reshape(-1, 1, PATCH, PATCH)
    filters = torch.randn(width, 3, PATCH, PATCH) * 0.02
    filters[: len(forms)] = 0.1 * forms
    filters[0] *= 0.3
    filters[len(forms) : len(forms) + 3] = (torch.eye(3) / PATCH**2)[:, :, None, None]
    return filters


def _places(width: int) -> Tensor:
    """Return what marks the patches' places: waves along both sides of the picture."""
    side, half = SIDE // PATCH, width // 2
    waves = (_waves(side).T * (side / 2) ** 0.5).repeat(1, half // side)
    rows = waves[:, None].expand(-1, side, -1)
    return torch.cat([rows, rows.transpose(0, 1)], -1).reshape(side * side, width)


def normalized(pictures: Sequence[np.ndarray]) -> Tensor:
    """Return pictures as the processor hands them to the model."""
    pixels = torch.from_numpy(np.stack(pictures)).permute(0, 3, 1, 2).float()
    return ((pixels / 255 - MEAN) / DEVIATION)[:, None]


def features_of(model: SmolVLMForConditionalGeneration, pixels: Tensor) -> Tensor:
    """Return the tokens of each picture: picture, token, width."""
    seen = model.model.get_image_features(pixels, return_dict=True).pooler_output
    return torch.stack(tuple(seen))


@dataclass(frozen=True, slots=True)
class Batch:
    """Pictures, each with several questions that see the picture and not each other.

    The columns are first the system text and the picture, then the questions, then padding.
    """

    ids: Tensor
    positions: Tensor
    can_see: Tensor
    """Picture, 1, column that looks, column that is looked at."""
    answer_at: Tensor
    """Picture, question, 2: the columns from which the answer and the end are predicted."""
    replies: Tensor
    """Picture, question, 2: the tokens of answer and end."""


class Packer:
    """Writes prompts as the chat template does, and packs the questions about a picture."""

    def __init__(self, words: PreTrainedTokenizerFast) -> None:
        self._words = words
        self._pad = words.convert_tokens_to_ids(PAD)
        self._end = words.convert_tokens_to_ids(END)
        self._image = words.convert_tokens_to_ids(IMAGE)
        self._answers = {a: self._ids(a) for a in ANSWERS}
        assert all(len(ids) == 1 for ids in self._answers.values())

    def _ids(self, text: str) -> list[int]:
        return self._words(text, add_special_tokens=False)["input_ids"]

    def pack(self, systems: Sequence[str], asked: Sequence[Sequence[Asked]]) -> Batch:
        """Return the batch for pictures with a system text and as many questions each."""
        heads = [
            self._ids(f"{START}system\n{system}{END}\n{START}user\n{PICTURE}") for system in systems
        ]
        tails = [
            [self._ids(f"{a.question}{END}\n{START}assistant\n") for a in asks] for asks in asked
        ]
        replies = [[self._answers[a.answer] for a in asks] for asks in asked]
        return self._laid_out(heads, tails, replies)

    def _laid_out(
        self, heads: list[list[int]], tails: list[list[list[int]]], replies: list[list[list[int]]]
    ) -> Batch:
        rows = [
            [head, *[tail + reply for tail, reply in zip(asks, says, strict=True)]]
            for head, asks, says in zip(heads, tails, replies, strict=True)
        ]
        shape = len(rows), max(sum(map(len, row)) for row in rows)
        ids, positions = torch.full(shape, self._pad), torch.zeros(shape, dtype=torch.long)
        part_of = torch.full(shape, -1)
        answer_at = torch.zeros((len(rows), len(tails[0]), 2), dtype=torch.long)
        for r, row in enumerate(rows):
            at = 0
            for part, tokens in enumerate(row):
                end, first = at + len(tokens), len(row[0]) if part else 0
                ids[r, at:end] = torch.tensor(tokens)
                positions[r, at:end] = torch.arange(first, first + len(tokens))
                part_of[r, at:end] = part
                if part:
                    answer_at[r, part - 1] = torch.tensor([end - 2, end - 1])
                at = end
        wanted = torch.tensor([[[reply[0], self._end] for reply in row] for row in replies])
        return Batch(ids, positions, _visible(part_of)[:, None], answer_at, wanted)

    def logits(
        self, model: SmolVLMForConditionalGeneration, batch: Batch, features: Tensor
    ) -> Tensor:
        """Return what the model says where the answers are due: picture, question, 2, token."""
        return model.lm_head(self.hidden(model, batch, features)[-1])

    def hidden(
        self, model: SmolVLMForConditionalGeneration, batch: Batch, features: Tensor
    ) -> list[Tensor]:
        """Return what each layer makes of it there, the last one ready for the model's head."""
        inputs = model.get_input_embeddings()(batch.ids)
        is_picture = (batch.ids == self._image)[..., None].expand_as(inputs)
        inputs = inputs.masked_scatter(is_picture, features)
        hidden = model.model.text_model(
            inputs_embeds=inputs,
            attention_mask=batch.can_see,
            position_ids=batch.positions,
            use_cache=False,
            output_hidden_states=True,
        ).hidden_states
        rows, each, _ = batch.answer_at.shape
        index = batch.answer_at.reshape(rows, -1, 1).expand(-1, -1, hidden[0].shape[-1])
        return [layer.gather(1, index).view(rows, each, 2, -1) for layer in hidden]


def _visible(part_of: Tensor) -> Tensor:
    """Return who sees whom: each column the part 0 and its own part, as far as they came before."""
    looking, seen = part_of[:, :, None], part_of[:, None, :]
    is_earlier = torch.ones((part_of.shape[1],) * 2, dtype=torch.bool).tril()
    return is_earlier & ((seen == 0) | (seen == looking))


def save(model: SmolVLMForConditionalGeneration, processing: Any, folder: Path) -> None:
    """Write the model's folder; the weights in half precision, to be read as float32."""
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: value.to(torch.float16) for name, value in model.state_dict().items()}
    model.config.dtype = torch.float32
    model.save_pretrained(folder, state_dict=half)
    processing.save_pretrained(folder)
    for path in folder.iterdir():
        path.chmod(0o644)
