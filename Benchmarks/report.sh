#!/bin/sh
# `aeviz report` against matplotlib on the same run, in one run; see report_table.py.
#
#   Benchmarks/report.sh [PATH OF aeviz] [--rounds R] [--run RUN.json]
#
# matplotlib goes into an environment of its own, outside the repository:
# $AEVIZ_BENCH_ENVIRONMENT, or ~/.cache/aeviz-bench. It is installed once.
set -eu
aeviz=$(realpath "${1:-.build/release/aeviz}")
[ $# -eq 0 ] || shift
environment=${AEVIZ_BENCH_ENVIRONMENT:-${XDG_CACHE_HOME:-$HOME/.cache}/aeviz-bench}
here=$(dirname "$(realpath "$0")")

if [ ! -r /usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz ]; then
  echo "report.sh: Fashion-MNIST is missing; make test-packages installs it" >&2
  exit 66
fi
if ! "$environment/bin/python" -c 'import matplotlib' 2>/dev/null; then
  if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    echo "report.sh: python3 with venv is missing; apt-get install python3-venv" >&2
    exit 69
  fi
  echo "Installing matplotlib into $environment" >&2
  [ -x "$environment/bin/python" ] || python3 -m venv "$environment"
  "$environment/bin/pip" install --quiet matplotlib numpy
fi
exec "$environment/bin/python" "$here/report_table.py" "$aeviz" "$@"
