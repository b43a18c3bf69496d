#!/bin/sh
# Draws the deck's figures with aeviz and typesets it: slides.pdf.
#
#   Examples/slides/beamer/build.sh [PATH OF aeviz]
#
# Needs Debian's texlive-latex-recommended, texlive-pictures and lmodern.
set -eu
if ! command -v pdflatex >/dev/null; then
  echo "build.sh: no pdflatex; apt-get install texlive-latex-recommended texlive-pictures lmodern" >&2
  exit 69
fi
aeviz=${1:-aeviz}
case $aeviz in */*) aeviz=$(realpath "$aeviz") ;; esac
cd "$(dirname "$0")"

mkdir -p figures
"$aeviz" stride-demo -o figures/pair.pdf
"$aeviz" stride-demo --animate -o figures/sliding.pdf
"$aeviz" stride-demo --view maps --animate -o figures/maps.pdf
"$aeviz" stride-demo --view steps -o figures/steps.pdf
"$aeviz" stride-demo --view matrix -o figures/matrix.pdf
"$aeviz" stride-demo --view overlap --size 13.333x6in --transparent -o figures/overlap.pdf

# Twice: the second time the page numbers are known.
for _ in 1 2; do
  pdflatex -interaction=nonstopmode -halt-on-error slides.tex >build.out ||
    { tail -n 20 build.out >&2; exit 65; }
done
rm -f build.out slides.aux slides.nav slides.snm slides.toc slides.out slides.log
echo "$(pwd)/slides.pdf"
