"""Carries posts to Slack and keeps cards drawn: the `bot.ports.Channel` of this wire."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors, marks, refs, uploads, views
from adapters.slack.client import Pace
from adapters.slack.finding import Finder, Found
from adapters.slack.homes import Homes
from adapters.slack.notices import Notices
from adapters.slack.people import People
from adapters.slack.plain import plain
from adapters.slack.refs import Spot
from adapters.slack.rich import Json
from adapters.slack.uploads import Uploaded
from bot.config import Settings
from bot.events import File
from bot.ports import Card, Files, Kind, Notice, NotSent, Post, Receipt, RootGone, Undeliverable, Unsure
from bot.speech import say
from bot.words import ForRequester, ForRoom

log = logging.getLogger(__name__)

Words = ForRoom | ForRequester | None
REMAKE = timedelta(seconds=2)  # until a lost root is posted anew


class SlackChannel:
    name = "slack"

    def __init__(
        self, client: AsyncWebClient, people: People, files: Files, settings: Settings, now: Callable[[], datetime],
        homes: Homes,
    ) -> None:  # fmt: skip
        self._client, self._people, self._files, self._settings, self._now = client, people, files, settings, now
        self.trouble = ""
        self._troubles: dict[str, str] = {}
        self._not_before: dict[str, datetime] = {}
        self._pace = Pace()
        self._finder = Finder(client)
        self._notices = Notices(client, people, self._finder, self._pace, homes)
        self._dms: dict[str, str] = {}

    def compose(self, post: Post, words: Words) -> bytes | None:
        return None

    async def send(self, post: Post, words: Words) -> Receipt:
        """Put `post` on the wire. Raises Undeliverable, NotSent or Unsure."""
        try:
            return await self._send(post, words)
        except (Undeliverable, NotSent, Unsure):
            raise
        except Exception as error:
            raise self._failed(error, post.place) from error

    async def find(self, post: Post) -> Receipt | None:
        """The receipt of an unknown post if Slack has it. Raises Unsure while that cannot be told."""
        if post.kind in (Kind.MARK, Kind.SETTLED):  # doing it twice is doing it once
            return None
        try:
            channel, root = await self._where(post)
            found = await self._finder.find(post, channel, root)
            if found is None:
                return None
            if root and found.root != root:
                await self._delete(channel, found.ts)
                return None
            await self._share_missing(post, channel, found)
            return self._receipt(post, channel, root, found.ts)
        except Exception as error:
            failed = self._failed(error, post.place)
            raise Unsure(str(failed), getattr(failed, "wait", None)) from error

    async def draw(self, card: Card) -> None:
        """Make the card show its ticket. Raises Undeliverable when its message is gone."""
        at = refs.spot(card.root)
        try:
            home = (await self._people.me()).home
            await self._client.chat_update(
                channel=at.channel,
                ts=at.ts,
                text=views.card_text(card.ticket),
                blocks=views.card(card, self._settings, home),
            )
        except Exception as error:
            if errors.name_of(error) in errors.UNDRAWABLE:
                raise Undeliverable(errors.name_of(error)) from error
            raise self._failed(error, card.place) from error
        self.mended(card.place)

    async def announce(self, notice: Notice) -> str:
        """Put the notice up, or make its message show its words. Raises Undeliverable when that is gone."""
        try:
            self._refuse_early(refs.spot(notice.place).channel)
            ref = await self._notices.show(notice)
        except Exception as error:
            raise self._failed(error, notice.place) from error
        self.mended(notice.place)
        return ref

    def alarm(self, key: str, sentence: str) -> None:
        """Something is wrong that a person must mend: "" for the wire itself, else a place."""
        if sentence and self._troubles.get(key) != sentence:
            log.error("%s", sentence)
        self._troubles[key] = sentence
        self.trouble = next((one for _, one in sorted(self._troubles.items()) if one), "")

    def heard_of(self, event: Json) -> None:
        """A room that somebody archives is told as it happens, not when the next word cannot be said there."""
        _, _, what = str(event.get("type")).partition("_")
        place = refs.room(str(event.get("channel")))
        if what in ("archive", "unarchive") and any(place in queue.rooms for queue in self._settings.queues):
            self.alarm(place, errors.shut(place) if what == "archive" else "")

    def mended(self, key: str) -> None:
        """It works again."""
        for one in ("", key):
            if self._troubles.get(one):
                self.alarm(one, "")

    async def _send(self, post: Post, words: Words) -> Receipt:
        if post.kind is Kind.MARK:
            return await self._mark(post, words)
        if post.kind is Kind.SETTLED:
            return await self._settle(post, words)
        channel, root = await self._where(post)
        self._refuse_early(channel)
        if post.kind is Kind.ROOT:
            card = Card(0, post.place, "", "", post.ticket, 0)
            return await self._put(post, channel, None, views.card_text(post.ticket), views.card(card, self._settings))
        uploaded, missing = await self._upload(post, words)
        text, blocks = self._render(words)
        receipt = await self._put(post, channel, root, text + missing, [*blocks, *_about(missing)])
        if problem := await uploads.share(self._client, uploaded, channel, root):
            log.error("#%s: %s went without its files: %s", post.ticket.number, receipt.ref, problem)
        return receipt

    async def _where(self, post: Post) -> tuple[str, str | None]:
        """The conversation and the thread's root that `post` belongs in."""
        if post.kind is Kind.LINE:
            if post.thread is None:
                raise NotSent("its thread is not open yet")
            at = refs.spot(post.thread)
        else:
            at = refs.spot(post.place)
        if at.user:
            return await self._dm(at.user), None
        return at.channel, at.root or None

    async def _put(self, post: Post, channel: str, root: str | None, text: str, blocks: list[Json]) -> Receipt:
        metadata = {"event_type": "deskbell_post", "event_payload": {"o": post.uuid}}
        async with self._pace.lane(channel):
            answer = await self._client.chat_postMessage(
                channel=channel, thread_ts=root, text=text, blocks=blocks, metadata=metadata,
                unfurl_links=False, unfurl_media=False,
            )  # fmt: skip
        self.mended(post.place)
        ts, landed = str(answer["ts"]), (answer.get("message") or {}).get("thread_ts")
        if root and landed != root:
            return await self._stray(post, Spot(channel, root, ts), text, blocks)
        return self._receipt(post, channel, root, ts)

    async def _stray(self, post: Post, at: Spot, text: str, blocks: list[Json]) -> Receipt:
        """The root is gone, so that the line landed in the open room: take it back at once."""
        log.warning("#%s: the thread %s is gone", post.ticket.number, post.thread or post.place)
        await self._delete(at.channel, at.ts)
        if post.kind is Kind.LINE:
            raise RootGone("the thread's card is gone: it is made anew", REMAKE)
        person = refs.spot(post.ticket.requester)
        if not (post.ticket.requester.startswith("slack:") and person.user):
            raise Undeliverable("the requester's message is gone, and with it the thread")
        return await self._put(post, await self._dm(person.user), None, text, blocks)

    async def _mark(self, post: Post, words: Words) -> Receipt:
        if not post.target or not post.mark:
            raise Undeliverable("there is no message to mark")
        try:
            await marks.put(self._client, refs.spot(post.target), post.mark, (await self._people.me()).user)
        except SlackApiError as error:
            if errors.name_of(error) == "message_not_found":
                raise Undeliverable("the message to mark is gone") from error
            raise
        if post.line and isinstance(words, ForRoom):
            await self._retell(refs.spot(post.line), words)
        return Receipt(f"{post.target}/{post.mark}")

    async def _settle(self, post: Post, words: Words) -> Receipt:
        if not post.target:
            raise Undeliverable("the question was never asked")
        await self._retell(refs.spot(post.target), words)
        return Receipt(f"{post.target}/{post.kind}")

    async def _retell(self, at: Spot, words: Words) -> None:
        """What cannot be done any more loses its buttons. That a message keeps them harms nobody."""
        text, blocks = self._render(words)
        try:
            await self._client.chat_update(channel=at.channel, ts=at.ts, text=text, blocks=blocks)
        except SlackApiError as error:
            if errors.name_of(error) not in errors.UNDRAWABLE:
                raise

    async def _upload(self, post: Post, words: Words) -> tuple[list[Uploaded], str]:
        """What could be brought to Slack, and words about what could not: agents live with less, requesters do not."""
        body = words.text if isinstance(words, ForRequester) else words.whole or words.body if words else ""
        rest, files = body if views.is_shortened(body) else "", words.files if words else ()
        left = uploads.left(files, rest)
        try:
            parcels = await uploads.parcels(files, self._files, rest)
        except OSError as error:
            raise Undeliverable(f"a file is missing: {error}") from error
        try:
            return await uploads.upload(self._client, parcels), f"\n📎 {left}" if left else ""
        except Exception as error:
            if post.kind is Kind.REQUESTER:
                raise _before_anything_was_said(error) from error
            log.warning("#%s: files of post %s stay behind: %s", post.ticket.number, post.id, errors.said(error))
            return [], f"\n⚠️ {say('Its files could not be attached here: {why}', why=errors.said(error))}"

    async def _share_missing(self, post: Post, channel: str, found: Found) -> None:
        """The answer to the message was lost, so its files may never have followed it."""
        said = str(getattr(post.event.fact, "text", ""))
        files: tuple[File, ...] = getattr(post.event.fact, "files", ())
        parcels = await uploads.parcels(files, self._files, said if views.is_shortened(said) else "")
        if post.kind is Kind.ROOT or not parcels:
            return
        shown = await self._finder.files_after(channel, found, await self._people.me())
        missing = [parcel for parcel in parcels if parcel.name not in shown]
        uploaded = await uploads.upload(self._client, missing)
        await uploads.share(self._client, uploaded, channel, found.root)

    def _render(self, words: Words) -> tuple[str, list[Json]]:
        if isinstance(words, ForRequester):
            return views.answer(words)
        if words is None:
            raise Undeliverable("there is nothing to say")
        return views.line(words)

    def _receipt(self, post: Post, channel: str, root: str | None, ts: str) -> Receipt:
        ref = refs.message(channel, ts, root)
        return Receipt(ref, ref if post.kind is Kind.ROOT else None)

    async def _dm(self, user: str) -> str:
        if user not in self._dms:
            self._dms[user] = str((await self._client.conversations_open(users=user))["channel"]["id"])
        return self._dms[user]

    async def _delete(self, channel: str, ts: str) -> None:
        try:
            await self._client.chat_delete(channel=channel, ts=ts)
        except Exception as error:
            if errors.name_of(error) != "message_not_found":
                log.warning("the stray %s/%s could not be taken back: %s", channel, ts, errors.said(error))

    def _refuse_early(self, channel: str) -> None:
        until = self._not_before.get(channel)
        if until and self._now() < until:
            raise NotSent("Slack asked us to slow down", until - self._now())

    def _failed(self, error: Exception, place: str) -> Exception:
        if isinstance(error, Undeliverable | NotSent | Unsure):
            return error
        if sentence := errors.sentence(error, place):
            self.alarm("" if errors.is_token_dead(error) else place, sentence)
        if errors.status_of(error) == 429 and (wait := errors.wait_of(error)):
            self._not_before[refs.spot(place).channel] = self._now() + wait
        if errors.name_of(error) in errors.ROOTLESS:
            return RootGone("the thread is gone", REMAKE)
        return errors.outcome(error)


def _about(missing: str) -> list[Json]:
    return [{"type": "context", "elements": [plain(missing)]}] if missing else []


def _before_anything_was_said(error: Exception) -> Exception:
    """Bytes that nobody saw are no message: what was lost on the way may simply go again."""
    outcome = errors.outcome(error)
    return NotSent(str(outcome), outcome.wait) if isinstance(outcome, Unsure) else outcome
