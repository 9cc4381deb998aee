"""The definitions of the program and installers for macOS: linted, for they can't be built here."""

from __future__ import annotations

import inspect
import plistlib
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

FOLDER = Path(__file__).parents[3] / "installers" / "macos"
sys.path.insert(0, str(FOLDER))
import mac_app  # noqa: E402

from assistant import __version__  # noqa: E402

pytestmark = pytest.mark.unit

IDENTIFIER = "org.lookaloud.Lookaloud"
SCRIPTS = ("build", "sign", "uninstall")
PAGES = ("welcome.html", "readme.html", "conclusion.html")
USAGE = {
    "NSMicrophoneUsageDescription",
    "NSCameraUsageDescription",
    "NSAppleEventsUsageDescription",
    "NSScreenCaptureUsageDescription",
    "NSAccessibilityUsageDescription",
}
SHARED = {
    "com.apple.security.device.audio-input",
    "com.apple.security.device.camera",
    "com.apple.security.automation.apple-events",
    "com.apple.security.cs.disable-library-validation",
}
INTEL = "com.apple.security.cs.allow-unsigned-executable-memory"


# -- property lists --------------------------------------------------------------------------------


def test_every_property_list_can_be_read() -> None:
    found = sorted(path.name for path in FOLDER.rglob("*.plist"))
    assert found == [
        "Info.plist",
        "entitlements-intel.plist",
        "entitlements.plist",
        f"{IDENTIFIER}.plist",
    ]
    for path in FOLDER.rglob("*.plist"):
        assert plistlib.loads(path.read_bytes())


def test_the_program_in_its_property_list() -> None:
    info = mac_app.info("1.2.3")
    required = {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Lookaloud",
        "CFBundleExecutable": "lookaloud",
        "CFBundleIconFile": "lookaloud.icns",
        "CFBundlePackageType": "APPL",
        "CFBundleInfoDictionaryVersion": "6.0",
        "CFBundleShortVersionString": "1.2.3",
        "CFBundleVersion": "1.2.3",
        "LSUIElement": True,
        "LSBackgroundOnly": False,
        "NSHighResolutionCapable": True,
    }
    assert {key: info.get(key) for key in required} == required
    assert info["CFBundleLocalizations"] == list(mac_app.LANGUAGES)
    assert re.fullmatch(r"\d+\.\d+", info["LSMinimumSystemVersion"])
    assert not [value for value in info.values() if "@" in str(value)]


def test_the_version_is_one_that_macos_takes() -> None:
    assert re.fullmatch(r"\d+(\.\d+){0,2}", mac_app.version())
    assert __version__.startswith(mac_app.version())


def test_every_question_of_macos_has_its_reason_in_every_language() -> None:
    info = mac_app.info("1")
    assert {key for key in info if key.endswith("UsageDescription")} == USAGE
    english = mac_app.strings("en")
    assert english == {key: info[key] for key in USAGE}
    for language in mac_app.LANGUAGES:
        texts = mac_app.strings(language)
        assert set(texts) == USAGE
        assert all(text.endswith(".") and len(text) < 200 for text in texts.values())
    assert mac_app.strings("de") != english
    lines = (FOLDER / "de.lproj" / "InfoPlist.strings").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.startswith('"')]) == len(USAGE)


def test_the_hardened_runtime_allows_no_more_than_is_needed() -> None:
    arm = plistlib.loads(mac_app.entitlements("arm64").read_bytes())
    intel = plistlib.loads(mac_app.entitlements("x86_64").read_bytes())
    assert set(arm) == SHARED
    assert set(intel) == SHARED | {INTEL}
    assert all(value is True for value in (arm | intel).values())


def test_it_can_be_started_with_the_session() -> None:
    agent = plistlib.loads((FOLDER / f"{IDENTIFIER}.plist").read_bytes())
    assert agent["Label"] == IDENTIFIER
    assert agent["ProgramArguments"] == [
        f"/Applications/{mac_app.NAME}/Contents/MacOS/{mac_app.info('1')['CFBundleExecutable']}"
    ]
    assert agent["RunAtLoad"] is True
    assert agent["KeepAlive"] == {"Crashed": True}  # who quits it wants it to be quit
    assert agent["LimitLoadToSessionType"] == "Aqua"
    assert agent["AssociatedBundleIdentifiers"] == IDENTIFIER


