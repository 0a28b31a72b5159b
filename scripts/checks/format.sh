#!/usr/bin/env bash
#
# Formats the Swift sources in place; with --check, only reports what is not formatted and fails if anything is.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"

cd "$(dirname "${BASH_SOURCE[0]}")/../.."
paths=(Sources Tests Package.swift)

case ${1-} in
  '') swift format format --in-place --parallel --recursive "${paths[@]}" ;;
  --check) swift format lint --strict --parallel --recursive "${paths[@]}" ;;
  *)
    printf "Error: Unknown argument '%s'.\nUSAGE: format.sh [--check]\n" "$1" >&2
    exit 64
    ;;
esac
