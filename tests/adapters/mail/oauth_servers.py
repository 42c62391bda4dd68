"""A provider that gives tokens, and an IMAP and an SMTP server that take them, over real sockets."""

import asyncio
import base64
import json
from contextlib import asynccontextmanager

from aiohttp import web
from aiosmtpd.smtp import SMTP, AuthResult

from sandbox.mail.scripted import ScriptedImap, _Client

USER = "support@desk.example"
NO = {"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}


class Provider:
    """Gives `ACCESS-1`, `ACCESS-2`, …; what it was asked is in `asked`, what it says instead in `plan`."""

    def __init__(self):
        self.asked, self.plan = [], []
        self.refresh = {"REFRESH-0"}  # taken; when it `rotates`, each is taken once
        self.rotates, self.lasts, self.extra = False, 3600, {}
        self.good = set()  # what the mail servers take
        self.is_meant = True  # for mail: else they take none
        self.open, self.was_asked = asyncio.Event(), asyncio.Event()
        self.open.set()

    async def start(self):
        app = web.Application()
        app.router.add_post("/token", self._token)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/token"

    async def stop(self):
        await self._runner.cleanup()

    async def _token(self, request):
        self.asked.append(dict(await request.post()))
        self.was_asked.set()
        await self.open.wait()
        if self.plan:
            status, body, *headers = self.plan.pop(0)
            text = body if isinstance(body, str) else json.dumps(body)
            return web.Response(status=status, text=text, headers=headers[0] if headers else {})
        if self.asked[-1]["grant_type"] == "refresh_token" and self.asked[-1]["refresh_token"] not in self.refresh:
            body = {"error": "invalid_grant", "error_description": "Token has been expired or revoked."}
            return web.json_response(body, status=400)
        return web.json_response(self._granted())

    def _granted(self):
        number = len(self.asked)
        if self.is_meant:
            self.good.add(f"ACCESS-{number}")
        granted = {"access_token": f"ACCESS-{number}", "token_type": "Bearer", "expires_in": self.lasts, **self.extra}
        if self.rotates:
            self.refresh = {f"REFRESH-{number}"}
            granted["refresh_token"] = f"REFRESH-{number}"
        return granted


class TokenImap(ScriptedImap):
    """Takes XOAUTH2 alone. `logins` are the tokens offered."""

    def __init__(self, good, mails=None):
        super().__init__(mails)
        self.good, self.logins = good, []
        self._lines = []

    async def start(self):
        await super().start()
        self.url = self.url.replace("support:secret", USER.replace("@", "%40"))

    def drop(self):
        """Every line dies."""
        for line in self._lines:
            line.close()

    def _serve(self, reader, writer):
        self._lines.append(writer)
        task = asyncio.get_running_loop().create_task(_TokenClient(self, reader, writer, "").talk())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


class _TokenClient(_Client):
    async def _answer(self, tag, command):
        if command == "AUTHENTICATE XOAUTH2":
            self._say("+ ")
            token = offered(base64.b64decode(await self._reader.readline()))
            self._server.logins.append(token)
            if token not in self._server.good:
                self._say("+ " + base64.b64encode(json.dumps(NO).encode()).decode())
                assert await self._reader.readline() == b"\r\n"
                self._say(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)")
                return True
        elif command.startswith("LOGIN"):
            self._say(f"{tag} NO passwords are not taken")
            return True
        return await super()._answer(tag, command)


class TokenSmtp:
    """Takes XOAUTH2 alone. `logins` are the tokens offered, `mails` what was taken."""

    def __init__(self, good):
        self.good, self.logins, self.mails = good, [], []

    async def start(self):
        self._server = await asyncio.get_running_loop().create_server(self._client, "127.0.0.1", 0)
        self.url = f"smtp://{USER.replace('@', '%40')}@127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self):
        self._server.close()

    def _client(self):
        return SMTP(self, auth_require_tls=False, auth_exclude_mechanism=["LOGIN", "PLAIN"])

    async def auth_XOAUTH2(self, server, args):
        token = offered(base64.b64decode(args[1]))
        self.logins.append(token)
        if token in self.good:
            return AuthResult(success=True)
        await server.challenge_auth(json.dumps(NO).encode())
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, _server, _session, envelope):
        self.mails.append((envelope.rcpt_tos, envelope.original_content))
        return "250 OK"


def offered(said):
    user, bearer, *rest = said.decode().split("\x01")
    assert user == f"user={USER}"
    assert rest == ["", ""]
    return bearer.removeprefix("auth=Bearer ")


@asynccontextmanager
async def servers():
    provider = Provider()
    imap, smtp = TokenImap(provider.good), TokenSmtp(provider.good)
    for one in (provider, imap, smtp):
        await one.start()
    try:
        yield provider, imap, smtp
    finally:
        for one in (provider, imap, smtp):
            await one.stop()
