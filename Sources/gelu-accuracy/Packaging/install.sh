#!/bin/sh
# Installs what stage.sh made, and takes away what was installed.
#
#     install.sh install STAGE PREFIX [DESTDIR]
#     install.sh uninstall PREFIX [DESTDIR]
#
# PREFIX/share/doc/gelu-accuracy/INSTALLED lists each file and each folder that was made, and nothing else is
# ever removed. DESTDIR is put before PREFIX, as who makes packages needs it.
set -eu
list=share/doc/gelu-accuracy/INSTALLED

fail() {
  echo "$0: $1" >&2
  exit 2
}

# An existing folder at or above a path.
above() {
  path=$1
  while [ ! -e "$path" ]; do path=$(dirname "$path"); done
  echo "$path"
}

# Takes away the files and then the folders that a list names.
remove() {
  while read -r kind path; do
    case "$kind:$path" in
      *:/* | *:..* | *:*/..*) fail "$root/$list names '$path', which is not below $root; it was changed" ;;
      file:?* | folder:?*) ;;
      *) fail "$root/$list has a line that is no file and no folder; it was changed" ;;
    esac
  done < "$1"
  while read -r kind path; do
    [ "$kind" != file ] || rm -f "$root/$path"
  done < "$1"
  # The deepest first; what others put there stays.
  sed -n 's/^folder //p' "$1" | sort -r | while read -r path; do
    rmdir "$root/$path" 2> /dev/null || true
  done
}

case ${1:-} in
  install) stage=$2 prefix=$3 root=${4:-}$3 ;;
  uninstall) prefix=$2 root=${3:-}$2 ;;
  *) fail "say install STAGE PREFIX [DESTDIR], or uninstall PREFIX [DESTDIR]" ;;
esac
case $prefix in
  /*) ;;
  *) fail "PREFIX is an absolute path, not '$prefix'" ;;
esac
place=$(above "$root")
[ -d "$place" ] || fail "$place is no folder; choose another one with PREFIX=DIR"
[ -w "$place" ] || fail "cannot write to $place; run it with sudo, or choose a folder of your own with PREFIX=DIR"

if [ "$1" = uninstall ]; then
  [ -f "$root/$list" ] || fail "nothing is installed in $root: there is no $root/$list"
  copy=$(mktemp)
  cp "$root/$list" "$copy"
  remove "$copy"
  rm -f "$copy"
  echo "removed from $root"
  exit 0
fi

[ -x "$stage/bin/gelu-accuracy" ] || fail "$stage/bin/gelu-accuracy is not there; run make dist first"
umask 022
new=$(mktemp)
old=$(mktemp)
trap 'rm -f "$new" "$old"' EXIT
[ ! -f "$root/$list" ] || cp "$root/$list" "$old"
# Folders that an installation before this one made are still its own.
(cd "$stage" && find . -type d | sed -e 's|^\./||' -e 's|^\.$||' | sort) | while read -r path; do
  if [ -n "$path" ] && { [ ! -d "$root/$path" ] || grep -qxF "folder $path" "$old"; }; then
    echo "folder $path"
  fi
done > "$new"
{
  (cd "$stage" && find . -type f | sed 's,^\./,file ,' | sort)
  echo "file $list"
} >> "$new"
mkdir -p "$root"
(cd "$stage" && find . -type f | sort) | while read -r path; do
  mode=644
  [ ! -x "$stage/$path" ] || mode=755
  mkdir -p "$root/$(dirname "$path")"
  rm -f "$root/$path"
  install -m "$mode" "$stage/$path" "$root/$path"
done
# Files that only the installation before this one had.
grep '^file ' "$old" | grep -vxF -f "$new" | while read -r kind path; do
  case "/$path/" in
    */../*) ;;
    *) rm -f "$root/$path" ;;
  esac
done || true
install -m 644 "$new" "$root/$list"
echo "installed in $root"
