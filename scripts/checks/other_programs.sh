#!/usr/bin/env bash
#
# Runs what is said of PyTorch, torchrun, ONNX and safetensors against the real thing, as the article on other programs has
# it: steps made anew, checkpoints both ways, two processes with gloo, the example's generators, and exports. Takes an hour.
#
# Usage: scripts/checks/other_programs.sh [--python PROGRAM] [--dcgan PROGRAM] [CHECK...]
#   --python   an interpreter with torch, numpy, safetensors, onnx and onnxruntime (default: python3)
#   --dcgan    the program (default: .build/release/dcgan)
#   CHECK      of replay, pytorch, distributed, example and export (default: all)

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=python3
dcgan=.build/release/dcgan
checks=()
usage() { sed -n 's/^# \{0,1\}//; 3,10p' "${BASH_SOURCE[0]}"; }
while [ $# -gt 0 ]; do
  case $1 in
    --python) python=${2:?an interpreter} && shift ;;
    --dcgan) dcgan=${2:?a program} && shift ;;
    -h | --help) usage && exit ;;
    replay | pytorch | distributed | example | export) checks+=("$1") ;;
    *)
      printf "Error: Unknown argument '%s'.\n" "$1" >&2
      usage >&2
      exit 64
      ;;
  esac
  shift
done
[ ${#checks[@]} -gt 0 ] || checks=(replay pytorch distributed example export)

if [ ! -x "$dcgan" ]; then
  echo "Error: there is no '$dcgan': build it by 'swift build -c release', or name one with --dcgan." >&2
  exit 66
fi
if ! "$python" -c 'import torch, numpy, safetensors, onnx, onnxruntime'; then
  echo "Error: '$python' lacks a library: pip install torch numpy safetensors onnx onnxruntime, and give --python." >&2
  exit 66
fi
for check in "${checks[@]}"; do
  printf '\n== %s\n' "$check"
  "$python" "scripts/reference/check_$check.py" --dcgan "$dcgan"
done
printf '\nAll of it holds.\n'
