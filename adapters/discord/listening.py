"""What the gateway tells: read, written down, and only then acknowledged. No work is done here."""

import logging
from collections.abc import Container
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands

from adapters import lines, rating, shelving
from adapters.discord import bodies, choices, directs, fields, forms, ids, reacting, reading, refs, views
from adapters.discord.bodies import Body, Heard, Reacted
from adapters.discord.disturbances import Disturbances
from adapters.discord.kit import Kit
from adapters.discord.messages import Messages
from adapters.discord.missing import Missing
from adapters.discord.outcomes import Trouble
from adapters.discord.text import encode
from adapters.discord.tongues import theirs
from adapters.discord.views import stamp
from adapters.verbs import VERBS, Argument, Takes, Verb, named
from bot.errors import Refused
from bot.ports import Arrival
from bot.speech import say
from bot.writing import sentence

log = logging.getLogger(__name__)

Ask = discord.Interaction[Any]
BUCKET = 300  # seconds in which the same reaction by the same person counts once
BLIND = "discord:content"
HIDDEN = "Discord hides what people write: switch on the Message Content Intent in the developer portal."
LONGEST = 2000  # characters of what a form says above its inputs
# chosen in a card's menu, these ask for more by a form
ASKS = frozenset({"close", "pend", "escalate", "time", "tag", "subject", "queue", "assign", "macro"})


