# What scripts/start and scripts/check share. Sourced, never run. Debian and Ubuntu.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
# Where the programs of the virtual environment are.
bin=.venv/bin
[ "${OS:-}" = Windows_NT ] && bin=.venv/Scripts

# Programs and libraries that the running program needs.
run_packages="libportaudio2 libasound2-plugins alsa-utils libespeak-ng1 espeak-ng-data speech-dispatcher
speech-dispatcher-espeak-ng speech-dispatcher-audio-plugins at-spi2-core dbus
libegl1 libgl1 libxkbcommon-x11-0 libxkbcommon0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1
libxcb-image0 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1
libxcb-xfixes0 libxcb-xkb1 libx11-xcb1 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0"
# The virtual desktop of the demo.
demo_packages="xvfb openbox trayer dbus dbus-bin x11-utils x11-xserver-utils xauth pulseaudio
pulseaudio-utils zenity fonts-dejavu-core"
# Real programs that the tests look at.
test_packages="orca mmdebstrap jq socat xdotool wmctrl procps mousepad chromium xterm espeak-ng sox strace iproute2 sane-utils"

# What builds the installers.
build_packages="nsis binutils desktop-file-utils appstream git"

say() { printf '==> %s\n' "$*"; }

# Names change between releases (libglib2.0-0t64, dbus-x11): a package that does not exist is
# replaced by its t64 twin, and left out where there is none.
install_packages() {
  local name missing=()
  command -v dpkg-query >/dev/null || { say "This is no Debian or Ubuntu: install by hand: $*"; return; }
  for name in "$@"; do
    { dpkg-query -W -f '${Status}\n' "$name" "${name}t64" 2>/dev/null || true; } |
      grep -q 'ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { say "Install these as root: ${missing[*]}"; return 1; }
    as_root=(sudo)
  fi
  say "Installing system packages: ${missing[*]}"
  "${as_root[@]}" apt-get update -q >/dev/null || return 1
  local wanted=()
  for name in "${missing[@]}"; do
    if apt-cache show "$name" >/dev/null 2>&1; then wanted+=("$name")
    elif apt-cache show "${name}t64" >/dev/null 2>&1; then wanted+=("${name}t64")
    else say "This release has no package $name: left out"; fi
  done
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    --no-install-recommends "${wanted[@]}" >/dev/null
}

# A Python from 3.11 to 3.13; Debian 12 ships 3.11.
find_python() {
  local name
  for name in python3 python3.13 python3.12 python3.11 /usr/bin/python3 python; do
    command -v "$name" >/dev/null || continue
    "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null &&
      { command -v "$name"; return; }
  done
  return 1
}

# Without a version pip would take the newest, and each release brings gigabytes for graphics cards.
torch_version=2.13.0

# PyTorch, for the vision model: the lock file can't name it, for its builds differ by graphics card.
add_torch() {
  local found
  found=$("$bin"/python -c 'from importlib.metadata import version; print(version("torch"))' \
    2>/dev/null || true)
  [ "${found%%+*}" = "$torch_version" ] && return
  say "Installing PyTorch $torch_version"
  "$bin"/python -m pip install -q --disable-pip-version-check "torch==$torch_version"
}

# .venv with exactly what the lock file names; nothing is done when it is up to date.
make_environment() {
  local lock=requirements.lock stamp=.venv/.lock python
  if ! find_python >/dev/null; then install_packages python3 python3-venv; fi
  python=$(find_python) || { say "Python 3.11 to 3.13 is needed"; return 1; }
  "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
  if [ ! -e .venv/pyvenv.cfg ] || ! "$bin"/python -c '' 2>/dev/null; then
    say "Making .venv with $("$python" --version)"
    rm -rf .venv && "$python" -m venv .venv || return 1
  fi
  cat "$lock" pyproject.toml | cmp -s - "$stamp" && return
  say "Installing Python packages"
  # Without dependencies: the lock file names them all but PyTorch.
  "$bin"/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
    -r "$lock" &&
    "$bin"/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . &&
    cat "$lock" pyproject.toml >"$stamp"
}
