#!/usr/bin/env bash
# Refuses what would lose paths that are not UTF-8: Foundation's functions on files, its list of arguments, and calls of the
# system that are given a path's text and not its bytes (`systemPath`, Sources/Platform/Files/PathText.swift).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

foundation='FileManager|fileURLWithPath|contentsOfFile|Data\(contentsOf|CommandLine\.arguments'
calls='(^|[^.A-Za-z])(open|stat|lstat|access|chmod|link|linkat|mkdir|opendir|readlink|rename|rmdir|symlink|truncate|unlink)\('
found=$(
  {
    # Of the paths in Platform, those that are not the user's are known: they lie under /proc.
    grep -rnE --include='*.swift' "$foundation" Sources | grep -v '^Sources/Platform/Process/ProcessIdentity.swift' || true
    grep -rnE --include='*.swift' "$calls" Sources | grep -vE 'systemPath|func |[:] *//|= stat\(\)|\("/' || true
  }
)
if [ -n "$found" ]; then
  echo "$found" >&2
  echo 'These lose names that are not UTF-8. Sources/Platform/Files and Sources/FileFormats/Paths have what takes them.' >&2
  exit 1
fi
