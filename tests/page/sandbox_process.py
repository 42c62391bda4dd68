"""The sandbox as a user starts it: a process of its own, with a page on a port that nobody else has."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds until its address is printed


class SandboxProcess:
    """`deskbell sandbox` on the data in `home`. `url` is where its page is."""

    def __init__(self, home: Path, *options: str) -> None:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DISCORD_"))}
        env = kept | {"PYTHONPATH": str(ROOT), "HTTP_BIND": "127.0.0.1:0"}
        command = [sys.executable, "-m", "main", "sandbox", "--home", str(home), "--no-browser", *options]
        home.parent.mkdir(parents=True, exist_ok=True)
        self._child = subprocess.Popen(
            command, cwd=home.parent, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []
        self.url = ""
        self._opened = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        if not self._opened.wait(PATIENCE) or not self.url:
            self.stop()
            raise TimeoutError("the sandbox did not open:\n" + "\n".join(self.said))

    def act(self, wire: str, do: str, **details: Any) -> Any:
        """Do something as somebody, past the page. Returns the answer."""
        body = json.dumps({"wire": wire, "do": do, "with": details}).encode()
        asked = urllib.request.Request(f"{self.url}control", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            told = json.load(answer)
        assert "answer" in told, told
        return told["answer"]

    def wait_for(self, words: str) -> str:
        """All that it printed until `words` were there."""
        deadline = time.monotonic() + PATIENCE
        while words not in (said := "\n".join(self.said)):
            if time.monotonic() > deadline:
                raise TimeoutError(f"“{words}” was not printed:\n{said}")
            time.sleep(0.1)
        return said

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        if self._child.poll() is None:
            self._child.send_signal(signal.SIGINT)
        try:
            return self._child.wait(20)
        except subprocess.TimeoutExpired:
            self._child.kill()
            return self._child.wait()

    def _read(self) -> None:
        assert self._child.stdout
        for line in self._child.stdout:
            self.said.append(line.rstrip())
            if found := re.search(r"http://127\.0\.0\.1:\d+/", line):
                self.url = self.url or found[0]
                self._opened.set()
        self._opened.set()
