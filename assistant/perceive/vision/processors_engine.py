"""Processors for text and pictures, without torchvision. Imported in the engine only.

Transformers has an image processor on Pillow for nearly every family, but each processor with a
`video_processor` loads AutoVideoProcessor, which needs torchvision. Here the family's own processor
class is loaded with stand-ins for the parts that are never used.

Overrides the methods that load and check the parts: `ProcessorMixin` reads the signature of
`__init__` to learn which parts there are, so that one must stay as it is.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from transformers import AutoConfig, AutoImageProcessor, AutoTokenizer
from transformers.models.auto import processing_auto

UNUSED = ("video_processor", "feature_extractor", "audio_processor")
"""Parts of a processor for what is neither text nor picture."""
_NAMING_FILES = ("processor_config.json", "preprocessor_config.json", "tokenizer_config.json")
"""Where the class of a processor is named; which of them has it changed between releases."""


class Absent:
    """Stands where a video or audio processor would be."""

    num_frames = fps = merge_size = slice_mode = downsample_mode = _auto_class = None
    """Read while a processor is made or a chat template is applied, even without a video."""
    model_input_names = ()

    def __call__(self, *_args: Any, **_kwargs: Any) -> Any:
        """Refuse: nothing but text and pictures is ever passed."""
        raise TypeError("this processor was loaded for text and pictures only")


@functools.cache
def image_only(base: type[Any]) -> type[Any]:
    """Return a subclass of the processor class `base` that does without its other parts."""

    class ImageOnly(base):
        def check_argument_for_proper_class(self, argument_name: str, argument: Any) -> Any:
            if isinstance(argument, Absent):
                return Absent
            if argument_name in ("tokenizer", "image_processor"):
                return type(argument)
            return super().check_argument_for_proper_class(argument_name, argument)

        @classmethod
        def _get_arguments_from_pretrained(
            cls, pretrained_model_name_or_path: Any, processor_dict: Any = None, **kwargs: Any
        ) -> list[Any]:
            del processor_dict
            path = pretrained_model_name_or_path
            return [_part(name, path, kwargs) for name in cls.get_attributes()]

        def to_dict(self) -> dict[str, Any]:
            values = super().to_dict()
            return {key: value for key, value in values.items() if not isinstance(value, Absent)}

        @property
        def model_input_names(self) -> list[str]:
            return [*self.image_processor.model_input_names, *self.tokenizer.model_input_names]

    kind: Any = ImageOnly
    kind.__name__ = kind.__qualname__ = base.__name__
    kind.__init__ = base.__init__
    return kind


def make(base: type[Any], image_processor: Any, tokenizer: Any, **options: Any) -> Any:
    """Build a processor of class `base` from its parts, rather than load it."""
    absent = {name: Absent() for name in base.get_attributes() if name in UNUSED}
    return image_only(base)(
        image_processor=image_processor, tokenizer=tokenizer, **absent, **options
    )


def load(folder: str | Path) -> Any:
    """Load the processor of the model in `folder`. Nothing is fetched, no code of the model is run.

    Raises OSError or ValueError where files are missing or damaged.
    """
    kind = processing_auto.processor_class_from_name(_class_name(Path(folder)))
    if kind is None:
        raise ValueError("the model's processor is of a kind that transformers doesn't know")
    return image_only(kind).from_pretrained(
        str(folder), local_files_only=True, trust_remote_code=False
    )


def _class_name(folder: Path) -> str:
    for name in _NAMING_FILES:
        path = folder / name
        if path.exists():
            found = json.loads(path.read_text(encoding="utf-8")).get("processor_class")
            if found:
                return str(found)
    config = AutoConfig.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False)
    names: Any = vars(processing_auto)["PROCESSOR_MAPPING_NAMES"]
    return str(names[config.model_type])


def _part(name: str, path: Any, options: dict[str, Any]) -> Any:
    if name in UNUSED:
        return Absent()
    kind: Any = AutoTokenizer if name == "tokenizer" else AutoImageProcessor
    return kind.from_pretrained(path, **options)
