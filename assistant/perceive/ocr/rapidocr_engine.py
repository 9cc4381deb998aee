"""Child side: RapidOCR's models, run tile by tile and line by line. Imported in the engine only.

RapidOCR's own call reads a whole picture before it returns. Here its detector and recognizer are
used one by one, so that the first line is known right after detection, and a cancelled request ends
within one tile or line. What differs from its defaults, each measured on a page of 12 to 16 pixel
text on two cores:

* no angle classifier: it turns lines of a screen upside down (character error rate 10 % -> 1 %);
* detection in tiles of 640 pixels, empty ones skipped: half the memory, and blank screen is free;
* denormal numbers are zero: detection takes two thirds of the time;
* nothing is scaled up: letters of a screen are large enough, and small crops cost 20 times as much;
* lines one by one on a thread each: a tenth less work than all threads on one line;
* upright crops are never turned: RapidOCR lays a lone "1" or "I" on its side.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import rapidocr
from omegaconf import OmegaConf
from rapidocr import EngineType, RapidOCR
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer
from rapidocr.utils.process_img import get_rotate_crop_image

from assistant.models.wire import Frame
from assistant.perceive.ocr import layout
from assistant.turn import Turn
from assistant.types import Bounds

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
Quad = np.ndarray[Any, np.dtype[np.float32]]

TILE = 640
CONTEXT = 32
"""Pixels around a tile that the detector sees too, so that text on a seam is whole."""
FLAT = 3
"""Squares whose brightness varies less hold no text."""
NARROWEST = 160
"""Short words are padded to that width instead of 320: a window of labels is read in 3/4 the time
with as many right."""
LARGEST_SIDE = 2200
SHRUNK_SIDE = 1920
"""Larger pictures are shrunk to that for detection first: a photo's letters are large."""
SMALL_TEXT = 20
"""Boxes lower than that in a shrunk picture: its text is too small, detect at full size."""
TURNED = 2.5
"""Crops so much higher than wide hold text that was turned, if they are higher than a line."""
_STEP = 32
"""The detector's sides are multiples of this."""


