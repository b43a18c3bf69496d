#!/bin/sh
# Feeds every reader and every figure with mutated input, and ends with 1 when one of them trapped,
# hung or took too much memory; the input is then in .build-fuzz/found.
#
#   Fuzz/fuzz.sh [SECONDS] [TARGET…]      SECONDS for each target; 0 for no limit
#
#   FUZZ_RUNS=1000000            as many inputs for each target, if the time allows
#   FUZZ_CONFIGURATION=release   some ten times as many in the same time; every check of the program
#                                stays in. It is a build of its own.
#   FUZZ_BUILD=DIR               where the build, the corpora and what was found are kept
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-20}
[ $# -gt 0 ] && shift
runs=${FUZZ_RUNS:--1}
configuration=${FUZZ_CONFIGURATION:-debug}
build=${FUZZ_BUILD:-.build-fuzz}

# libFuzzer without its own `main`, from the toolchain; the compiler's half of it is asked for by
# the frontend's flag, so that the driver does not link the one with `main`.
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swiftc)")")")
library=$(ls "$toolchain"/lib/clang/*/lib/linux/libclang_rt.fuzzer_no_main-"$(uname -m)".a)
export AEVIZ_FUZZ=1
swift build --scratch-path "$build" -c "$configuration" --product aeviz-fuzz --sanitize=address \
  -Xswiftc -Xfrontend -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld -Xlinker "$library" \
  -Xlinker -lstdc++
fuzz=$build/$configuration/aeviz-fuzz

# The targets write the files that their readers want: into memory, where there is such a place.
shared=/dev/shm
[ -w $shared ] || shared=${TMPDIR:-/tmp}
TMPDIR=$(mktemp -d "$shared/aeviz-fuzz-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 130' INT TERM HUP

"$fuzz" seeds "$build/seeds"
mkdir -p "$build/found"

# Swift's runtime keeps what it once made: no leak of ours. To write down who has asked for each
# piece of memory takes a third of the time: a report names the last two callers.
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:malloc_context_size=2:\
quarantine_size_mb=32:${ASAN_OPTIONS-}"
# One target; its line of the answer goes into a file, since several are fed at once.
feed() {
  mkdir -p "$build/corpus/$1"
  kept=Tests/FuzzTests/Fixtures/$1
  [ -d "$kept" ] || kept=
  # Whatever lies beyond the numbers of one drawing is read in vain.
  case $1 in
    geometry | figures) longest=-max_len=128 ;;
    *) longest= ;;
  esac
  if "$fuzz" "$1" "$build/corpus/$1" "$build/seeds/$1" $kept \
    -dict=Fuzz/json.dict -max_total_time="$seconds" -runs="$runs" $longest -timeout=20 -detect_leaks=0 \
    -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$build/found/$1-" >"$build/$1.log" 2>&1; then
    runs_done=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$1.log")
    echo "$1: $runs_done inputs, all answered" >"$build/$1.answer"
  else
    {
      echo "$1: failed"
      grep -E 'Fatal error|ERROR|SUMMARY|Test unit written' "$build/$1.log" | head -n 5 || true
    } >"$build/$1.answer"
  fi
}

# As many at once as there are processors.
targets=${*:-$(ls "$build/seeds")}
fed=0
for target in $targets; do
  feed "$target" &
  fed=$((fed + 1))
  if [ $((fed % $(nproc))) -eq 0 ]; then wait; fi
done
wait
status=0
for target in $targets; do
  cat "$build/$target.answer"
  if grep -q 'failed$' "$build/$target.answer"; then status=1; fi
done
exit $status
