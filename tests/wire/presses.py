"""Pressing what a card offers, reacting to it and writing under it, on either chat."""

from sandbox.slack.shown import elements
from tests.wire.ways import DISCORD, SLACK, plain

# What is pressed on Slack's card (a button, or a choice of its menu), what the form is answered, and what it leaves.
ON_SLACK = (
    ("Claim", None, "Assigned"), ("Release", None, "Released"), ("Reply", {"Text": "Plug it in."}, "Replied"),
    ("Note", {"Text": "Who knows."}, "Noted"), ("Priority: high", None, "Prioritised"),
    ("Tags…", {"Tags": "+vpn"}, "Tagged"), ("Subject…", {"Subject": "Another one"}, "Retitled"),
    ("Assign…", {"Agent": "cleo"}, "Assigned"), ("Take over", None, "Assigned"),
    ("Escalate…", {"Reason": "It burns."}, "Escalated"), ("Wait until…", {"Wait until": "2h"}, "Pended"),
    ("Wait for the requester", None, "Pended"), ("Resolve", {"Note": "Done."}, "Resolved"),
    ("Reopen", None, "Reopened"), ("Close…", {"Note": "Done."}, "Closed"), ("Reopen", None, "Reopened"),
    ("History", None, ""), ("Queue…", {"Queue": "billing"}, "Moved"),
)  # fmt: skip
ON_DISCORD = (
    ("Claim", None, "Assigned"), ("Release", None, "Released"), ("Reply", {"Text": "Plug it in."}, "Replied"),
    ("Note", {"Text": "Who knows."}, "Noted"), ("Priority high", None, "Prioritised"),
    ("Tags", {"Tags": "+vpn"}, "Tagged"), ("Subject", {"Subject": "Another one"}, "Retitled"),
    ("Assign", {"Agent": "bob"}, "Assigned"), ("Escalate: ring now", {"Reason": "It burns."}, "Escalated"),
    ("Pend: wait for the requester or a time", {"Wait until": "2h"}, "Pended"),
    ("Resolve", {"Note": "Done."}, "Resolved"),
    ("Book time", {"How long": "15m"}, "TimeBooked"), ("Merge", {"Into ticket": "999999"}, ""),
    ("Link", {"This ticket": "relates", "The other ticket": "999999"}, ""),
    ("Reopen", None, "Reopened"), ("Close for good", {"Note": "Done."}, "Closed"), ("Show", None, ""),
    ("History", None, ""), ("Queue", {"Queue": "billing"}, "Moved"),
)  # fmt: skip


def choices(here, number):
    """The words in the menu of Slack's card."""
    card = here.slack_card(number)
    message = here.town.slack.workspace.channels[card.channel].messages[card.ts]
    menus = [one for one in elements(message.blocks) if one.get("options")]
    return [option["text"]["text"] for menu in menus for option in menu["options"]]


async def on_slack(here, name, number, label, answers):
    who, card = here.town.cast.slack[name], here.slack_card(number)
    if label in card.buttons:
        await here.slack.click(who, card.channel, card.ts, label)
    else:
        await here.slack.select(who, card.channel, card.ts, "More…", label)
    if answers is not None:
        await here.until(lambda: here.slack.modal(who))
        answers = {field: here.town.cast.slack.get(value, value) for field, value in answers.items()}
        outcome = await here.slack.submit(who, answers)
        assert outcome.is_ok, (label, outcome.text)


async def on_discord(here, name, number, label, answers):
    who, card, room = here.town.cast.discord[name], here.discord_card(number), here.town.room("discord support")
    if label in [one.label for one in card.buttons]:
        outcome = await here.discord.click(who, room, card.id, label)
    else:
        outcome = await here.discord.select(who, room, card.id, "More …", [label])
    assert not outcome.error, (label, outcome.error)
    if answers is not None and outcome.modal:  # one that is not for them does not come up
        answers = {field: here.town.cast.discord.get(value, value) for field, value in answers.items()}
        outcome = await here.discord.submit(who, answers)
        assert not outcome.error, (label, outcome.error)
    return plain(outcome.text)


def is_offered(here, wire, number, label):
    if wire == "slack":
        return label in here.slack_card(number).buttons or label in choices(here, number)
    card = here.discord_card(number)
    return label in [one.label for one in card.buttons] or label in card.menus[0].options


PRESSING = {"slack": (on_slack, ON_SLACK, SLACK), "discord": (on_discord, ON_DISCORD, DISCORD)}


EMOJI = {"slack": ("eyes", "white_check_mark", "outbox_tray"), "discord": ("👀", "✅", "📤")}


def spot(here, wire, number):
    """The room of a card, the card, and where its thread is written."""
    if wire == "slack":
        card = here.slack_card(number)
        return card.channel, card.ts, card.channel
    card = here.discord_card(number)
    return here.town.room("discord support"), card.id, card.id


async def say(here, wire, name, number, text):
    """A line in the ticket's thread; the message, once the desk has heard it."""
    who, (_, card, thread) = getattr(here.town.cast, wire)[name], spot(here, wire, number)
    before = await here.house.ask(here.heard)
    more = {"thread": card} if wire == "slack" else {}
    said = await getattr(here, wire).say(who, thread, text, **more)

    await here.hears(before + 1)
    return said


async def grown(here, number, before):
    return len(await here.facts(number)) > len(before)
