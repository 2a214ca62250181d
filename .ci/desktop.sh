#!/usr/bin/env bash
# QGIS with the plugin of this checkout, in a profile of its own below build/ (nobody's own settings are touched).
#
#   desktop.sh open                 on the user's screen, with the demo project
#   desktop.sh pictures FOLDER      on a virtual screen, in Chinese: .ci/tour.py takes the pictures
set -euo pipefail
cd "$(dirname "$0")/.."
top=$PWD
qgis=$(command -v qgis.bin || command -v qgis || true)
[ -n "$qgis" ] || { echo "desktop: qgis is not on the PATH" >&2; exit 1; }

# $1 folder of profiles, $2 lines to add to QGIS3.ini
make_profile() {
    mkdir -p "$1/profiles/default/QGIS"
    cat >"$1/profiles/default/QGIS/QGIS3.ini" <<INI
[PythonPlugins]
kf_resources_plugin=true
processing=true

[qgis]
checkVersion=false
newProjectDefault=false
showTips=false

[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true

[migration]
fileVersion=2
firstRunVersionFlag=99999
$2
INI
}

locale_lines() { printf '\n[locale]\noverrideFlag=true\nuserLocale=%s\nglobalLocale=%s\n' "$1" "$1"; }

open_demo() {
    [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname -s)" != Linux ] || {
        echo "desktop: no screen here (DISPLAY is empty); open build/demo elsewhere, or try make pictures" >&2
        exit 1
    }
    local work=$top/build/desktop locale=""
    # QGIS calls its Chinese zh-Hans and does not know zh_CN
    case ${LOCALE:-${LANG:-}} in zh*) locale=$(locale_lines zh-Hans) ;; esac
    [ -e "$work/profiles" ] || make_profile "$work" "$locale"
    env -u QT_QPA_PLATFORM -u LC_ALL QGIS_PLUGINPATH="$top/build/link" \
        "$qgis" --profiles-path "$work" --profile default build/demo/*.qg[sz]
}

take_pictures() {
    local out qgis_id status=0 seconds=900
    mkdir -p "$1"
    out=$(cd "$1" && pwd)
    work=$(mktemp -d)
    # not local: the trap runs after this function has returned
    pids=()
    trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
    make_profile "$work" "$(locale_lines zh-Hans)

[app]
askToSaveMemoryLayers=false"
    mkdir -m 700 "$work/home" "$work/run"
    exec 3<>"$work/display"
    Xvfb -displayfd 3 -screen 0 1400x900x24 -nolisten tcp -noreset 2>/dev/null & pids+=($!)
    for _ in $(seq 100); do [ -s "$work/display" ] && break; sleep 0.1; done
    exec 3>&-
    DISPLAY=:$(tr -d '\n' <"$work/display"); export DISPLAY
    HOME=$work/home openbox >/dev/null 2>&1 & pids+=($!)
    env HOME="$work/home" XDG_RUNTIME_DIR="$work/run" QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 \
        DBUS_SESSION_BUS_ADDRESS=disabled: LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 \
        QGIS_PLUGINPATH="$top/build" PYTHONPATH="$top/.ci" KF_PICTURES="$out" \
        timeout --kill-after=10 "$seconds" "$qgis" --nologo --noversioncheck --profiles-path "$work" --profile default \
        --code "$top/.ci/tour.py" build/demo/*.qg[sz] >"$work/qgis.log" 2>&1 & qgis_id=$!
    # a plugin that does not load leaves a window nobody answers: keep a picture of what was on the screen
    local late=$((SECONDS + seconds - 10))
    while kill -0 "$qgis_id" 2>/dev/null && [ "$SECONDS" -lt "$late" ]; do sleep 0.5; done
    if kill -0 "$qgis_id" 2>/dev/null; then import -window root "$out/blocked.png" || true; fi
    wait "$qgis_id" || status=$?
    if [ ! -e "$out/done" ] || [ "$(cat "$out/done")" != OK ]; then
        tail -n 30 "$work/qgis.log" >&2
        echo "desktop: the tour did not end well (QGIS status $status): $(cat "$out/done" 2>/dev/null)" >&2
        exit 1
    fi
    rm -f "$out/done" "$out/blocked.png"
    # few colours are enough for windows and maps, and keep the repository small
    mogrify -dither None -colors 160 -strip "$out"/*.png
    echo "图片 pictures: $out"
}

case "${1:-}" in
    open) open_demo ;;
    pictures) take_pictures "${2:?folder for the pictures}" ;;
    *) sed -n '2,5p' "$0"; exit 2 ;;
esac