class RapidOcrEngine:
    """Finds and reads text: `answer` to "read".

    Arguments: `regions`, rectangles of the picture whose pixels are the payload, one after the
    other; `known`, rectangles of text outside them that needs no reading. The first reply tells
    all boxes, the known ones first, and the lines they make up in reading order, without known
    boxes that became part of others. Then comes a reply for each box that is read.
    """

    def __init__(self, arguments: Mapping[str, Any]) -> None:
        self._threads: int = arguments["threads"]
        backend: str = arguments["backend"]
        self.about = {"rapidocr": version("rapidocr"), backend: version(backend)}
        cv2.setNumThreads(1)
        cfg = RapidOCR(params=_parameters(backend, self._threads)).cfg
        self._detector = TextDetector(_section(cfg, "Det", self._threads))
        self._recognizer = TextRecognizer(_section(cfg, "Rec", 1))
        self._pool = ThreadPoolExecutor(self._threads if backend == "onnxruntime" else 1)
        self._read_crop(np.zeros((32, 64, 3), np.uint8))

    def answer(
        self, turn: Turn, request: str, arguments: Mapping[str, Any], payload: bytes | memoryview
    ) -> Iterator[Frame]:
        """Yield the layout, then texts."""
        if request != "read":
            raise ValueError(request)
        known = [Bounds(*box) for box in arguments["known"]]
        boxes = list(known)
        crops: dict[int, Pixels] = {}
        gone: set[int] = set()
        for region, pixels in _regions(arguments["regions"], payload):
            for quad in self._detect(turn, pixels):
                box = _bounds(quad).moved(region.x, region.y)
                if not _is_within(box, known):
                    gone |= {n for n, old in enumerate(known) if _is_within(old, [box])}
                    crops[len(boxes)] = _crop(pixels, quad)
                    boxes.append(box)
        lines = _arranged(boxes, gone)
        yield Frame(
            {"boxes": [[box.x, box.y, box.width, box.height] for box in boxes], "lines": lines}
        )
        order = [number for _, numbers in lines for number in numbers if number in crops]
        texts = self._read_all(turn, [crops[number] for number in order])
        for number, (text, confidence) in zip(order, texts, strict=True):
            yield Frame({"box": number, "text": text, "confidence": confidence})

    def _read_all(self, turn: Turn, crops: Sequence[Pixels]) -> Iterator[tuple[str, float]]:
        """Yield texts in the order of `crops`, with no more under way than there are threads."""
        waiting = iter(crops)
        under_way: deque[Future[tuple[str, float]]] = deque(
            self._pool.submit(self._read_crop, crop) for crop in islice(waiting, self._threads)
        )
        try:
            while under_way:
                result = under_way.popleft().result()
                turn.check()
                under_way.extend(
                    self._pool.submit(self._read_crop, crop) for crop in islice(waiting, 1)
                )
                yield result
        finally:
            for future in under_way:
                future.cancel()

    def _read_crop(self, crop: Pixels) -> tuple[str, float]:
        result = self._recognizer(TextRecInput(img=crop))
        assert result.txts is not None
        return result.txts[0].strip(), round(float(result.scores[0]), 4)

    def _detect(self, turn: Turn, pixels: Pixels) -> list[Quad]:
        """Return the corners of each text."""
        side = max(pixels.shape[:2])
        if side <= LARGEST_SIDE:
            return self._detect_tiled(turn, pixels)
        factor = SHRUNK_SIDE / side
        shrunk = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        quads = self._detect_tiled(turn, shrunk.astype(np.uint8, copy=False))
        heights = sorted(_bounds(quad).height for quad in quads)
        if not heights or heights[len(heights) // 4] < SMALL_TEXT:
            return self._detect_tiled(turn, pixels)
        return [quad / np.float32(factor) for quad in quads]

    def _detect_tiled(self, turn: Turn, pixels: Pixels) -> list[Quad]:
        height, width = pixels.shape[:2]
        padded = cv2.copyMakeBorder(
            pixels, 0, -height % _STEP, 0, -width % _STEP, cv2.BORDER_REPLICATE
        ).astype(np.uint8, copy=False)
        found = np.zeros((1, 1, *padded.shape[:2]), np.float32)
        for tile in _tiles(padded):
            turn.check()
            self._detect_tile(padded, tile, found)
        quads, _ = self._detector.postprocess_op(found[:, :, :height, :width], (height, width))
        return [np.asarray(quad, np.float32) for quad in quads]

    def _detect_tile(self, pixels: Pixels, tile: Bounds, found: np.ndarray[Any, Any]) -> None:
        """Fill in `found`, how sure it is for each pixel that it belongs to a text."""
        top, left = max(0, tile.y - CONTEXT), max(0, tile.x - CONTEXT)
        seen = pixels[top : tile.bottom + CONTEXT, left : tile.right + CONTEXT]
        scaled = ((seen.astype(np.float32) / 127.5) - 1).transpose(2, 0, 1)[None]
        sure = self._detector.session(np.ascontiguousarray(scaled))[0, 0]
        y, x = tile.y - top, tile.x - left
        found[0, 0, tile.y : tile.bottom, tile.x : tile.right] = sure[
            y : y + tile.height, x : x + tile.width
        ]


def _parameters(backend: str, threads: int) -> dict[str, Any]:
    models = Path(rapidocr.__file__).parent / "models"
    engine = EngineType(backend)
    parameters: dict[str, Any] = {
        "Global.log_level": "error",
        "EngineConfig.openvino.inference_num_threads": threads,
        "Rec.rec_batch_num": 1,
        "Rec.rec_img_shape": [3, 48, NARROWEST],
    }
    for section, pattern in (("Det", "*_det_*.onnx"), ("Rec", "*_rec_*.onnx")):
        [path] = models.glob(pattern)  # named, or RapidOCR might fetch another from the network
        parameters[f"{section}.model_path"] = str(path)
        parameters[f"{section}.engine_type"] = engine
    return parameters


def _section(cfg: Any, name: str, threads: int) -> Any:
    """Return the settings of a detector or recognizer, with a session of our own for ONNX."""
    values = OmegaConf.to_container(cfg[name])
    section: Any = OmegaConf.create(values, flags={"allow_objects": True})
    section.engine_cfg = cfg.EngineConfig[section.engine_type.value]
    section.font_path = None
    if section.engine_type is EngineType.ONNXRUNTIME:
        section.session = _session(section.model_path, threads)
    return section


def _session(path: str, threads: int) -> onnxruntime.InferenceSession:
    """Return a session whose threads sleep while there is nothing to do.

    The arena keeps memory between tiles: a fifth quicker, and no larger as tiles are small.
    """
    onnxruntime.disable_telemetry_events()  # for Windows; elsewhere the environment does it
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = threads
    options.enable_cpu_mem_arena = True
    options.add_session_config_entry("session.set_denormal_as_zero", "1")
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def _regions(
    regions: Sequence[Sequence[int]], payload: bytes | memoryview
) -> Iterator[tuple[Bounds, Pixels]]:
    start = 0
    for x, y, width, height in regions:
        size = width * height * 4
        flat = np.frombuffer(payload, np.uint8, size, start)
        start += size
        pixels = cv2.cvtColor(flat.reshape(height, width, 4), cv2.COLOR_BGRA2BGR)
        yield Bounds(x, y, width, height), pixels.astype(np.uint8, copy=False)


def _tiles(pixels: Pixels) -> Iterator[Bounds]:
    """Yield the tiles of a picture, each cut to where something is drawn."""
    height, width = pixels.shape[:2]
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    squares = grey.reshape(height // _STEP, _STEP, width // _STEP, _STEP)
    is_drawn = (squares.max((1, 3)).astype(np.int16) - squares.min((1, 3))) >= FLAT
    side = TILE // _STEP
    for row in range(0, height // _STEP, side):
        for column in range(0, width // _STEP, side):
            rows, columns = np.nonzero(is_drawn[row : row + side, column : column + side])
            if rows.size:
                top, left = int(rows.min()), int(columns.min())
                yield Bounds(
                    (column + left) * _STEP,
                    (row + top) * _STEP,
                    (int(columns.max()) - left + 1) * _STEP,
                    (int(rows.max()) - top + 1) * _STEP,
                )


def _arranged(boxes: Sequence[Bounds], gone: set[int]) -> list[tuple[int, list[int]]]:
    """Return block and boxes of each line, in reading order."""
    numbers = [number for number in range(len(boxes)) if number not in gone]
    lines = layout.arrange([boxes[number] for number in numbers])
    return [(line.block, [numbers[place] for place in line.boxes]) for line in lines]


def _is_within(box: Bounds, others: Sequence[Bounds]) -> bool:
    """Whether half of `box` or more is one of `others` already."""
    common = (box.intersection(other) for other in others)
    return any(part is not None and part.area * 2 >= box.area for part in common)


def _bounds(quad: Quad) -> Bounds:
    left, top = (int(value) for value in quad.min(0))
    right, bottom = (int(value) for value in quad.max(0))
    return Bounds(left, top, max(1, right - left), max(1, bottom - top))


def _crop(pixels: Pixels, quad: Quad) -> Pixels:
    """Return the upright picture of one text."""
    bounds = _bounds(quad)
    corners = ((bounds.x, bounds.y), (bounds.right, bounds.y), (bounds.right, bounds.bottom))
    is_upright = np.abs(quad[:3] - np.array(corners, np.float32)).max() <= 3
    if not is_upright:
        return np.asarray(get_rotate_crop_image(pixels, quad.copy()), np.uint8)
    crop = pixels[bounds.y : bounds.bottom + 1, bounds.x : bounds.right + 1]
    if bounds.height > TURNED * bounds.width and bounds.height > 48:
        return np.rot90(crop).astype(np.uint8, copy=False)
    return crop
