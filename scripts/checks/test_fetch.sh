#!/usr/bin/env bash
#
# Tests fetch-fashion-mnist.sh with small stand-in files, a server on 127.0.0.1, and file URLs. Needs python3.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"

script="$(cd "$(dirname "${BASH_SOURCE[0]}")/../data" && pwd)/fetch-fashion-mnist.sh"
work=$(mktemp -d "${TMPDIR:-/tmp}/test fetch.XXXXXX")
server_pid=''

clean_up() {
  if [[ -n $server_pid ]]; then
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
  fi
  rm -rf -- "$work"
}
trap clean_up EXIT

# --- The stand-in files: `good` is right, `bad` holds other data under the same names. ---

python3 - "$work" <<'PYTHON'
import gzip, hashlib, pathlib, random, sys

work = pathlib.Path(sys.argv[1])
checksums = []
for folder, seed in (("good", 1), ("bad", 2)):
    (work / folder).mkdir()
    for name, size in (("images", 300_000), ("labels", 1_000)):
        data = bytes(random.Random(seed).choices(range(256), k=size))
        (work / folder / f"{name}.gz").write_bytes(gzip.compress(data))
        if folder == "good":
            checksums.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
(work / "checksums").write_text("".join(checksums))
PYTHON

# --- The server. /range/ can resume, /plain/ cannot, /cut/ closes the connection half way; each serves the work folder.

cat >"$work/server.py" <<'PYTHON'
import http.server, pathlib, sys, urllib.parse

