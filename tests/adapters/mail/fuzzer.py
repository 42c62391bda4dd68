"""Any bytes, over and over: `python -m tests.adapters.mail.fuzzer -runs=100000 CORPUS`. The options are libFuzzer's."""

import sys

import atheris

with atheris.instrument_imports(include=["adapters.mail", "bot.tokens", "email"]):
    from adapters.mail.parse import letter


def read(raw):
    found = letter(raw, ("mx.example",))
    if not found.message_id or "could not be unpacked" in found.defect:
        raise AssertionError(found.defect or "a letter without an id")
    shown = sorted(filter(None, f"{found.reply}\n{found.quoted}".split("\n")))
    if shown != sorted(filter(None, found.text.split("\n"))):
        raise AssertionError("what shows and what folds is not the whole text")


if __name__ == "__main__":
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()
