"""Who acts on tickets."""

from dataclasses import dataclass, field

from bot.speech import later


@dataclass(frozen=True)
class Person:
    """A requester or an agent, as the platform shows them at this moment.

    `place` is who they are and where they are reached: `mail:ann@example.org`, `slack:@U042`, `discord:@8035`
    (an @ marks a person). `grants` is what the platform says of them now, never remembered: groups and roles
    (`slack:group:S0AGENTS`, `discord:role:118`) and the rooms they can see (`slack:C042`, `discord:118`). `also` are
    other places that they have proven to be theirs, where somebody looked. `language` is what their wire says that they
    read, as it says it (`de-AT`); "" where it does not.
    """

    name: str
    place: str
    grants: frozenset[str] = field(default=frozenset(), compare=False)
    also: frozenset[str] = field(default=frozenset(), compare=False)
    language: str = field(default="", compare=False)

    @property
    def places(self) -> frozenset[str]:
        """Wherever they ask from. What a place may do as an agent's or a supervisor's, no other one gets."""
        return self.also | {self.place}


DESK = Person("Deskbell", "desk:")  # acts by itself: acknowledges, wakes, closes
NOBODY = "mail:unknown"  # the place of a sender who cannot be told, or is not to be believed
CONCERNED = "desk:incident"  # who asks an incident: all who asked its tickets
RULES = "desk:rule/"  # how the places of rules begin
CLOCK = Person(later("the clock"), "desk:clock")  # acts when a timer runs out


def rule(name: str) -> Person:
    """The rule of that name, which acts by itself."""
    return Person(name, f"{RULES}{name}")


def is_rule(person: Person) -> bool:
    """No wire has such places: nobody comes by one."""
    return person.place.startswith(RULES)


def channel_of(place: str) -> str:
    """The wire a place, source or receipt belongs to: `slack` of `slack:C042/1719.02`."""
    return place.partition(":")[0]
