#!/usr/bin/env bash
# The last stage of Examples/container/Dockerfile in a bare Debian 12 that debootstrap makes, as root and without a
# container engine: its RUN and COPY steps, then the program as the image's user, in its folder. Of the first stage the
# packages are installed; `make dist` is not run, and FOLDER/stage is taken for what it leaves.
#
#     Tests/container.sh .build-dist
#
# shellcheck disable=SC2016
set -euo pipefail
folder=$(realpath "${1:?the folder that make dist made}")
cd "$(dirname "$0")/.."
fail() { echo "container: $*" >&2; exit 1; }
built=$folder/stage
[ -x "$built/bin/gelu-accuracy" ] || fail "no program in $built: run make dist first"

# shellcheck source=Tests/Distribution/bare_root.sh
. Tests/Distribution/bare_root.sh
# The same as the image's user, in its folder.
as_user() { inside setpriv --reuid "${user%:*}" --regid "${user#*:}" --clear-groups sh -c 'cd "$0" && exec "$@"' "$folder" "$@"; }

packages=$(sed -n '/^FROM swift/,/^FROM debian/p' Examples/container/Dockerfile | grep -A3 '^RUN apt-get' | tr '\\\n' '  ' |
  grep -o 'recommends .*&& rm' | sed 's/recommends //; s/ && rm//')
[ -n "$packages" ] || fail "the packages of the first stage are not found"
inside apt-get update -q >"$work/log" 2>&1 || { tail -n 5 "$work/log" >&2; fail "apt-get update"; }
# shellcheck disable=SC2086
inside apt-get install -q -y --no-install-recommends --simulate $packages >"$work/log" 2>&1 ||
  { tail -n 5 "$work/log" >&2; fail "packages: $packages"; }

python3 Tests/CIFiles/stage.py Examples/container/Dockerfile WITH="gcc libc6-dev" >"$work/stage.sh"
user='' folder='' entry=() command=()
# shellcheck disable=SC1091
. "$work/stage.sh" >"$work/log" 2>&1 || { tail -n 20 "$work/log" >&2; fail "a step of the last stage"; }

[ "$(as_user id -u)" = 10001 ] || fail "the image's user is root"
as_user "${entry[@]}" "${command[@]}" | grep -q 'SUBCOMMANDS' || fail "the image's command"
as_user "${entry[@]}" measure erf --format bfloat16 | grep -q 'correctly rounded' || fail "measure"
! as_user touch /usr/local/bin/mine 2>/dev/null || fail "the image's user may write where programs are"
# A kernel that is built in the container, in a folder that is mounted.
cp Examples/c-kernel/gelu.c Sources/CForeignKernel/include/gelu_accuracy_kernel.h "$root/work"
chown -R 10001:10001 "$root/work"
as_user gcc -O2 -shared -fPIC -o libgelu.so gelu.c -lm
as_user "${entry[@]}" validate --library ./libgelu.so --symbol gelu --format float32 --inputs sample:2000 |
  grep -q 'against gelu' || fail "validate"
size=$(du -sm "$built" | cut -f 1)
echo "container: the steps of the last stage run, and the program as user 10001; it is $size MB of the image"
