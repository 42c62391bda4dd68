"""What an embed may hold: lengths per part and in sum."""

from typing import Any

from sandbox.discord.refusals import Form

MOST, SUM, FIELDS = 10, 6000, 25
LENGTHS = {"title": 256, "description": 4096}
INNER = {"footer": ("text", 2048), "author": ("name", 256)}


def check(form: Form, path: str, embeds: Any) -> None:
    """Note every part over its length, and a sum over 6,000 characters."""
    if not form.count(path, embeds, MOST):
        return
    if sum(map(_size, embeds)) > SUM:
        form.wrong(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")
    for index, embed in enumerate(embeds):
        _check_one(form, f"{path}.{index}", embed)


def _check_one(form: Form, path: str, embed: dict[str, Any]) -> None:
    for key, most in LENGTHS.items():
        if embed.get(key) is not None:
            form.length(f"{path}.{key}", embed[key], most)
    for key, (inner, most) in INNER.items():
        if embed.get(key):
            form.length(f"{path}.{key}.{inner}", embed[key].get(inner), most, 1 if key == "author" else 0)
    if form.count(f"{path}.fields", embed.get("fields") or [], FIELDS):
        for index, one in enumerate(embed.get("fields") or []):
            form.length(f"{path}.fields.{index}.name", one.get("name"), 256, 1)
            form.length(f"{path}.fields.{index}.value", one.get("value"), 1024, 1)
    url = embed.get("url")
    if url and not str(url).startswith(("http://", "https://")):
        form.wrong(f"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https').")


def _size(embed: dict[str, Any]) -> int:
    texts = [embed.get(key) or "" for key in LENGTHS]
    texts += [(embed.get(key) or {}).get(inner) or "" for key, (inner, _) in INNER.items()]
    for one in embed.get("fields") or []:
        texts += [one.get("name") or "", one.get("value") or ""]
    return sum(map(len, texts))


def is_empty(embed: dict[str, Any]) -> bool:
    return not any(embed.get(key) for key in (*LENGTHS, *INNER, "fields", "image", "thumbnail", "video"))
