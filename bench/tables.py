"""The figures as tables for a terminal."""

from statistics import median

from bench.spent import Spent


def rounds(pairs: list[tuple[Spent, Spent]]) -> str:
    """Floor and intake of each round, side by side."""
    lines = ["round   floor mails/s   intake mails/s   ratio"]
    for number, (floor, ours) in enumerate(pairs, start=1):
        lines.append(f"{number:>5}   {floor.rate:>13.0f}   {ours.rate:>14.0f}   {ours.rate / floor.rate:>5.2f}")
    return "\n".join(lines)


def parts(title: str, runs: list[Spent]) -> str:
    """Where the time goes: the median of each part, in milliseconds a mail."""
    lines = [f"{title:<40} ms a mail"]
    for name in runs[0].parts:
        lines.append(f"  {name:<38} {median(1000 * run.parts[name] / run.mails for run in runs):>9.2f}")
    whole = median(1000 * run.seconds / run.mails for run in runs)
    return "\n".join([*lines, f"  {'by the clock on the wall':<38} {whole:>9.2f}"])
