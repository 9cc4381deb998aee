"""Windows without a display."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session")
def qt() -> Iterator[QApplication]:
    application = QApplication.instance() or QApplication(["lookaloud"])
    assert isinstance(application, QApplication)
    yield application
    application.closeAllWindows()
