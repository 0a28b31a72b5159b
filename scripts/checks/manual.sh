#!/usr/bin/env bash
#
# Writes the manual's pages with the release build and looks for faults in them with mandoc, whose remarks on style count.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

command -v mandoc >/dev/null || { echo 'This needs mandoc (on Debian the package of that name).' >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${DCGAN:-.build/release/dcgan}" manual --out "$work"
status=0
remarks=$(mandoc -Tlint -W style "$work"/*.1 2>&1) || status=$?
# The pages refer to each other, and are not installed here.
faults=$(grep -v 'referenced manual not found: Xr dcgan' <<<"$remarks" || true)
# Remarks alone give 1 to 4.
if [ -n "$faults" ] || [ "$status" -gt 4 ] || { [ "$status" -ne 0 ] && [ -z "$remarks" ]; }; then
  printf '%s\n' "$faults" "mandoc ended with $status." >&2
  exit 1
fi
printf '%s pages without a fault.\n' "$(ls "$work" | wc -l)"
