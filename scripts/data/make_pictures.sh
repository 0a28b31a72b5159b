#!/usr/bin/env bash
#
# Makes the pictures of the README and of the articles: trains as the README's first command does, runs the commands of the
# article on latent space, and compares three networks. Takes about seven minutes on two cores. Needs the release build and
# Python.

set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../help.sh"
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

dcgan=.build/release/dcgan
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pictures=Sources/dcgan/dcgan.docc

"$dcgan" train --data data/tiny --out "$work/first"
cp "$work/first/samples/epoch-0025.png" data/trained-on-tiny.png

# Without classes, so that a walk leads from one to another.
"$dcgan" train --data data/tiny --recipe paper --out "$work/run"

make() { "$dcgan" "$1" --checkpoint "$work/run" "${@:2}"; }

make interpolate --keys 0,51,57,0 --frames 16 --scale 3 --out "$pictures/interpolate.gif"
make arithmetic "57,55,45 - 59,9 + 28,26,2" --out "$pictures/arithmetic.png"
make project --image 'data/tiny#0-9' --out "$pictures/project.png" --latents "$work/latents.safetensors"
make inpaint --image 'data/tiny#0-9' --hole 9,9,10,10 --out "$pictures/inpaint.png"
scripts/data/add_noise.py data/tiny/t10k-images-idx3-ubyte.gz "$work/noisy.idx"
make denoise --image "$work/noisy.idx#0-9" --noise 50 --out "$pictures/denoise.png"
make restyle --image 'data/tiny#36-37' --from coat --to T-shirt --data data/tiny --out "$pictures/restyle.png"

"$dcgan" compare --architectures dcgan28,gan,mlp-conv --data data/tiny --recipe paper --epochs 12 --out "$work/versus"
cp "$work/versus/samples.png" "$pictures/compared-on-tiny.png"
