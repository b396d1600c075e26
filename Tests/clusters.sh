#!/usr/bin/env bash
# Runs the examples for many machines on this one: Slurm, GNU parallel, ssh, Kubernetes. The merged score must be the
# undivided one to the byte, and a part that is missing must be named. With --install it first installs GNU parallel,
# an ssh server and PyYAML; without, it takes what is there, a stand-in for what is not, and says so.
#
#     Tests/clusters.sh [--install] .build/release/gelu-accuracy
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

install=false
[ "${1-}" = --install ] && { install=true; shift; }
binary=$(realpath "${1:?the path of gelu-accuracy}")
work=$(mktemp -d)
server=
cleanup() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
mkdir "$work/bin"
ln -s "$binary" "$work/bin/gelu-accuracy"
export PATH=$work/bin:$PATH
stand_ins=$root/Tests/Clusters
python=python3

if $install; then
  sudo=$([ "$(id -u)" = 0 ] || echo sudo)
  if ! command -v parallel >/dev/null || ! [ -x /usr/sbin/sshd ]; then
    $sudo apt-get update -q >/dev/null
    $sudo apt-get install -q -y parallel openssh-server openssh-client >/dev/null
  fi
  if ! python3 -c 'import yaml' 2>/dev/null; then
    python3 -m venv "$work/python"
    "$work/python/bin/pip" install -q pyyaml
    python=$work/python/bin/python
  fi
fi

fail() { echo "clusters: $*" >&2; exit 1; }

# Every key of two scores, as text.
same() { cmp "$1" "$work/whole.json" >&2 || fail "$2: not the undivided score"; }

# names TEXT PATTERN WHAT: a complaint has what it must.
names() { grep -qE "$2" "$1" || { cat "$1" >&2; fail "$3: not said: $2"; }; }

export FORMAT=float32 INPUTS=sample:9000
gelu-accuracy measure relu --format $FORMAT --inputs $INPUTS --json "$work/whole.json" >/dev/null

# A folder of its own for each.
new() { mkdir "$work/$1" && cd "$work/$1"; }

# The lines that a file's own first comment says to type.
said() { sed -n 's/^#     //p' "$1"; }

