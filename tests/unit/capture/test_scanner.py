"""What scanimage tells of scanners, and what it is asked for: by its own words alone."""

from __future__ import annotations

import pytest

from assistant.capture.scanner_faults import fault
from assistant.capture.scanner_options import (
    Option,
    arguments,
    devices_of,
    has_feeder,
    is_id,
    options_of,
    progress_of,
)

pytestmark = pytest.mark.unit

FLATBED = """
All options specific to device `genesys:libusb:001:005':
  Scan Mode:
    --mode Color|Gray [Gray]
        Selects the scan mode (e.g., lineart, monochrome, or color).
    --source Flatbed|Transparency Adapter [Flatbed]
        Selects the scan source (such as a document-feeder).
    --preview[=(yes|no)] [no]
        Request a preview-quality scan.
    --depth 8|16 [8]
        Number of bits per sample, typical values are 1 for "line-art" and 8
        for multibit scans.
    --resolution 4800|2400|1200|600|400|300|200|150|100|75dpi [75]
        Sets the resolution of the scanned image.
  Geometry:
    -l 0..216.7mm [0]
        Top-left x position of scan area.
    -t 0..300mm [0]
        Top-left y position of scan area.
    -x 0..216.7mm [216.7]
        Width of scan-area.
    -y 0..300mm [300]
        Height of scan-area.
  Enhancement:
    --brightness -100..100 (in steps of 1) [0]
        Controls the brightness of the acquired image.
    --expiration-time -1..30000 (in steps of 1) [60] [advanced]
        Time (in minutes) before a cached calibration expires.
    --lamp-off[=(yes|no)] [no] [read-only]
        Turn off scanner lamp.
    --red-gamma-table 0..65535,... [inactive]
        Gamma-correction table for the red band.
"""
MULTIFUNCTION = """
    --mode Black & White|Gray[Error Diffusion]|True Gray|24bit Color|24bit Color[Fast] [24bit Color]
    --resolution 100|150|200|300|400|600|1200dpi [200]
    --source FlatBed|Automatic Document Feeder(left aligned)|ADF Duplex [ADF Duplex]
    -x 0..215.9mm (in steps of 0.0999908) [100]
    -y 0..355.6mm (in steps of 0.0999908) [150]
    --depth 8 [inactive]
"""
FEEDER_ONLY = """
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray [Lineart]
    --resolution 50..240dpi (in steps of 1) [240]
    -x 0..221.121mm (in steps of 0.0211639) [215.872]
    -y 0..876.695mm (in steps of 0.0211639) [279.364]
"""
PNM = """
    --filename <string> [/tmp/input.ppm]
    --resolution auto||75|90|100|300dpi [75]
    --grayify[=(yes|no)] [no]
"""


def asked(text: str, dots: int = 300, *, is_feeder: bool = False) -> list[str]:
    return arguments(options_of(text), dots, is_feeder=is_feeder)


def test_options_are_read_with_their_limits() -> None:
    found = options_of(FLATBED)
    assert found["--mode"] == Option(("Color", "Gray"), value="Gray")
    assert found["-x"] == Option((), 0.0, 216.7, "216.7")
    assert found["--brightness"] == Option((), -100.0, 100.0, "0")
    assert found["--resolution"].choices[-1] == "75dpi"
    # What can't be set now is not asked for.
    assert not {"--lamp-off", "--red-gamma-table"} & found.keys()


def test_a_whole_page_is_asked_for_in_colour() -> None:
    assert asked(FLATBED) == ["--source=Flatbed", "--mode=Color", "--depth=8", "--resolution=300"]
    assert asked(MULTIFUNCTION) == [
        "--source=FlatBed",
        "--mode=24bit Color",
        "--resolution=300",
        *("-x", "210", "-y", "297"),
    ]
    assert asked(PNM) == ["--resolution=300"]


def test_the_feeder_gives_the_front_of_each_sheet() -> None:
    assert has_feeder(options_of(FEEDER_ONLY))
    assert not has_feeder(options_of(FLATBED))
    feeder = asked(MULTIFUNCTION, is_feeder=True)
    assert feeder[0] == "--source=Automatic Document Feeder(left aligned)"
    # No colour and no 300 dots: the best that it has. Its page is whole already.
    assert asked(FEEDER_ONLY, is_feeder=True) == [
        "--source=ADF Front",
        "--mode=Gray",
        "--resolution=240",
    ]


@pytest.mark.parametrize(("dots", "expected"), [(150, "150"), (250, "300"), (5000, "4800")])
def test_the_next_finer_resolution_is_taken(dots: int, expected: str) -> None:
    assert f"--resolution={expected}" in asked(FLATBED, dots)


def test_cameras_are_no_scanners() -> None:
    text = (
        "v4l:/dev/video0\tNoname\tHD Webcam\tvirtual device\n"
        "genesys:libusb:001:005\tCanon\tLiDE 210\tflatbed scanner\n"
        "gphoto2:ptp\tNikon\tD90\tstill camera\n"
        "test:0\tNoname\tfrontend-tester\tvirtual device\n"
        "Created directory: /var/lib/snmp\n"
    )
    found = [(one.number, one.id, one.name) for one in devices_of(text)]
    assert found == [
        (0, "genesys:libusb:001:005", "Canon LiDE 210"),
        (1, "test:0", "frontend-tester"),
    ]
    assert is_id("airscan:e0:Brother MFC")
    assert not is_id("Canon LiDE 210")
    assert not is_id("")


def test_progress_is_read() -> None:
    assert progress_of("Progress: 12.3%") == 12.3
    assert progress_of("Progress: (unknown)") is None
    assert progress_of("Scanning page 2") is None


@pytest.mark.parametrize(
    ("line", "code", "error", "words"),
    [
        ("open of device x failed: Device busy", 1, "scanner.busy", "is busy"),
        ("open of device x failed: Error during device I/O", 1, "scanner.absent", "not answer"),
        ("open of device x failed: Invalid argument", 1, "scanner.absent", "not answer"),
        ("open of device x failed: Access to resource has been denied", 1, "scanner.forbidden", ""),
        ("sane_start: Document feeder out of documents", 7, "scanner.no_paper", "no paper"),
        ("sane_start: Document feeder jammed", 6, "scanner.jam", "jammed"),
        ("sane_read: Scanner cover is open", 8, "scanner.open", "cover"),
        ("sane_read: Error during device I/O", 9, "scanner.gone", "in the middle"),
        ("sane_read: Out of memory", 10, "scanner.failed", "LiDE failed: Out of memory."),
        ("unrecognized option '--foo'", 1, "scanner.failed", "unrecognized option '--foo'."),
    ],
)
def test_each_fault_has_a_sentence(line: str, code: int, error: str, words: str) -> None:
    told = ["Progress: 2.0%", f"scanimage: {line}", "scanimage: trying to stop scanner"]
    found = fault(told, code, "LiDE")
    assert found.code == error
    assert "LiDE" in found.sentence
    assert words in found.sentence


def test_a_driver_that_crashes_is_told() -> None:
    assert fault(["libpng error: No IDATs written into file"], -6, "LiDE").code == "scanner.driver"
    assert fault([], 134, "LiDE").code == "scanner.driver"
    assert fault([], 3, "LiDE").sentence == "The scanner LiDE failed: 3."
