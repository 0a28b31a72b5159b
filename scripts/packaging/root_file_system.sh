#!/usr/bin/env bash
#
# Puts a program and the libraries that it loads into an empty directory: the whole root file system of a container.
#
# Usage: scripts/packaging/root_file_system.sh [--program FILE] [--out DIR] [--try]
#
#   --program FILE   a program that is built already (default: it is built, with Swift's libraries inside)
#   --out DIR        where it goes; must not exist (default: .build/root-file-system, made anew)
#   --try            then train, sample, evaluate and resume in it, as a user without a name, with a root that cannot be
#                    written to, without /dev, a home and an environment (as root, or where user namespaces are
#                    permitted), and say how large it is

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

die() {
  printf 'Error: %s\n' "$1" >&2
  exit "${2:-1}"
}

program=
out=
try=
while (($# > 0)); do
  case $1 in
    --program | --out)
      (($# > 1)) || die "The option '$1' needs a value." 64
      case $1 in
        --program) program=$2 ;;
        --out) out=$2 ;;
      esac
      shift
      ;;
    --try) try=yes ;;
    *) die "Unknown option '$1'. Usage: root_file_system.sh [--program FILE] [--out DIR] [--try]" 64 ;;
  esac
  shift
done
if [ -z "$program" ]; then
  swift build -c release --static-swift-stdlib --scratch-path .build/static --product dcgan
  program=$(swift build -c release --static-swift-stdlib --scratch-path .build/static --show-bin-path)/dcgan
fi
if [ -z "$out" ]; then
  out=.build/root-file-system
  rm -rf "$out"
fi
[ ! -e "$out" ] || die "'$out' is there already." 73

scripts/install.sh --prefix /usr --destdir "$out" --program "$program" >/dev/null
rm -r "$out/usr/share/man" "$out/usr/share/bash-completion" "$out/usr/share/zsh" "$out/usr/share/fish"
mkdir -p "$out/runs" "$out/proc" "$out/dev" "$out/tmp" "$out/etc"
chmod 1777 "$out/runs" "$out/tmp"
strip --strip-unneeded "$out/usr/bin/dcgan"
# The loader and the libraries, each where the loader looks for it.
ldd "$program" | grep -o '/[^ ]*' | while IFS= read -r library; do install -D "$library" "$out$library"; done

[ -n "$try" ] || exit 0
echo "The program loads:"
ldd "$out/usr/bin/dcgan" | sed 's/ (0x.*//'
printf 'Size: %s bytes, of which the program %s.\n' "$(du -sb "$out" | cut -f1)" "$(stat -c %s "$out/usr/bin/dcgan")"

# Runs the program as a container would: nothing but this root, read-only except for /runs.
contained() {
  unshare --mount --propagation private bash -c '
    set -euo pipefail
    root=$1
    shift
    mount --bind "$root" "$root"
    mount --bind "$root/runs" "$root/runs"
    mount -o remount,bind,ro "$root"
    mount -t proc proc "$root/proc"
    exec env -i "$(command -v chroot)" --userspec=12345:54321 "$root" /usr/bin/dcgan "$@"
  ' bash "$(realpath "$out")" "$@"
}
contained train --epochs 1 --limit 640 --out /runs/one
contained sample --checkpoint /runs/one --out /runs/grid.png
contained evaluate --checkpoint /runs/one --count 64 --cache /runs/cache
contained train --resume /runs/one --epochs 2
[ -s "$out/runs/grid.png" ] || die "No picture was made."
echo "Trained, sampled, judged and went on in a root of its own."
