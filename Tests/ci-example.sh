#!/usr/bin/env bash
# Runs the steps of Examples/ci/accuracy.yml and of the action that it uses, word for word, on a repository with the C
# kernel of Examples/c-kernel: good, better, broken, crashing, new; then those of Examples/ci/gitlab-ci.yml. What lies
# on GitHub is stood in for: checkouts, artifacts, the release (in a folder) and the API (gh). About a minute.
#
#     Tests/ci-example.sh .build/release/gelu-accuracy
# Backquotes in what is looked for are Markdown.
# shellcheck disable=SC2016
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
binary=$(realpath "${1:?the path of gelu-accuracy}")
work=$(mktemp -d)
# Of a workflow that this runs in.
unset GITHUB_STEP_SUMMARY GITHUB_OUTPUT GITHUB_PATH
trap 'rm -rf "$work"' EXIT
fail() { echo "ci-example: $*" >&2; exit 1; }

# says FILE PATTERN: the file has the text.
says() { grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "not said: $2"; }; }
lacks() { ! grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "said: $2"; }; }

missing=false
for tool in xmllint curl xz cc make git; do command -v "$tool" >/dev/null || missing=true; done
if $missing; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  $sudo apt-get update -q >/dev/null
  $sudo apt-get install -q -y curl gcc git libc6-dev libxml2-utils make xz-utils >/dev/null
fi
python=python3
if ! python3 -c 'import yaml' 2>/dev/null; then
  python3 -m venv "$work/python"
  "$work/python/bin/pip" install -q pyyaml
  python=$work/python/bin/python
fi

