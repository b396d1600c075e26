"""Runs the containers of a file for Kubernetes on this machine, as their Job says: once for each index.

    kubernetes.py FILE FOLDER [NAME=VALUE ...]

The volume is the folder, in place of the variables' mount path. What the cluster would put into the environment is
put there; NAME=VALUE stands in place of a value of the file. Ends with the first exit status that is not 0.
"""

import os
import subprocess
import sys

import yaml


def fail(text):
    sys.exit(f"kubernetes: {text}")


def environment(container, folder, given):
    mounts = {mount["mountPath"]: mount["name"] for mount in container["volumeMounts"]}
    values = {}
    for variable in container["env"]:
        name = variable["name"]
        if "value" in variable:
            value = variable["value"]
            if not isinstance(value, str):
                fail(f"{name} must be a string")
        else:
            resource = variable["valueFrom"]["resourceFieldRef"]["resource"]
            kind, what = resource.split(".")
            value = container["resources"][kind][what]
        values[name] = folder if value in mounts else value
    for setting in given:
        name, value = setting.split("=", 1)
        if name not in values:
            fail(f"there is no {name} in the file")
        values[name] = value
    return values


def run(job, folder, given):
    pod = job["spec"]["template"]["spec"]
    container, = pod["containers"]
    names = {volume["name"] for volume in pod["volumes"]}
    if any(mount["name"] not in names for mount in container["volumeMounts"]):
        fail("a mount has no volume")
    values = environment(container, folder, given)
    count = job["spec"].get("completions", 1)
    is_indexed = job["spec"].get("completionMode") == "Indexed"
    if is_indexed and values["PARTS"] != str(count):
        fail(f"PARTS is {values['PARTS']}, and there are {count} completions")
    for index in range(count):
        more = {"JOB_COMPLETION_INDEX": str(index)} if is_indexed else {}
        if os.environ.get("FAKE_LOST") == str(index + 1) and is_indexed:
            continue
        done = subprocess.run(
            container["command"] + container["args"], env={"PATH": os.environ["PATH"], **values, **more})
        if done.returncode:
            sys.exit(done.returncode)


def main(path, folder, *given):
    with open(path) as file:
        jobs = [item for item in yaml.safe_load_all(file) if item["kind"] == "Job"]
    if not jobs:
        fail(f"{path} has no Job")
    for job in jobs:
        run(job, folder, given)


main(*sys.argv[1:])
