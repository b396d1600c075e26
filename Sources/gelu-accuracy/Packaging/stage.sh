#!/bin/sh
# Makes a folder that can be moved anywhere, and an archive of it, from a program that is built.
#
#     stage.sh PROGRAM FOLDER
#
# FOLDER/stage has bin, share and include; FOLDER/gelu-accuracy-VERSION-PLATFORM.tar.xz has the same below
# one folder. The same program gives the same archive, byte for byte.
set -eu
program=$1 folder=$2
sources=$(cd "$(dirname "$0")/../../.." && pwd)
name=gelu-accuracy

rm -rf "$folder/stage"
mkdir -p "$folder/stage"
stage=$(cd "$folder/stage" && pwd)
umask 022

# Copies a file to a place in the stage.
put() {
  mkdir -p "$(dirname "$stage/$3")"
  cp "$2" "$stage/$3"
  chmod "$1" "$stage/$3"
}

put 755 "$program" "bin/$name"
strip "$stage/bin/$name"
# gelu-accuracy 0.1.0 (commit 0123abcd, linux-x86_64)
said=$("$stage/bin/$name" --version)
version=$(printf '%s\n' "$said" | cut -d' ' -f2)
platform=$(printf '%s\n' "$said" | sed 's/.*, \(.*\))$/\1/')

share=$stage/share
mkdir -p "$share/bash-completion/completions" "$share/zsh/site-functions" \
  "$share/fish/vendor_completions.d" "$share/man/man1"
"$stage/bin/$name" --generate-completion-script bash > "$share/bash-completion/completions/$name"
"$stage/bin/$name" --generate-completion-script zsh > "$share/zsh/site-functions/_$name"
"$stage/bin/$name" --generate-completion-script fish > "$share/fish/vendor_completions.d/$name.fish"
date=$(git -C "$sources" log -1 --format=%cs 2> /dev/null || date -u +%F)
"${PYTHON:-python3}" "$sources/Sources/gelu-accuracy/Packaging/manual.py" "$stage/bin/$name" "$version" "$date" \
  > "$share/man/man1/$name.1"

for file in README.md LICENSE CITATION.cff; do
  put 644 "$sources/$file" "share/doc/$name/$file"
done
for file in "$sources"/Sources/gelu-accuracy/Packaging/licenses/*; do
  put 644 "$file" "share/licenses/$name/$(basename "$file")"
done
{
  swiftc=${SWIFT:-swift}
  echo "swift: $("$swiftc" --version 2> /dev/null | head -1)"
  echo "mpfr: $(pkg-config --modversion mpfr 2> /dev/null || echo unknown)"
  echo "gmp: $(pkg-config --modversion gmp 2> /dev/null || echo unknown)"
} > "$share/licenses/$name/VERSIONS"
for header in Sources/CForeignKernel/include/gelu_accuracy_kernel.h Kernels/gelu_fast.h Kernels/gelu_double.h; do
  put 644 "$sources/$header" "include/$name/$(basename "$header")"
done

base=$name-$version-$platform
archive=$folder/$base.tar.xz
rm -f "$folder/$name"-*.tar.xz
"${TAR:-tar}" --create --directory "$stage" --transform "s,^\.,$base," --sort name --format gnu \
  --mtime @0 --owner 0 --group 0 --numeric-owner . | xz -6 -T1 > "$archive.part"
mv "$archive.part" "$archive"
echo "$stage"
echo "$archive: $(wc -c < "$archive") bytes, the program $(wc -c < "$stage/bin/$name")"
