#!/bin/sh
# Packs what `make install` installs, for those who have no compiler.
#
#   Scripts/dist.sh deb TREE FOLDER       FOLDER/aeviz_VERSION_ARCHITECTURE.deb
#   Scripts/dist.sh tarball TREE FOLDER   FOLDER/aeviz-VERSION-linux-MACHINE.tar.gz
#
# TREE is where `make install DESTDIR=TREE PREFIX=/usr` has put the program, its data sets and its
# completions. The same tree gives the same bytes. A Debian package names who made it: DEBFULLNAME
# and DEBEMAIL say so, as they do to Debian's own tools, else what git calls the one who builds.
# Exit codes: 64 wrong use, 69 a tool is missing.
set -eu

usage() {
  echo "dist.sh: give 'deb' or 'tarball', the tree of make install, and a folder" >&2
  exit 64
}
[ $# -eq 3 ] || usage
kind=$1 tree=$2 folder=$3
program=$tree/usr/bin/aeviz
[ -x "$program" ] || usage
command -v dpkg-query >/dev/null || {
  echo "dist.sh: needs dpkg: the libraries are named by their Debian packages" >&2
  exit 69
}

version=$("$program" --version)
: "${SOURCE_DATE_EPOCH:=$(git -C "$(dirname "$0")/.." log -1 --format=%ct 2>/dev/null || echo 0)}"
export SOURCE_DATE_EPOCH
mkdir -p "$folder"

# Whom a Debian package names as its maintainer: `Name <address>`.
maintainer() {
  setting() { git -C "$(dirname "$0")/.." config "user.$1" 2>/dev/null || true; }
  name=${DEBFULLNAME:-$(setting name)}
  address=${DEBEMAIL:-$(setting email)}
  if [ -z "$name" ] || [ -z "$address" ]; then
    echo "dist.sh: whose package is it? Set DEBFULLNAME and DEBEMAIL, or git's user.name and user.email" >&2
    exit 64
  fi
  echo "$name <$address>"
}

# The Debian package of the file at $1; it may be known by its name before /lib became /usr/lib.
owner() {
  for path in "$1" "$(readlink -f "$1")"; do
    for name in "$path" "${path#/usr}"; do
      if package=$(dpkg-query -S "$name" 2>/dev/null); then
        echo "${package%%:*}"
        return
      fi
    done
  done
  echo "dist.sh: no Debian package has $1, which the program is linked to" >&2
  exit 69
}

# The packages of the libraries that the program is linked to, in the order of the alphabet. Which
# OpenBLAS serves is an alternative of Debian's, so any is good.
libraries() {
  needed=$(objdump -p "$program" | awk '$1 == "NEEDED" { print $2 }')
  found=$(
    for library in $needed; do
      path=$(ldd "$program" | awk -v name="$library" '$1 == name { print $3 }')
      if [ -n "$path" ]; then owner "$path"; fi # the loader itself has none
    done
  ) || exit 69
  for package in $(echo "$found" | sort -u); do
    case $package in
      libopenblas0-*) echo 'libopenblas0-pthread | libopenblas0' ;;
      # A program that was linked to this libc runs with it and with later ones.
      libc6) echo "libc6 (>= $(dpkg-query -W -f='${Version}' libc6 | sed 's/[-+].*//'))" ;;
      *) echo "$package" ;;
    esac
  done
}
fonts="fonts-inter
fonts-stix
fonts-droid-fallback"
libraries=$(libraries)

case $kind in
  deb)
    maintainer=$(maintainer)
    architecture=$(dpkg --print-architecture)
    # Where Debian's zsh looks, and what its policy wants to find.
    mkdir -p "$tree/usr/share/zsh/vendor-completions"
    mv "$tree/usr/share/zsh/site-functions/_aeviz" "$tree/usr/share/zsh/vendor-completions/"
    rmdir "$tree/usr/share/zsh/site-functions"
    mv "$tree/usr/share/doc/aeviz/LICENSE" "$tree/usr/share/doc/aeviz/copyright"
    mkdir -p "$tree/DEBIAN"
    depends=$(printf '%s\n%s\n' "$libraries" "$fonts" | paste -sd, | sed 's/,/, /g')
    cat >"$tree/DEBIAN/control" <<CONTROL
Package: aeviz
Version: $version
Architecture: $architecture
Maintainer: $maintainer
Section: science
Priority: optional
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Depends: $depends
Recommends: dataset-fashion-mnist
Suggests: ffmpeg
Description: trains autoencoders on images and draws what is inside them
 Figures for slides and a report of a whole run: connections of convolutions and
 their transposes, latent spaces, reconstructions, learned kernels, each
 computed from the network that it explains. Comes with two small data sets.
CONTROL
    dpkg-deb --root-owner-group -Zxz --build "$tree" "$folder/aeviz_${version}_$architecture.deb" >/dev/null
    echo "$folder/aeviz_${version}_$architecture.deb"
    ;;
  tarball)
    name=aeviz-$version-linux-$(uname -m)
    {
      echo "aeviz $version: bin/aeviz runs where it lies, share/ beside it. It needs, as Debian calls them:"
      printf '%s\n%s\n' "$libraries" "$fonts" | sed 's/^/  /'
    } >"$tree/usr/INSTALL"
    tar -C "$tree" --transform "s,^usr,$name," --sort=name --owner=0 --group=0 --numeric-owner \
      --mtime="@$SOURCE_DATE_EPOCH" -cf - usr | gzip -9n >"$folder/$name.tar.gz"
    echo "$folder/$name.tar.gz"
    ;;
  *) usage ;;
esac
