#!/bin/sh
# Compiles AENetwork, the kernels and Tests/NetworkCheck for ARM of 64 bits (Embedded Swift; clang
# turns the kernels' vectors into NEON's) and runs them under qemu's emulation of such a processor.
# Needs a Swift toolchain that has that library, and on Debian
#
#   apt-get install qemu-user libc6-dev-arm64-cross libgcc-12-dev-arm64-cross
#
#   Scripts/neon.sh            build, unless nothing has changed, and print the numbers of each
#                              check, a line for each; the test NEONTests compares them
#   Scripts/neon.sh available  whether all that it takes is there
#
# Exit codes: 0 well, 1 it does not compile or run, 64 wrong use, 69 something is missing.
set -eu
cd "$(dirname "$0")/.."

target=aarch64-none-none-elf
out=.build-neon

missing() {
  echo "neon.sh: $1" >&2
  exit 69
}
swiftc=$(command -v swiftc) || missing "there is no swiftc on the path"
tools=$(dirname "$(readlink -f "$swiftc")")
[ -e "$tools/../lib/swift/embedded/Swift.swiftmodule/$target.swiftmodule" ] ||
  missing "the Swift toolchain has no library for $target"
[ -e /usr/aarch64-linux-gnu/lib/libc.a ] ||
  missing "there is no C library for ARM; apt-get install libc6-dev-arm64-cross"
runtime=$(dirname "$(ls /usr/lib/gcc-cross/aarch64-linux-gnu/*/crtbeginT.o 2>/dev/null | tail -n 1)")
[ -e "$runtime/libgcc.a" ] ||
  missing "there is no compiler's library for ARM; apt-get install libgcc-12-dev-arm64-cross"
command -v qemu-aarch64 >/dev/null ||
  missing "there is no qemu-aarch64; apt-get install qemu-user"

# clang for ARM, with Debian's C library.
arm_clang() {
  "$tools/clang" --target=aarch64-linux-gnu -isystem /usr/aarch64-linux-gnu/include \
    -I Sources/CKernels/include "$@"
}

build() {
  mkdir -p $out
  if [ -e $out/check ]; then
    newer=$(find Sources/AENetwork Sources/CKernels Tests/NetworkCheck Scripts/neon Scripts/neon.sh \
      -newer $out/check -print -quit)
    if [ -z "$newer" ]; then return; fi
  fi
  objects=
  for file in Sources/CKernels/*.c Scripts/neon/main.c; do
    object=$out/$(basename "$file" .c).o
    arm_clang -O2 -Wall -Wextra -Werror -c "$file" -o "$object"
    objects="$objects $object"
  done
  for module in Sources/AENetwork Tests/NetworkCheck; do
    name=$(basename $module)
    find $module -name '*.swift' | LC_ALL=C sort | xargs "$swiftc" -target $target \
      -enable-experimental-feature Embedded -wmo -O -parse-as-library -swift-version 6 \
      -package-name aeviz -module-name "$name" \
      -emit-module -emit-module-path $out/"$name".swiftmodule \
      -I $out -I Sources/CKernels/include \
      -Xcc -isystem -Xcc /usr/aarch64-linux-gnu/include \
      -Xfrontend -disable-stack-protector -c -o $out/"$name".o
    objects="$objects $out/$name.o"
  done
  # shellcheck disable=SC2086
  arm_clang -fuse-ld=lld -static -L /usr/aarch64-linux-gnu/lib -B "$runtime" -L "$runtime" \
    -B /usr/aarch64-linux-gnu/lib $objects \
    "$tools/../lib/swift/embedded/$target/libswiftUnicodeDataTables.a" -lm -o $out/check
}

case "${1-numbers}" in
  available) ;;
  numbers)
    build >&2
    qemu-aarch64 $out/check
    ;;
  *)
    echo "neon.sh: give nothing or 'available'" >&2
    exit 64
    ;;
esac
