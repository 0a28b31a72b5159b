#!/usr/bin/env bash
#
# Makes HTML of the articles and of the sources' comments with the toolchain's docc, without a plug-in, and fails on any
# warning. Runs the Python of the article on formats too, and has the program draw from what it writes.
#
# Usage: scripts/checks/documents.sh [DIRECTORY]      (default: the pages are thrown away)
# To read them: python3 -m http.server --directory DIRECTORY, and open /documentation/dcgan/ there.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
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

# pages CATALOG LEVEL DIRECTORY MODULE...: the articles, and what the modules declare at that level of access and above.
pages() {
  mkdir "$work/$2"
  for module in "${@:4}"; do
    "$extract" -module-name "$module" -target "$target" ${sdk:+-sdk "$sdk"} -I "$build/Modules" "${headers[@]}" \
      -minimum-access-level "$2" -skip-synthesized-members -output-dir "$work/$2"
  done
  "$docc" convert "$1" --additional-symbol-graph-dir "$work/$2" --warnings-as-errors \
    --fallback-display-name dcgan --fallback-bundle-identifier dcgan --output-path "$3"
}

# The rooms of the package, and the kernels of this kind of processor.
rooms=$(sed -n 's/^ *room("\([A-Za-z]*\)".*/\1/p' Package.swift)
kernels=$(cd "$build/Modules" && ls -d Kernels*.swiftmodule | sed 's/\.swiftmodule$//')
# shellcheck disable=SC2086
pages Sources/dcgan/dcgan.docc internal "$work/everything.doccarchive" $rooms $kernels dcgan

# The pages to read: docc knows its own links alone, so those between articles become such.
mkdir "$work/dcgan.docc"
cp Sources/dcgan/dcgan.docc/* "$work/dcgan.docc"
sed -i.bak -E 's/\]\(([A-Za-z]+)\.md(#[^)]*)?\)/](doc:\1)/g' "$work"/dcgan.docc/*.md
rm "$work"/dcgan.docc/*.bak
# shellcheck disable=SC2086
pages "$work/dcgan.docc" public "$work/public.doccarchive" $rooms
for article in Sources/dcgan/dcgan.docc/*.md; do
  name=$(basename "$article" .md | tr '[:upper:]' '[:lower:]')
  page=$work/public.doccarchive/data/documentation/dcgan/$name.json
  # docc says nothing if an article bears the name of a module, and leaves it out.
  if [ "$name" != dcgan ] && [ ! -e "$page" ]; then
    echo "Error: '$article' has no page. Is it named as a module is? Give it another name." >&2
    exit 1
  fi
done
if [ $# -gt 0 ]; then
  mkdir -p "$1"
  cp -R "$work/public.doccarchive/." "$1"
fi

sed -n '/^```python$/,/^```$/{/^```/d;p;}' Sources/dcgan/dcgan.docc/FormatsOnDisk.md >"$work/by-hand.py"
(cd "$work" && python3 by-hand.py)
"$build/dcgan" inspect "$work/by-hand.safetensors" >/dev/null
"$build/dcgan" sample --checkpoint "$work/by-hand.safetensors" --count 4 --out "$work/by-hand.png" >/dev/null
python3 scripts/checks/check_picture.py "$work/by-hand.png"

# shellcheck disable=SC2086
echo "The articles and the comments of $(echo $rooms $kernels dcgan | wc -w) modules make pages without a warning, and the" \
  "Python of the article on formats holds."
