"""Who is in a thread: joining, being mentioned into it, leaving."""

from collections.abc import Iterable

from sandbox.discord import shapes
from sandbox.discord.channels import Thread
from sandbox.discord.permissions import Permission, may
from sandbox.discord.refusals import refuse
from sandbox.discord.world import World


def join(world: World, thread: Thread, people: Iterable[int]) -> None:
    """Add those who can see the parent channel and are not in yet; 30033 when the thread is full."""
    parent = world.guild.channels[thread.parent_id]
    new = [one for one in people if one not in thread.members and one in world.guild.members]
    new = [one for one in new if may(world.guild, one, parent, Permission.VIEW_CHANNEL)]
    if not new:
        return
    if len(thread.members) + len(new) > world.limits.thread_members:
        raise refuse(30033)
    thread.members |= dict.fromkeys(new, world.now())
    if world.bot.id in new:
        world.announce("THREAD_CREATE", world.shape(thread), thread)
    _tell(world, thread, added=new)


def leave(world: World, thread: Thread, user_id: int) -> None:
    if thread.members.pop(user_id, None) is not None:
        _tell(world, thread, removed=[user_id])


def _tell(world: World, thread: Thread, added: Iterable[int] = (), removed: Iterable[int] = ()) -> None:
    data = {"id": str(thread.id), "guild_id": str(world.guild.id), "member_count": min(len(thread.members), 50)}
    joined = [
        {**shapes.thread_member(thread, one), "member": shapes.member(world.guild.members[one]), "presence": None}
        for one in added
    ]
    left = [str(one) for one in removed]
    changed = ({"added_members": joined} if joined else {}) | ({"removed_member_ids": left} if left else {})
    world.announce("THREAD_MEMBERS_UPDATE", data | changed, thread)


def mentioned_in(world: World, thread: Thread, users: Iterable[int], roles: Iterable[int]) -> None:
    """Mentions bring people into a thread; of a role only when it has fewer than 100 members."""
    people = list(users)
    for role_id in roles:
        holders = [member.user.id for member in world.guild.members.values() if role_id in member.roles]
        people += holders if len(holders) < 100 else []
    join(world, thread, people)
