"""Picture files: opened as a person would see them, or refused with a sentence."""

from __future__ import annotations

import os
import random
import socket
import struct
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from assistant.capture import file as picture_file
from assistant.capture.file import from_bytes, from_file
from assistant.errors import CaptureError
from assistant.types import Bounds, Origin, Screenshot

pytestmark = [pytest.mark.unit, pytest.mark.filterwarnings("ignore::UserWarning:PIL")]

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
CORNERS = [RED, GREEN, BLUE, WHITE]


def corners() -> Image.Image:
    """Return 60x40 pixels: red and green above, blue and white below."""
    picture = Image.new("RGB", (60, 40))
    for index, color in enumerate(CORNERS):
        picture.paste(color, (index % 2 * 30, index // 2 * 20, index % 2 * 30 + 30, 40))
    picture.paste(BLUE, (0, 20, 30, 40))
    picture.paste(WHITE, (30, 20, 60, 40))
    return picture


def seen(shot: Screenshot) -> list[tuple[int, ...]]:
    """Return the colors of the four corners, rounded to the nearest extreme."""
    assert len(shot.pixels) == shot.width * shot.height * 4
    rows = np.frombuffer(shot.pixels, np.uint8).reshape(shot.height, shot.width, 4)
    assert rows[..., 3].min() == 255
    places = [rows[3, 3], rows[3, -4], rows[-4, 3], rows[-4, -4]]
    return [tuple(255 * int(value > 127) for value in place[2::-1]) for place in places]


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **options)
    return stream.getvalue()


def trouble(path: str | Path | bytes) -> tuple[str, str]:
    with pytest.raises(CaptureError) as caught:
        from_bytes(path, "a.png") if isinstance(path, bytes) else from_file(path)
    return caught.value.code, caught.value.sentence


@pytest.mark.parametrize(
    "kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "PPM", "TGA", "JPEG2000", "QOI"]
)
def test_a_picture_file_is_opened(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"Holiday photo.{kind.lower()}"
    path.write_bytes(encoded(corners(), kind))
    shot = from_file(str(path))
    assert seen(shot) == CORNERS
    assert (shot.width, shot.height, shot.scale) == (60, 40, 1)
    assert shot.bounds == Bounds(0, 0, 60, 40)
    assert (shot.origin, shot.name, shot.notes) == (Origin.FILE, path.name, ())


def test_bytes_are_opened_with_their_origin() -> None:
    first, second = (
        from_bytes(encoded(corners(), "PNG"), origin=Origin.CLIPBOARD) for _ in range(2)
    )
    assert (seen(first), first.origin, first.name) == (CORNERS, Origin.CLIPBOARD, "")
    assert first.id != second.id


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
@pytest.mark.parametrize("orientation", range(10))
def test_a_photo_is_turned_upright(orientation: int, kind: str) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = corners()
    if orientation in undo:
        stored = stored.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    shot = from_bytes(encoded(stored, kind, exif=exif))
    assert seen(shot) == CORNERS
    assert (shot.width, shot.height) == (60, 40)


def test_damaged_notes_of_the_camera_do_not_matter() -> None:
    exif = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12"
    assert seen(from_bytes(encoded(corners(), "JPEG", exif=exif))) == CORNERS


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_an_animation_shows_its_first_frame_and_says_so(kind: str) -> None:
    later = [Image.new("RGB", (60, 40), color) for color in ("black", "gray")]
    shot = from_bytes(encoded(corners(), kind, save_all=True, append_images=later))
    assert seen(shot) == CORNERS
    assert shot.notes == ("It is animated; this is the first of 3 frames.",)


def test_a_scan_of_pages_shows_its_first_page_and_says_so() -> None:
    later = [Image.new("RGB", (60, 40), "black")]
    shot = from_bytes(encoded(corners(), "TIFF", save_all=True, append_images=later))
    assert seen(shot) == CORNERS
    assert shot.notes == ("This is the first of 2 pages.",)


def test_a_photo_with_previews_is_one_photo() -> None:
    later = [Image.new("RGB", (60, 40), "black")]
    shot = from_bytes(encoded(corners(), "MPO", save_all=True, append_images=later))
    assert (seen(shot), shot.notes) == (CORNERS, ())


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P"])
def test_transparent_is_white(mode: str) -> None:
    picture = Image.new("RGBA", (60, 40), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 30, 40))
    if mode == "P":
        picture = picture.quantize(4)
    elif mode != "RGBA":
        picture = picture.convert("LA")
    kind = "TIFF" if mode == "PA" else "PNG"
    black = (0, 0, 0)
    assert seen(from_bytes(encoded(picture, kind))) == [black, WHITE, black, WHITE]


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "YCbCr", "I;16", "I", "F"])
def test_every_kind_of_color_is_understood(mode: str) -> None:
    gray = Image.new("L", (60, 40), 0)
    gray.paste(255, (30, 0, 60, 40))
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(gray).astype(np.uint16) * 257)
    elif mode == "F":
        picture = Image.fromarray(np.asarray(gray).astype(np.float32) / 255)
    elif mode == "P":
        picture = gray.convert("RGB").quantize(4)
    else:
        picture = gray.convert(mode)
    assert picture.mode == mode
    kind = "PNG" if mode in ("1", "L", "P", "I;16") else "TIFF"
    black = (0, 0, 0)
    assert seen(from_bytes(encoded(picture, kind))) == [black, WHITE, black, WHITE]