slurm() {
  new slurm
  cp "$root"/Examples/slurm/*.sh .
  ln -s "$stand_ins/sbatch" "$work/bin/sbatch"
  export FAKE_SLURM=$work/slurm
  eval "$(said sweep.sh | sed 's/ erf/ relu/')" >/dev/null 2>log || { cat log >&2; fail "slurm"; }
  same relu.json slurm
  # Task 7 is lost: the merge does not start, and started alone it names the task.
  rm -r relu-parts relu.json
  FAKE_LOST=7 sbatch --parsable --array=1-16 sweep.sh relu >job 2>log
  ! sbatch --dependency=afterok:"$(cat job)" --export=ALL,PARTS=16 merge.sh relu >log 2>&1 || fail "slurm: merged"
  ! PARTS=16 bash merge.sh relu 2>log || fail "slurm: merged 15 of 16"
  names log "not in relu-parts: 7; PARTS=16 sbatch --array=7 sweep.sh relu" slurm
  # The line that it prints mends it.
  eval "$(sed 's/.*; //' log)" >/dev/null 2>&1
  PARTS=16 bash merge.sh relu >/dev/null
  same relu.json slurm
  echo "slurm: 16 array tasks, one lost and submitted again (sbatch is a stand-in)"
}

gnu_parallel() {
  new "parallel-$1"
  "$root/Examples/gnu-parallel/sweep.sh" relu 5 >/dev/null 2>log || { cat log >&2; fail "GNU parallel"; }
  same relu.json "GNU parallel"
  rm relu-parts/part-3.json relu.json
  if GELU_ACCURACY=$work/lost "$root/Examples/gnu-parallel/sweep.sh" relu 5 >/dev/null 2>log; then
    fail "GNU parallel: merged 4 of 5"
  fi
  names log "part 3 of 5 is not in relu-parts" "GNU parallel"
  ! "$root/Examples/gnu-parallel/sweep.sh" reluu 3 2>log || fail "GNU parallel: an unknown kernel"
  names log reluu "GNU parallel"
  echo "GNU parallel: 5 parts, one lost ($1)"
}

# With a server on the loopback, or a stand-in.
ssh_loop() {
  new "ssh-$1"
  printf '# machines\n%s\n\n%s\n' "$2" "$2" >hosts.txt
  "$root/Examples/ssh/sweep.sh" relu 5 hosts.txt >/dev/null 2>log || { cat log >&2; fail "ssh"; }
  same relu.json ssh
  rm relu-parts/part-4.json relu.json
  printf '%s\ndown\n' "$2" >hosts.txt
  ! "$root/Examples/ssh/sweep.sh" relu 5 hosts.txt >/dev/null 2>log || fail "ssh: merged without a machine"
  names log "down: part 4 failed" ssh
  names log "these did not come back: 4; the same command goes on" ssh
  printf '%s\n' "$2" >hosts.txt
  "$root/Examples/ssh/sweep.sh" relu 5 hosts.txt >/dev/null 2>log
  same relu.json ssh
  echo "ssh: 5 parts over two logins, one machine lost ($1)"
}

# A server for this user alone, with keys made here. Its home is a folder of the test.
start_server() {
  local folder=$work/sshd
  mkdir -p "$folder/home" && chmod 700 "$folder"
  ssh-keygen -q -t ed25519 -N '' -f "$folder/host"
  ssh-keygen -q -t ed25519 -N '' -f "$folder/key"
  cp "$folder/key.pub" "$folder/authorized"
  for port in 22022 22122 22222 22322; do
    cat >"$folder/config" <<END
Port $port
ListenAddress 127.0.0.1
HostKey $folder/host
AuthorizedKeysFile $folder/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
SetEnv PATH=$PATH
ForceCommand cd $folder/home && eval "\$SSH_ORIGINAL_COMMAND"
END
    [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
    /usr/sbin/sshd -D -e -f "$folder/config" 2>"$folder/log" &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      sleep 0.2
      grep -q 'Server listening' "$folder/log" && kill -0 "$server" 2>/dev/null && break 2
    done
    server=
  done
  [ -n "$server" ] || return 1
  SSH="ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR"
  SSH="$SSH -o ConnectTimeout=5 -i $folder/key -p $port"
  export SSH
  $SSH 127.0.0.1 true 2>"$folder/log"
}

kubernetes() {
  new kubernetes
  local there=$root/Examples/kubernetes run="$python $stand_ins/kubernetes.py"
  mkdir parts
  $run "$there/sweep.yaml" parts KERNEL=relu INPUTS=$INPUTS >/dev/null 2>log || { cat log >&2; fail kubernetes; }
  $run "$there/merge.yaml" parts KERNEL=relu >relu.json
  same relu.json kubernetes
  rm -r parts && mkdir parts
  FAKE_LOST=11 $run "$there/sweep.yaml" parts KERNEL=relu INPUTS=$INPUTS >/dev/null 2>log
  ! $run "$there/merge.yaml" parts KERNEL=relu >log 2>&1 || fail "kubernetes: merged 15 of 16"
  names log "of 16 parts these are not on the volume: 11" kubernetes
  ! $run "$there/sweep.yaml" parts KERNEL=relu PARTS=12 2>log || fail "kubernetes: PARTS is not completions"
  names log "PARTS is 12, and there are 16 completions" kubernetes
  echo "kubernetes: 16 indices and a merge, one lost (the containers' commands alone, in this system)"
}

# A part that had begun when it was lost is in no part file's place, and the merge names it.
cat >"$work/lost" <<'END'
#!/bin/sh
case " $* " in *" 3/5 "*) exit 9 ;; esac
exec gelu-accuracy "$@"
END
chmod +x "$work/lost"

(slurm)
! command -v parallel >/dev/null || (gnu_parallel "GNU parallel itself")
ln -s "$stand_ins/parallel" "$work/bin/parallel"
(gnu_parallel "a stand-in")
if [ -x /usr/sbin/sshd ] && start_server; then
  (ssh_loop "a server on the loopback" 127.0.0.1)
elif $install; then
  cat "$work/sshd/log" >&2
  fail "no ssh server could be started on the loopback"
fi
unset SSH
ln -s "$stand_ins/ssh" "$work/bin/ssh"
export FAKE_HOSTS=$work/hosts
(ssh_loop "a stand-in" one)
if $python -c 'import yaml' 2>/dev/null; then
  (kubernetes)
else
  echo "kubernetes: not run, since python3 has no PyYAML"
fi
