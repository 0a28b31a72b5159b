#!/usr/bin/env bash
# Checks that a training step allocates no memory after the first ones: counts calls of malloc in a short and in a longer
# run of the release build, by a library put before the C library's. One thread, since to hand a loop to other threads takes
# 32 bytes until its end.
# Linux with glibc alone; needs the release build, and clang, which comes with the Swift toolchain.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
# A training that fails in $(...) is the end.
shopt -s inherit_errexit
cd "$(dirname "$0")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/count.c" <<'C'
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static atomic_long calls;

void *malloc(size_t size) { calls++; return __libc_malloc(size); }
void *calloc(size_t count, size_t size) { calls++; return __libc_calloc(count, size); }
void *realloc(void *old, size_t size) { calls++; return __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) { calls++; return __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
  calls++;
  *result = __libc_memalign(alignment, size);
  return *result ? 0 : ENOMEM;
}

__attribute__((destructor)) static void report(void) {
  FILE *file = fopen(getenv("COUNT_FILE"), "w");
  fprintf(file, "%ld\n", (long)calls);
  fclose(file);
}
C
clang -O1 -fPIC -shared "$work/count.c" -o "$work/count.so"

# All steps lie in the first epoch, so that checkpoint, picture and line of the log are written at the end alone.
count() {
  rm -rf "$work/run" "$work/count"
  COUNT_FILE="$work/count" LD_PRELOAD="$work/count.so" .build/release/dcgan train --quiet --threads 1 \
    --data data/tiny --limit 2560 --recipe paper --log-every 100000 --sample-every 100000 --max-steps "$1" \
    --architecture "$2" --base-channels 4 --out "$work/run" "${@:3}"
  grep -q "\"step\":$1[,}]" "$work/run/metrics.jsonl" || { echo "The run of $2 did not come to step $1." >&2; exit 1; }
  cat "$work/count"
}

# Between them, the first two have every kind of layer of the paper's means; the others have the rest.
averaged='dcgan28 --average-half-life 1000 --schedule cosine --top-fakes 0.5'
shards='dcgan28 --loss relativistic --shards 2 --top-fakes 0.5 --augment translation'
means='plain28 --loss relativistic --r1 1 --r2 1 --penalty-every 2 --augment translation,cutout,flip'
conditional='plain28 --conditional --r1 1'
for architecture in dcgan28 dense-conv "$averaged" "$means" 'spectral28 --loss hinge --r1 1' "$conditional" "$shards"; do
  read -ra words <<<"$architecture"
  # A shard has two images at least.
  size=2
  [[ $architecture != *--shards* ]] || size=4
  last=$((2420 / size))
  more=$((last - 210))
  short=$(count 210 "${words[@]}" --batch-size "$size")
  long=$(count "$last" "${words[@]}" --batch-size "$size")
  # A few calls differ from run to run: Swift seeds its hash tables at random. One call in ten steps is too many.
  if [ $((long - short)) -ge $((more / 10)) ]; then
    echo "$more more steps of $architecture called malloc $((long - short)) times more often; they should not call it." >&2
    exit 1
  fi
  echo "Training steps of $architecture do not allocate: $short calls of malloc in a run of 210 steps, $long in one of $last."
done
