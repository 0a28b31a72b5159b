#!/usr/bin/env bash
# Refuses what would lose paths that are not UTF-8: Foundation's functions on files, its list of arguments, and calls of the
# system that are given a path's text and not its bytes (`systemPath`, Sources/Platform/Files/PathText.swift).
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

foundation='FileManager|fileURLWithPath|URL\(filePath|contentsOfFile|contentsOf: URL|Data\(contentsOf|AtPath:'
foundation+='|CommandLine\.arguments|processInfo\.arguments'
calls='(^|[^.A-Za-z]|Glibc\.|Darwin\.)(access|chdir|chmod|chown|creat|fopen|link|linkat|lstat|mkdir|mkdtemp|mkstemp|open|openat'
calls+='|opendir|pathconf|readlink|realpath|remove|rename|rmdir|stat|statfs|statvfs|symlink|truncate|unlink|unlinkat|utimes)\('

# Lines of the sources, with the files and numbers, in which a pattern stands outside of comments.
lines() {
  grep -rnE --include='*.swift' "$1" Sources | sed -E 's,^([^:]*:[0-9]+:) *//.*,\1,; s,([^:"])//.*,\1,' | grep -E "$1" || true
}

[ -n "$(lines 'systemPath')" ] || { echo 'There are no sources to look at.' >&2; exit 1; }
found=$(
  # Of the paths in Platform, those that are not the user's are known: they lie under /proc.
  lines "$foundation" | grep -vE '^Sources/Platform/Process/ProcessIdentity.swift|: "/' || true
  # What is no path of the user's: a structure of the same name, and bytes.
  lines "$calls" | grep -vE 'systemPath|func |= [a-z]+\(\)|\("/|\(bytes' || true
)
if [ -n "$found" ]; then
  echo "$found" >&2
  echo 'These lose names that are not UTF-8. Sources/Platform/Files and Sources/FileFormats/Paths have what takes them.' >&2
  exit 1
fi
