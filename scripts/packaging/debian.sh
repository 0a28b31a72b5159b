#!/usr/bin/env bash
#
# Makes a Debian package of dcgan for this machine's architecture, and looks for faults in it with lintian.
#
# Usage: scripts/packaging/debian.sh [--out DIR] [--program FILE] [--maintainer 'NAME <ADDRESS>']
#
#   --out DIR        where dcgan_VERSION_ARCHITECTURE.deb goes (default: .build/packages)
#   --program FILE   a program that is built already (default: it is built, with Swift's libraries inside)
#   --maintainer     who answers for the package (default: nobody who can be written to, with an override of lintian's)
#
# Needs dpkg-deb, dpkg-shlibdeps (dpkg-dev) and lintian. The same commit gives the same package, byte for byte.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

die() {
  printf 'Error: %s\n' "$1" >&2
  exit "${2:-1}"
}

out=.build/packages
program=
nobody='The owner of the project <owner@localhost.localdomain>'
maintainer=$nobody
while (($# > 0)); do
  (($# > 1)) || die "Unknown or incomplete option '$1'. Usage: debian.sh [--out DIR] [--program FILE] [--maintainer 'NAME <ADDRESS>']" 64
  case $1 in
    --out) out=$2 ;;
    --program) program=$2 ;;
    --maintainer) maintainer=$2 ;;
    *) die "Unknown option '$1'. Usage: debian.sh [--out DIR] [--program FILE] [--maintainer 'NAME <ADDRESS>']" 64 ;;
  esac
  shift 2
done
if [ -z "$program" ]; then
  swift build -c release --static-swift-stdlib --scratch-path .build/static --product dcgan
  program=$(swift build -c release --static-swift-stdlib --scratch-path .build/static --show-bin-path)/dcgan
fi

export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
umask 022
version=$("$program" --version | sed -n '1s/^dcgan //p')
architecture=$(dpkg --print-architecture)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
package=$work/package
documents=$package/usr/share/doc/dcgan

scripts/install.sh --prefix /usr --destdir "$package" --program "$program" >/dev/null
# The packages' own list takes its place, and Debian's directory of completions for zsh.
rm "$package/usr/share/dcgan/installed"
mkdir -p "$package/usr/share/zsh/vendor-completions"
mv "$package/usr/share/zsh/site-functions/_dcgan" "$package/usr/share/zsh/vendor-completions/"
rmdir "$package/usr/share/zsh/site-functions"
strip --strip-unneeded --remove-section=.comment --remove-section=.note "$package/usr/bin/dcgan"
gzip -9n "$package"/usr/share/man/man1/*.1

mkdir -p "$documents" "$package/usr/share/lintian/overrides"
cat >"$documents/copyright" <<END
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: dcgan
Comment: The owner has not chosen a licence yet. Until then nobody but the owner
 may copy, change or pass on this program.

Files: *
Copyright: 2026 the owner of the project
License: none-chosen-yet
 No licence has been chosen yet; all rights are the owner's.
END
gzip -9n >"$documents/changelog.gz" <<END
dcgan ($version) unstable; urgency=medium

  * What each version brought stands in the article "Changes" of the sources.

 -- $maintainer  $(date -uR -d "@$SOURCE_DATE_EPOCH")
END
cat >"$package/usr/share/lintian/overrides/dcgan" <<'END'
# The package answers no bug report of Debian's: it is made by a script of the project.
dcgan: initial-upload-closes-no-bugs
# Swift's libraries are inside the program, since Debian's releases have no package of them that could be depended on.
dcgan: embedded-library *
dcgan: hardening-no-fortify-functions *
END
if [ "$maintainer" = "$nobody" ]; then
  cat >>"$package/usr/share/lintian/overrides/dcgan" <<'END'
# Whoever passes the package on names a maintainer with --maintainer.
dcgan: bogus-mail-host Maintainer *
dcgan: bogus-mail-host-in-debian-changelog *
END
fi

mkdir -p "$package/DEBIAN" "$work/debian"
printf 'Source: dcgan\nPackage: dcgan\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O "$package/usr/bin/dcgan" 2>/dev/null | sed 's/^shlibs:Depends=//')
[ -n "$depends" ] || die "dpkg-shlibdeps does not tell what the program depends on."
cat >"$package/DEBIAN/control" <<END
Package: dcgan
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k --apparent-size -s "$package/usr" | cut -f1)
Depends: $depends
Section: science
Priority: optional
Description: trainer of deep convolutional generative adversarial networks
 dcgan trains a DCGAN (Radford et al., 2016) on a CPU: it learns to draw
 pictures like those it is shown. It is one native program in Swift, resumes
 a killed run to the same bytes, and judges how good its images are.
END
(cd "$package" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$package/DEBIAN/md5sums"
find "$package" -newermt "@$SOURCE_DATE_EPOCH" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +

mkdir -p "$out"
file=$out/dcgan_${version}_$architecture.deb
dpkg-deb --root-owner-group -Zxz --build "$package" "$file" >/dev/null
lintian --allow-root --fail-on error,warning "$file"
printf '%s, %s bytes\n' "$file" "$(stat -c %s "$file")"
