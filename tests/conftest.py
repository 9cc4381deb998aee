"""The tests are about English words, whatever language the desktop has on which they run."""

from __future__ import annotations

import os

os.environ["LANGUAGE"] = "en"
