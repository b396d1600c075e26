# shellcheck shell=bash
# A bare Debian 12 to try things in, for the scripts that source this; changing the root needs root. They have a function
# `fail`, and `folder`, the one that make dist made.

# Copies the root that FOLDER/roots keeps, which debootstrap makes the first time and Tests/dist.sh uses too, to a place
# where it may be changed, with this machine's sources of packages.
bare_root() { # folder, place
  local bare=$1/roots/debian-12 log=$1/roots/debian-12.log
  if ! [ -d "$bare" ]; then
    command -v debootstrap >/dev/null || { apt-get update -q && apt-get install -q -y debootstrap; } >/dev/null
    mkdir -p "$1/roots"
    debootstrap --variant=minbase bookworm "$bare.part" >"$log" 2>&1 || { tail -n 5 "$log" >&2; return 1; }
    mv "$bare.part" "$bare"
  fi
  cp -a "$bare" "$2"
  cp /etc/resolv.conf "$2/etc/resolv.conf"
  [ ! -d /etc/apt/apt.conf.d ] || cp -r /etc/apt/apt.conf.d "$2/etc/apt/"
  cp /etc/apt/sources.list "$2/etc/apt/" 2>/dev/null || true
  [ ! -d /etc/apt/sources.list.d ] || cp -r /etc/apt/sources.list.d "$2/etc/apt/"
}

# A command in a root, with /proc and /dev for as long as it runs.
in_root() { # place, command
  unshare --mount bash -c '
    mount --make-rprivate / && mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" || exit 9
    exec chroot "$@"' - "$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive "${@:2}"
}

# What every such script has: a folder $work for its own files, which goes at its end, the root in $root, and `inside`,
# which runs a command there.
[ "$(id -u)" = 0 ] || fail "changing the root needs root"
work=$(mktemp -d)
root=$work/root
trap 'rm -rf --one-file-system "$work"' EXIT
bare_root "${folder:?}" "$root" || fail debootstrap
inside() { in_root "$root" "$@"; }
