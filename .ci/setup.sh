#!/usr/bin/env bash
# Set up everything `make` needs, or say exactly what is missing. Quick when nothing has changed.
#
#   setup.sh            QGIS, fonts, translation tools and .venv with the development tools
#   setup.sh pictures   the above, and what it takes to show QGIS on a virtual screen
#
# On Debian and its descendants missing packages are installed (as root, or through sudo). Elsewhere the QGIS that is
# found is used; KF_PYTHON names its Python where this script does not find it.
set -euo pipefail
cd "$(dirname "$0")/.."

packages=(ca-certificates fonts-noto-cjk fonts-wqy-microhei poppler-utils pyqt5-dev-tools python3-qgis python3-venv qgis
    qttools5-dev-tools)
[ "${1:-}" != pictures ] || packages+=(fonts-open-sans imagemagick openbox qttranslations5-l10n xauth xdotool xvfb)

say() { echo "setup: $*" >&2; }

install_packages() {
    local missing=() package
    for package in "${packages[@]}"; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    local as_root=()
    if [ "$(id -u)" != 0 ]; then
        if ! command -v sudo >/dev/null; then
            say "these packages are missing and installing them needs root: ${missing[*]}"
            say "run as root:  apt-get update && apt-get install --no-install-recommends ${missing[*]}"
            exit 1
        fi
        as_root=(sudo)
    fi
    say "installing ${missing[*]}"
    # the word array may be empty; bash before 4.4 would call that unset
    ${as_root[@]+"${as_root[@]}"} apt-get update -qq
    ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -o Dpkg::Use-Pty=0 "${missing[@]}" >&2
}

# The Python that QGIS brings: `python3` on the PATH may be another one, which does not see QGIS.
qgis_python() {
    local candidate
    for candidate in "${KF_PYTHON:-}" /usr/bin/python3 python3 python3.exe \
        /Applications/QGIS.app/Contents/MacOS/bin/python3 /Applications/QGIS-LTR.app/Contents/MacOS/bin/python3; do
        [ -n "$candidate" ] && command -v "$candidate" >/dev/null || continue
        if "$candidate" -c 'import qgis.core' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then install_packages; fi
python=$(qgis_python) || {
    say "no Python found that can 'import qgis.core'. Install QGIS 3.22 or newer, then set KF_PYTHON to its Python"
    say "(Windows: run make in the OSGeo4W shell; macOS: /Applications/QGIS.app/Contents/MacOS/bin/python3)."
    exit 1
}
for tool in pylupdate5 lrelease; do
    command -v "$tool" >/dev/null || { say "$tool is missing (translation tools of PyQt5 and Qt 5)"; exit 1; }
done

mkdir -p build && mkdir -p -m 700 build/runtime # for Qt, on machines where nobody has logged in

# pip must not bring a NumPy of its own: GDAL, SciPy and Matplotlib of the system are built against the system's.
numpy=$("$python" -c 'import numpy; print(numpy.__version__)')
requirements=$("$python" .ci/requirements.py)
wanted="$requirements
numpy==$numpy for $("$python" -c 'import sys; print(sys.executable, sys.version)')"
if [ "$(cat .venv/ready 2>/dev/null || true)" != "$wanted" ]; then
    say "making .venv with the Python of QGIS ($python)"
    "$python" -m venv --system-site-packages .venv
    bin=.venv/bin; [ -d "$bin" ] || bin=.venv/Scripts
    echo "numpy==$numpy" >.venv/constraints.txt
    echo "$requirements" >.venv/requirements.txt
    "$bin/python" -m pip install -q --disable-pip-version-check -c .venv/constraints.txt -r .venv/requirements.txt
    echo "$wanted" >.venv/ready
fi
