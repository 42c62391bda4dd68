"""Raw requests to the sandbox, with no client between."""

import json

import aiohttp

from sandbox.discord.interactions import COMMAND


async def ask(here, method, path, body=None, files=(), token=None):
    """Status, JSON and headers of one request."""
    headers = {"Authorization": f"Bot {token or here.sandbox.token}"}
    if files:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", json.dumps(body or {}), content_type="application/json")
        for index, data in enumerate(files):
            form.add_field(f"files[{index}]", data, filename=f"{index}.bin", content_type="application/octet-stream")
        call = here.session.request(method, here.sandbox.api_url + path, data=form, headers=headers)
    else:
        call = here.session.request(method, here.sandbox.api_url + path, json=body, headers=headers)
    async with call as response:
        is_json = response.content_type == "application/json"
        return response.status, await (response.json() if is_json else response.text()), response.headers


async def code_of(here, method, path, body=None, **more):
    status, answer, _ = await ask(here, method, path, body, **more)
    return status, answer["code"]


def fields(errors, path=""):
    """The dotted paths of a 50035."""
    found = []
    for key, one in errors.items():
        found += [path] if key == "_errors" else fields(one, f"{path}.{key}".lstrip("."))
    return found


def opened(here, kind=COMMAND, message=None):
    """An interaction the bot may answer, and its path."""
    room = here.sandbox.world.channel(here.room)
    made = here.sandbox.interactions.open(kind, here.sandbox.world.user(here.ann), room, {}, message)
    return made, f"/interactions/{made.id}/{made.token}/callback?with_response=1"
