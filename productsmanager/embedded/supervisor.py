"""Runs the product on one machine: starts the services in order, watches them, stops them in order."""

import os
import shutil
import signal
import time
from pathlib import Path

from productsmanager.embedded import paths
from productsmanager.embedded.child import Child, State
from productsmanager.embedded.errors import EmbeddedError
from productsmanager.embedded.interrupts import Interrupts, StopRequested
from productsmanager.embedded.logs import Follower, end_of, keep_small
from productsmanager.embedded.options import Options, read_options
from productsmanager.embedded.processes import stop
from productsmanager.embedded.screen import say, say_event, table
from productsmanager.embedded.services import Service, programs, run_command, servers
from productsmanager.embedded.state import Status, end_leftovers, only_supervisor, record_processes, write_status

LOOK_SECONDS = 0.5
START_LOOK_SECONDS = 0.05
LOG_CHECK_SECONDS = 60
COMMAND_STOP_SECONDS = 10


def run(*, demo: bool, logs: bool) -> None:
    """Run until asked to stop; EmbeddedError when something keeps the product from starting."""
    with Interrupts() as interrupts, only_supervisor():
        if ended := end_leftovers():
            say(f"Ended {ended} process groups that a killed run had left.")
        supervisor = Supervisor(read_options(), interrupts=interrupts, logs=logs)
        try:
            supervisor.start_up(demo=demo)
            supervisor.watch()
        except StopRequested:
            say("Stopping (Ctrl-C again: at once) ...")
        finally:
            supervisor.stop_all()
            if paths.runtime_dir() != paths.state_dir():
                shutil.rmtree(paths.runtime_dir(), ignore_errors=True)


class Supervisor:
    """The services of this installation and the loop that looks after them."""

    def __init__(self, options: Options, *, interrupts: Interrupts, logs: bool) -> None:
        self._options = options
        self._interrupts = interrupts
        self._children: list[Child] = []
        everything = [*servers(options), *programs(options)]
        self._follower = Follower([service.log for service in everything]) if logs else None
        self._logs_checked = time.monotonic()

    def start_up(self, *, demo: bool) -> None:
        """Servers one after the other, migrations, the programs side by side, then the demo data."""
        say(f"Products Manager starts; its data is in {paths.var_dir()}")
        for service in servers(self._options):
            self._start(service)
            self._wait_until_ready()
        self._run_command("migrate_all", "--verbosity=1")
        for service in programs(self._options):
            self._start(service)
        self._wait_until_ready()
        summary = self._demo() if demo else []
        say(f"\n{table(self._status())}\n")
        for line in summary:
            say(line)
        say(f"Products Manager is ready: {self._options.address}   (Ctrl-C stops it)")

    def watch(self) -> None:
        """Keep everything running until StopRequested."""
        while True:
            self._look(LOOK_SECONDS)
            if time.monotonic() - self._logs_checked > LOG_CHECK_SECONDS:
                self._logs_checked = time.monotonic()
                for child in self._children:
                    keep_small(child.service.log)

    def stop_all(self) -> None:
        """Stop the last started first; what does not go in its time is killed with its whole group."""
        while self._children:
            child = self._children.pop()
            began = time.monotonic()
            politely = child.stop(hurry=self._interrupts.in_a_hurry)
            how = "stopped" if politely else "killed"
            say(f"{time.strftime('%H:%M:%S')}  {child.service.name:<11} {how} in {time.monotonic() - began:.1f} s")
        self._write_down()

    def _start(self, service: Service) -> None:
        child = Child(service)
        child.start()
        self._children.append(child)
        self._write_down()

    def _wait_until_ready(self) -> None:
        while any(child.state is not State.READY for child in self._children):
            self._look(START_LOOK_SECONDS)

    def _look(self, seconds: float) -> None:
        """Wait a little, then notice requests, changes and new log lines."""
        self._interrupts.wait(seconds)
        self._interrupts.check()
        changed = [child for child in self._children if child.look()]
        for child in changed:
            say_event(child.line())
        if changed:
            self._write_down()
        for line in self._follower.new_lines() if self._follower else []:
            say(line)

    def _run_command(self, *arguments: str) -> list[str]:
        """Run a management command to its end while watching the services; its output."""
        name = arguments[0]
        log = paths.log_dir() / f"{name}.log"
        keep_small(log)
        start, began = log.stat().st_size if log.exists() else 0, time.monotonic()
        process = run_command(*arguments, log=log)
        try:
            while process.poll() is None:
                self._look(START_LOOK_SECONDS)
        finally:
            stop(process, with_signal=signal.SIGTERM, grace=COMMAND_STOP_SECONDS)
        if process.returncode != 0:
            raise EmbeddedError(_failed(name, log=log, start=start))
        say(f"{time.strftime('%H:%M:%S')}  {name:<11} done in {time.monotonic() - began:.1f} s")
        return end_of(log, lines=40, start=start)

    def _demo(self) -> list[str]:
        """What the demo says of itself; a demo that fails is no reason to keep a merchant out of the product."""
        try:
            told = self._run_command("demo")
            # It tells the password.
            (paths.log_dir() / "demo.log").unlink()
            return told
        except EmbeddedError as error:
            return str(error).splitlines()

    def _status(self) -> Status:
        lines = tuple(child.line() for child in self._children)
        return Status(pid=os.getpid(), address=self._options.address, services=lines)

    def _write_down(self) -> None:
        write_status(self._status())
        # PostgreSQL is not in the list: its own lock file finds a leftover, and it must not be killed.
        record_processes(
            [child.process.pid for child in self._children if child.process and child.service.name != "postgresql"]
        )


def _failed(name: str, *, log: Path, start: int) -> str:
    tail = "\n".join(f"    {line}" for line in end_of(log, start=start))
    return f"`manage.py {name}` failed. The end of {log}:\n{tail}"
