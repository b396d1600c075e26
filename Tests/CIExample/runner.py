"""Runs one job of a GitHub Actions workflow on this machine: its own steps, word for word, in their order.

    runner.py WORKFLOW JOB CONTEXT STATE

CONTEXT is a JSON file with what GitHub knows (`github`, `needs` and so on), and the `origin` that checkouts come from.
STATE is a folder for the workspace, the summary and the artifacts. Of actions it knows four: checkout, upload-artifact
and download-artifact, which are done here, and this project's own, whose steps are run from the checkout. Ends with
status 1 where the job fails.
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
OWN = re.compile(r"^OWNER/gelu-accuracy/(\.github/actions/[^@]+)@v\d+\.\d+\.\d+$")
TOKENS = re.compile(r"\s*('(?:[^']|'')*'|[A-Za-z_][\w.-]*|==|!=|&&|\|\||!|\(|\)|\d+)")


def evaluate(text, context, failed):
    """The value of an expression of GitHub's, of the few kinds that are used here."""
    python, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKENS.match(text, at)
        if not match:
            sys.exit(f"runner: an expression that it does not know: {text}")
        token, at = match[1], match.end()
        words = {"&&": " and ", "||": " or ", "!": " not ", "==": "==", "!=": "!=", "(": "(", ")": ")"}
        if token in words:
            python.append(words[token])
        elif token[0] == "'":
            python.append(repr(token[1:-1].replace("''", "'")))
        elif token in ("true", "false"):
            python.append(token.capitalize())
        elif token in ("cancelled", "always", "success", "failure"):
            python.append(f"status_{token}")
        elif token[0].isdigit():
            python.append(token)
        else:
            python.append(f"look({token!r})")
    def look(path):
        value = context
        for part in path.split("."):
            value = value.get(part, "") if isinstance(value, dict) else ""
        return value
    return eval("".join(python), {"__builtins__": {}}, {
        "look": look, "status_cancelled": lambda: False, "status_always": lambda: True,
        "status_success": lambda: not failed, "status_failure": lambda: failed})


def filled(value, context):
    """Text with its expressions worked out."""
    if not isinstance(value, str):
        return {True: "true", False: "false"}.get(value, str(value))
    return re.sub(r"\$\{\{(.*?)\}\}", lambda m: str(evaluate(m[1], context, False)), value)


