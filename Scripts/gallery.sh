#!/bin/sh
# Draws the pictures that README shows, by commands of aeviz only (and the page by a browser):
# output/gallery/.
#
#   Scripts/gallery.sh [PATH OF aeviz]
set -eu
cd "$(dirname "$0")/.."
aeviz=${1:-.build/release/aeviz}
gallery=output/gallery
run=output/gallery-run

rm -rf "$gallery" "$run" "$run"-*
mkdir -p "$gallery"
draw="--dpi 72"

# The lecture's figure and its geometries.
$aeviz stride-demo $draw -o $gallery/stride-2.png
$aeviz stride-demo $draw --theme dark -o $gallery/stride-2-dark.png
$aeviz stride-demo $draw --stride 1 -o $gallery/stride-1.png
$aeviz stride-demo $draw --view maps --channels 2:2 -o $gallery/maps.png
$aeviz stride-demo --view maps --channels 2:2 -o $gallery/maps.svg
for view in planes matrix values products three-ways overlap sizes steps; do
  $aeviz stride-demo $draw --view $view -o $gallery/$view.png
done
$aeviz stride-demo $draw --view three-ways --dims 1 --input 7 -o $gallery/three-ways-1d.png
$aeviz stride-demo $draw --view planes --input 14 --channels 64:32 --theme dark -o $gallery/planes-many.png
$aeviz stride-demo --dpi 48 --animate -o $gallery/sliding.gif
$aeviz data fashion $draw -o $gallery/data.png >/dev/null

# A run that was really trained.
$aeviz train --data fashion --preset conv --latent 16 --epochs 40 -o $run >/dev/null
for figure in architecture loss reconstructions class-errors latent manifold interpolation feature-maps-encoder \
  feature-maps-decoder filters receptive-field footprint checkerboard spectra denoising classification confusion generation \
  anomalies verdict appendix; do
  $aeviz figure $figure $run/run.json $draw -o $gallery/$figure.png
done
$aeviz stride-demo $draw --run $run/run.json --layer decoder.3 -o $gallery/decoder-3.png

$aeviz figure connectivity $run/run.json $draw --layer decoder.3 --view products -o $gallery/decoder-3-products.png
$aeviz figure connectivity $run/run.json $draw --view overlap -o $gallery/decoder-overlap.png

$aeviz figure connectivity $run/run.json $draw --layer encoder.0 --view planes -o $gallery/planes-run.png

# A variational one, one that learned to take noise away, one that never saw a class.
$aeviz train --data fashion --preset vae-dense --latent 2 --loss bce --schedule cosine --epochs 100 -o $run-vae >/dev/null
for figure in latent kl manifold generation; do
  $aeviz figure $figure $run-vae/run.json $draw -o $gallery/vae-$figure.png
done
$aeviz train --data fashion --noise gaussian:0.3 -o $run-noise >/dev/null
$aeviz figure denoising $run-noise/run.json $draw -o $gallery/denoising-trained.png
$aeviz train --data fashion --hold-out-class Bag -o $run-bag >/dev/null
$aeviz figure held-out-class $run-bag/run.json $draw -o $gallery/held-out-class.png
$aeviz compare $run $run-noise $run-bag $draw --figure reconstructions -o $gallery/compare.png
$aeviz sweep --latent 2,4,8,16,32 --epochs 10 --quiet -o $run-sweep >/dev/null
cp $run-sweep/sweep.png $gallery/sweep.png

# A page for a browser, of small images so that it stays small, and the picture of one.
$aeviz train --data digits --preset vae --latent 2 --epochs 60 -o $run-page >/dev/null
$aeviz page $run-page/run.json -o $gallery/page.html
$aeviz page $run-vae/run.json -o $run-page/fashion.html
node Scripts/gallery_page.mjs $run-page/fashion.html $gallery/page.png

# The report, small, page by page.
$aeviz report $run/run.json --page a4 --format png --dpi 48 -o $gallery/report/
rm -rf "$run" "$run"-*

size=$(du -sk "$gallery" | cut -f 1)
echo "$gallery: $size KB"
if [ "$size" -gt 9216 ]; then
  echo "gallery.sh: more than 9 MB; draw fewer or smaller pictures" >&2
  exit 1
fi
