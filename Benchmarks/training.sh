#!/bin/sh
# aeviz against PyTorch on the same cores, in one run; see training_table.py.
#
#   Benchmarks/training.sh [PATH OF aeviz] [--part speed|memory|growth|error] [--rounds R]
#                          [--only NETWORK] [--mode eager|channels_last|compile]
#
# PyTorch (its processor build, from PyPI) goes into an environment of its own, outside the
# repository: $AEVIZ_BENCH_ENVIRONMENT, or ~/.cache/aeviz-bench. It is installed once.
set -eu
case "${1-}" in
  '' | --*) aeviz=$(realpath .build/release/aeviz) ;;
  *)
    aeviz=$(realpath "$1")
    shift
    ;;
esac
environment=${AEVIZ_BENCH_ENVIRONMENT:-${XDG_CACHE_HOME:-$HOME/.cache}/aeviz-bench}
here=$(dirname "$(realpath "$0")")

if [ ! -r /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ]; then
  echo "training.sh: Fashion-MNIST is missing; make test-packages installs it" >&2
  exit 66
fi
if ! "$environment/bin/python" -c 'import torch, safetensors' 2>/dev/null; then
  if ! python3 -m venv --help >/dev/null 2>&1 || ! python3 -c 'import ensurepip' 2>/dev/null; then
    echo "training.sh: python3 with venv is missing; apt-get install python3-venv" >&2
    exit 69
  fi
  echo "Installing PyTorch into $environment" >&2
  python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet torch numpy safetensors
fi
exec "$environment/bin/python" "$here/training_table.py" "$aeviz" "$@"
