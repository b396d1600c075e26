#!/usr/bin/env bash
# The archive of `make dist` where nothing is installed: only its files are copied into a bare Debian 12, where
# every subcommand has to print what the checkout's program prints, to the byte. Ubuntu 22.04 too, where its
# packages can be reached. The roots are made once, by debootstrap, and kept in FOLDER/roots.
#     Tests/dist.sh COMMAND FOLDER
set -euo pipefail
expected=$(realpath "$1")
folder=$(realpath "$2")
cd "$(dirname "$0")/.."

fail() { echo "dist: $*" >&2; exit 1; }

archive=$(ls "$folder"/gelu-accuracy-*-linux-*.tar.xz)
program=$folder/stage/bin/gelu-accuracy
page=Documentation/Distribution.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

{ [ "$(id -u)" = 0 ] && unshare --mount true; } || fail "this makes roots and mounts /proc in them: run it as root"
for tool in debootstrap mandoc; do
  command -v $tool > /dev/null || { apt-get update -q && apt-get install -q -y $tool; } > /dev/null
done

# The figures of the page.
bound() { sed -n "s/^| $1 | \(at most \)\?\([0-9.]*\).*/\2/p" "$page"; }
for pair in "program:$program" "archive:$archive"; do
  bytes=$(wc -c < "${pair#*:}") most=$(bound "size of the ${pair%%:*} (MB)")
  awk -v bytes="$bytes" -v most="$most" 'BEGIN { exit !(most > 0 && bytes <= most * 1e6) }' ||
    fail "${pair%%:*}: $bytes bytes, more than the $most MB of $page"
done
needs=$(readelf -V "$program" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -1)
[ "$needs" = "GLIBC_$(bound 'needs glibc')" ] || fail "the program needs $needs, and $page says otherwise"
libraries=$(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | grep -v '^ld-linux' | sort | xargs)
[ "$libraries" = "libc.so.6 libgcc_s.so.1 libm.so.6" ] || fail "the program needs libraries: $libraries"
case $("$program" --version) in
  *"not recorded"*) fail "the program does not know its commit" ;;
esac

# The same program gives the same archive.
before=$(sha256sum < "$archive")
Sources/gelu-accuracy/Packaging/stage.sh "$program" "$work/again" > /dev/null
[ "$before" = "$(sha256sum < "$work/again/$(basename "$archive")")" ] || fail "the archive is not reproducible"

# A program with a wrong byte in its tables does not score with them.
python3 - "$program" "$work/damaged" <<'EOF'
import sys
whole = bytearray(open(sys.argv[1], "rb").read())
place = whole.index(b'{"gelu":{"dtype":"F64"')
# The tables of float16 and bfloat16 begin alike: a byte of gelu's values in each.
for place in (place, whole.index(b'{"gelu":{"dtype":"F64"', place + 1)):
    whole[place + 400_000] ^= 1
open(sys.argv[2], "wb").write(whole)
EOF
chmod +x "$work/damaged"
for format in float16 bfloat16; do
  said=$("$work/damaged" measure erf --format "$format" 2>&1) && fail "a damaged program scores"
  [[ $said == *"'gelu' is damaged"*"install the program again" ]] || fail "a damaged program says: $said"
done

# The page for man, and what the shells read, without a complaint.
lint=$(mandoc -T lint -W warning "$folder/stage/share/man/man1/gelu-accuracy.1" 2>&1) || fail "man page: $lint"
bash -n "$folder/stage/share/bash-completion/completions/gelu-accuracy"
for shell in zsh:zsh/site-functions/_gelu-accuracy fish:fish/vendor_completions.d/gelu-accuracy.fish; do
  if command -v "${shell%%:*}" > /dev/null; then
    "${shell%%:*}" -n "$folder/stage/share/${shell#*:}" || fail "${shell%%:*} cannot read its completions"
  fi
done

# Installing, and taking away.
Sources/gelu-accuracy/Packaging/install.sh install "$folder/stage" /usr "$work/dest" > /dev/null
[ "$("$work/dest/usr/bin/gelu-accuracy" --version)" = "$("$program" --version)" ] || fail "not installed"
touch "$work/dest/usr/share/man/man1/another.1"
Sources/gelu-accuracy/Packaging/install.sh uninstall /usr "$work/dest" > /dev/null
[ "$(cd "$work/dest" && find . | sort | xargs)" = ". ./usr ./usr/share ./usr/share/man ./usr/share/man/man1 $(
  )./usr/share/man/man1/another.1" ] || fail "uninstalled too much or too little"
if [ "$(id -u)" = 0 ]; then
  said=$(setpriv --reuid 65534 --clear-groups Sources/gelu-accuracy/Packaging/install.sh install "$folder/stage" /usr 2>&1) &&
    fail "installed where it may not write"
  [[ $said == *"cannot write to /usr; run it with sudo"*PREFIX=DIR && $said != *$'\n'* ]] || fail "says: $said"
fi

