#!/bin/sh
# aeviz's map of the codes against scikit-learn's t-SNE on the same codes and processors, in one run;
# see tsne_table.py.
#
#   Benchmarks/tsne.sh [PATH OF aeviz] [--data NAME,FOLDER,…]
#
# scikit-learn goes into an environment of its own, outside the repository:
# $AEVIZ_BENCH_ENVIRONMENT, or ~/.cache/aeviz-bench. It is installed once.
set -eu
aeviz=$(realpath "${1:-.build/release/aeviz}")
[ $# -eq 0 ] || shift
environment=${AEVIZ_BENCH_ENVIRONMENT:-${XDG_CACHE_HOME:-$HOME/.cache}/aeviz-bench}
here=$(dirname "$(realpath "$0")")

if ! "$environment/bin/python" -c 'import sklearn, safetensors' 2>/dev/null; then
  if ! python3 -m venv --help >/dev/null 2>&1 || ! python3 -c 'import ensurepip' 2>/dev/null; then
    echo "tsne.sh: python3 with venv is missing; apt-get install python3-venv" >&2
    exit 69
  fi
  echo "Installing scikit-learn into $environment" >&2
  [ -x "$environment/bin/python" ] || python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet scikit-learn numpy safetensors
fi
exec "$environment/bin/python" "$here/tsne_table.py" "$aeviz" "$@"
