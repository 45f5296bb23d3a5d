"""`python -m productsmanager.embedded up|doctor|erase`: the supervisor without Django, so that it stays small."""

import argparse
import sys

from productsmanager.embedded import doctor, supervisor
from productsmanager.embedded.erase import erase
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.screen import say, table
from productsmanager.embedded.state import is_running, read_status

NOT_RUNNING = 3


def main() -> int:
    """Run the command named in the arguments; the exit status."""
    arguments = _parser().parse_args()
    try:
        if arguments.command == "doctor":
            return doctor.report()
        if arguments.command == "erase":
            return erase()
        if arguments.status:
            return _show_status()
        supervisor.run(demo=arguments.demo, logs=arguments.logs)
    except EmbeddedError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manage.py", description="Run Products Manager on this machine.")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start PostgreSQL, Redis, web, worker and beat; Ctrl-C stops them")
    up.add_argument("--demo", action="store_true", help="make the demo tenant with its suppliers, once")
    up.add_argument("--logs", action="store_true", help="show the logs of all services, each line with its name")
    up.add_argument("--status", action="store_true", help="show the services of the running product and end")
    commands.add_parser("doctor", help="check what this machine needs and say what to do")
    commands.add_parser("erase", help="remove all data of this installation (asks first)")
    return parser


def _show_status() -> int:
    status = read_status()
    if not is_running() or status is None:
        say("Products Manager is not running: start it with `make run`.")
        return NOT_RUNNING
    say(f"{table(status)}\n\n{status.address}   (supervisor: process {status.pid})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
