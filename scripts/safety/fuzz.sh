#!/usr/bin/env bash
#
# Feeds every reader of outside bytes with hostile input: coverage-guided by libFuzzer, under the address sanitizer.
#
#   scripts/safety/fuzz.sh [EXECUTIONS] [READER...]      1000000 executions of each of all readers, if not said otherwise
#
# Prints a row of a table for each reader, and fails at the first input that traps, reads out of bounds, takes more than a
# second of processor time or more than 64 MB + 4 times its size of memory (+ the size that a compressed IDX header
# announces), or is refused without a sentence. Such an input is kept in .build/fuzz/broken. What reached new code is kept
# in .build/fuzz/corpus, and is where the next run starts from, beside Tests/HostileInputTests/Corpus.
# Linux alone: needs libFuzzer and the sanitizers of the Swift toolchain.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

executions=${1-1000000}
readers=("${@:2}")
[ ${#readers[@]} -gt 0 ] || readers=(idx gzip npy npz csv safetensors png jpeg gif bmp pnm config architecture arguments http)
seeds=Tests/HostileInputTests/Corpus
work=.build/fuzz
longest=2048
mkdir -p "$work/broken" "$work/corpus"

# The modules with coverage and sanitizer, in a build directory of their own, and the fuzzer's main program from them.
build() {
  swift build -c release --scratch-path "$work" --target dcgan \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -enable-testing &&
    swiftc -O -swift-version 6 -parse-as-library -enable-testing -sanitize=fuzzer,address -module-name Fuzzing \
      -I "$work/release/Modules" -I Sources/CZlib -I Sources/CProcessor -I Sources/CPlatform \
      Tests/Fuzzing/*.swift Tests/HostileInputTests/HostileInput.swift $(objects) -o "$work/fuzzer"
}

# The object files of today's sources: those of sources that are gone stay in the build directory.
objects() {
  python3 - "$work"/release/*.build/output-file-map.json <<'PYTHON'
import json, os, sys
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        entries = json.load(file).values()
    print(*(entry["object"] for entry in entries if os.path.exists(entry.get("object", ""))), sep="\n")
PYTHON
}

if ! build >"$work/build.log" 2>&1; then
  cat "$work/build.log" >&2
  exit 1
fi

# Swift's own account of a trap is slow to make, and libFuzzer tells enough.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=16

echo "| reader | executions | branches reached | greatest memory, MB | slowest, ms | broken by |"
echo "| --- | ---: | ---: | ---: | ---: | ---: |"
for reader in "${readers[@]}"; do
  mkdir -p "$work/corpus/$reader"
  log=$work/$reader.log
  if ! FUZZ_READER=$reader "$work/fuzzer" -runs="$executions" -max_len=$longest -timeout=60 -seed=1 -symbolize=0 \
    -artifact_prefix="$work/broken/$reader-" "$work/corpus/$reader" "$seeds/$reader" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    echo "The reader of $reader broke. Mend it, and put the input into $seeds/$reader." >&2
    exit 1
  fi
  branches=$(sed -n 's/.*DONE  *cov: \([0-9]*\).*/\1/p' "$log")
  sed -n 's/^fuzzer: executions=\(.*\) memory=\(.*\) microseconds=\(.*\)$/\1 \2 \3/p' "$log" |
    while read -r count memory microseconds; do
      LC_ALL=C awk -v reader="$reader" -v count="$count" -v branches="$branches" -v memory="$memory" -v time="$microseconds" \
        'BEGIN { printf "| %s | %d | %d | %.1f | %.0f | 0 |\n", reader, count, branches, memory / 1e6, time / 1e3 }'
    done
done
