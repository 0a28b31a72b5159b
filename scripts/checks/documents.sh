#!/usr/bin/env bash
#
# Makes HTML of the articles and of the sources' comments with the toolchain's docc, without a plug-in, and fails on any
# warning. Runs the Python of the article on file formats too, and has the program draw from what it writes.
#
# Usage: scripts/checks/documents.sh [DIRECTORY]      (default: the pages are thrown away)
# To read them: python3 -m http.server --directory DIRECTORY, and open /documentation/dcgan/ there.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

toolchain=$(dirname "$(readlink -f "$(command -v swift)")")
docc=$(PATH="$toolchain:$PATH" command -v docc || true)
extract=$(PATH="$toolchain:$PATH" command -v swift-symbolgraph-extract || true)
if [ -z "$docc" ] || [ -z "$extract" ]; then
  echo 'Skipped: this toolchain has no docc or no swift-symbolgraph-extract, so the documents are not checked.'
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

swift build --quiet
build=$(swift build --show-bin-path)
target=$(swiftc -print-target-info | sed -n 's/^ *"unversionedTriple": "\(.*\)",*$/\1/p')
sdk=$(if [ "$(uname)" = Darwin ]; then xcrun --show-sdk-path; fi)
headers=()
for map in Sources/*/module.modulemap; do headers+=(-I "$(dirname "$map")"); done

# pages LEVEL DIRECTORY MODULE...: the articles, and what the modules declare at that level of access and above.
pages() {
  mkdir "$work/$1"
  for module in "${@:3}"; do
    "$extract" -module-name "$module" -target "$target" ${sdk:+-sdk "$sdk"} -I "$build/Modules" "${headers[@]}" \
      -minimum-access-level "$1" -skip-synthesized-members -output-dir "$work/$1"
  done
  "$docc" convert Sources/dcgan/dcgan.docc --additional-symbol-graph-dir "$work/$1" --warnings-as-errors \
    --fallback-display-name dcgan --fallback-bundle-identifier dcgan --output-path "$2"
}

# The rooms of the package, and the kernels of this kind of processor.
rooms=$(sed -n 's/^ *room("\([A-Za-z]*\)".*/\1/p' Package.swift)
kernels=$(cd "$build/Modules" && ls -d Kernels*.swiftmodule | sed 's/\.swiftmodule$//')
# shellcheck disable=SC2086
pages internal "$work/everything.doccarchive" $rooms $kernels dcgan
# shellcheck disable=SC2086
pages public "$work/public.doccarchive" $rooms
if [ $# -gt 0 ]; then
  rm -rf "$1"
  cp -R "$work/public.doccarchive" "$1"
fi

sed -n '/^```python$/,/^```$/{/^```/d;p;}' Sources/dcgan/dcgan.docc/FileFormats.md >"$work/by-hand.py"
(cd "$work" && python3 by-hand.py)
"$build/dcgan" inspect "$work/by-hand.safetensors" >/dev/null
"$build/dcgan" sample --checkpoint "$work/by-hand.safetensors" --count 4 --out "$work/by-hand.png" >/dev/null
python3 scripts/checks/check_picture.py "$work/by-hand.png"

echo "The articles and the comments of $(echo $rooms $kernels dcgan | wc -w) modules make pages without a warning, and the Python of the article on file formats holds."
