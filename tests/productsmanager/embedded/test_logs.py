"""Log files stay small and are shown where they help."""

from pathlib import Path

from productsmanager.embedded.logs import Follower, end_of, keep_small


def test_a_big_log_is_moved_aside_under_its_writer(folder: Path) -> None:
    log = folder / "web.log"
    with log.open("ab", buffering=0) as writer:
        writer.write(b"x" * 100)
        keep_small(log, limit=50)
        writer.write(b"new\n")
    assert ((folder / "web.log.1").stat().st_size, log.read_text()) == (100, "new\n")


def test_a_small_or_missing_log_is_left_alone(folder: Path) -> None:
    log = folder / "web.log"
    keep_small(log)
    log.write_text("few")
    keep_small(log)
    assert not (folder / "web.log.1").exists()


def test_only_the_end_of_this_start_is_shown(folder: Path) -> None:
    log = folder / "web.log"
    log.write_text("former start\none\ntwo\nthree\n")
    assert end_of(log, lines=2, start=len("former start\n")) == ["two", "three"]
    assert end_of(folder / "none.log") == []


def test_new_lines_carry_the_service_and_are_whole(folder: Path) -> None:
    log = folder / "web.log"
    log.write_text("old\n")
    follower = Follower([log, folder / "none.log"])
    with log.open("a") as writer:
        writer.write("one\nhalf")
        writer.flush()
        assert follower.new_lines() == ["web        | one"]
        writer.write(" done\n")
    assert follower.new_lines() == ["web        | half done"]


def test_a_log_that_was_cut_is_read_from_its_beginning(folder: Path) -> None:
    log = folder / "web.log"
    log.write_text("a long old line\n")
    follower = Follower([log])
    log.write_text("new\n")
    assert follower.new_lines() == ["web        | new"]
