#!/bin/sh
# `aeviz evaluate` against scikit-learn, scikit-image and SciPy, which measure the same, in one run; see
# evaluation_table.py and evaluation.py.
#
#   Benchmarks/evaluation.sh [PATH OF aeviz] [--rounds R] [--threads N] [--only fashion|fashion-mnist]
#
# They go into an environment of its own, outside the repository: $AEVIZ_BENCH_ENVIRONMENT, or
# ~/.cache/aeviz-bench. It is installed once.
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

if ! "$environment/bin/python" -c 'import sklearn, skimage, safetensors' 2>/dev/null; then
  if ! python3 -m venv --help >/dev/null 2>&1 || ! python3 -c 'import ensurepip' 2>/dev/null; then
    echo "evaluation.sh: python3 with venv is missing; apt-get install python3-venv" >&2
    exit 69
  fi
  echo "Installing scikit-learn and scikit-image into $environment" >&2
  [ -x "$environment/bin/python" ] || python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet scikit-learn scikit-image numpy safetensors
fi
exec "$environment/bin/python" "$here/evaluation_table.py" "$aeviz" \
  --small "$here/../Sources/AEData/Resources/datasets/fashion" "$@"
