"""For doctor: the token, each scope, each room and group, and how to mend what is wrong."""

from collections.abc import Awaitable

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors, reach, refs
from adapters.slack.manifest import SCOPES
from adapters.slack.people import GROUP, People
from bot.config import Settings
from bot.health import Finding

REINSTALL = "Paste what `deskbell slack-manifest` prints into the app's manifest, and reinstall the app."


class Checks:
    def __init__(self, settings: Settings, client: AsyncWebClient, people: People) -> None:
        self._settings, self._client, self._people = settings, client, people

    async def run(self) -> list[Finding]:
        """One finding for each thing that was tried."""
        token, held = await self._token()
        if token.problem:
            return [token]
        found = [token, *(_scope(scope, held) for scope in SCOPES), await self._socket()]
        found += [await self._room(place) for place in self._places()]
        found += [await self._group(group) for group in self._groups()]
        return found

    async def _token(self) -> tuple[Finding, frozenset[str]]:
        try:
            answer = await self._client.auth_test()
        except Exception as error:
            return _failed("Slack bot token", error, "Set SLACK_BOT_TOKEN."), frozenset()
        scopes = str(answer.headers.get("x-oauth-scopes") or "")
        return Finding("Slack bot token"), frozenset(one.strip() for one in scopes.split(","))

    async def _socket(self) -> Finding:
        slack = self._settings.slack
        if slack is None or not slack.app_token:
            is_signed = bool(slack and slack.signing_secret)
            problem = "" if is_signed else "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: nothing is heard"
            return Finding("Slack HTTP mode", problem, "" if is_signed else "Set SLACK_APP_TOKEN for Socket Mode.")
        call = self._client.apps_connections_open(app_token=slack.app_token.reveal())
        mend = "Make an app token with the scope connections:write, turn Socket Mode on, and set SLACK_APP_TOKEN."
        return await _tried("Slack Socket Mode", call, mend)

    async def _room(self, place: str) -> Finding:
        what = f"Slack room {place}"
        try:
            room = (await self._client.conversations_info(channel=refs.spot(place).channel))["channel"]
        except Exception as error:
            return _failed(what, error, "Correct it in desk.toml.", place)
        if room.get("is_archived"):
            return Finding(what, "it is archived", "Unarchive it, or set another room in desk.toml.")
        if not room.get("is_member"):
            return Finding(what, "the bot is not in it", "Invite it there: /invite @deskbell.")
        return Finding(what)

    async def _group(self, group: str) -> Finding:
        call = self._client.usergroups_users_list(usergroup=group.removeprefix(GROUP))
        return await _tried(f"Slack user group {group}", call, "Correct the group's id (S…) in desk.toml.")

    def _places(self) -> list[str]:
        places = [place for queue in self._settings.queues for place in (*queue.rooms, *queue.intake)]
        return list(dict.fromkeys(place for place in places if place.startswith("slack:")))

    def _groups(self) -> list[str]:
        listed = [one for queue in self._settings.queues for one in (*queue.agents, *queue.supervisors)]
        return list(dict.fromkeys(one for one in listed if one.startswith(GROUP)))


def _scope(scope: str, held: frozenset[str]) -> Finding:
    what = f"Slack scope {scope}"
    return Finding(what) if scope in held else Finding(what, "the app does not have it", REINSTALL)


async def _tried(what: str, call: Awaitable[object], mend: str) -> Finding:
    try:
        await call
    except Exception as error:
        return _failed(what, error, mend)
    return Finding(what)


def _failed(what: str, error: Exception, mend: str, place: str = "") -> Finding:
    """Where the network is what is wrong, no other mend is named: a token or a room may be right."""
    if problem := reach.problem(error):
        return Finding(what if place else "Slack", problem, reach.MEND)
    return Finding(what, errors.sentence(error, place) or errors.said(error), mend)
