"""The whole pretend world in another process: Slack, Discord and the mailbox, as a desk finds them."""

from pathlib import Path

from bench.corpus import mails
from bench.elsewhere import Stage
from sandbox.town import DESK, Town


async def quiet_town(stage: Stage) -> None:
    """Nobody has written. Tells the environment and the settings of a desk that lives in its current folder."""
    await _open(stage, [])


async def busy_town(stage: Stage) -> None:
    """The same, with the corpus in the desk's mailbox and platforms that set no limits."""
    await _open(stage, mails(address=DESK))


async def _open(stage: Stage, waiting: list[bytes]) -> None:
    town = Town()
    town.slack.strict_rates = town.discord.strict_rates = not waiting
    await town.start()
    for raw in waiting:
        await town.mail.deliver(DESK, raw)
    stage.tell((town.env(Path()), town.desk_toml()))
    await stage.until_the_end()
    await town.stop()