# What users have: a library, a child process, files, a contract.
files=$work/files
mkdir "$files"
cc -O2 -shared -fPIC -I Sources/CForeignKernel/include -o "$files/libgelu.so" Examples/c-kernel/gelu.c -lm
cc -O2 -static -o "$files/child" Tests/Distribution/child.c -lm
cp Reference/Contracts/bfloat16/erf.json Tests/Distribution/commands.txt Tests/Distribution/run.sh \
  Tests/Distribution/completions.sh "$files"
"$expected" emit-inputs --format bfloat16 -o "$files/x.npy" > /dev/null
head -c 65536 /dev/zero | tr '\0' '\100' > "$files/floats"
python3 - "$files" <<'EOF'
import sys
# x.npy's bytes as a kernel's outputs: relu's where the sign is clear, zeros elsewhere.
whole = open(sys.argv[1] + "/x.npy", "rb").read()
start = len(whole) - 131072
out = bytearray(whole)
for i in range(start, len(whole), 2):
    if whole[i + 1] & 0x80:
        out[i:i + 2] = b"\0\0"
open(sys.argv[1] + "/y.npy", "wb").write(out)
EOF

mkdir "$work/bin"
ln -s "$expected" "$work/bin/gelu-accuracy"
cp -r "$files" "$work/outside"
(cd "$work/outside" && PATH="$work/bin:$PATH" sh ./run.sh commands.txt) ||
  fail "the checkout's program does not do what is expected"

# In a root: the archive under a name that it was not made for, the files, and no checkout.
inside() {
  local root=$1 place="/srv/moved away"
  rm -rf "$root/srv/moved away" "$root/files"
  mkdir -p "$root$place"
  tar -xf "$archive" -C "$root$place" --strip-components 1
  cp -r "$files" "$root/files"
  [ ! -e "$root$PWD" ] || fail "$root has $PWD"
  # Without /proc a program has no arguments, which is not to look like a command that went well.
  said=$(chroot "$root" "$place/bin/gelu-accuracy" check erf.json 2>&1) && fail "a check held without /proc"
  [[ $said == *"mount -t proc proc /proc" ]] || fail "without /proc: $said"
  # shellcheck disable=SC2016
  unshare --mount bash -c '
    mount --make-rprivate / && mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" || exit 9
    shift
    exec "$@"' - "$root" chroot "$root" /usr/bin/env -i PATH="$place/bin:/usr/bin:/bin:/usr/sbin" HOME=/root LANG=C.UTF-8 \
    bash -ec '
      cd /files
      gelu-accuracy --version
      sh ./run.sh commands.txt
      bash ./completions.sh "$1/share/bash-completion/completions/gelu-accuracy"
      # A folder that nobody may write to, and no right to.
      mkdir -m 555 /files/closed && cd /files/closed
      chroot --userspec=65534:65534 / sh -c "cd /files/closed && gelu-accuracy measure relu --format float16" \
        > /dev/null
    ' - "$place" || fail "$root: a command failed"
}

# Parts of a score and an issue name the build, and an issue and a report have a date, a report times too. Of
# parts and a report the names of the files are compared, and the report's scores.
compare() {
  diff <(cd "$1" && find . | sort) <(cd "$2" && find . -path ./closed -prune -o -print | sort) ||
    fail "$2 does not have the files of $1"
  rm -rf "$work/compared" && mkdir "$work/compared"
  for side in "$1" "$2"; do
    copy=$work/compared/$(basename "$side")
    cp -r "$side" "$copy"
    rm -r "$copy"/*.part "$copy/report" "$copy/closed" 2> /dev/null || true
    cp -r "$side/report/scores" "$copy/report"
    sed -i -e "s,$work/outside,/files,g" -e '/^- gelu-accuracy: build /d' -e '/^- date: /d' "$copy"/said/*
  done
  diff -r "$work/compared/$(basename "$1")" "$work/compared/$(basename "$2")" > "$work/differences" ||
    fail "$1 and $2 differ: $(head -20 "$work/differences" | cut -c 1-200)"
}

made() {
  local root=$folder/roots/$1
  if [ ! -d "$root" ]; then
    rm -rf "$root.part"
    mkdir -p "$folder/roots"
    debootstrap --variant=minbase "${@:2}" "$root.part" ${MIRROR:+"$MIRROR"} > "$folder/roots/$1.log" 2>&1 || return 1
    mv "$root.part" "$root"
  fi
}

made debian-12 bookworm || fail "debootstrap could not make a Debian root; see $folder/roots/debian-12.log"
inside "$folder/roots/debian-12"
compare "$work/outside" "$folder/roots/debian-12/files"
echo "dist: $(grep -vc '^#' Tests/Distribution/commands.txt) commands in a bare Debian 12 print what the checkout's program prints"
if MIRROR=http://archive.ubuntu.com/ubuntu made ubuntu-22.04 --no-check-gpg jammy; then
  inside "$folder/roots/ubuntu-22.04"
  echo "dist: they run in a bare Ubuntu 22.04"
else
  echo "dist: not run in Ubuntu: its packages cannot be reached"
fi
