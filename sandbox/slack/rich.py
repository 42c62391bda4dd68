"""Rich text: sections, lists and quotes, the words and mentions in them, and the cells of tables."""

from sandbox.slack.shapes import Check, Shape, anything, boolean, number, one_of, rows, string, typed

STYLE: dict[str, Check] = {"style": anything}
WORDS = {
    "text": Shape(STYLE | {"text": string(40_000)}, needs=("text",)),
    "link": Shape(STYLE | {"url": string(3000), "text": string(40_000), "unsafe": boolean}, needs=("url",)),
    "emoji": Shape(STYLE | {"name": string(100), "unicode": string(100)}, needs=("name",)),
    "user": Shape(STYLE | {"user_id": string(20)}, needs=("user_id",)),
    "usergroup": Shape(STYLE | {"usergroup_id": string(20)}, needs=("usergroup_id",)),
    "channel": Shape(STYLE | {"channel_id": string(20)}, needs=("channel_id",)),
    "broadcast": Shape(STYLE | {"range": one_of("here", "channel", "everyone")}, needs=("range",)),
    "color": Shape(STYLE | {"value": string(20)}, needs=("value",)),
    "date": Shape(
        STYLE
        | {"timestamp": number(9_999_999_999), "format": string(200), "url": string(3000), "fallback": string(200)},
        needs=("timestamp", "format"),
    ),
}
LINE: dict[str, Check] = {"elements": rows(typed(WORDS), 1000, 0)}
SECTION = Shape(LINE, needs=("elements",))
RICH_PART = typed(
    {
        "rich_text_section": SECTION,
        "rich_text_preformatted": Shape(LINE | {"border": number(1), "language": string(50)}, needs=("elements",)),
        "rich_text_quote": Shape(LINE | {"border": number(1)}, needs=("elements",)),
        "rich_text_list": Shape(
            {
                "elements": rows(typed({"rich_text_section": SECTION}), 1000, 0),
                "style": one_of("bullet", "ordered"),
                "indent": number(8),
                "offset": number(10_000),
                "border": number(1),
            },
            needs=("elements", "style"),
        ),
    }
)
CELL = typed(
    {
        "raw_text": Shape({"text": string(3000)}, needs=("text",)),
        "raw_number": Shape({"value": anything, "text": string(100)}),
        "rich_text": Shape({"elements": rows(RICH_PART, 1000, 0), "block_id": string(255)}, needs=("elements",)),
    }
)
