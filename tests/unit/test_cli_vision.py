"""The command line about the vision model and its server, as a user types it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

pytestmark = [pytest.mark.unit, pytest.mark.timeout(60)]

BACKEND = """
import json, os
from keyring.backend import KeyringBackend
class FileKeyring(KeyringBackend):
    priority = 1
    path = os.environ["TEST_KEYRING"]
    def _read(self):
        return json.load(open(self.path)) if os.path.exists(self.path) else {}
    def _write(self, found):
        with open(self.path, "w") as file: json.dump(found, file)
    def set_password(self, service, username, password):
        self._write({**self._read(), f"{service} {username}": password})
    def get_password(self, service, username):
        return self._read().get(f"{service} {username}")
    def delete_password(self, service, username):
        found = self._read(); del found[f"{service} {username}"]; self._write(found)
"""


class Shell:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = folder / "settings.toml"
        self.keyring = folder / "keyring.json"
        (folder / "file_keyring.py").write_text(BACKEND)

    def run(self, *words: str, typed: str = "") -> tuple[int, str, str]:
        paths = [str(Path(__file__).parents[2]), str(self.folder)]
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "PYTHONPATH": ":".join(paths),
            "PYTHON_KEYRING_BACKEND": "file_keyring.FileKeyring",
            "TEST_KEYRING": str(self.keyring),
        }
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "--settings", str(self.settings), *words],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_the_key_of_a_server_is_kept_and_deleted(shell: Shell) -> None:
    shell.settings.write_text('[vision]\nserver = "https://models.example/v1"\n')
    kept = "The key for https://models.example/v1 is kept in the keyring.\n"
    assert shell.run("server-key", typed="s3cret\n")[:2] == (0, kept)
    stored = json.loads(shell.keyring.read_text())
    assert stored == {"lookaloud https://models.example": "s3cret"}
    assert shell.run("server-key", "--forget")[0] == 0
    assert json.loads(shell.keyring.read_text()) == {}
    code, _, told = shell.run("server-key", "--forget")
    assert code == 1
    assert "models.example" in told


def test_a_key_needs_a_server(shell: Shell) -> None:
    shell.settings.write_text("")
    code, _, told = shell.run("server-key", typed="s3cret\n")
    assert code == 2
    assert told.startswith("No vision server is set.")
    assert not shell.keyring.exists()


def test_a_question_without_a_model_says_how_to_get_one(shell: Shell) -> None:
    shell.settings.write_text("[describe]\nrecognize_text = false\n")
    path = shell.folder / "dot.png"
    image = Image.new("RGB", (64, 64), "white")
    ImageDraw.Draw(image).ellipse((10, 10, 40, 40), fill="red")
    image.save(path)
    code, said, _ = shell.run("ask", "What", "is", "it?", "--image", str(path), "--quiet")
    assert code == 0
    assert said == (
        "I can't find that here.\n"
        "There is no vision model in use. To choose one, run: lookaloud models recommend\n"
    )


def test_a_blank_picture_never_reaches_a_model(shell: Shell) -> None:
    shell.settings.write_text("")
    path = shell.folder / "black.png"
    Image.new("RGB", (64, 64)).save(path)
    arguments = ("ask", "What is it?", "--image", str(path), "--quiet", "--model", "/nowhere")
    assert shell.run(*arguments)[:2] == (0, "The picture is all black.\n")
