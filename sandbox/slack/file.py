"""A file in the pretend workspace, from the upload URL to where it is shared."""

import mimetypes
from dataclasses import dataclass, field

from sandbox.slack.refusal import Json


@dataclass
class File:
    """`length` is what was announced; `data` is None until the bytes came; `shares` maps channel to messages."""

    id: str
    team: str
    name: str
    length: int
    user: str
    created: int
    title: str = ""
    alt: str = ""
    data: bytes | None = None
    completed: bool = False
    access: str = "visible"
    shares: dict[str, list[Json]] = field(default_factory=dict)

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    def wire(self, origin: str) -> Json:
        """As messages hold it: with `check_file_info` only the id, and the app must ask."""
        if self.access == "check_file_info":
            return {"id": self.id, "mode": "file_access", "file_access": self.access}
        return self._all(origin)

    def _all(self, origin: str) -> Json:
        url = f"{origin}/files-pri/{self.team}-{self.id}/{self.name}"
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        file: Json = {"id": self.id, "created": self.created, "timestamp": self.created, "name": self.name}
        file |= {"title": self.title or self.name, "mimetype": self.mimetype, "filetype": kind}
        file |= {"pretty_type": kind.upper(), "user": self.user, "user_team": self.team, "editable": False}
        file |= {"size": self.length, "mode": "hosted", "is_external": False, "external_type": ""}
        file |= {"is_public": any(one.startswith("C") for one in self.shares), "public_url_shared": False}
        file |= {"display_as_bot": False, "username": "", "url_private": url, "url_private_download": url}
        file |= {"permalink": f"{origin}/files/{self.user}/{self.id}/{self.name}", "has_rich_preview": False}
        file |= {"alt_txt": self.alt} if self.alt else {}
        return file | {"file_access": self.access}

    def full(self, origin: str) -> Json:
        """What `files.info` tells: where it is shared too."""
        public = {one: rows for one, rows in self.shares.items() if one.startswith("C")}
        private = {one: rows for one, rows in self.shares.items() if not one.startswith("C")}
        shares = ({"public": public} if public else {}) | ({"private": private} if private else {})
        lists: Json = {"channels": [*public], "groups": [one for one in private if one.startswith("G")]}
        lists["ims"] = [one for one in private if one.startswith("D")]
        return self._all(origin) | {"shares": shares, "comments_count": 0} | lists