# A release of the program, as a tag leaves it.
case $(uname -m) in aarch64) platform=linux-arm64 ;; *) platform=linux-x86_64 ;; esac
base=gelu-accuracy-0.1.0-$platform
mkdir -p "$work/$base/bin" "$work/releases/download/v0.1.0"
cat >"$work/$base/bin/gelu-accuracy" <<END
#!/bin/sh
[ "\$1" != --version ] || { echo "gelu-accuracy 0.1.0 (a stand-in for a release, $platform)"; exit; }
exec '$binary' "\$@"
END
chmod +x "$work/$base/bin/gelu-accuracy"
tar -cJf "$work/releases/download/v0.1.0/$base.tar.xz" -C "$work" "$base"
(cd "$work/releases/download/v0.1.0" && sha256sum ./*.tar.xz | sed 's|\./||' >SHA256SUMS)
mkdir -p "$work/releases/latest"
ln -s ../download/v0.1.0 "$work/releases/latest/download"
export RELEASES=file://$work/releases

# The repository of a user: a kernel, what builds it, its contract.
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b.c GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b.c
git init -q -b main "$work/origin"
cd "$work/origin"
cp "$root/Examples/c-kernel/gelu.c" "$root/Sources/CForeignKernel/include/gelu_accuracy_kernel.h" .
printf 'libgelu.so: gelu.c\n\tcc -O2 -ffp-contract=off -shared -fPIC -o $@ $< -lm\n' >Makefile
make -s
"$binary" seed gelu --library libgelu.so --symbol gelu --format float32 --inputs sample:20000 -o contracts \
  --accept 'NaN at -inf' >/dev/null 2>&1
rm libgelu.so
git add -A && git commit -q -m main
main=$(git rev-parse HEAD)

# branch NAME SED: the kernel with a change.
branch() {
  git checkout -q -B "$1" main
  sed -i "$2" gelu.c
  ! git diff --quiet || fail "$1: nothing changed"
  git commit -q -a -m "$1"
}
branch same 's|// GELU|// The GELU|'
branch better 's|0.5f \* x\[i\] \* erfcf(-0.70710678f \* x\[i\])|x[i] < -20 ? -0.0f : (float)(0.5 * x[i] * erfc(-0.7071067811865476 * x[i]))|'
branch broken 's|erfcf(-0.70710678f \* x|erfcf(-0.707f * x|'
branch crashing 's|^  for (size_t|  __builtin_trap();\n  for (size_t|'
git checkout -q main

# job NAME EVENT BRANCH [BASE]: a job of the user's file; its output goes to NAME-BRANCH.log.
job() {
  local sha
  sha=$(git -C "$work/origin" rev-parse "$3")
  cat >"$work/context.json" <<END
{"origin": "$work/origin", "github": {"event_name": "$2", "sha": "$sha", "ref": "refs/heads/$3", "token": "t",
 "repository": "me/kernels", "action_repository": "someone/gelu-accuracy", "action_ref": "${ACTION_REF-v0.1.0}",
 "event": {"pull_request": {"number": 7, "base": {"sha": "${4-}"}, "head": {"repo": {"full_name": "${FROM-me/kernels}"}}}}}}
END
  $python "$root/Tests/CIExample/runner.py" "$root/Examples/ci/accuracy.yml" "$1" "$work/context.json" \
    "$work/$1-$3" >"$work/$1-$3.log" 2>&1
}

# results BRANCH TESTS FAILURES ERRORS: what a run of it left is well-formed, and says so many.
results() {
  local kept=$work/gate-$1/artifacts/gelu-accuracy
  xmllint --noout "$kept/junit.xml" || fail "$1: junit.xml"
  says "$kept/junit.xml" "tests=\"$2\" failures=\"$3\" errors=\"$4\""
  cmp -s "$kept/comment.md" "$work/gate-$1/summary.md" || fail "$1: the summary is not the comment"
  [ "$(head -n 1 "$kept/comment.md")" = '<!-- gelu-accuracy -->' ] || fail "$1: the comment's first line"
}
comment() { echo "$work/gate-$1/artifacts/gelu-accuracy/comment.md"; }

# A push is held to the contracts, and compared with nothing. The newest release serves an action at a branch.
ACTION_REF=main job gate push main || { cat "$work/gate-main.log" >&2; fail "main breaks its contract"; }
results main 1 0 0
says "$(comment main)" "All kernels hold their contracts."
lacks "$(comment main)" "base branch"

# Pull requests.
job gate pull_request same "$main" || { cat "$work/gate-same.log" >&2; fail "same"; }
results same 1 0 0
says "$(comment same)" '- `gelu-float32-gelu`: the same score'
job gate pull_request better "$main" && fail "better: its waivers are needless, and it passed"
says "$(comment better)" "needless waiver"
says "$(comment better)" '| `max_ulp` |'
says "$(comment better)" '| better |'
lacks "$(comment better)" BROKEN\ B
says "$work/gate-better.log" "worse: 0"
! job gate pull_request broken "$main" || fail "broken: passed"
results broken 1 1 0
says "$(comment broken)" "**A kernel breaks its contract.**"
says "$(comment broken)" "| gelu float32 | BROKEN |"
says "$(comment broken)" "BROKEN B is worse than A: max_ulp"
says "$(comment broken)" '(base: gelu-float32-gelu.json)`'
lacks "$(comment broken)" "$work"
says "$work/gate-broken.log" "verdict: broken"
says "$work/gate-broken.log" "worse: 1"
! job gate pull_request crashing "$main" || fail "crashing: passed"
results crashing 1 0 1
says "$(comment crashing)" "**A kernel could not be run.**"
says "$(comment crashing)" '- `gelu-float32-gelu`: in the base branch alone'

# A base branch without the kernel, where make fails.
git -C "$work/origin" checkout -q --orphan empty
git -C "$work/origin" rm -r -q -f . && git -C "$work/origin" commit -q --allow-empty -m empty
rm -rf "$work/gate-same"
job gate pull_request same "$(git -C "$work/origin" rev-parse empty)" || { cat "$work/gate-same.log" >&2; fail "new"; }
says "$(comment same)" '- `gelu-float32-gelu`: not in the base branch, or not run there'

# The comment is written once, and then changed. One of a fork has none.
mkdir "$work/bin"
cat >"$work/bin/gh" <<END
#!/bin/bash
printf '%s\n' "\$*" >>$work/gh.log
case "\$*" in
*--paginate*) [ ! -e $work/commented ] || echo 4711 ;;
*--method\ PATCH*comments/4711*) cp body.md $work/changed ;;
*issues/7/comments*) cp body.md $work/commented ;;
*) exit 1 ;;
esac
END
chmod +x "$work/bin/gh"
for time in once twice; do
  rm -rf "$work/comment-broken"
  mkdir -p "$work/comment-broken"
  cp -r "$work/gate-broken/artifacts" "$work/comment-broken"
  PATH=$work/bin:$PATH job comment pull_request broken "$main" || { cat "$work/comment-broken.log" >&2; fail "comment $time"; }
done
cmp "$work/commented" "$(comment broken)" && cmp "$work/changed" "$(comment broken)"
says "$work/gh.log" "--method PATCH repos/me/kernels/issues/comments/4711"
FROM=you/kernels job comment pull_request broken "$main"
says "$work/comment-broken.log" "job comment: left out"

# The action's own options and complaints.
gate=$root/.github/actions/gelu-accuracy/gate.sh install=$root/.github/actions/gelu-accuracy/install.sh
PATH=$work/$base/bin:$PATH
cd "$work/gate-broken/workspace"
loose=$(mktemp -d "$work/loose.XXXX")
cat >"$loose/gelu.json" <<END
{"kernel": "gelu", "format": "float32", "function": "gelu", "max_finite_ulp": 1e9, "inputs": "sample:20000:1",
 "source": {"library": "$PWD/libgelu.so", "symbol": "gelu"}}
END
mkdir "$loose/base"
sed "s|$PWD/libgelu|$PWD/.base/libgelu|" "$loose/gelu.json" >"$loose/base/gelu.json"
cd "$loose"
CONTRACTS=gelu.json BASE=base "$gate" >log 2>&1 || { cat log >&2; fail "worse in its bounds"; }
says log "::warning::kernels that are worse than in the base branch: 1"
! CONTRACTS=gelu.json BASE=base WORSE=fail "$gate" >log 2>&1 || fail "worse: fail does not fail"
# complains TEXT COMMAND...: status 2 and one line.
complains() {
  local text=$1 came=0
  shift
  env "$@" >log 2>&1 || came=$?
  [ "$came" = 2 ] || { cat log >&2; fail "$*: status $came"; }
  says log "::error::$text"
}
complains "give contracts or a manifest" CONTRACTS= "$gate"
complains "worse: report or fail, not 'perhaps'" CONTRACTS=gelu.json WORSE=perhaps "$gate"
complains "ratchet: true or false" CONTRACTS=gelu.json RATCHET=1 "$gate"
export RUNNER_TEMP=$work/temp GITHUB_PATH=$work/path RUNNER_OS=Linux RUNNER_ARCH=X64 ACTION_REPOSITORY=a/b
[ "$platform" = linux-x86_64 ] || RUNNER_ARCH=ARM64
complains "no release 0.2.0 at" VERSION=0.2.0 "$install"
complains "there is no release for Windows on X64" RUNNER_OS=Windows RUNNER_ARCH=X64 "$install"
complains "program: /nowhere is no program" PROGRAM=/nowhere "$install"
: >"$GITHUB_PATH"
PROGRAM=$work/$base/bin/gelu-accuracy "$install"
says "$GITHUB_PATH" "$work/$base/bin"
cp -r "$work/releases" "$work/damaged"
echo >>"$work/damaged/download/v0.1.0/$base.tar.xz"
complains "$base.tar.xz is not what SHA256SUMS says" RELEASES="file://$work/damaged" VERSION=v0.1.0 "$install"

# GitLab's file: its script, with the release in a folder and a compiler that is here.
printf '#!/bin/sh\n' >"$work/bin/apt-get"
chmod +x "$work/bin/apt-get"
$python - "$root/Examples/ci/gitlab-ci.yml" >"$work/gitlab.sh" <<'END'
import shlex, sys, yaml
job = yaml.safe_load(open(sys.argv[1]))["accuracy"]
for name, value in job["variables"].items():
    print(f"export {name}=${{GIVEN_{name}:-{shlex.quote(value)}}}")
print("\n".join(job["script"]))
END
for branch in main broken; do
  [ "$platform" = linux-x86_64 ] || break
  git clone -q "$work/origin" "$work/gitlab-$branch"
  cd "$work/gitlab-$branch"
  git checkout -q "$branch"
  came=0
  PATH=$work/bin:$PATH GIVEN_RELEASES=file://$work/releases/download bash -e -o pipefail "$work/gitlab.sh" >log 2>&1 || came=$?
  xmllint --noout junit.xml
  [ "$came" = "$([ "$branch" = main ] || echo 1)" ] || [ "$branch-$came" = main-0 ] || { cat log >&2; fail "gitlab: $branch: $came"; }
done
says summary.md "| gelu float32 | BROKEN |"
echo "the steps for GitHub and GitLab hold, break and compare as they must"
