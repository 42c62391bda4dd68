"""The link that brings the bot to a server, with exactly the permissions it needs."""

import discord

from bot.config import Settings

SPOKEN = {
    "view_channel": "View Channels",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "create_private_threads": "Create Private Threads",
    "manage_threads": "Manage Threads",
    "read_message_history": "Read Message History",
    "embed_links": "Embed Links",
    "attach_files": "Attach Files",
    "add_reactions": "Add Reactions",
}
NEEDED = tuple(SPOKEN)
USEFUL = {"pin_messages": "Pin Messages", "mention_everyone": "Mention all roles (to ring roles that nobody else may)"}


def permissions() -> discord.Permissions:
    """What the bot asks for. Managing channels is not among it: forum tags are made by hand, or not at all."""
    return discord.Permissions(**dict.fromkeys((*NEEDED, *USEFUL), True))


def invite(settings: Settings, application_id: int) -> str:
    """What to open and what to switch on, as text for the terminal."""
    link = discord.utils.oauth_url(application_id, permissions=permissions(), scopes=("bot", "applications.commands"))
    asked = "\n".join(f"  {name}" for name in (*SPOKEN.values(), *USEFUL.values()))
    return (
        f"To bring {settings.name} to a Discord server, open this link and choose it:\n\n  {link}\n\n"
        "Before that, in the developer portal under Bot, switch on:\n  Message Content Intent\n"
        "and, so that the desk knows every agent to give tickets to, if it shall:\n  Server Members Intent\n\n"
        f"The link asks for these permissions:\n{asked}\n"
    )
