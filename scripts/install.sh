#!/usr/bin/env bash
#
# Installs dcgan with its manual, its completions and the small data set, or removes what an earlier call installed.
#
# Usage: scripts/install.sh [--prefix DIR] [--destdir DIR] [--program FILE] [--uninstall]
#
#   --prefix DIR     where it goes: DIR/bin/dcgan and DIR/share (default: /usr/local)
#   --destdir DIR    a directory in front of the prefix, for those who make packages
#   --program FILE   a program that is built already (default: it is built, with Swift's libraries inside)
#   --uninstall      remove the files that DIR/share/dcgan/installed lists, and nothing else

set -euo pipefail

die() {
  printf 'Error: %s\n' "$1" >&2
  exit "${2:-1}"
}

prefix=/usr/local
destination=
program=
uninstall=
while (($# > 0)); do
  case $1 in
    --prefix | --destdir | --program)
      (($# > 1)) || die "The option '$1' needs a value." 64
      case $1 in
        --prefix) prefix=$2 ;;
        --destdir) destination=$2 ;;
        --program) program=$(realpath -e "$2" 2>/dev/null) || die "There is no program '$2'." 66 ;;
      esac
      shift
      ;;
    --uninstall) uninstall=yes ;;
    --help)
      sed -n '3,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit
      ;;
    *) die "Unknown option '$1'. 'scripts/install.sh --help' lists them." 64 ;;
  esac
  shift
done
case $prefix in
  /*) ;;
  *) prefix=$PWD/$prefix ;;
esac
case $destination in
  '' | /*) ;;
  *) destination=$PWD/$destination ;;
esac
root=$destination${prefix%/}
list=$root/share/dcgan/installed

# Removes files that the list names, then the directories that are empty for it.
remove_installed() {
  local file directory
  while IFS= read -r file; do
    case $file in
      */../* | ../* | /*) die "'$list' names '$file', which is outside of the prefix; nothing more was removed." 65 ;;
    esac
    rm -f "$root/$file"
  done <"$list"
  rm -f "$list"
  for directory in share/dcgan/tiny share/dcgan; do rmdir "$root/$directory" 2>/dev/null || true; done
}

if [ -n "$uninstall" ]; then
  [ -r "$list" ] || die "'$list' is not there: nothing was installed by this script under '$root'." 66
  remove_installed
  printf 'Removed dcgan from %s.\n' "$root"
  exit
fi

cd "$(dirname "${BASH_SOURCE[0]}")/.."
if [ -z "$program" ]; then
  swift build -c release --static-swift-stdlib --scratch-path .build/static --product dcgan
  program=$(swift build -c release --static-swift-stdlib --scratch-path .build/static --show-bin-path)/dcgan
fi
mkdir -p "$root" 2>/dev/null && [ -w "$root" ] ||
  die "'$root' cannot be written to; choose another --prefix, such as ~/.local, or ask for the right to." 73

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
work=$scratch/files
mkdir -p "$work/bin" "$work"/share/{man/man1,bash-completion/completions,zsh/site-functions,fish/vendor_completions.d,dcgan/tiny}
install -m 755 "$program" "$work/bin/dcgan"
"$program" manual --out "$work/share/man/man1"
"$program" completions bash >"$work/share/bash-completion/completions/dcgan"
"$program" completions zsh >"$work/share/zsh/site-functions/_dcgan"
"$program" completions fish >"$work/share/fish/vendor_completions.d/dcgan.fish"
cp data/tiny/*-ubyte.gz data/tiny/classes.txt "$work/share/dcgan/tiny/"

if [ -r "$list" ]; then remove_installed; fi
(cd "$work" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) >"$scratch/installed"
while IFS= read -r file; do
  case $file in bin/*) mode=755 ;; *) mode=644 ;; esac
  install -D -m "$mode" "$work/$file" "$root/$file"
done <"$scratch/installed"
install -D -m 644 "$scratch/installed" "$list"
printf 'Installed %s and %s files under %s/share; scripts/install.sh --prefix %s --uninstall removes them.\n' \
  "$root/bin/dcgan" "$(($(wc -l <"$scratch/installed") - 1))" "$root" "$prefix"
