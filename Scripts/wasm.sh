#!/bin/sh
# Compiles AENetwork, the kernels and Tests/NetworkCheck to .build-wasm/check.wasm: Embedded Swift
# for wasm32 with SIMD. Needs a Swift toolchain that has that library; its clang and wasm-ld do the
# rest.
#
#   Scripts/wasm.sh                    build, unless nothing has changed
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
  if [ -e $out/check.wasm ]; then
    newer=$(find Sources/AENetwork Sources/CKernels Tests/NetworkCheck Scripts/wasm Scripts/wasm.sh \
      -newer $out/check.wasm -print -quit)
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
  for module in Sources/AENetwork Tests/NetworkCheck; do
    name=$(basename $module)
    # Whole modules without reflection, files, threads or a C library behind them.
    find $module -name '*.swift' -exec "$swiftc" -target $target \
      -enable-experimental-feature Embedded -wmo -O -parse-as-library -swift-version 6 \
      -package-name aeviz -module-name "$name" \
      -emit-module -emit-module-path $out/"$name".swiftmodule \
      -I $out -I Sources/CKernels/include -Xcc -msimd128 -Xcc -mbulk-memory -Xcc -ffreestanding \
      -Xfrontend -disable-stack-protector -c -o $out/"$name".o {} +
    objects="$objects $out/$name.o"
  done
  # shellcheck disable=SC2086
  "$tools/wasm-ld" --no-entry --gc-sections --allow-undefined-file=Scripts/wasm/imports.txt \
    --export-memory --export=network_check --export=network_check_free $objects \
    "$tools/../lib/swift/embedded/$target/libswiftUnicodeDataTables.a" -o $out/check.wasm
}

case "${1-build}" in
  build) build ;;
  available) command -v node >/dev/null || missing "there is no node to run WebAssembly" ;;
  check)
    [ $# -eq 2 ] || { echo "wasm.sh: give the native numbers, a JSON file" >&2; exit 64; }
    command -v node >/dev/null || missing "there is no node to run WebAssembly"
    build
    node Scripts/wasm/check.mjs $out/check.wasm "$2"
    ;;
  *)
    echo "wasm.sh: give nothing, 'check NATIVE.json' or 'available'" >&2
    exit 64
    ;;
esac