def test_16_bits_keep_their_shades() -> None:
    ramp = np.tile(np.linspace(0, 65535, 256).astype(np.uint16), (8, 1))
    shot = from_bytes(encoded(Image.fromarray(ramp), "PNG"))
    rows = np.frombuffer(shot.pixels, np.uint8).reshape(8, 256, 4)
    assert rows[0, :, 0].tolist() == (ramp[0] >> 8).tolist()


def test_a_huge_photo_is_shrunk_while_it_is_decoded() -> None:
    huge = corners().resize((12000, 8000), Image.Resampling.NEAREST)
    shot = from_bytes(encoded(huge, "JPEG", quality=50))
    assert seen(shot) == CORNERS
    assert (shot.width, shot.height) == (4898, 3265)
    assert shot.scale == pytest.approx(4898 / 12000)
    assert shot.notes == ("It is big, so I look at it in 41 percent of its size.",)


def test_a_big_picture_is_shrunk() -> None:
    big = corners().resize((6000, 4000), Image.Resampling.NEAREST)
    shot = from_bytes(encoded(big, "PNG", compress_level=1))
    assert seen(shot) == CORNERS
    assert (shot.width, shot.height) == (4898, 3265)
    assert shot.notes == ("It is big, so I look at it in 82 percent of its size.",)


def test_a_photo_of_a_phone_keeps_its_size() -> None:
    shot = from_bytes(encoded(corners().resize((4000, 3000)), "JPEG"))
    assert (shot.width, shot.height, shot.scale, shot.notes) == (4000, 3000, 1, ())


def test_a_bomb_is_refused_without_decoding_it() -> None:
    size = (60_000, 60_000)
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    assert trouble(data) == (
        "capture.too_big",
        "a.png is too big for me: 60000 by 60000 pixels.",
    )


def test_a_progressive_photo_is_refused_earlier(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_file, "KEPT_PIXELS", 500)
    monkeypatch.setattr(picture_file, "DECODED_PIXELS", 1000)
    plain = from_bytes(encoded(corners(), "JPEG"))
    assert (plain.width, plain.height) == (27, 18)
    assert trouble(encoded(corners(), "JPEG", progressive=True)) == (
        "capture.too_big",
        "a.png is too big for me: 60 by 40 pixels.",
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_cut_file_is_called_damaged(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    data = encoded(Image.fromarray(noise), kind)
    assert trouble(data[: len(data) // 2]) == (
        "capture.damaged",
        "a.png is damaged: a part of the picture is missing or wrong.",
    )


def test_what_is_no_picture_is_told_apart(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "letter.png").write_text("Dear reader")
    (tmp_path / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "dangling.png").symlink_to("nowhere.png")
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(tmp_path / "door.png"))
    door.close()
    names = ["empty.png", "letter.png", "drawing.svg", "folder.png", "pipe.png", "door.png"]
    names += ["missing.png", "letter.png/a.png", "dangling.png", "a\0b.png"]
    assert [trouble(tmp_path / name) for name in names] == [
        ("capture.empty", "empty.png is empty."),
        ("capture.no_picture", "letter.png is no picture, or of a kind that I can't open."),
        ("capture.no_picture", "drawing.svg is no picture, or of a kind that I can't open."),
        ("capture.folder", "folder.png is a folder, no picture."),
        ("capture.no_file", "pipe.png is no ordinary file, so I don't open it."),
        ("capture.no_file", "door.png is no ordinary file, so I don't open it."),
        ("capture.missing", "There is no file missing.png."),
        ("capture.missing", "There is no file a.png."),
        ("capture.missing", "There is no file dangling.png."),
        ("capture.missing", "There is no file a\0b.png."),
    ]
    assert trouble("/dev/zero") == (
        "capture.no_file",
        "zero is no ordinary file, so I don't open it.",
    )
    assert trouble("/") == ("capture.folder", "/ is a folder, no picture.")
    assert trouble("x" * 300) == (
        "capture.unreadable",
        f"{'x' * 300} can't be read: File name too long.",
    )


def test_a_file_of_somebody_else_is_told(tmp_path: Path) -> None:
    path = tmp_path / "secret.png"
    path.write_bytes(encoded(corners(), "PNG"))
    path.chmod(0)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        told = trouble(path)
    finally:
        if is_root:
            os.seteuid(0)
    assert told == ("capture.forbidden", "You are not allowed to read secret.png.")


def test_the_home_folder_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a.png").write_bytes(encoded(corners(), "PNG"))
    assert from_file("~/a.png").name == "a.png"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP", "AVIF", "TGA"])
def test_whatever_is_in_a_file_ends_in_a_picture_or_a_sentence(kind: str) -> None:
    whole = encoded(corners(), kind)
    chance = random.Random(kind)
    sentences: list[str] = []
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            from_bytes(bytes(data[: chance.randint(1, len(data))]))
        except CaptureError as error:
            sentences.append(error.sentence)
    assert sentences
    assert {sentence[:15] for sentence in sentences} == {"The picture is "}