class Job:
    def __init__(self, context, state):
        self.context, self.state = context, state
        self.workspace = state / "workspace"
        self.workspace.mkdir(parents=True, exist_ok=True)
        self.path, self.failed = [], False
        self.summary = state / "summary.md"

    def wanted(self, step):
        condition = step.get("if")
        if condition is None:
            return not self.failed
        text = re.sub(r"^\$\{\{(.*)\}\}$", r"\1", condition.strip())
        # Without a function of the status, success() is meant too.
        if self.failed and not re.search(r"\b(cancelled|always|success|failure)\(", text):
            return False
        return bool(evaluate(text, self.context, self.failed))

    def step(self, step, environment, action=None):
        """Its outputs, and whether it did its work."""
        name = step.get("name") or step.get("uses") or "run"
        if not self.wanted(step):
            print(f"-- {name}: left out", flush=True)
            return {}, True
        print(f"-- {name}", flush=True)
        values = {key: filled(step["with"][key], self.context) for key in step.get("with", {})}
        if "uses" in step:
            return {}, self.use(step["uses"], values, environment)
        return self.run(step, environment, action)

    def run(self, step, environment, action):
        output, paths = self.state / "output", self.state / "path"
        output.write_text(""), paths.write_text("")
        own = {key: filled(value, self.context) for key, value in step.get("env", {}).items()}
        everything = {
            **os.environ, **environment, **own, "GITHUB_OUTPUT": str(output), "GITHUB_PATH": str(paths),
            "GITHUB_STEP_SUMMARY": str(self.summary), "RUNNER_TEMP": str(self.state / "temp"),
            "RUNNER_OS": "Linux", "RUNNER_ARCH": "ARM64" if os.uname().machine == "aarch64" else "X64",
            "PATH": os.pathsep.join(self.path[::-1] + [os.environ["PATH"]])}
        if action:
            everything["GITHUB_ACTION_PATH"] = str(action)
        script = self.state / "script.sh"
        script.write_text(filled(step["run"], self.context))
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail"] if step.get("shell") == "bash" else ["bash", "-e"]
        folder = self.workspace / step.get("working-directory", ".")
        if not folder.is_dir():
            sys.exit(f"runner: there is no {folder}")
        done = subprocess.run(shell + [script], env=everything, cwd=folder, stdin=subprocess.DEVNULL)
        self.path += paths.read_text().split("\n")[:-1]
        lines = [line.split("=", 1) for line in output.read_text().splitlines()]
        if done.returncode:
            print(f"   status {done.returncode}", flush=True)
        return dict(lines), done.returncode == 0

    def use(self, action, values, environment):
        own = OWN.match(action)
        if own:
            return self.composite(ROOT / own[1], values, environment)
        name = re.match(r"^actions/([a-z-]+)@[0-9a-f]{40}$", action)
        known = {"checkout": self.checkout, "upload-artifact": self.upload, "download-artifact": self.download}
        if not name or name[1] not in known:
            sys.exit(f"runner: an action that it does not know: {action}")
        return known[name[1]](values)

    def checkout(self, values):
        target = self.workspace / values.get("path", ".")
        ref = values.get("ref") or self.context["github"]["sha"]
        subprocess.run(["git", "clone", "-q", self.context["origin"], target], check=True)
        subprocess.run(["git", "-C", target, "checkout", "-q", ref], check=True)
        return True

    def upload(self, values):
        source = self.workspace / values["path"]
        if source.is_dir():
            shutil.copytree(source, self.state / "artifacts" / values["name"], dirs_exist_ok=True)
        return source.is_dir() or values.get("if-no-files-found") == "ignore"

    def download(self, values):
        source = self.state / "artifacts" / values["name"]
        if source.is_dir():
            shutil.copytree(source, self.workspace, dirs_exist_ok=True)
        return source.is_dir()

    def composite(self, folder, values, environment):
        action = yaml.safe_load((folder / "action.yml").read_text())
        unknown = set(values) - set(action["inputs"])
        if unknown:
            sys.exit(f"runner: inputs that the action does not have: {', '.join(unknown)}")
        outer, outer_failed = self.context, self.failed
        defaults = {key: filled(about["default"], outer) for key, about in action["inputs"].items()}
        self.context, self.failed = {**outer, "inputs": {**defaults, **values}, "steps": {}}, False
        for step in action["runs"]["steps"]:
            outputs, is_done = self.step(step, environment, folder)
            self.context["steps"][step.get("id", "")] = {"outputs": outputs}
            self.failed = self.failed or not is_done
        for name, about in action["outputs"].items():
            print(f"   {name}: {filled(about['value'], self.context)}", flush=True)
        came, self.context, self.failed = not self.failed, outer, outer_failed
        return came


def main(workflow, name, context, state):
    whole = yaml.safe_load(pathlib.Path(workflow).read_text())
    job = Job(json.loads(pathlib.Path(context).read_text()), pathlib.Path(state))
    (job.state / "temp").mkdir(parents=True, exist_ok=True)
    definition = whole["jobs"][name]
    if not job.wanted(definition):
        print(f"job {name}: left out")
        return
    environment = {key: filled(value, job.context) for key, value in whole.get("env", {}).items()}
    for step in definition["steps"]:
        _, is_done = job.step(step, environment)
        job.failed = job.failed or not (is_done or step.get("continue-on-error") is True)
    sys.exit(1 if job.failed else 0)


main(*sys.argv[1:])
