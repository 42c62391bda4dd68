"""What came of a command, a press or a submitted form, as the person sees it."""

from dataclasses import dataclass, field

from sandbox.slack.hooks import Hook
from sandbox.slack.refusal import Json
from sandbox.slack.shown import Shown, show
from sandbox.slack.workspace import Workspace

SILENT = "app did not respond"


@dataclass
class Outcome:
    """`error` is what the platform says when the app is silent; `errors` are the form's, by label.

    `replies` grows while the app still answers through the response URL.
    """

    space: Workspace
    hook: Hook | None = None
    ack: Json = field(default_factory=dict)
    error: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        return not self.error and not self.errors

    @property
    def ack_text(self) -> str:
        return str(self.ack.get("text") or "")

    @property
    def replies(self) -> list[Shown]:
        return [show(one, self.space) for one in self.hook.replies] if self.hook else []

    @property
    def text(self) -> str:
        """All that was answered, the refusal included."""
        return "\n".join(one for one in (self.error, *self.errors.values(), *(one.text for one in self.replies)) if one)
