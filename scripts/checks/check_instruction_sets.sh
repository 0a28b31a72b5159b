#!/usr/bin/env bash
# Checks that code for a newer processor stands in its own kernel module alone: AVX-512 (zmm registers) in KernelsAVX512,
# AVX (ymm registers) there and in KernelsAVX2. Anything else would crash older machines before the program can choose.
#
# Usage: scripts/checks/check_instruction_sets.sh [BINARY]      (default: .build/release/dcgan)
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"

binary=${1:-"$(dirname "$0")/../../.build/release/dcgan"}
if [ "$(uname -m)" != x86_64 ]; then
  echo "check_instruction_sets: nothing to check on $(uname -m)"
  exit 0
fi
if [ ! -f "$binary" ]; then
  echo "check_instruction_sets: '$binary' is not there; build it with 'swift build -c release'" >&2
  exit 66
fi

objdump --disassemble --no-show-raw-insn "$binary" | awk '
  /^[0-9a-f]+ <.*>:$/ { symbol = $2; sub(/^</, "", symbol); sub(/>:$/, "", symbol) }
  /%zmm/ { if (symbol ~ /KernelsAVX512/) wide++; else bad[symbol] = "zmm" }
  /%ymm/ { if (symbol ~ /KernelsAVX(2|512)/) narrow++; else if (!(symbol in bad)) bad[symbol] = "ymm" }
  /call.*sqrtf@|call.*<fmaf/ { slow[symbol] = 1 }
  END {
    for (symbol in bad) { printf "%s registers outside the kernel modules: %s\n", bad[symbol], symbol; failed = 1 }
    for (symbol in slow) { printf "a call of the C library in a loop over lanes: %s\n", symbol; failed = 1 }
    if (wide == 0) { print "no AVX-512 code at all: was -march lost?"; failed = 1 }
    if (narrow == 0) { print "no AVX code at all: was -march lost?"; failed = 1 }
    if (failed) exit 1
    printf "instruction sets: %d AVX-512 and %d AVX instructions, all inside the kernel modules\n", wide, narrow
  }'