# -- the package -----------------------------------------------------------------------------------


@pytest.mark.parametrize("architecture", mac_app.ARCHITECTURES)
def test_what_the_installer_is_told(architecture: str) -> None:
    root = ET.fromstring(mac_app.distribution("1.2.3", architecture))
    assert root.tag == "installer-gui-script"
    options = root.find("options")
    assert options is not None
    assert options.get("hostArchitectures") == architecture
    domains = root.find("domains")
    assert domains is not None
    assert domains.get("enable_currentUserHome") == "true"
    package = root.find("pkg-ref[@version]")
    assert package is not None
    assert (package.get("id"), package.get("version")) == (IDENTIFIER, "1.2.3")
    assert package.text == "lookaloud-app.pkg"
    system = root.find("allowed-os-versions/os-version")
    assert system is not None
    assert system.get("min") == mac_app.info("1")["LSMinimumSystemVersion"]
    choice = root.find("choices-outline/line")
    assert choice is not None
    assert (
        root.find(f"choice[@id='{choice.get('choice')}']/pkg-ref[@id='{IDENTIFIER}']") is not None
    )
    pages = [
        one.get("file") for name in ("welcome", "readme", "conclusion") for one in root.iter(name)
    ]
    assert pages == list(PAGES)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag == "html":
            self.language = dict(attrs).get("lang") or ""


@pytest.mark.parametrize("language", mac_app.LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_texts_that_a_reader_reads(language: str, name: str) -> None:
    text = (FOLDER / "package" / f"{language}.lproj" / name).read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert page.language == language
    assert page.tags.count("h1") == 1
    # Nothing that says something to the eye alone.
    assert not {"img", "style", "script", "font", "table"} & set(page.tags)
    other = (FOLDER / "package" / "en.lproj" / name).read_text("utf-8")
    assert re.findall(r"<(\w+)", text) == re.findall(r"<(\w+)", other)


# -- scripts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_read_and_run(name: str) -> None:
    path = FOLDER / name
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(path)], check=True)
    if shutil.which("shellcheck"):
        subprocess.run(["shellcheck", str(path)], check=True)


@pytest.mark.skipif(sys.platform == "darwin", reason="it would build")
def test_nothing_is_built_elsewhere() -> None:
    done = subprocess.run([str(FOLDER / "build")], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "macOS only" in done.stderr


def test_files_that_scripts_name_are_there() -> None:
    text = (FOLDER / "build").read_text() + (FOLDER / "sign").read_text()
    named = set(re.findall(r"\$here/([\w.-]+)", text)) - {"package"}
    assert named == {"sign", "uninstall", "entitlements.plist", "entitlements-intel.plist"}
    assert all((FOLDER / name).exists() for name in named)


# -- PyInstaller -----------------------------------------------------------------------------------


def test_what_pyinstaller_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    given = mac_app.bundle(tmp_path)
    assert set(given) == {"name", "icon", "bundle_identifier", "version", "info_plist"}
    assert given["name"] == "Lookaloud.app"
    assert given["info_plist"]["LSBackgroundOnly"] is False
    icon = Path(given["icon"])
    assert icon.name == given["info_plist"]["CFBundleIconFile"]
    assert icon.read_bytes()[:4] == b"icns"
    from PIL import Image  # noqa: PLC0415

    with Image.open(icon) as picture:
        assert picture.size == (1024, 1024)
        assert picture.convert("RGB").getpixel((512, 60)) == (0x1D, 0x4E, 0xD8)
    osx = pytest.importorskip("PyInstaller.building.osx")
    source = inspect.getsource(osx.BUNDLE.__init__)
    assert all(f"'{name}'" in source or f'"{name}"' in source for name in given)
