#!/usr/bin/env bash
# Builds everything with the check that every import is a declared dependency of its target, so that the rooms keep their
# order. Since a compiler without support for it would let everything pass, --self-test plants an undeclared import in a copy
# and expects the build to fail.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
refusing=(--explicit-target-dependency-import-check error)

if [ "${1:-}" = --self-test ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  git ls-files -z Package.swift Sources Tests | xargs -0 cp --parents -P -t "$work"
  # A module that the target sees on disk, and does not declare.
  sed -i '1i import FileFormats' "$work/Sources/CommandLineKit/Program/ExitCode.swift"
  if swift build --package-path "$work" --target CommandLineKit "${refusing[@]}" >"$work/output" 2>&1; then
    echo "A planted undeclared import was not found." >&2
    exit 1
  fi
  grep -m 1 "FileFormats" "$work/output"
  echo "A planted undeclared import is refused."
  exit
fi
swift build --build-tests "${refusing[@]}"
