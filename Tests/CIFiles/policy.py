"""What no linter knows of the files for CI: the same names and versions everywhere, few rights, an end to every job.

    policy.py CHECKOUT
"""

import pathlib
import re
import sys

import yaml

faults = []


def must(holds, text):
    if not holds:
        faults.append(text)


def workflow(path):
    text = path.read_text()
    whole = yaml.safe_load(text)
    must(whole.get("permissions") == {"contents": "read"}, f"{path.name}: permissions are not those of a reader")
    must("concurrency" in whole, f"{path.name}: no concurrency")
    for name, job in whole["jobs"].items():
        must(isinstance(job.get("timeout-minutes"), int), f"{path.name}: {name} has no timeout")
        for step in job["steps"]:
            uses = step.get("uses", "")
            if uses and not uses.startswith("OWNER/"):
                must(re.search(r"@[0-9a-f]{40}$", uses), f"{path.name}: {uses} is not a commit")
                must(re.search(re.escape(uses) + r" # v\d+\.\d+\.\d+", text), f"{path.name}: {uses} has no version")
            if "actions/checkout" in uses:
                must(step.get("with", {}).get("persist-credentials") is False,
                     f"{path.name}: a checkout keeps its token")
    return text


def main(checkout):
    root = pathlib.Path(checkout)
    actions = root / ".github/actions/gelu-accuracy"
    examples = [root / "Examples/ci" / name for name in ("accuracy.yml", "gitlab-ci.yml")]
    texts = [workflow(path) for path in sorted((root / ".github/workflows").glob("*.yml")) + examples[:1]]
    texts += [path.read_text() for path in examples[1:] + [root / "Examples/homebrew/gelu-accuracy.rb"]]
    # One commit for an action, wherever it is used.
    pins = {}
    for action, commit, version in re.findall(r"(actions/[a-z-]+)@([0-9a-f]{40}) # (v[\d.]+)", "\n".join(texts)):
        must(pins.setdefault(action, (commit, version)) == (commit, version), f"{action}: two commits")
    # One version of the program, that of CITATION.cff where it has one.
    versions = set(re.findall(r"(?:gelu-accuracy@v|tags/v|VERSION: )(\d+\.\d+\.\d+)", "\n".join(texts)))
    cited = re.search(r"^version: (.*)$", (root / "CITATION.cff").read_text(), re.M)
    versions |= {cited[1]} if cited else set()
    must(len(versions) == 1, f"the examples name several versions: {', '.join(sorted(versions))}")
    # The platforms that are released are those that the action asks for.
    released = re.search(r"for platform in ([^;]*);", (root / ".github/workflows/release.yml").read_text())
    asked = re.findall(r"platform=([a-z]+-\w+)", (actions / "install.sh").read_text())
    must(released and sorted(released[1].split()) == sorted(asked), "install.sh and release.yml have other platforms")
    # An input that a script reads, and a variable that the action sets, are the same.
    given = set(re.findall(r"^        ([A-Z_]+):", (actions / "action.yml").read_text(), re.M))
    for script in ("install.sh", "gate.sh"):
        read = (actions / script).read_text().split("# Reads ")[1].split("set -euo")[0]
        for name in re.findall(r"\b[A-Z_]{4,}\b", read):
            must(name in given or name.startswith("RUNNER_") or name == "RELEASES", f"{script}: no input for {name}")
    # The parts of a Job and of its merge are as many.
    parts = set()
    for path in sorted((root / "Examples/kubernetes").glob("*.yaml")):
        for item in yaml.safe_load_all(path.read_text()):
            if item["kind"] != "Job":
                continue
            container = item["spec"]["template"]["spec"]["containers"][0]
            parts |= {v["value"] for v in container["env"] if v["name"] == "PARTS"}
            parts |= {str(item["spec"]["completions"])} if "completions" in item["spec"] else set()
            security = container["securityContext"]
            must(security["readOnlyRootFilesystem"] and not security["allowPrivilegeEscalation"],
                 f"{path.name}: more rights than it needs")
    must(len(parts) == 1, f"Examples/kubernetes: parts are {', '.join(sorted(parts))}")
    for fault in faults:
        print(f"policy: {fault}")
    sys.exit(1 if faults else 0)


main(sys.argv[1])
