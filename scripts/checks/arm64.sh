#!/usr/bin/env bash
#
# Builds, runs and tests the package where this machine alone cannot: for arm64 Linux, under qemu-aarch64, and for this
# machine with an older Swift. Both are Debian's compiler, installed in a directory of its own.
#
# Usage: scripts/checks/arm64.sh [OPTIONS] [STAGE ...]
#
# Stages, in this order; without any, all:
#   setup     install Debian's Swift in the directory, and unpack its arm64 libraries beside it (5 GB of disk)
#   build     build the program for arm64
#   loops     look for spilled registers in the machine code of its kernels
#   training  train under qemu, and compare the checkpoint with scripts/safety/same_bytes.sha256
#   tests     run the tests of TensorCore, NeuralNetwork and GAN under qemu
#   older     build for this machine with Debian's Swift, train, and run all tests
#
# Options:
#   --work DIR       where all that is installed and built goes (default: /var/tmp/dcgan-arm64); keep it for the next time
#   --mirror URL     the Debian archive (default: that of apt on this machine)
#   --suite NAME     Debian's suite (default: sid)
#   --packages LIST  what is installed beside Swift, for C's and C++'s headers (default: "libc6-dev libstdc++-15-dev
#                    zlib1g-dev")
#   --minutes N      the most that the tests may take under qemu (default: 60)
#   --long           train 50 steps of dcgan28 too: a quarter of an hour of processor time under qemu, for 3 seconds
#
# For Debian on x86-64, as root. Mounts vanish with the script: it runs in a namespace of its own.

set -euo pipefail

die() {
  printf 'Error: %s\n' "$1" >&2
  exit "${2:-1}"
}

