"""One pool of processes that read mails, for all tests: to start them takes longer than most tests do."""

import atexit

from adapters.mail.reading import Reading


class Shared(Reading):
    """Stays when the edge of one test is closed."""

    def close(self):
        pass


READING = Shared()
atexit.register(Reading.close, READING)
