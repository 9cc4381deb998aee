"""A hub of models on this machine: a real server that answers as the real one does, or fails."""

from __future__ import annotations

import hashlib
import json
import struct
import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

COMMIT = "a" * 40
BLOCK = 64 * 1024


def safetensors(size: int, fill: bytes = b"w") -> bytes:
    """Return a file of weights with one tensor of so many bytes."""
    head = json.dumps({"w": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return struct.pack("<Q", len(head)) + head + fill * size


def model_files(size: int = 1000, model_type: str = "smolvlm") -> dict[str, bytes]:
    """Return a small model as it lies on the hub, with much that is not to be fetched."""
    return {
        ".gitattributes": b"*.safetensors filter=lfs\n",
        "README.md": b"# A model\n",
        "config.json": json.dumps({"model_type": model_type}).encode(),
        "tokenizer.json": b'{"model": {}}',
        "merges.txt": b"a b\n",
        "chat_template.jinja": b"{{ messages }}",
        "model.safetensors": safetensors(size),
        "pytorch_model.bin": b"pickle",
        "modeling_own.py": b"raise SystemExit",
        "onnx/config.json": b"{}",
    }


def ctranslate2(arrays: dict[str, list[float]], spec: str = "WhisperSpec") -> bytes:
    """Return a file of weights as CTranslate2 writes it, of numbers in 16 bits."""

    def named(text: str) -> bytes:
        return struct.pack("<H", len(text) + 1) + text.encode() + b"\0"

    data = struct.pack("<I", 6) + named(spec) + struct.pack("<II", 3, len(arrays))
    for name, numbers in arrays.items():
        data += named(name) + struct.pack("<BIBI", 1, len(numbers), 4, 2 * len(numbers))
        data += struct.pack(f"<{len(numbers)}e", *numbers)
    return data + struct.pack("<I", 0)


def speech_files(size: int = 500) -> dict[str, bytes]:
    """Return a small speech model as it lies on the hub, with much that is not to be fetched."""
    return {
        ".gitattributes": b"*.bin filter=lfs\n",
        "README.md": b"# A model\n",
        "config.json": b'{"lang_ids": []}',
        "preprocessor_config.json": b'{"feature_size": 80}',
        "tokenizer.json": b'{"model": {}}',
        "vocabulary.json": b"[]",
        "model.bin": ctranslate2({"encoder/weight": [0.5] * size}),
        "pytorch_model.bin": b"pickle",
        "modeling_own.py": b"raise SystemExit",
    }


class FakeHub:
    """What the server has, how it behaves, and what it was asked."""

    def __init__(self) -> None:
        self.models: dict[str, dict[str, bytes]] = {}
        self.commits: dict[str, str] = defaultdict(lambda: COMMIT)
        self.served: dict[str, bytes] = {}
        """Bytes to send in the place of a file's own, by its name."""
        self.cuts: dict[str, list[int]] = {}
        """After how many bytes of each answer the connection breaks, by the file's name."""
        self.statuses: dict[str, tuple[int, str]] = {}
        """Status and error code for the name of a file, or "" for the listing."""
        self.ignores_range = False
        self.listing: bytes | None = None
        self.block_seconds = 0.0
        self.requests: list[tuple[str, int]] = []
        """Name of each file that was fetched, and the byte it began with."""
        handler = type("Handler", (_Handler,), {"hub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def fetched(self, name: str) -> list[int]:
        """Return the first byte of each fetch of that file."""
        return [start for found, start in self.requests if found == name]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: ClassVar[FakeHub]
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(has_body=False)

    def do_GET(self) -> None:
        self._answer(has_body=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        pass

    def _answer(self, *, has_body: bool) -> None:
        path = unquote(urlsplit(self.path).path).strip("/")
        if path.startswith("api/models/"):
            self._list(path.removeprefix("api/models/"))
            return
        for marker in ("/resolve/", "/cdn/"):
            repository, found, rest = path.partition(marker)
            if found:
                _commit, _, name = rest.partition("/")
                self._file(repository, name, is_cdn=marker == "/cdn/", has_body=has_body)
                return
        self._fail(404, "")

    def _list(self, path: str) -> None:
        repository, _, revision = path.partition("/revision/")
        commit = self.hub.commits[repository]
        if "" in self.hub.statuses:
            self._fail(*self.hub.statuses[""])
        elif repository not in self.hub.models:
            self._fail(401, "RepoNotFound")
        elif revision not in {"", "main", commit}:
            self._fail(404, "RevisionNotFound")
        else:
            files = self.hub.models[repository].items()
            siblings = [_sibling(name, content) for name, content in files]
            facts = {"id": repository, "sha": commit, "siblings": siblings, "private": False}
            self._send(200, self.hub.listing or json.dumps(facts).encode())

    def _file(self, repository: str, name: str, *, is_cdn: bool, has_body: bool) -> None:
        if name in self.hub.statuses:
            self._fail(*self.hub.statuses[name])
            return
        if name not in self.hub.models.get(repository, {}):
            self._fail(404, "EntryNotFound")
            return
        commit = self.hub.commits[repository]
        if name.endswith((".safetensors", ".bin")) and not is_cdn:
            # As the real hub does: big files come from another address.
            self.send_response(302)
            self.send_header("Location", f"/{repository}/cdn/{commit}/{name}")
            self.send_header("X-Repo-Commit", commit)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = self.hub.served.get(name, self.hub.models[repository][name])
        self._content(name, content, commit, has_body=has_body)

    def _content(self, name: str, content: bytes, commit: str, *, has_body: bool) -> None:
        asked = self.headers.get("Range", "")
        start = int(asked.removeprefix("bytes=").partition("-")[0]) if asked else 0
        start = 0 if self.hub.ignores_range else start
        self.hub.requests.append((name, start))
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.send_header("X-Repo-Commit", commit)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if has_body:
            self._body(name, content[start:])

    def _body(self, name: str, content: bytes) -> None:
        cuts = self.hub.cuts.get(name)
        end = min(cuts.pop(0), len(content)) if cuts else len(content)
        try:
            for begin in range(0, end, BLOCK):
                if begin:
                    time.sleep(self.hub.block_seconds)
                self.wfile.write(content[begin : min(begin + BLOCK, end)])
        except OSError:
            self.close_connection = True
        if end < len(content):
            self.close_connection = True

    def _fail(self, status: int, code: str) -> None:
        self._send(status, b'{"error": "no"}', code)

    def _send(self, status: int, body: bytes, code: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if code:
            self.send_header("X-Error-Code", code)
        self.end_headers()
        self.wfile.write(body)


def _sibling(name: str, content: bytes) -> dict[str, Any]:
    git = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()
    facts: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": git}
    if name.endswith((".safetensors", ".bin")):
        sha256 = hashlib.sha256(content).hexdigest()
        facts["lfs"] = {"size": len(content), "sha256": sha256, "pointerSize": 134}
    return facts
