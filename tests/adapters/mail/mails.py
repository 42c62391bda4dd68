"""Raw mails as a customer's program writes them; and how they are read without a process of their own."""

from concurrent.futures import Future
from types import SimpleNamespace

from adapters.mail.parse import bare, letter


def mail(number=1, text="Nothing loads.", **fields):
    lines = {
        "From": "Ann <ann@example.org>",
        "To": "support@desk.example",
        "Subject": "VPN",
        "Date": "1 Jun 2026 12:00 Z",
    }
    lines |= {"Message-ID": f"<{number}@example.org>"} | {
        name.replace("_", "-"): value for name, value in fields.items()
    }
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None) + f"\r\n{text}\r\n"


class Here:
    """See `adapters.mail.reading.Reading`."""

    async def read(self, source, raw, trusted=(), defect=""):
        return bare(raw, defect, trusted) if defect else letter(raw, trusted)

    def begin(self, source, raw, trusted, defect, then):
        done = Future()
        done.set_result(then(bare(raw, defect, trusted) if defect else letter(raw, trusted)))
        return SimpleNamespace(future=done)

    async def result(self, source, job):
        return job.future.result()

    def close(self):
        pass
