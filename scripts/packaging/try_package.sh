#!/usr/bin/env bash
#
# Installs a Debian package in a clean Debian of its own, trains and samples with it there, and removes it again.
#
# Usage: scripts/packaging/try_package.sh FILE.deb [SUITE]      SUITE is bookworm if it is not said
#
# For Debian, as root: needs debootstrap and 500 MB of disk.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"

package=$(realpath -e "${1-}" 2>/dev/null) || {
  printf "Error: Name a package that is there, as debian.sh makes it.\n" >&2
  exit 64
}
suite=${2-bookworm}
[ -n "${DCGAN_NAMESPACE:-}" ] || DCGAN_NAMESPACE=1 exec unshare --mount --propagation private "${BASH_SOURCE[0]}" "$@"

root=$(mktemp -d /var/tmp/dcgan-clean.XXXXXX)
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf "$root"' EXIT
debootstrap --variant=minbase "$suite" "$root" >"$root.log" 2>&1 || { tail -n 20 "$root.log" >&2; exit 1; }
rm -f "$root.log"
mount -t proc proc "$root/proc"
cp "$package" "$root/dcgan.deb"

inside() { env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive chroot "$root" sh -ec "$1"; }
inside 'apt-get install -y -qq --no-install-recommends $(dpkg-deb -f /dcgan.deb Depends | sed "s/([^)]*)//g; s/,/ /g")' >/dev/null 2>&1
inside 'dpkg -i /dcgan.deb'
inside 'dcgan --version; cd /root; dcgan train --max-steps 3 --out run; dcgan sample --checkpoint run --out grid.png'
inside 'test -s /root/grid.png; dpkg -V dcgan; dpkg -r dcgan; ! command -v dcgan'
echo "Installed, trained, sampled and removed in a clean $suite."
