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

# Swift's runtime keeps what it once made: no leak of ours.
export ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1:${ASAN_OPTIONS-}"
status=0
for target in ${*:-$(ls "$build/seeds")}; do
  mkdir -p "$build/corpus/$target"
  kept=Tests/FuzzTests/Fixtures/$target
  [ -d "$kept" ] || kept=
  # Whatever lies beyond the numbers of one drawing is read in vain.
  case $target in
    geometry | figures) longest=-max_len=128 ;;
    *) longest= ;;
  esac
  if "$fuzz" "$target" "$build/corpus/$target" "$build/seeds/$target" $kept \
    -dict=Fuzz/json.dict -max_total_time="$seconds" -runs="$runs" $longest -timeout=20 \
    -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 \
    -artifact_prefix="$build/found/$target-" >"$build/$target.log" 2>&1; then
    runs_done=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$target.log")
    echo "$target: $runs_done inputs, all answered"
  else
    status=1
    echo "$target: failed"
    grep -E 'Fatal error|ERROR|SUMMARY|Test unit written' "$build/$target.log" | head -n 5 || true
  fi
done
exit $status
