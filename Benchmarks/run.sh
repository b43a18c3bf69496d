#!/bin/sh
# Times what a user waits for; the numbers in README come from here.
#
#   Benchmarks/run.sh [PATH OF aeviz]
set -eu
aeviz=$(realpath "${1:-.build/release/aeviz}")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# The median of N runs of a command, in milliseconds, from process start to end.
median() {
  runs=$1
  name=$2
  shift 2
  "$@" >/dev/null 2>&1 # warm the file cache
  i=0
  while [ "$i" -lt "$runs" ]; do
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    echo $(((end - start) / 1000))
    i=$((i + 1))
  done | sort -n | awk -v name="$name" '
    { t[NR] = $1 }
    END { printf "%-44s %8.1f ms  (%.1f to %.1f, %d runs)\n", name, t[int((NR + 1) / 2)] / 1000,
      t[1] / 1000, t[NR] / 1000, NR }'
}

# The same against a promise: the fastest of N runs has to keep it, since a machine that does something
# else at the same time only ever makes them slower.
promise() {
  limit=$1
  shift
  median "$@" | awk -v limit="$limit" '
    { split($0, part, /[(]/); fastest = part[2] + 0
      printf "%s   target %d ms: %s\n", $0, limit, fastest <= limit ? "kept" : "MISSED" }'
}

echo "$(nproc) processors, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)"
median 21 "aeviz --version" "$aeviz" --version
promise 80 31 "aeviz stride-demo, PDF" "$aeviz" stride-demo --format pdf -o x.pdf
median 21 "aeviz stride-demo, SVG" "$aeviz" stride-demo --format svg -o x.svg
median 11 "aeviz stride-demo, PNG of 1920 x 1080" "$aeviz" stride-demo -o x.png
promise 200 31 "aeviz stride-demo, PNG of 3840 x 2160" "$aeviz" stride-demo --dpi 288 -o x.png
median 11 "aeviz stride-demo --view maps, PDF" \
  "$aeviz" stride-demo --view maps --channels 2:2 --format pdf -o x.pdf

# Every view, of the same geometry.
for view in maps matrix values products three-ways overlap sizes steps; do
  promise 80 15 "aeviz stride-demo --view $view, PDF" \
    "$aeviz" stride-demo --view $view --format pdf -o x.pdf
  promise 200 15 "aeviz stride-demo --view $view, PNG of 3840 x 2160" \
    "$aeviz" stride-demo --view $view --dpi 288 -o x.png
done

# 5 x 6 positions of the window, 1920 x 1080.
thirty="--input 9x11 --animate"
promise 2000 7 "30 frames, GIF" "$aeviz" stride-demo $thirty -o x.gif
promise 2000 7 "30 frames, GIF, dark" "$aeviz" stride-demo $thirty --theme dark -o x.gif
median 7 "30 frames, PDF" "$aeviz" stride-demo $thirty -o x.pdf
median 3 "30 frames, PNG" "$aeviz" stride-demo $thirty -o frames/

# Training: images a second of the last epoch, and what came of it.
for preset in conv dense linear; do
  "$aeviz" train --data fashion --preset $preset --epochs 10 -o $preset 2>&1 >/dev/null |
    awk -v name="aeviz train --preset $preset" 'END { sub(/^epoch [0-9\/]*, /, ""); printf "%-44s %s\n", name, $0 }'
done
median 5 "aeviz report, PDF" "$aeviz" report conv/run.json -o x.pdf
median 5 "aeviz figure latent, PDF" "$aeviz" figure latent conv/run.json -o x.pdf
