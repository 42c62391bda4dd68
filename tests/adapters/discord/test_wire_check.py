"""What doctor says about the wire, and the link that installs the bot."""

from adapters.discord.invite import invite, permissions


async def problems(here):
    found = await here.running[0].app.check()
    return [(one.what, one.problem, one.mend) for one in found if one.problem]


async def test_where_all_is_well_doctor_finds_nothing(here):
    assert await problems(here) == []


async def test_a_missing_permission_is_named_with_its_room(here):
    here.guild.bot_role.permissions &= ~(1 << 34)
    found = await problems(here)
    assert {what for what, _, _ in found} == {
        f"Discord room discord:{here.room}: Manage Threads",
        f"Discord intake discord:{here.help}: Manage Threads",
    }


async def test_a_room_and_a_role_that_are_gone_are_named(here):
    here.guild.channels.pop(here.room)
    here.guild.remove_role(here.leads)
    found = [what for what, _, _ in await problems(here)]
    assert f"Discord room discord:{here.room}" in found
    assert f"Discord discord:role:{here.leads.id}" in found


async def test_a_bad_token_is_the_only_finding(alone):
    alone.sandbox.credentials.token = "another"
    alone.start(connect=False)
    assert [what for what, _, _ in await problems(alone)] == ["Discord token"]


async def test_the_invitation_asks_for_what_is_needed_and_no_more(here):
    text = invite(here.settings, 42)
    assert "client_id=42" in text
    assert f"permissions={permissions().value}" in text
    assert "scope=bot+applications.commands" in text
    assert "Message Content Intent" in text
    assert not permissions().administrator
    assert not permissions().manage_messages
