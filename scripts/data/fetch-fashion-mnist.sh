#!/usr/bin/env bash
#
# Fetches the Fashion-MNIST data set; see --help.
#
# What is checked is the SHA-256 of the bytes inside each .gz file: mirrors may compress the same data in another way.
# Written for bash 3.2 too, which is the one macOS has.

set -euo pipefail

readonly default_base_url='http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/'
script_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly script_folder

# The exit codes of the dcgan program (and of sysexits.h).
readonly exit_usage=64 exit_bad_data=65 exit_no_input=66 exit_unavailable=69 exit_cannot_create=73 exit_io=74

usage() {
  cat <<EOF
OVERVIEW: Fetch the Fashion-MNIST data set (four files, 30 MB).

USAGE: fetch-fashion-mnist.sh [--base-url <url>] [--out <folder>] [--checksums <file>] [<base-url>]

An interrupted download goes on where it stopped. Files that are already there and right are kept.
A file gets its name only after the SHA-256 of its uncompressed bytes has been checked.

OPTIONS:
  --base-url <url>    Where the files are: http, https or file.
                      (default: $default_base_url)
  --out <folder>      Where to put them. (default: data/fashion-mnist of this repository)
  --checksums <file>  The names to fetch, without .gz, and their SHA-256, as sha256sum writes them.
                      (default: fashion-mnist.sha256 beside this script)
  -h, --help          Show this help.
EOF
}

# fail <exit code> <sentence>
fail() {
  printf 'Error: %s\n' "$2" >&2
  exit "$1"
}

# fail_usage <sentence>
fail_usage() {
  printf "Error: %s\nSee 'fetch-fashion-mnist.sh --help' for more information.\n" "$1" >&2
  exit "$exit_usage"
}

# sha256_inside <gzip file>: the SHA-256 of its uncompressed bytes; fails if it is not one whole gzip file.
sha256_inside() {
  if command -v sha256sum >/dev/null; then
    gzip -dc <"$1" 2>/dev/null | sha256sum | cut -d ' ' -f 1
  else
    gzip -dc <"$1" 2>/dev/null | shasum -a 256 | cut -d ' ' -f 1
  fi
}

# is_right <gzip file> <expected SHA-256>
is_right() {
  local actual
  actual=$(sha256_inside "$1") && [[ $actual == "$2" ]]
}

# local_path <file URL>: the path it names.
local_path() {
  local path=${1#file://}
  path=${path#localhost}
  path=${path//\\/\\\\}
  printf '%b' "${path//%/\\x}"
}

# The transfer_* functions take <url> <part file> and append what is missing to the part file. On failure they set
# `problem` and return 1, or return 2 if what is there cannot be continued.

transfer_with_curl() {
  local options=(--location --fail --continue-at - --retry 3 --connect-timeout 30 --speed-limit 1 --speed-time 60)
  local status code=0
  if [[ -t 2 ]]; then
    options+=(--progress-bar)
  else
    options+=(--silent)
  fi
  status=$(curl "${options[@]}" --write-out '%{http_code}' --output "$2" -- "$1") || code=$?
  # 33 and 36: the server or the offset does not allow to continue.
  if ((code == 33 || code == 36)) || [[ $status == 416 ]]; then
    return 2
  elif ((code == 22)); then
    fail "$exit_no_input" "The server answers $status for $1. Is the base URL right?"
  elif ((code == 23)); then
    fail "$exit_cannot_create" "Cannot write $2. Is the disk full?"
  elif ((code == 3)); then
    fail_usage "$1 is not a URL."
  elif ((code != 0)); then
    case $code in
      6) problem='the server is not known' ;;
      7) problem='the server cannot be reached' ;;
      18 | 52 | 56) problem='the connection was closed' ;;
      28) problem='the server has sent nothing for too long' ;;
      *) problem="curl stopped with code $code" ;;
    esac
    return 1
  fi
}

transfer_with_wget() {
  local code=0
  wget --quiet --continue --tries=3 --timeout=60 --output-document="$2" -- "$1" || code=$?
  if ((code == 8)); then
    fail "$exit_no_input" "The server does not give out $1. Is the base URL right?"
  elif ((code == 1)) && [[ -s $2 ]]; then
    return 2
  elif ((code != 0)); then
    problem="wget stopped with code $code"
    return 1
  fi
}

transfer_from_disk() {
  local path
  path=$(local_path "$1")
  [[ -f $path ]] || fail "$exit_no_input" "There is no file $path. Is the base URL right?"
  # Not cp, which would copy a write protection too.
  if ! cat -- "$path" >"$2"; then
    problem="$path cannot be read, or $2 cannot be written"
    return 1
  fi
}

