#!/usr/bin/env bash
# Puts gelu-accuracy on the PATH of the steps that follow: a program that is named, or a release.
#
# Reads PROGRAM, VERSION, ACTION_REPOSITORY, ACTION_REF, RUNNER_OS, RUNNER_ARCH, RUNNER_TEMP and, for tests,
# RELEASES, the address that releases lie below.
set -euo pipefail

fail() { echo "::error::$*" >&2; exit 2; }

if [ -n "${PROGRAM-}" ]; then
  [ -x "$PROGRAM" ] || fail "program: $PROGRAM is no program"
  folder=$(cd "$(dirname "$PROGRAM")" && pwd)
  [ "$(basename "$PROGRAM")" = gelu-accuracy ] || fail "program: $PROGRAM must be called gelu-accuracy"
  echo "$folder" >>"$GITHUB_PATH"
  exit 0
fi

case ${RUNNER_OS-}-${RUNNER_ARCH-} in
Linux-X64) platform=linux-x86_64 ;;
Linux-ARM64) platform=linux-arm64 ;;
macOS-ARM64) platform=macos-arm64 ;;
*) fail "there is no release for ${RUNNER_OS-?} on ${RUNNER_ARCH-?}; build it, and give its path as program" ;;
esac

releases=${RELEASES:-https://github.com/${ACTION_REPOSITORY:?}/releases}
version=${VERSION-}
version=${version#v}
# The action at a tag takes the program of that tag.
[[ -z $version && ${ACTION_REF-} =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]] && version=${ACTION_REF#v}
from=$releases/latest/download
[ -z "$version" ] || from=$releases/download/v$version

folder=$RUNNER_TEMP/gelu-accuracy
rm -rf "$folder"
mkdir -p "$folder"
get() { curl --fail --silent --show-error --location --retry 3 --output "$folder/$1" "$from/$1"; }
get SHA256SUMS || fail "no release ${version:-latest} at $from"
line=$(grep -E "  gelu-accuracy-[0-9][^ ]*-$platform\.tar\.xz$" "$folder/SHA256SUMS") ||
  fail "the release at $from has none for $platform"
archive=${line##* }
get "$archive" || fail "$archive cannot be fetched from $from"
if command -v sha256sum >/dev/null; then sum=(sha256sum); else sum=(shasum -a 256); fi
(cd "$folder" && "${sum[@]}" --check --quiet <<<"$line") || fail "$archive is not what SHA256SUMS says"
tar -xf "$folder/$archive" -C "$folder" --strip-components 1
echo "$folder/bin" >>"$GITHUB_PATH"
"$folder/bin/gelu-accuracy" --version
