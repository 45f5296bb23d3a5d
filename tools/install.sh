#!/bin/sh
# Installs a requirements file into the virtual environment and leaves a stamp, so that the next call is instant.
set -eu
venv=$1 requirements=$2 stamp=$3
log=$venv/install.log

echo "Installing $requirements ..."
if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$requirements" >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    echo "The packages of $requirements could not be installed (all of it: $log): check the network or your package index, then repeat." >&2
    exit 1
fi
touch "$stamp"
