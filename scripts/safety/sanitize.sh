#!/usr/bin/env bash
#
# Runs the tests under the address and the thread sanitizer, kernels included, in a build of their own, and prints a line of a
# Markdown table for each. Ends with 1 if a test fails or a sanitizer reports anything. Takes about three
# quarters of an hour.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# An exit code that the program does not have: the sanitizer's own 66 says of the program that an input is missing. Leaks
# are left out: XCTest and Foundation's Process have some.
export TSAN_OPTIONS=exitcode=99 ASAN_OPTIONS=exitcode=99:detect_leaks=0

mkdir -p .build
for sanitizer in address thread; do
  build=.build/sanitize-$sanitizer
  log=.build/sanitize-$sanitizer.log
  if ! swift test --sanitize="$sanitizer" --scratch-path "$build" >"$log" 2>&1 ||
    grep -qE 'ERROR: AddressSanitizer|WARNING: ThreadSanitizer' "$log"; then
    grep -E '✘|Sanitizer' "$log" | head -n 30 >&2
    printf 'Error: The %s sanitizer or a test under it found something; see %s.\n' "$sanitizer" "$log" >&2
    exit 1
  fi
  tests=$(sed -n 's/.*Test run with \([0-9]*\) tests.* passed.*/\1/p' "$log" | tail -n 1)
  printf '| tests under the %s sanitizer | %s | 0 reports |\n' "$sanitizer" "$tests"
done
