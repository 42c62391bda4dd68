"""Raw mails as a customer's program writes them."""


def mail(number=1, text="Nothing loads.", **fields):
    lines = {
        "From": "Ann <ann@example.org>",
        "To": "support@desk.example",
        "Subject": "VPN",
        "Date": "1 Jun 2026 12:00 Z",
    }
    lines |= {"Message-ID": f"<{number}@example.org>"} | {
        name.replace("_", "-"): value for name, value in fields.items()
    }
    return "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value is not None) + f"\r\n{text}\r\n"
