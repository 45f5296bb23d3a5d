#!/bin/sh
# Makes the virtual environment with the first suitable Python of this machine (or the one named in PYTHON).
set -eu
venv=$1
suitable='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))'

for python in ${PYTHON:-python3.12 python3.11 python3.13 python3 python}; do
    if "$python" -c "$suitable" 2>/dev/null; then
        echo "Making $venv with $("$python" --version) ..."
        if "$python" -m venv --clear "$venv"; then exit 0; fi
        rm -rf "$venv"
        echo "Python's module venv does not work here: install it (Debian, Ubuntu: apt install python3-venv), then repeat." >&2
        exit 1
    fi
done
echo "No suitable Python was found: install Python 3.11, 3.12 or 3.13, or name one, e.g. make run PYTHON=/path/to/python3.12" >&2
exit 1
