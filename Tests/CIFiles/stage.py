"""The last stage of a Dockerfile as lines of a shell script that runs it in a root folder, without a container engine.

    stage.py DOCKERFILE [NAME=VALUE ...]

The script reads $root, and $built, the folder that stands for what the first stage left in .build-dist/stage. It runs
each RUN in the root, copies what COPY --from copies, and ends by setting `user`, `folder`, `entry` and `command`.
NAME=VALUE are build arguments.
"""

import json
import re
import shlex
import sys


def instructions(text):
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n", " ", "\n".join(lines))
    for line in joined.splitlines():
        if line.strip():
            word, rest = line.strip().split(None, 1)
            yield word.upper(), rest.strip()


def main(path, *given):
    with open(path) as file:
        stages, all_of_them = [], list(instructions(file.read()))
    for word, rest in all_of_them:
        if word == "FROM":
            stages.append([])
        stages[-1].append((word, rest))
    given = dict(setting.split("=", 1) for setting in given)
    arguments = {}
    user, folder, entry, command = "0:0", "/", [], []
    print("set -eu")
    for word, rest in stages[-1][1:]:
        if word == "ARG":
            name, value = rest.split("=", 1)
            arguments[name] = given.get(name, value)
        elif word == "RUN":
            settings = [f"{name}={value}" for name, value in arguments.items()]
            print("inside env", *map(shlex.quote, settings), "sh -c", shlex.quote(rest))
        elif word == "COPY":
            source, source_path, target = rest.split()
            if source != "--from=build" or source_path != "/source/.build-dist/stage":
                sys.exit(f"stage: a COPY that it does not know: {rest}")
            print('cp -r "$built"/. "$root"' + shlex.quote(target))
        elif word == "USER":
            user = rest
        elif word == "WORKDIR":
            folder = rest
            print('mkdir -p "$root"' + shlex.quote(rest))
        elif word == "ENTRYPOINT":
            entry = json.loads(rest)
        elif word == "CMD":
            command = json.loads(rest)
        else:
            sys.exit(f"stage: an instruction that it does not know: {word}")
    print(f"user={shlex.quote(user)} folder={shlex.quote(folder)}")
    print(f"entry=({shlex.join(entry)}) command=({shlex.join(command)})")


main(*sys.argv[1:])
