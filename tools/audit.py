"""Known weaknesses of the packages in use: `python tools/audit.py`, part of `make lint`.

Asks the index of weaknesses that pip-audit knows. Where none is reachable nothing can be said, and nothing is refused;
a weakness that is found stops the build, with the version that mends it.
"""

import json
import subprocess
import sys

COMMAND = ["-m", "pip_audit", "--requirement", "constraints.txt", "--no-deps", "--disable-pip", "--format", "json"]
SECONDS = 120


def main() -> int:
    """0 when nothing is known or nobody can be asked, 1 for a weakness."""
    try:
        done = subprocess.run(
            [sys.executable, *COMMAND, "--progress-spinner", "off", "--timeout", "10"],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        packages = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return told("No index of weaknesses is reachable: the packages were not looked up.")
    known = [package for package in packages if "vulns" in package]
    weak = [(package, weakness) for package in known for weakness in package["vulns"]]
    for package, weakness in weak:
        mended = ", ".join(weakness["fix_versions"]) or "none yet"
        told(f"{package['name']} {package['version']}: {weakness['id']}, mended in: {mended}")
    if not known:
        return told("The index knows none of the packages: they were not looked up.")
    told(f"{len(known)} of {len(packages)} packages looked up, {len(weak)} weaknesses known.")
    return 1 if weak else 0


def told(sentence: str) -> int:
    """Say it; 0 as the exit status."""
    sys.stdout.write(f"{sentence}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
