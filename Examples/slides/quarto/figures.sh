#!/bin/sh
# Draws the figures of slides.qmd with aeviz: figures/.
#
#   Examples/slides/quarto/figures.sh [PATH OF aeviz]
set -eu
aeviz=${1:-aeviz}
case $aeviz in */*) aeviz=$(realpath "$aeviz") ;; esac
cd "$(dirname "$0")"

mkdir -p figures
"$aeviz" stride-demo -o figures/pair.svg
"$aeviz" stride-demo --animate -o figures/sliding.gif
"$aeviz" stride-demo --view maps --animate -o figures/maps.gif
"$aeviz" stride-demo --view values --animate -o figures/values/
"$aeviz" stride-demo --view steps -o figures/steps.svg
"$aeviz" stride-demo --view overlap -o figures/overlap.svg
