"""Is a call over HTTP Slack's own? Anybody may knock, with anything."""

import logging
from collections.abc import Mapping

from slack_sdk.signature import SignatureVerifier

log = logging.getLogger(__name__)


class Signatures:
    def __init__(self, secret: str) -> None:
        # An empty secret is one that anybody can sign with.
        self._verifier = SignatureVerifier(secret) if secret.strip() else None

    def are_right(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Is `body` text, and signed with our secret within the last five minutes?"""
        if self._verifier is None:
            return False
        try:
            body.decode()
            is_right = self._verifier.is_valid_request(body, dict(headers))
        except Exception:  # the library stumbles over odd stamps and signatures in many ways
            is_right = False
        if not is_right:
            log.warning("a call that claims to be Slack's is not signed well")
        return is_right
