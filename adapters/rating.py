"""The words of the form by which a requester rates a ticket: of the phrasebook, in the language of its queue."""

from bot.config import Settings
from bot.ports import Store
from bot.questions import Questions, questions


def words(store: Store, settings: Settings, number: int) -> Questions:
    """What the form says; of a ticket that there is not, in the desk's own language."""
    with store.transaction() as tx:
        ticket = tx.tickets.look(number)
    return questions(settings.tongue(ticket.queue, ticket.language) if ticket else settings.language)


def question(said: Questions, number: int) -> str:
    """What stands above its inputs."""
    return said.survey.replace("{number}", str(number))