work = pathlib.Path(sys.argv[1])


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        kind, _, rest = urllib.parse.unquote(self.path).lstrip("/").partition("/")
        wanted = self.headers.get("Range")
        with open(work / "requests", "a") as log:
            log.write(f"{self.path} {wanted}\n")
        file = work / rest
        if not file.is_file():
            self.send_error(404)
            return
        data, start = file.read_bytes(), 0
        if wanted and kind != "plain":
            start = int(wanted[len("bytes=") :].split("-")[0])
            if start >= len(data):
                self.send_error(416)
                return
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self.wfile.write(data[start : start + len(data) // 2] if kind == "cut" else data[start:])

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
(work / "port.part").write_text(str(server.server_address[1]))
(work / "port.part").rename(work / "port")
server.serve_forever()
PYTHON

python3 "$work/server.py" "$work" &
server_pid=$!
for _ in $(seq 100); do
  [[ -e $work/port ]] && break
  sleep 0.1
done
[[ -e $work/port ]] || { printf 'Error: The test server did not start.\n' >&2; exit 1; }
server="http://127.0.0.1:$(cat "$work/port")"

# --- How a case is written: begin, prepare "$out", run, expect. ---

passed=0 failed=0 title='' out='' code=0 complaints=''

# begin <title>
begin() {
  title=$1 complaints=''
  out="$work/out"
  rm -rf -- "$out" "$work/requests"
  mkdir "$out"
  : >"$work/requests"
}

# run <arguments of the script>
run() {
  code=0
  bash "$script" --checksums "$work/checksums" --out "$out" "$@" >"$work/log" 2>&1 || code=$?
}

# expect <what> <command>: the command must succeed.
expect() {
  local what=$1
  shift
  "$@" || complaints+="    not so: $what"$'\n'
}

expect_code() { expect "exit code $1 (it is $code)" test "$code" -eq "$1"; }
expect_said() { expect "the output has '$1'" grep -qF -- "$1" "$work/log"; }
expect_asked() { expect "the server was asked: $1" grep -qF -- "$1" "$work/requests"; }
expect_not_asked() { expect "the server was not asked" test ! -s "$work/requests"; }
expect_absent() { expect "there is no $1" test ! -e "$out/$1"; }

expect_both_files() {
  local name
  for name in images labels; do
    expect "$name.gz is right" cmp -s "$out/$name.gz" "$work/good/$name.gz"
    expect_absent "$name.gz.part"
  done
}

# end: counts the case.
end() {
  if [[ -z $complaints ]]; then
    passed=$((passed + 1))
    printf 'ok      %s\n' "$title"
  else
    failed=$((failed + 1))
    printf 'FAILED  %s\n%s' "$title" "$complaints"
    sed 's/^/    | /' "$work/log"
  fi
}

# first_bytes <count> <file>
first_bytes() { head -c "$1" -- "$2"; }

# --- The cases ---

begin 'fresh download'
run --base-url "$server/range/good/"
expect_code 0
expect_both_files
end

begin 'the base URL as an argument, without a slash at its end'
run "$server/range/good"
expect_code 0
expect_both_files
end

begin 'an unfinished download is continued'
first_bytes 100000 "$work/good/images.gz" >"$out/images.gz.part"
run --base-url="$server/range/good/"
expect_code 0
expect_both_files
expect_asked '/range/good/images.gz bytes=100000-'
end

begin 'a complete unfinished download is not fetched again'
cp "$work/good/images.gz" "$out/images.gz.part"
cp "$work/good/labels.gz" "$out/labels.gz.part"
run "$server/range/good/"
expect_code 0
expect_both_files
expect_not_asked
end

begin 'an unfinished download of another file is given up and started again'
first_bytes 100000 "$work/bad/images.gz" >"$out/images.gz.part"
run "$server/range/good/"
expect_code 0
expect_both_files
expect_said 'starting again'
end

begin 'an unfinished download that is too long is started again'
cat "$work/bad/images.gz" "$work/bad/images.gz" >"$out/images.gz.part"
run "$server/range/good/"
expect_code 0
expect_both_files
end

begin 'a server that cannot continue'
first_bytes 100000 "$work/good/images.gz" >"$out/images.gz.part"
run "$server/plain/good/"
expect_code 0
expect_both_files
end

begin 'a connection that is cut leaves what came, and the next run goes on'
run "$server/cut/good/"
expect_code 74
expect_said 'Run this script again'
expect_absent images.gz
expect 'something came' test -s "$out/images.gz.part"
run "$server/range/good/"
expect_code 0
expect_both_files
expect_asked '/range/good/images.gz bytes='
end

begin 'a corrupted file is refused'
mkdir -p "$work/corrupted"
first_bytes 100000 "$work/good/images.gz" >"$work/corrupted/images.gz"
run "$server/range/corrupted/"
expect_code 65
expect_said 'is not the expected file'
expect_absent images.gz
expect_absent images.gz.part
end

begin 'another file under the same name is refused'
run "$server/range/bad/"
expect_code 65
expect_absent images.gz
expect_absent images.gz.part
end

begin 'a file that the server does not have'
run "$server/range/nowhere/"
expect_code 66
expect_said "Error: The server answers 404 for $server/range/nowhere/images.gz"
expect_absent images.gz
end

begin 'a missing file does not cost the unfinished download'
first_bytes 100000 "$work/good/images.gz" >"$out/images.gz.part"
run "$server/range/nowhere/"
expect_code 66
expect 'the part is as it was' test "$(wc -c <"$out/images.gz.part")" -eq 100000
end

begin 'a server that is not there'
run 'http://127.0.0.1:1/'
expect_code 74
expect_said 'the server cannot be reached'
end

begin 'files that are there are kept'
cp "$work/good/"*.gz "$out"
run "$server/range/good/"
expect_code 0
expect_both_files
expect_not_asked
expect_said 'already there'
end

begin 'a damaged file that is there is fetched anew'
first_bytes 5000 "$work/good/images.gz" >"$out/images.gz"
run "$server/range/good/"
expect_code 0
expect_both_files
end

begin 'a damaged file that is there is not left in place, whatever the server says'
first_bytes 5000 "$work/good/images.gz" >"$out/images.gz"
run "$server/range/nowhere/"
expect_code 66
expect_absent images.gz
end

begin 'a file URL'
mkdir -p "$work/plain-path"
cp "$work/good/"*.gz "$work/plain-path"
run "file://${work// /%20}/plain-path/"
expect_code 0
expect_both_files
end

begin 'a file URL and folders with spaces and a percent sign'
mkdir -p "$work/100% of it" "$work/out"
cp "$work/good/"*.gz "$work/100% of it"
url="$work/100%25 of it"
out="$work/out/a folder"
run "file://${url// /%20}"
expect_code 0
expect_both_files
end

begin 'a file URL that keeps its spaces'
run "file://$work/good"
expect_code 0
expect_both_files
end

begin 'a write-protected source is copied, and not its protection'
mkdir -p "$work/protected"
cp "$work/good/"*.gz "$work/protected"
chmod a-w "$work/protected/"*.gz
run "file://$work/protected"
expect_code 0
expect_both_files
expect 'the copy can be written' test -n "$(find "$out/images.gz" -perm -u=w)"
end

begin 'a file URL of nothing'
run "file://$work/nowhere/"
expect_code 66
expect_said 'There is no file'
end

begin 'a base URL with spaces'
mkdir -p "$work/with spaces"
cp "$work/good/"*.gz "$work/with spaces"
run "$server/range/with spaces/"
expect_code 0
expect_both_files
end

begin 'an unknown option'
run --base "$server"
expect_code 64
expect_said "Unknown option '--base'"
end

begin 'an option without its value'
run --base-url
expect_code 64
expect_said "Option '--base-url' needs a value."
end

begin 'a base URL of another kind'
run 'ftp://127.0.0.1/'
expect_code 64
expect_said 'must start with http://'
end

begin 'a list of checksums that is none'
printf 'hello\n' >"$work/list"
run --checksums "$work/list" "$server/range/good/"
expect_code 65
expect_said 'is not a SHA-256'
end

begin 'help'
run --help
expect_code 0
expect_said 'OVERVIEW: Fetch the Fashion-MNIST data set'
end

if command -v wget >/dev/null; then
  # A path on which everything but curl can be found.
  mkdir "$work/bin"
  for tool in bash cat cut dirname gzip mkdir mv rm sha256sum shasum wget; do
    if command -v "$tool" >/dev/null; then
      ln -s "$(command -v "$tool")" "$work/bin/$tool"
    fi
  done

  run_without_curl() {
    code=0
    PATH="$work/bin" bash "$script" --checksums "$work/checksums" --out "$out" "$@" >"$work/log" 2>&1 || code=$?
  }

  begin 'wget: an unfinished download is continued'
  first_bytes 100000 "$work/good/images.gz" >"$out/images.gz.part"
  run_without_curl "$server/range/good/"
  expect_code 0
  expect_both_files
  expect_asked '/range/good/images.gz bytes=100000-'
  end

  begin 'wget: a server that cannot continue'
  first_bytes 100000 "$work/good/images.gz" >"$out/images.gz.part"
  run_without_curl "$server/plain/good/"
  expect_code 0
  expect_both_files
  end

  begin 'wget: a file that the server does not have'
  run_without_curl "$server/range/nowhere/"
  expect_code 66
  expect_absent images.gz
  end

  begin 'wget: another file under the same name is refused'
  run_without_curl "$server/range/bad/"
  expect_code 65
  expect_absent images.gz
  end
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
((failed == 0))
