# Builds the program in release mode, once, however many ask for it at the same time. Expects $root; sets $caseload.
# shellcheck shell=bash

caseload=$root/.build/release/caseload
build_stamp=$root/.build/caseload-release.stamp
build_resolved=$root/.build/caseload-release.resolved
build_log=$root/.build/caseload-release.log

# Whether the program is newer than everything it is built from. A look at the files takes milliseconds; the build
# system's own takes seconds.
is_fresh() {
    [[ -x $caseload && -e $build_stamp ]] || return 1
    # The first build writes Package.resolved itself: its content tells, not its time.
    [[ ! -e $root/Package.resolved ]] || cmp -s "$root/Package.resolved" "$build_resolved" || return 1
    [[ -z $(find "$root/Sources" "$root/Package.swift" -newer "$build_stamp" -print -quit) ]]
}

# On a terminal, the build's last line, in place, until process $1 ends.
show_progress() {
    [[ -t 2 ]] || return 0
    local line width
    while kill -0 "$1" 2>/dev/null; do
        width=$(tput cols 2>/dev/null || echo 80)
        line=$(tail -c 400 "$build_log" | tr '\r' '\n' | tail -n 1)
        printf '\r\033[K%.*s' $((width - 1)) "building Caseload: $line" >&2
        sleep 0.5
    done
    printf '\r\033[K' >&2
}

build_caseload() {
    is_fresh && return
    mkdir -p "$root/.build"
    local lock build
    exec {lock}>"$root/.build/caseload-release.lock"
    flock "$lock"
    if ! is_fresh; then
        [[ -t 2 ]] || echo "building Caseload in release mode; the first time takes some minutes" >&2
        touch "$build_stamp.next" # before the build: what changes during it is not in it
        swift build --package-path "$root" -c release --product caseload >"$build_log" 2>&1 </dev/null {lock}>&- &
        build=$!
        trap 'kill "$build" 2>/dev/null; exit 130' INT TERM
        show_progress "$build"
        if ! wait "$build"; then
            cat "$build_log" >&2
            echo "Caseload could not be built; the messages above say why." >&2
            exit 70
        fi
        trap - INT TERM
        [[ ! -e $root/Package.resolved ]] || cp "$root/Package.resolved" "$build_resolved"
        mv "$build_stamp.next" "$build_stamp"
    fi
    exec {lock}>&-
}
