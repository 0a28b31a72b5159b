#!/usr/bin/env bash
#
# Writes the manual's pages with the release build and looks for faults in them with mandoc, whose remarks on style count.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"${DCGAN:-.build/release/dcgan}" manual --out "$work"
# The pages refer to each other, and are not installed here.
faults=$(mandoc -Tlint -W style "$work"/*.1 | grep -v 'referenced manual not found: Xr dcgan' || true)
if [ -n "$faults" ]; then
  printf '%s\n' "$faults" >&2
  exit 1
fi
printf '%s pages without a fault.\n' "$(ls "$work" | wc -l)"
