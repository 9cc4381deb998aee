"""The hub of models: what it has, and its bytes. The only place that imports huggingface_hub."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

from assistant import messages
from assistant.errors import ModelError
from assistant.models.catalog import Model, ModelFile
from assistant.models.manifest import is_wanted

if TYPE_CHECKING:
    from huggingface_hub.hf_api import RepoSibling

SECONDS = 20.0
"""So long the hub may say nothing."""


class HubError(ModelError):
    """The hub did not give what it was asked for."""

    def __init__(self, code: str, sentence: str, *, is_passing: bool = False) -> None:
        super().__init__(code, sentence)
        self.is_passing = is_passing
        """Whether asking again may help."""


def listing(model: Model, revision: str) -> tuple[str, tuple[ModelFile, ...]]:
    """Return the commit and its files, of the newest commit where `revision` is empty.

    Raises HubError.
    """
    _need_library()
    from huggingface_hub import HfApi  # noqa: PLC0415 - slow to import

    try:
        with _told(model):
            found = HfApi().model_info(
                model.repository, revision=revision or None, files_metadata=True, timeout=SECONDS
            )
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        # A network that wants a login first answers with a page of its own.
        raise HubError("models.hub", messages.HUB_GARBAGE) from error
    siblings = found.siblings or []
    files = tuple(_file(item) for item in siblings if is_wanted(item.rfilename, model.kind))
    if not found.sha or not files:
        raise HubError("models.hub", messages.HUB_GARBAGE)
    return found.sha, files


@contextmanager
def stream(
    model: Model, revision: str, name: str, start: int
) -> Generator[tuple[int, Iterator[bytes]]]:
    """Open a file from byte `start` on; give where it really begins (`start` or 0), and bytes.

    Raises HubError, also from within the block while bytes are taken.
    """
    _need_library()
    from huggingface_hub import get_session, hf_hub_url  # noqa: PLC0415
    from huggingface_hub.utils import build_hf_headers, hf_raise_for_status  # noqa: PLC0415

    # Packed bytes could not be counted or gone on with.
    headers = build_hf_headers() | {"Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    url = hf_hub_url(model.repository, name, revision=revision)
    with (
        _told(model, name),
        get_session().stream("GET", url, headers=headers, timeout=SECONDS) as response,
    ):
        if response.status_code >= 400:
            response.read()
        hf_raise_for_status(response)
        yield start if response.status_code == 206 else 0, response.iter_bytes()


def cached(repository: str, revision: str) -> Path | None:
    """Return the folder of that model in the user's own cache of the hub; it may be in part."""
    if util.find_spec("huggingface_hub") is None:
        return None
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415
    from huggingface_hub.errors import HFValidationError  # noqa: PLC0415

    for commit in filter(None, (revision, "main")):
        try:
            found = try_to_load_from_cache(repository, "config.json", revision=commit)
        except HFValidationError:
            return None
        if isinstance(found, str):
            return Path(found).parent
    return None


@contextmanager
def lock(path: Path) -> Generator[bool]:
    """Hold the lock file for the block; give whether it was free."""
    if util.find_spec("filelock") is None:
        # It comes with huggingface_hub, without which nobody fetches anything.
        yield True
        return
    from filelock import FileLock, Timeout  # noqa: PLC0415

    held = FileLock(path)
    try:
        held.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        held.release()


def _file(item: RepoSibling) -> ModelFile:
    if item.lfs is not None:
        return ModelFile(item.rfilename, item.lfs.size, sha256=item.lfs.sha256)
    return ModelFile(item.rfilename, item.size or 0, git_sha1=item.blob_id or "")


def _need_library() -> None:
    if util.find_spec("huggingface_hub") is None:
        raise HubError("models.library", messages.HUB_LIBRARY_MISSING)
    # Read when the library is imported: the hub hears nothing but what is asked of it.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")


@contextmanager
def _told(model: Model, name: str = "") -> Generator[None]:
    """Turn every way in which the hub fails into one sentence."""
    import httpx2  # noqa: PLC0415 - comes with huggingface_hub
    from huggingface_hub import errors  # noqa: PLC0415

    words = {"title": model.title, "id": model.id, "repository": model.repository, "name": name}
    try:
        yield
    except errors.OfflineModeIsEnabled as error:
        raise HubError("models.offline", messages.HUB_OFFLINE.format(**words)) from error
    except errors.GatedRepoError as error:
        raise HubError("models.gated", messages.HUB_GATED.format(**words)) from error
    except errors.RevisionNotFoundError as error:
        raise HubError("models.revision", messages.HUB_NO_REVISION.format(**words)) from error
    except errors.RemoteEntryNotFoundError as error:
        raise HubError("models.file", messages.HUB_NO_FILE.format(**words)) from error
    except errors.RepositoryNotFoundError as error:
        raise HubError("models.repository", messages.HUB_NO_MODEL.format(**words)) from error
    except errors.HfHubHTTPError as error:
        raise _refused(error.response.status_code, words) from error
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        said = messages.HUB_UNREACHABLE.format(**words)
        raise HubError("models.unreachable", said, is_passing=True) from error
    except httpx2.HTTPError as error:
        said = (messages.HUB_CUT if name else messages.HUB_UNREACHABLE).format(**words)
        raise HubError("models.cut_off", said, is_passing=True) from error


def _refused(status: int, words: Mapping[str, str]) -> HubError:
    """Return the sentence about a status without a code of the hub's own."""
    if status in {401, 404} and not words["name"]:
        return HubError("models.repository", messages.HUB_NO_MODEL.format(**words))
    if status in {401, 403}:
        return HubError("models.gated", messages.HUB_GATED.format(**words))
    if status == 404:
        return HubError("models.file", messages.HUB_NO_FILE.format(**words))
    said = messages.HUB_BROKEN.format(status=status, **words)
    return HubError("models.hub", said, is_passing=status >= 500 or status == 429)
