"""Why Slack cannot be reached, in words a person can act on. Pure."""

import ssl
from socket import gaierror

import aiohttp

MEND = "Check the network, and SLACK_API_URL if it is set."


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
        case aiohttp.ClientResponseError():
            return f"it answers {error.status}"
        case aiohttp.ClientOSError() | aiohttp.ServerDisconnectedError() | ConnectionError():
            return "the connection broke"
        case aiohttp.ClientError():
            return "the answer broke off"
        case OSError() if error.strerror:
            return error.strerror.lower()
    return ""


def problem(error: BaseException) -> str:
    """One clause, without the mend; "" where the network is not what is wrong."""
    found = why(error)
    return f"Slack cannot be reached: {found}" if found else ""
