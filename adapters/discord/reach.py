"""Why Discord cannot be reached, in words a person can act on. Pure."""

import ssl
from socket import gaierror

import aiohttp
import discord

MEND = "Check the network, and DISCORD_API_URL if it is set."


def why(error: BaseException) -> str:
    """What is wrong with the network, in a few words; "" where it is something else."""
    match error:
        case aiohttp.ClientConnectorDNSError() | gaierror():
            return "its name is not found"
        case aiohttp.ClientSSLError() | aiohttp.ClientConnectorCertificateError() | ssl.SSLError():
            return "there is no trusted TLS connection"
        case TimeoutError():
            return "it does not answer in time"
        case aiohttp.ClientConnectorError():
            return why(error.os_error) or "no connection"
        case ConnectionRefusedError():
            return "connection refused"
        case aiohttp.ClientOSError() | aiohttp.ServerDisconnectedError() | ConnectionError():
            return "the connection broke"
        case aiohttp.ClientError():
            return "the answer broke off"
        case OSError() if error.strerror:
            return error.strerror.lower()
    return ""


def said(error: BaseException) -> str:
    """What happened, for a person or a log line."""
    if isinstance(error, discord.HTTPException):
        return f"Discord answers {error.status}"
    return why(error) or type(error).__name__
