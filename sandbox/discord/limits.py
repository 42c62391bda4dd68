"""The platform's numbers that a test may want to turn."""

from dataclasses import dataclass
from datetime import timedelta

MIB = 1024 * 1024


@dataclass
class Limits:
    """Times are durations, sizes bytes, the rest counts."""

    respond_within: timedelta = timedelta(seconds=3)
    token_lives: timedelta = timedelta(minutes=15)
    nonce_window: timedelta = timedelta(minutes=5)
    followup_within: timedelta = timedelta(seconds=5)
    heartbeat: timedelta = timedelta(milliseconds=41250)
    active_threads: int = 1000
    thread_members: int = 1000
    pins: int = 250
    file_bytes: int = 10 * MIB
    request_bytes: int = 25 * MIB
    command_creates_a_day: int = 200
    resume_within: timedelta = timedelta(minutes=3)
    identifies_a_day: int = 1000
    invalid_requests: int = 10_000
    global_rate: int = 50
    renames: int = 2
    old_edits: int = 30
