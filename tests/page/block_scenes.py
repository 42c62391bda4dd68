"""Scenes of the gallery that the desk does not play: every block, element and component that the platforms describe."""

from playwright.sync_api import expect

from sandbox.discord import posting
from sandbox.slack.message import Message
from sandbox.town import Town
from tests.page.quiet_world import quiet
from tests.page.studio import WIRES, Gallery
from tests.page.tab import Tab
from tests.sandbox.test_sights_discord import COMPONENTS, INPUT
from tests.sandbox.test_slack_blocks import INPUTS, MESSAGE, asked

TALL = {"width": 1440, "height": 3400}
UNKNOWN = {"type": "hologram", "beam": {"color": "blue", "width": 3}}
EMBED = {
    "author": {"name": "An author"}, "title": "A title", "description": "**Words**, `code` and ||a secret||",
    "color": 0x5865F2, "footer": {"text": "A foot"}, "thumbnail": {"url": "https://example.org/t.png"},
    "fields": [{"name": "One", "value": "1", "inline": True}, {"name": "Two", "value": "2", "inline": True}],
}  # fmt: skip
ROWED = (2, 3, 5, 6, 7, 8)  # components that stand in a row


def blocks(gallery: Gallery) -> None:
    """All of them, and what nobody knows, on each chat; each by itself is far too small a picture."""
    with quiet(_fill) as (url, _):
        for wire in WIRES:
            tab = Tab(gallery.browser, url, f"{wire}/bob", viewport=TALL)
            expect(tab.messages("This page does not draw").first).to_be_visible()
            gallery.take(tab, wire)
            for one in tab.team.locator("details.unknown summary").all():
                one.click()
            gallery.take(tab, f"{wire}-unknown")
            tab.close()


def _fill(town: Town) -> None:
    space, room = town.slack.workspace, town.places["slack support"].partition(":")[2]
    forms = [asked(one, hint={"type": "plain_text", "text": "A hint"}) for one in INPUTS]
    for some in ([*MESSAGE.values()], forms, [UNKNOWN]):
        space.post(Message(space.new_ts(), room, space.app.bot_user, "Blocks", blocks=list(some)))
    world = town.discord.world
    channel = world.guild.channels[int(town.places["discord support"].partition(":")[2])]
    rows = [{"type": 1, "components": [COMPONENTS[kind]]} for kind in ROWED]
    whole = [one for kind, one in COMPONENTS.items() if kind not in (*ROWED, 4)]
    for body in ({"content": "Rows", "embeds": [EMBED], "components": [*rows, {"type": 1, "components": [INPUT]}]},
                 {"components": whole[:6]}, {"components": whole[6:]}):  # fmt: skip
        posting.place(world, channel, posting.compose(world, world.bot, channel, body, {}))
