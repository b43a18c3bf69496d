#!/bin/sh
# Installs the Debian packages that aeviz needs and that are not there yet.
#
#   Scripts/packages.sh run          what building and running needs
#   Scripts/packages.sh test         that, and what the tests need beyond it
#   Scripts/packages.sh run --list   only says which packages are meant
#
# When nothing is missing, nothing is called: neither the network nor sudo.
# Exit codes: 0 all there, 64 wrong use, 69 this system cannot install them by itself.
set -eu

# Compiler pieces that the Swift toolchain expects, git for the one Swift package, then the C
# libraries by the system module that binds them, then the fonts of the figures, and one for class
# names in Chinese, Japanese and Korean.
run_packages="
  g++ git ca-certificates pkg-config
  libcairo2-dev libpango1.0-dev
  libopenblas-dev liblapacke-dev
  libgif-dev
  zlib1g-dev libssl-dev
  libpng-dev libturbojpeg0-dev libwebp-dev libexif-dev libzip-dev libnanopb-dev
  fonts-inter fonts-stix fonts-droid-fallback
"
# poppler opens the PDFs, qpdf checks what they are made of; the full Fashion-MNIST is read by the tests of the IDX reader; node runs
# the networks in WebAssembly; chromium and firefox open the pages, whose types node-typescript checks;
# ONNX's own test cases (21 MB) go through the importer.
test_packages="
  poppler-utils qpdf dataset-fashion-mnist nodejs node-typescript libonnx-testdata
  chromium chromium-driver firefox-esr
"

case "${1-}" in
  run) wanted=$run_packages ;;
  test) wanted="$run_packages $test_packages" ;;
  *)
    echo "packages.sh: give 'run' or 'test'" >&2
    exit 64
    ;;
esac

if [ "${2-}" = --list ]; then
  printf '%s\n' $wanted
  exit 0
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
  # Not Debian: what counts is that the libraries can be found.
  # giflib and nanopb have no .pc files: the compiler says whether their headers are there.
  if pkg-config --exists pangocairo openblas zlib libcrypto libpng libturbojpeg libwebpdemux libexif libzip 2>/dev/null &&
    printf '#include <gif_lib.h>\n#include <pb_decode.h>\n' | cc -E - >/dev/null 2>&1; then exit 0; fi
  cat >&2 <<'EOF'
packages.sh: this system has no apt-get. Install, with its headers, by your own package manager:
  pkg-config, cairo, pango, OpenBLAS with LAPACKE, giflib, nanopb, zlib, OpenSSL, libpng, libjpeg-turbo with
  its TurboJPEG interface, libwebp, libexif, libzip; the fonts Inter and STIX Two,
  and one that has Chinese, Japanese and Korean;
  for the tests also poppler's command-line tools, qpdf and node.
  (Fedora: dnf install pkgconf cairo-devel pango-devel openblas-devel lapack-devel giflib-devel nanopb-devel zlib-devel openssl-devel \
     libpng-devel turbojpeg-devel libwebp-devel libexif-devel libzip-devel \
     rsms-inter-fonts stix-fonts poppler-utils qpdf nodejs; macOS: brew install pkgconf cairo pango openblas giflib nanopb openssl@3 \
     libpng jpeg-turbo webp libexif libzip poppler qpdf node font-inter font-stix-two-text)
EOF
  exit 69
fi

missing=
for package in $wanted; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  case $state in
    installed*) ;;
    *) missing="$missing $package" ;;
  esac
done
if [ -z "$missing" ]; then exit 0; fi

if ! command -v apt-get >/dev/null 2>&1; then
  echo "packages.sh: missing, and there is no apt-get to install them:$missing" >&2
  exit 69
fi
as_root=
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    echo "packages.sh: not root and no sudo; as root, run: apt-get install$missing" >&2
    exit 69
  fi
  as_root=sudo
fi

echo "Installing:$missing" >&2
$as_root apt-get update -q
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing
