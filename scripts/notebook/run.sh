#!/usr/bin/env bash
#
# Runs the notebook beside this script: installs what it needs into a virtual environment of its own, executes it, and
# writes it with its outputs, as a notebook and as a page of HTML.
#
#   scripts/notebook/run.sh [RUN]          # a run of yours; without one, a small one is trained on data/tiny
#
# DCGAN names another program than the release build, VENV the environment (.venv-notebook), OUT where the outputs go
# (runs/notebook). The notebook itself stays without outputs: pictures of a data set do not belong into a repository.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repository=$(cd "$here/../.." && pwd)

[ $# -le 1 ] || { sed -n '3,11s/^# \{0,1\}//p' "$0" >&2; exit 64; }
[ $# -eq 0 ] || DCGAN_RUN=$(cd "$1" && pwd)
[ $# -eq 0 ] || export DCGAN_RUN
export DCGAN_REPOSITORY=$repository
DCGAN=$(realpath "${DCGAN:-$repository/.build/release/dcgan}")
export DCGAN
[ -x "$DCGAN" ] || { echo "There is no program '$DCGAN': build it with 'swift build -c release'." >&2; exit 66; }
out=${OUT:-$repository/runs/notebook}
mkdir -p "$out"
DCGAN_WORK=$(cd "$out" && pwd)
export DCGAN_WORK

venv=${VENV:-$repository/.venv-notebook}
if ! [ -x "$venv/bin/jupyter" ]; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet nbconvert ipykernel numpy pandas matplotlib safetensors pillow
fi
# The kernel of this environment, whatever others the user has.
JUPYTER_PATH="$venv/share/jupyter" "$venv/bin/jupyter" nbconvert --to notebook --execute "$here/run_directory.ipynb" \
  --output-dir "$out" --output run_directory.ipynb --log-level WARN
"$venv/bin/jupyter" nbconvert --to html "$out/run_directory.ipynb" --log-level WARN
echo "Executed: $out/run_directory.ipynb, $out/run_directory.html"
