#!/bin/sh
# Compiles AENetwork and the kernels for WebAssembly: Embedded Swift for wasm32 with SIMD. With
# Tests/NetworkCheck they become .build-wasm/check.wasm, with Sources/PageModule
# .build-wasm/page.wasm. Needs a Swift toolchain that has that library; its clang and wasm-ld do the
# rest.
#
#   Scripts/wasm.sh                    build both, unless nothing has changed
#   Scripts/wasm.sh page               build, put the page's module where it is committed
#   Scripts/wasm.sh same               whether the one that is committed was made of these sources
#   Scripts/wasm.sh check NATIVE.json  build, run by node, compare with the numbers of a native run
#                                      (the test WebAssemblyTests writes and passes them)
#   Scripts/wasm.sh available          whether all that it takes is there
#
# Exit codes: 0 well, 1 the numbers differ or it does not compile, 64 wrong use, 69 something is
# missing.
set -eu
cd "$(dirname "$0")/.."

target=wasm32-unknown-none-wasm
out=.build-wasm
committed=Sources/Page/Resources/page.wasm
stated=Scripts/wasm/page-sources.sha256

missing() {
  echo "wasm.sh: $1" >&2
  exit 69
}
swiftc=$(command -v swiftc) || missing "there is no swiftc on the path"
tools=$(dirname "$(readlink -f "$swiftc")")
[ -e "$tools/../lib/swift/embedded/Swift.swiftmodule/$target.swiftmodule" ] ||
  missing "the Swift toolchain has no library for $target"
for tool in clang wasm-ld; do
  [ -x "$tools/$tool" ] || missing "the Swift toolchain has no $tool"
done

build() {
  mkdir -p $out
  # Whoever comes second waits until the first one has built.
  exec 9>$out/lock
  if command -v flock >/dev/null; then flock 9; fi
  if [ -e $out/page.wasm ]; then
    newer=$(find Sources/AENetwork Sources/CKernels Sources/PageModule Tests/NetworkCheck \
      Scripts/wasm Scripts/wasm.sh -newer $out/page.wasm -print -quit)
    if [ -z "$newer" ]; then return; fi
  fi
  objects=
  for file in Sources/CKernels/*.c Scripts/wasm/runtime.c; do
    object=$out/$(basename "$file" .c).o
    "$tools/clang" --target=$target -O3 -msimd128 -mbulk-memory -ffreestanding -fno-builtin \
      -Wall -Wextra -Werror -I Scripts/wasm/include -I Sources/CKernels/include \
      -c "$file" -o "$object"
    objects="$objects $object"
  done
  for module in Sources/AENetwork Tests/NetworkCheck Sources/PageModule; do
    name=$(basename $module)
    # Whole modules without reflection, files, threads or a C library behind them.
    # Sorted, since the order of the files is their order in the module.
    find $module -name '*.swift' | LC_ALL=C sort | xargs "$swiftc" -target $target \
      -enable-experimental-feature Embedded -wmo -O -parse-as-library -swift-version 6 \
      -package-name aeviz -module-name "$name" \
      -emit-module -emit-module-path $out/"$name".swiftmodule \
      -I $out -I Sources/CKernels/include -Xcc -msimd128 -Xcc -mbulk-memory -Xcc -ffreestanding \
      -Xfrontend -disable-stack-protector -c -o $out/"$name".o
  done
  link check NetworkCheck
  link page PageModule
}

# One digest of all that the page's module is made of.
sources() {
  find Sources/AENetwork Sources/CKernels Sources/PageModule Scripts/wasm Scripts/wasm.sh -type f |
    grep -v -e $stated -e NetworkCheck | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d ' ' -f 1
}

# $out/$1.wasm from the module $2, which gives what Scripts/wasm/$1-exports.txt lists.
link() {
  # shellcheck disable=SC2046,SC2086
  "$tools/wasm-ld" --no-entry --gc-sections --strip-all \
    --allow-undefined-file=Scripts/wasm/imports.txt --export-memory \
    $(sed 's/^/--export=/' Scripts/wasm/$1-exports.txt) $objects $out/AENetwork.o $out/$2.o \
    "$tools/../lib/swift/embedded/$target/libswiftUnicodeDataTables.a" -o $out/$1.wasm
}

case "${1-build}" in
  build) build ;;
  page)
    build
    cp $out/page.wasm $committed
    (cd "$(dirname $committed)" && sha256sum page.wasm) >$committed.sha256
    sources >$stated
    ;;
  same)
    # By the sources: two builds of the same ones differ in some twenty bytes.
    (cd "$(dirname $committed)" && sha256sum --check --quiet page.wasm.sha256) &&
      [ "$(sources)" = "$(cat $stated)" ] || {
      echo "wasm.sh: $committed was made of other sources; run Scripts/wasm.sh page" >&2
      exit 1
    }
    ;;
  available) command -v node >/dev/null || missing "there is no node to run WebAssembly" ;;
  check)
    [ $# -eq 2 ] || { echo "wasm.sh: give the native numbers, a JSON file" >&2; exit 64; }
    command -v node >/dev/null || missing "there is no node to run WebAssembly"
    build
    node Scripts/wasm/check.mjs $out/check.wasm "$2"
    ;;
  *)
    echo "wasm.sh: give nothing, 'page', 'same', 'check NATIVE.json' or 'available'" >&2
    exit 64
    ;;
esac
