"""What doctor looks at: the token, each room and permission, the roles, the commands, the logins."""

from typing import Any

import aiohttp
import discord

from adapters.discord import identifies, reach, refs, roll, sight, syncing, tags
from adapters.discord.invite import NEEDED, SPOKEN
from adapters.discord.kit import Kit
from adapters.discord.outcomes import BAD_TOKEN
from bot.health import Finding

TEXT, FORUM = 0, 15
CONTENT_FLAGS = (1 << 18) | (1 << 19)  # of the application: approved, or for small servers


async def check(kit: Kit) -> list[Finding]:
    """One finding per thing; where the token fails, that alone."""
    try:
        client = await kit.rest.client()
    except discord.LoginFailure:
        return [Finding("Discord token", "Discord refuses it.", BAD_TOKEN)]
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        return [Finding("Discord", f"It cannot be reached: {reach.said(error)}.", reach.MEND)]
    kit.people.forget()
    found = [Finding("Discord token"), _intent(client), _members(client, kit)]
    for room in kit.rooms.all:
        found += await _room(kit, room)
    return [*found, *await _roles(kit), await _commands(kit), await _logins(kit)]


def _intent(client: discord.Client) -> Finding:
    flags = client.application.flags.value if client.application else 0
    if flags & CONTENT_FLAGS:
        return Finding("Discord message content")
    mend = "Switch on the Message Content Intent under Bot in the developer portal."
    return Finding("Discord message content", "The texts of messages are hidden from the bot.", mend)


def _members(client: discord.Client, kit: Kit) -> Finding:
    """Without the list of members, tickets are given to those alone who have had one."""
    flags = client.application.flags.value if client.application else 0
    ours = [one for one in kit.settings.queues if any(place.startswith(refs.NAME) for place in one.rooms)]
    if flags & roll.MEMBERS_FLAGS or all(one.assign == "off" for one in ours):
        return Finding("Discord members")
    mend = "Switch on the Server Members Intent under Bot in the developer portal."
    told = "The list of members is hidden from the bot: agents who never had a ticket are given none."
    return Finding("Discord members", told, mend)


async def _room(kit: Kit, room: int) -> list[Finding]:
    what = f"Discord {'room' if room in kit.rooms.rooms else 'intake'} {refs.place(room)}"
    channel = await kit.people.channel(room)
    if channel is None:
        mend = "Check the id in desk.toml, and let the bot see the channel."
        return [Finding(what, "It does not exist, or the bot cannot see it.", mend)]
    if channel["type"] not in (TEXT, FORUM):
        return [Finding(what, "It is neither a text channel nor a forum.", "Name a text channel or a forum.")]
    home, me = int(channel["guild_id"]), await kit.rest.me()
    member: Any = await kit.people.member(home, me) or {"roles": []}
    mine = sight.permissions(await kit.people.guild(home), channel, me, [int(one) for one in member["roles"]])
    missing = [name for name in NEEDED if not getattr(mine, name)]
    found = [_missing(what, name) for name in missing] or [Finding(what)]
    is_board = channel["type"] == FORUM and room in kit.rooms.rooms
    return [*found, *_tags(kit, what, channel, mine.manage_channels)] if is_board else found


def _tags(kit: Kit, what: str, forum: Any, may_make: bool) -> list[Finding]:
    """The tags of a forum that tell its tickets' states: those that are not there, and why."""
    ours, have = tags.wanted(int(forum["id"]), kit.settings), tags.known(forum)
    lacking = [name for name in ours if name not in have]
    room = tags.IN_ALL - len(have)
    if len(lacking) > room:
        told = f"It holds {tags.IN_ALL} tags, and there is no room for: {', '.join(lacking[room:])}."
        return [Finding(f"{what}: tags", told, "Delete tags there that nobody needs, or name fewer categories.")]
    if lacking and not may_make:
        told = f"These tags are missing, and the bot may not make them: {', '.join(lacking)}."
        return [Finding(f"{what}: tags", told, "Make them by hand, or give the bot “Manage Channels” on this forum.")]
    return []


def _missing(what: str, name: str) -> Finding:
    return Finding(f"{what}: {SPOKEN[name]}", "The bot may not do that there.", f"Give its role “{SPOKEN[name]}”.")


async def _roles(kit: Kit) -> list[Finding]:
    guild = await kit.people.home()
    if guild is None:
        return []
    known = (await kit.people.guild(guild)).roles
    lost = [role for role in kit.rooms.roles() if role not in known]
    mend = "Name a role of this server in desk.toml: developer mode shows its id."
    return [Finding(f"Discord {refs.role(role)}", "There is no such role.", mend) for role in lost] or (
        [Finding("Discord roles")] if kit.rooms.roles() else []
    )


async def _commands(kit: Kit) -> Finding:
    guild, client = await kit.people.home(), await kit.rest.client()
    application = client.application_id or 0
    told: Any = (
        await kit.rest(lambda http: http.get_guild_commands(application, guild))
        if guild
        else await kit.rest(lambda http: http.get_global_commands(application))
    )
    if {"ticket", "desk"} <= {one["name"] for one in told}:
        return Finding("Discord commands")
    await kit.ask(_forget, kit)
    return Finding("Discord commands", "The commands are not there.", "Start the desk: it tells them to Discord.")


async def _logins(kit: Kit) -> Finding:
    times = await kit.ask(identifies.today, kit.store, kit.now())
    if times < identifies.ALARM:
        return Finding("Discord logins")
    problem = f"{times} logins within a day; at {identifies.ALLOWED} the desk stops trying."
    return Finding("Discord logins", problem, "Look in the log for what ends the connection again and again.")


def _forget(kit: Kit) -> None:
    with kit.store.transaction() as tx:
        tx.leases.keep(syncing.NAME, "")