transfer() {
  local url=${1// /%20}
  case $url in
    file://*) transfer_from_disk "$@" ;;
    *)
      if command -v curl >/dev/null; then
        transfer_with_curl "$url" "$2"
      else
        transfer_with_wget "$url" "$2"
      fi
      ;;
  esac
}

# fetch <name without .gz> <expected SHA-256>
fetch() {
  local file="$out/$1.gz" url="$base_url$1.gz"
  local part="$file.part" attempt=none result
  if [[ -e $file ]]; then
    if is_right "$file" "$2"; then
      printf '%s.gz: already there\n' "$1"
      return
    fi
    printf '%s.gz: what is there is damaged or another file; fetching it anew\n' "$1"
    rm -f -- "$file"
  fi

  until [[ -s $part ]] && is_right "$part" "$2"; do
    if [[ $attempt == fresh ]]; then
      rm -f -- "$part"
      fail "$exit_bad_data" "$url is not the expected file (by the SHA-256 of its uncompressed bytes); it was not kept. \
Try another --base-url."
    elif [[ $attempt == resumed ]]; then
      rm -f -- "$part"
      printf '%s.gz: the unfinished download cannot be completed; starting again\n' "$1"
    fi
    if [[ -s $part ]]; then
      attempt=resumed
      printf '%s.gz: going on with %s\n' "$1" "$url"
    else
      attempt=fresh
      printf '%s.gz: fetching %s\n' "$1" "$url"
    fi
    result=0
    transfer "$url" "$part" || result=$?
    if ((result == 1)); then
      fail "$exit_io" "The download of $url broke off: $problem. Run this script again to go on from there."
    elif ((result == 2)); then
      rm -f -- "$part"
    fi
  done
  mv -f -- "$part" "$file"
  printf '%s.gz: complete and right\n' "$1"
}

base_url='' out="$script_folder/../../data/fashion-mnist" checksums="$script_folder/fashion-mnist.sha256"
while (($# > 0)); do
  case $1 in
    -h | --help)
      usage
      exit 0
      ;;
    --base-url | --out | --checksums)
      if (($# < 2)) || [[ -z $2 ]]; then
        fail_usage "Option '$1' needs a value."
      fi
      case $1 in
        --base-url) base_url=$2 ;;
        --out) out=$2 ;;
        --checksums) checksums=$2 ;;
      esac
      shift 2
      ;;
    --base-url=* | --out=* | --checksums=*)
      option=${1%%=*} value=${1#*=}
      shift
      set -- "$option" "$value" "$@"
      ;;
    -*) fail_usage "Unknown option '$1'." ;;
    *)
      [[ -z $base_url ]] || fail_usage "Unexpected argument '$1': the base URL is already $base_url."
      base_url=$1
      shift
      ;;
  esac
done
base_url=${base_url:-$default_base_url}
base_url=${base_url%/}/

case $base_url in
  file:///* | file://localhost/*) ;;
  http://* | https://*)
    command -v curl >/dev/null || command -v wget >/dev/null ||
      fail "$exit_unavailable" "This script needs curl or wget; please install one of them."
    ;;
  *) fail_usage "The base URL must start with http://, https:// or file:///, but it is '$base_url'." ;;
esac
command -v gzip >/dev/null || fail "$exit_unavailable" "This script needs gzip; please install it."
command -v sha256sum >/dev/null || command -v shasum >/dev/null ||
  fail "$exit_unavailable" "This script needs sha256sum or shasum; please install one of them."
[[ -r $checksums ]] || fail "$exit_no_input" "There is no file $checksums with the checksums."
mkdir -p -- "$out" || fail "$exit_cannot_create" "Cannot make the folder $out."
out=$(cd -- "$out" && pwd)

problem='' count=0
while read -r expected name || [[ -n $expected ]]; do
  [[ $expected =~ ^[0-9a-f]{64}$ && -n $name ]] ||
    fail "$exit_bad_data" "$checksums: '$expected $name' is not a SHA-256 and a file name."
  fetch "${name#\*}" "$expected" </dev/null
  count=$((count + 1))
done <"$checksums"
((count > 0)) || fail "$exit_bad_data" "$checksums names no file."
# The names of the classes, for 'dcgan sample --class sneaker', inspect and evaluate.
if [[ $checksums -ef $script_folder/fashion-mnist.sha256 && ! -e $out/classes.txt ]]; then
  printf '%s\n' T-shirt/top Trouser Pullover Dress Coat Sandal Shirt Sneaker Bag 'Ankle boot' >"$out/classes.txt" ||
    fail "$exit_cannot_create" "Cannot write $out/classes.txt."
fi
printf 'The files are in %s\n' "$out"
