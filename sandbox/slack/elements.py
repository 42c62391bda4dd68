"""What stands inside blocks - texts, buttons, menus, inputs - and the lengths that Slack allows them."""

from sandbox.slack.shapes import Check, Shape, anything, boolean, distinct, number, one_of, rows, string, typed

ACTION = string(255)


def plain(most: int) -> Check:
    fields = {"text": string(most), "emoji": boolean}
    return typed({"plain_text": Shape(fields, needs=("text",))})


def text(most: int) -> Check:
    """Plain or mrkdwn."""
    marked = Shape({"text": string(most), "verbatim": boolean}, needs=("text",))
    return typed({"plain_text": Shape({"text": string(most), "emoji": boolean}, needs=("text",)), "mrkdwn": marked})


CONFIRM = Shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    needs=("title", "text", "confirm", "deny"),
)
OPTION = Shape(
    {"text": plain(75), "value": string(150), "description": plain(75), "url": string(3000)}, needs=("text", "value")
)
CHOICE = Shape({"text": text(75), "value": string(150), "description": text(75)}, needs=("text", "value"))
OPTION_GROUP = Shape({"label": plain(75), "options": rows(OPTION, 100)}, needs=("label", "options"))
COMMON: dict[str, Check] = {"action_id": ACTION, "confirm": CONFIRM, "focus_on_load": boolean}
MENU: dict[str, Check] = COMMON | {"placeholder": plain(150)}
PICKED = number(100, 1)
OPTIONS: dict[str, Check] = {"options": distinct(rows(OPTION, 100), "value"), "option_groups": rows(OPTION_GROUP, 100)}
DISPATCH = Shape({"trigger_actions_on": rows(one_of("on_enter_pressed", "on_character_entered"), 2)})
TYPED: dict[str, Check] = {
    "action_id": ACTION,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH,
}
CONVERSATION_FILTER: dict[str, Check] = {"filter": anything, "default_to_current_conversation": boolean}

BUTTON = Shape(
    {
        "text": plain(75),
        "action_id": ACTION,
        "value": string(2000),
        "url": string(3000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
    needs=("text",),
)
IMAGE = Shape(
    {"image_url": string(3000), "alt_text": string(2000), "slack_file": anything},
    needs=("alt_text",),
    needs_one=("image_url", "slack_file"),
)

SELECTS = {
    "static_select": Shape(MENU | OPTIONS | {"initial_option": OPTION}, needs_one=("options", "option_groups")),
    "external_select": Shape(MENU | {"initial_option": OPTION, "min_query_length": number(100)}),
    "users_select": Shape(MENU | {"initial_user": string(20)}),
    "conversations_select": Shape(
        MENU | CONVERSATION_FILTER | {"initial_conversation": string(20), "response_url_enabled": boolean}
    ),
    "channels_select": Shape(MENU | {"initial_channel": string(20), "response_url_enabled": boolean}),
}
MULTI_SELECTS = {
    "multi_static_select": Shape(
        MENU | OPTIONS | {"initial_options": rows(OPTION, 100), "max_selected_items": PICKED},
        needs_one=("options", "option_groups"),
    ),
    "multi_external_select": Shape(
        MENU | {"initial_options": rows(OPTION, 100), "max_selected_items": PICKED, "min_query_length": number(100)}
    ),
    "multi_users_select": Shape(MENU | {"initial_users": rows(string(20), 100), "max_selected_items": PICKED}),
    "multi_conversations_select": Shape(
        MENU | CONVERSATION_FILTER | {"initial_conversations": rows(string(20), 100), "max_selected_items": PICKED}
    ),
    "multi_channels_select": Shape(MENU | {"initial_channels": rows(string(20), 100), "max_selected_items": PICKED}),
}
PICKERS = {
    "datepicker": Shape(MENU | {"initial_date": string(10)}),
    "timepicker": Shape(MENU | {"initial_time": string(5), "timezone": string(60)}),
    "datetimepicker": Shape(COMMON | {"initial_date_time": number(9_999_999_999)}),
    "radio_buttons": Shape(COMMON | {"options": rows(CHOICE, 10), "initial_option": CHOICE}, needs=("options",)),
    "checkboxes": Shape(
        COMMON | {"options": rows(CHOICE, 10), "initial_options": rows(CHOICE, 10)}, needs=("options",)
    ),
}
OVERFLOW = Shape({"action_id": ACTION, "options": rows(OPTION, 5), "confirm": CONFIRM}, needs=("options",))
INPUTS = {
    "plain_text_input": Shape(
        TYPED
        | {
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": number(3000),
            "max_length": number(3000, 1),
        }
    ),
    "email_text_input": Shape(TYPED | {"initial_value": string(3000, 0)}),
    "url_text_input": Shape(TYPED | {"initial_value": string(3000, 0)}),
    "number_input": Shape(
        TYPED
        | {
            "is_decimal_allowed": boolean,
            "initial_value": string(30),
            "min_value": string(30),
            "max_value": string(30),
        },
        needs=("is_decimal_allowed",),
    ),
    "rich_text_input": Shape(TYPED | {"initial_value": anything}),
    "file_input": Shape({"action_id": ACTION, "filetypes": rows(string(30), 100), "max_files": number(10, 1)}),
}
ACTIONS = {"button": BUTTON, "overflow": OVERFLOW} | SELECTS | MULTI_SELECTS | PICKERS
