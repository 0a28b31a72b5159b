#!/usr/bin/env bash
#
# Does everything to the program that must not cost a run or a byte, and prints tables of what was tried and what was lost:
# kills, damage, disks that fail, other ways to compute, unfriendly surroundings, sanitizers, hostile files. Takes about two hours on two
# cores; --short, which leaves the sanitizers out, some minutes. Stops at the first thing that is lost.
#
# Needs Linux, the Swift toolchain, Python, a C compiler and the release build. What cannot be tried on a machine (disks
# that may not be mounted, an emulator that is not installed) is named on standard error.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

case ${1-} in
  '')
    kills=() damage=() bytes=() executions=1000000
    ;;
  --short)
    kills=(--random 6 --faults 6) damage=(--count 5) bytes=(--short) executions=20000
    ;;
  *)
    printf "Error: Unknown argument '%s'.\nUSAGE: torture.sh [--short]\n" "$1" >&2
    exit 64
    ;;
esac

echo '| what | how often | lost |'
echo '| --- | --- | --- |'
scripts/safety/kill_anywhere.py "${kills[@]}"
scripts/safety/damage_checkpoint.py "${damage[@]}"
scripts/safety/break_disk.py
scripts/safety/keep_what_is_there.py
scripts/safety/same_bytes.py "${bytes[@]}"
scripts/safety/test_environment.py
if [ $# -eq 0 ]; then scripts/safety/sanitize.sh; fi
echo
scripts/safety/fuzz.sh "$executions"
