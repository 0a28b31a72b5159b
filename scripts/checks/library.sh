#!/usr/bin/env bash
# Builds and runs Tests/LibraryClient, a package that depends on this one by its path: it trains, reads the checkpoint and
# samples. With --fresh a clone in a directory of another name is used, as someone else's would be.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
scratch="$root/.build/library-client"
if [ "${1:-}" = --fresh ]; then
  git clone --quiet "$root" "$work/another-name"
  root="$work/another-name"
  scratch="$work/build"
fi
swift run --package-path "$root/Tests/LibraryClient" --scratch-path "$scratch" LibraryClient \
  "$root/data/tiny" "$work/run" | tee "$work/output"
[ -s "$work/run/checkpoint.safetensors" ]
[ "$(grep -c '^image [0-3]: 1x28x28x1, brightest value' "$work/output")" = 4 ]
grep -q '^trained to step 8, epoch 2$' "$work/output"
echo "The library works from a package of its own."