[[ -n ${DCGAN_ARM64_NAMESPACE:-} ]] ||
  DCGAN_ARM64_NAMESPACE=1 exec unshare --mount --propagation private "${BASH_SOURCE[0]}" "$@"

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
all_stages=(setup build loops training tests older)
tested=(TensorCoreTests NeuralNetworkTests GANTests)
work=/var/tmp/dcgan-arm64
mirror=$(grep -hs '^URIs:' /etc/apt/sources.list.d/*.sources | awk 'NR == 1 { print $2 }' || true)
suite=sid
headers='libc6-dev libstdc++-15-dev zlib1g-dev'
minutes=60
short=--short
stages=()
while (($# > 0)); do
  case $1 in
    --work | --mirror | --suite | --packages | --minutes)
      (($# > 1)) || die "The option '$1' needs a value." 64
      case $1 in
        --work) work=$2 ;;
        --mirror) mirror=$2 ;;
        --suite) suite=$2 ;;
        --packages) headers=$2 ;;
        --minutes) minutes=$2 ;;
      esac
      shift
      ;;
    --long) short= ;;
    --help | -h)
      sed -n '3,/^$/s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
      exit
      ;;
    *)
      [[ " ${all_stages[*]} " == *" $1 "* ]] || die "Unknown option or stage '$1'; see '$0 --help'." 64
      stages+=("$1")
      ;;
  esac
  shift
done
((${#stages[@]} > 0)) || stages=("${all_stages[@]}")
[[ $(id -u) == 0 && $(uname -m) == x86_64 ]] || die 'This check runs on x86-64 alone, as root: it uses chroot.' 69

root=$work/$suite       # Debian, with the compiler
sysroot=$root/arm64     # C's and Swift's libraries and modules for arm64
swift_libraries=usr/libexec/swift/lib/swift/linux
quiet=(env DEBIAN_FRONTEND=noninteractive nice)

step() { printf '\n== %s (%s)\n' "$1" "$(date +%H:%M:%S)"; }

# --- setup ---

install_compiler() {
  [[ -n $mirror ]] || die "There is no archive in apt's sources; name one with --mirror." 66
  mkdir -p "$work"
  rm -rf -- "$root"
  "${quiet[@]}" debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$mirror" >"$work/setup.log"
  # An archive of a past day is no reason to stop.
  echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99past"
  mount --bind /proc "$root/proc"
  chroot "$root" apt-get update -qq
  # shellcheck disable=SC2086
  "${quiet[@]}" chroot "$root" apt-get install -y -qq --no-install-recommends swiftlang git $headers >>"$work/setup.log" 2>&1
  drop_overlay "$root"
}

install_libraries() {
  local apt=$work/apt
  rm -rf -- "$sysroot" "$apt"
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$sysroot/usr/lib"
  : >"$apt/status"
  echo "deb [arch=arm64 signed-by=$root/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" \
    >"$apt/sources.list"
  local options=(
    -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists"
    -o "Dir::Cache=$apt/cache" -o "Dir::State::status=$apt/status" -o APT::Architecture=arm64
    -o APT::Architectures=arm64 -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root
  )
  apt-get "${options[@]}" update -qq
  # shellcheck disable=SC2086
  apt-get "${options[@]}" install -y -d -qq --no-install-recommends libswiftlang $headers
  # 500 MB, for its modules; its programs are never run.
  (cd "$apt/cache/archives" && apt-get "${options[@]}" download -qq swiftlang)
  local package
  for package in "$apt"/cache/archives/*.deb; do nice dpkg -x "$package" "$sysroot"; done
  [[ -e $sysroot/lib ]] || ln -s usr/lib "$sysroot/lib"
  ln -sfn ../libexec/swift/lib/swift "$sysroot/usr/lib/swift"
  drop_overlay "$sysroot"
  rm -rf -- "$apt"
}

# Debian's Swift says that whoever imports Testing and Foundation needs a library that it does not bring.
drop_overlay() {
  if [[ ! -e $1/$swift_libraries/lib_Testing_Foundation.so ]]; then
    rm -rf -- "$1/$swift_libraries/Testing.swiftcrossimport"
  fi
}

write_destination() {
  cat >"$root/arm64.json" <<'JSON'
{
  "version": 1, "sdk": "/arm64", "toolchain-bin-dir": "/usr/libexec/swift/bin", "target": "aarch64-unknown-linux-gnu",
  "dynamic-library-extension": "so", "extra-cc-flags": ["-fPIC"], "extra-cpp-flags": ["-lstdc++"],
  "extra-swiftc-flags": [
    "-sdk", "/arm64", "-resource-dir", "/arm64/usr/lib/swift", "-use-ld=lld",
    "-tools-directory", "/usr/libexec/swift/bin"
  ]
}
JSON
}

setup() {
  local package missing=()
  for package in debootstrap qemu-user-static python3; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  if ((${#missing[@]} > 0)); then
    apt-get update -qq
    "${quiet[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
  fi
  # A file at the end of each half, so that one that was interrupted is done again.
  if [[ ! -e $work/compiler.done ]]; then
    install_compiler
    touch "$work/compiler.done"
  fi
  if [[ ! -e $work/libraries.done ]]; then
    install_libraries
    touch "$work/libraries.done"
  fi
  write_destination
}

# --- what the other stages share ---

# Swift finds its own libraries through /proc; a test opens a terminal, which lies in a file system under /dev.
enter() {
  [[ -e $work/libraries.done ]] || die "There is no compiler in '$work' yet; run the stage 'setup' first." 66
  mountpoint -q "$root/proc" || mount --bind /proc "$root/proc"
  mountpoint -q "$root/dev" || mount --rbind /dev "$root/dev"
  rm -rf -- "$root/src"
  mkdir -p "$root/src" "$root/build"
  # Times are kept, so that a second build does what is new alone.
  git -C "$checkout" ls-files -z --cached --others --exclude-standard |
    tar --directory "$checkout" --null --files-from - --create --ignore-failed-read |
    tar --directory "$root/src" --extract
  install --mode 755 "$(command -v qemu-aarch64-static)" "$root/usr/bin/"
}

# in_debian COMMAND: in the sources' copy, with that compiler.
in_debian() { nice chroot "$root" /bin/sh -c "cd /src && $1"; }

for_arm64='DCGAN_ARCHITECTURE=arm64 swift build --configuration release --destination /arm64.json'
arm64_program=$root/build/arm64/aarch64-unknown-linux-gnu/release/dcgan

# emulator PREFIX: the command that runs a program for arm64, where the libraries lie under PREFIX.
emulator() {
  printf '%s ' qemu-aarch64-static -L "$1" -E \
    "LD_LIBRARY_PATH=$1/$swift_libraries:$1/usr/lib/aarch64-linux-gnu"
}

# --- build, loops, training, tests ---

build() { in_debian "$for_arm64 --scratch-path /build/arm64 --product dcgan"; }

loops() {
  chroot "$root" /usr/libexec/swift/bin/llvm-objdump --disassemble --no-show-raw-insn \
    "/build/arm64/aarch64-unknown-linux-gnu/release/dcgan" | "$checkout/scripts/checks/check_loops.py" -
}

training() {
  # shellcheck disable=SC2046,SC2086
  nice python3 "$checkout/scripts/safety/same_bytes.py" $short --program $(emulator "$sysroot") "$arm64_program"
}

tests() {
  [[ -e $sysroot/$swift_libraries/libTesting.so ]] || die "Debian's Swift has no Swift Testing for arm64." 69
  # Optimised, since an emulator takes its time over every instruction; in a place of its own, since opening the modules
  # to their tests builds all of them anew.
  in_debian "$for_arm64 --scratch-path /build/arm64-tests --build-tests -Xswiftc -enable-testing"
  local bundle=/build/arm64-tests/aarch64-unknown-linux-gnu/release/dcganPackageTests.xctest
  local target ended status=0 seconds=$((minutes * 60)) start=$SECONDS
  for target in "${tested[@]}"; do
    ended=0
    # Two tests at a time would share the emulator's two processors with their own workers.
    in_debian "timeout $((seconds - SECONDS + start > 1 ? seconds - SECONDS + start : 1)) $(emulator /arm64) \
      $bundle --testing-library swift-testing --no-parallel --filter '^$target\\.'" >"$work/$target.log" 2>&1 || ended=$?
    if ((ended == 124)); then
      printf 'Error: %s did not end within %s minutes; passed so far: %s, left out: the rest.\n' \
        "$target" "$minutes" "$(grep -c '^✔ Test .* passed' "$work/$target.log")" >&2
      status=1
    elif ((ended != 0)); then
      grep -E '✘|Fatal|qemu:' "$work/$target.log" | head -n 30 >&2
      printf 'Error: %s failed on arm64; see %s.\n' "$target" "$work/$target.log" >&2
      status=1
    else
      grep 'Test run with' "$work/$target.log" | sed "s/^[^T]*/$target on arm64: /"
    fi
  done
  printf 'Left out on arm64: FileFormats, CommandLineKit, Runs, LatentSpace, hostile input, dcgan.\n'
  return "$status"
}

# --- older ---

older() {
  in_debian 'swift --version' 2>&1 | head -n 1
  in_debian 'swift build --build-tests --scratch-path /build/x86-64'
  local loader=$root/lib64/ld-linux-x86-64.so.2
  nice python3 "$checkout/scripts/safety/same_bytes.py" --program "$loader" \
    --library-path "$root/$swift_libraries:$root/usr/lib/x86_64-linux-gnu" "$root/build/x86-64/debug/dcgan"
  in_debian 'swift test --skip-build --scratch-path /build/x86-64' >"$work/older.log" 2>&1 || {
    grep '✘' "$work/older.log" | head -n 30 >&2
    die "A test fails with Debian's Swift; see $work/older.log."
  }
  grep 'Test run with' "$work/older.log"
}

for stage in "${all_stages[@]}"; do
  [[ " ${stages[*]} " == *" $stage "* ]] || continue
  step "$stage"
  [[ $stage == setup ]] || enter
  "$stage"
done
step 'done'