class Listener:
    def __init__(self, kit: Kit, messages: Messages, troubles: Trouble, folded: Container[int] = ()) -> None:
        self.threads = Disturbances(kit, self._keep_or_hold, folded)
        self.kit, self._messages, self._troubles = kit, messages, troubles
        self.missing = Missing()
        self._is_blind = False  # the platform hides what people write from us

    @theirs
    async def command(self, interaction: Ask, verb: Verb, values: dict[str, Any]) -> None:
        """A slash command. What needs text and came without opens its form, which must be the first answer."""
        number, file, person = values.pop("number", None), values.pop("file", None), None
        for argument in verb.arguments:
            if argument.takes is Takes.PERSON and values.get(argument.name):
                user = values.pop(argument.name)
                person, values[argument.name] = user.id, user.display_name
        typed = {name: "yes" if value is True else str(value) for name, value in values.items() if value}
        if shelving.is_blank(verb.name, typed.get("do", "")):
            return await self._open(interaction, VERBS["desk", "article"], None)
        if forms.is_wanted(verb, values | {"file": file}):
            return await self._open(interaction, verb, number, typed)
        files = (reading.attached(file),) if file else ()
        asked = reading.asked(interaction, verb.name, number=number, values=typed, person=person, files=files)
        await self._take(interaction, asked, f"{refs.NAME}:ticket/{number}" if number else "")
        return None

    @theirs
    async def clicked(self, interaction: Ask, verb: str, number: int, values: dict[str, str]) -> None:
        """A button or a choice of the menu on a card."""
        known = named(verb)
        if known is None:
            return await _say(interaction, say("That button is from an older version. Use /ticket instead."))
        if known.form or (verb in ASKS and not values):
            return await self._open(interaction, known, number, values)
        asked = reading.asked(interaction, verb, number=number, values=values)
        await self._take(interaction, asked, f"{refs.NAME}:ticket/{number}")
        return None

    @theirs
    async def sent_in(self, interaction: Ask) -> None:
        """A form; others' are left alone."""
        data: Any = interaction.data or {}
        form = ids.read_form(str(data.get("custom_id", "")))
        if form is None:
            return
        values, files = reading.form_values(data)
        person = next((values[one.name] for one in _people(form.verb) if one.name in values), "")
        values |= {"kept": str(form.kept)} if form.kept else {}
        verb = named(form.verb) if form.rest else None
        values |= lines.arguments(verb, form.rest) if verb else {}
        more = {"number": form.number, "values": values, "files": files, "seen": form.seen}
        more |= {"person": int(person)} if person.isdecimal() else {}
        asked = reading.asked(interaction, form.verb, **more)
        await self._take(interaction, asked, f"{refs.NAME}:ticket/{form.number}" if form.number else "")

    @theirs
    async def menu(self, interaction: Ask, name: str, message: discord.Message) -> None:
        """A menu on a message. Its channel is where the menu was opened: the message itself does not say so."""
        target = reading.heard(message)
        parent = getattr(interaction.channel, "parent_id", None)
        target = replace(target, parent=parent, guild=interaction.guild_id)
        await self._take(interaction, reading.asked(interaction, name, target=target), "")

    @theirs
    async def offer(self, interaction: Ask, what: Takes | None, partial: str) -> list[app_commands.Choice[Any]]:
        return await choices.offers(self.kit, interaction, what, partial)

    async def message(self, message: discord.Message, me: int) -> None:
        """A message: our own tells that a post arrived; others are taken where the desk listens."""
        if message.author.id == me:
            if message.nonce:
                self._messages.heard(str(message.nonce), message.channel.id, message.id)
            return
        if not reading.is_said(message):
            return
        heard = reading.heard(message)
        if self.is_for_us(heard, not isinstance(message.channel, discord.PartialMessageable)):
            self._watch_content(message)
            await self._keep_or_hold(heard)

    async def reacted(self, event: discord.RawReactionActionEvent, me: int) -> None:
        emoji = str(event.emoji).replace("\ufe0f", "")
        if event.user_id == me or event.guild_id is None or emoji not in reacting.KNOWN:
            return
        member = event.member
        name, roles = (member.display_name, reading.roles_of(member)) if member else ("", None)
        moment = int(self.kit.now().timestamp()) // BUCKET
        where = (event.channel_id, event.message_id, event.user_id)
        await self._keep_or_hold(Reacted(*where, name, emoji, moment, event.guild_id, roles))

    def is_for_us(self, heard: Heard, is_placed: bool = True) -> bool:
        """Direct messages, the intake, and threads of our rooms. What the cache cannot place is looked up later."""
        if heard.guild is None or heard.channel in self.kit.rooms.intakes:
            return True
        return heard.parent in self.kit.rooms.all if heard.parent else not is_placed

    async def keep(self, *found: Body, lane: str = "") -> int:
        """Write down what came in. Returns how many were new."""
        arrivals = [
            Arrival(one.source, refs.NAME, bodies.dump(one), self.kit.now(), lane or refs.place(one.channel))
            for one in found
        ]
        return await self.kit.ask(self._add, arrivals)

    async def write(self, body: Body) -> None:
        """Write down one thing that was said live, and where to catch up with it. Raises what the store raises."""
        await self.keep(body)
        if isinstance(body, Heard) and body.guild is None:
            await self.kit.ask(directs.remember, self.kit.store, body.channel)

    async def _keep_or_hold(self, body: Body) -> None:
        """The platform does not bring it again: what cannot be written down now is held until it can be."""
        try:
            await self.write(body)
        except Exception as error:
            self.missing.hold(body, error)

    def _add(self, arrivals: list[Arrival]) -> int:
        with self.kit.store.transaction() as tx:
            return tx.arrivals.add(arrivals)

    async def _take(self, interaction: Ask, asked: bodies.Asked, lane: str) -> None:
        await self.keep(asked, lane=lane)
        is_click = interaction.type is discord.InteractionType.component
        await interaction.response.defer(ephemeral=True, thinking=not is_click)

    async def _open(
        self, interaction: Ask, verb: Verb, number: int | None, values: dict[str, str] | None = None
    ) -> None:  # fmt: skip
        """Bring a form up. Nothing is decided yet: who may do it is asked when it is sent in."""
        if number is None and verb.has_number:
            number = await self.kit.ask(self.kit.desk.find, refs.place(interaction.channel_id or 0))
            if number is None:
                asking = say("Which ticket? Say its number: /ticket {verb} number:42.", verb=verb.name)
                return await _say(interaction, asking)
        try:
            if verb.name == "reply" and number is not None:
                kept = int((values or {}).get("kept", "0"))
                return await self._answer(interaction, verb, number, kept or None)
            if verb.name == "rate" and number is not None:
                return await self._survey(interaction, number, (values or {}).get("score", ""))
            asks, seen = await fields.asks(self.kit, interaction, verb.name, number, values or {})
            if verb.name == "article":
                values = await fields.article(self.kit, interaction, number)
        except Refused as refusal:
            return await _say(interaction, str(refusal))
        queues = [queue.name for queue in self.kit.settings.queues]
        await interaction.response.send_modal(forms.Form(verb, number or None, seen, queues, values, asks))
        return None

    async def _answer(self, interaction: Ask, verb: Verb, number: int, kept: int | None) -> None:
        """Bring up the form of an answer, which says whom it reaches and who else is writing. Raises Refused."""
        by = await fields.person(self.kit, interaction)
        opening = await self.kit.ask(self.kit.desk.drafts.begin, number, by)
        words = await self.kit.ask(self.kit.desk.drafts.words, number, by.place, kept) if kept else ""
        told = [say("Goes to {who}.", who=encode(opening.recipients))]
        told += [f"✍️ {sentence(encode(one.name), stamp(one.since_at, 't'))}" for one in opening.others]
        seen, about = opening.ticket.version, "\n".join(told)[:LONGEST]
        form = forms.Form(verb, opening.ticket.number, seen, chosen={"text": words}, about=about, kept=kept)
        await interaction.response.send_modal(form)

    async def _survey(self, interaction: Ask, number: int, score: str) -> None:
        said = await self.kit.ask(rating.words, self.kit.store, self.kit.settings, number)
        await interaction.response.send_modal(forms.Survey(said, number, score))

    def _watch_content(self, message: discord.Message) -> None:
        """A message with nothing in it, outside direct talk: the intent for contents is off. Said once."""
        has_more = message.attachments or message.embeds or message.stickers or message.components or message.poll
        if message.content:
            self._is_blind = False
            self._troubles.clear(BLIND)
        elif not (has_more or message.guild is None or message.flags.forwarded or self._is_blind):
            self._is_blind = True
            self._troubles.set(BLIND, HIDDEN)
            log.error("Discord: %s", HIDDEN)


async def _say(interaction: Ask, text: str) -> None:
    content, quiet = views.told(text).contents[0], discord.AllowedMentions.none()
    await interaction.response.send_message(content, ephemeral=True, allowed_mentions=quiet)


def _people(name: str) -> list[Argument]:
    """The arguments of a verb that name a person: a form holds the id."""
    verb = named(name)
    return [one for one in verb.arguments if one.takes is Takes.PERSON] if verb else []
