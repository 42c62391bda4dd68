"""Facts of the rules."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Ruled:
    """The rule `rule` ran on `happening`, for `wanted` was so, and did `did`. No change: what it did are facts too.

    Where it did nothing, `failed` is the verb that could not be done ("" where it is none of them) and `reason` why.
    """

    rule: str
    happening: str
    wanted: str = ""
    did: tuple[str, ...] = ()
    failed: str = ""
    reason: str = ""
