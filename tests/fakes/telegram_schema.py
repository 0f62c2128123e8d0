"""The Bot API as far as this project's and its peers' clients use it: methods, parameters and objects, by type.

Written from the Bot API's pages (10.3), and held to two independent readings of them, python-telegram-bot's and
aiogram's, by tests/channels/telegram/test_schema.py. It shares no constant with our channel.

Each field is `name:Type`, String where no type stands; `!` is required, `[Type]` a list, `A|B` either.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

TO = "chat_id:Chat! message_thread_id:Integer direct_messages_topic_id:Integer"
HOW = (
    "business_connection_id disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean "
    "message_effect_id suggested_post_parameters:SuggestedPostParameters reply_parameters:ReplyParameters "
    "reply_markup:InlineKeyboardMarkup|ReplyKeyboardMarkup|ReplyKeyboardRemove|ForceReply "
    "ephemeral_message_parameters:EphemeralMessageParameters receiver_user_id:Integer callback_query_id"
)
WHICH = "business_connection_id chat_id:Chat message_id:Integer inline_message_id"
CAPTION = "caption parse_mode caption_entities:[MessageEntity]"
FOR_WHOM = "scope:BotCommandScope language_code"

METHODS = {
    "getMe": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:[String]",
    "setWebhook": "url! certificate:File ip_address max_connections:Integer allowed_updates:[String] "
    "drop_pending_updates:Boolean secret_token",
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "sendMessage": f"{TO} text! parse_mode entities:[MessageEntity] link_preview_options:LinkPreviewOptions {HOW}",
    "sendDocument": f"{TO} document:File! thumbnail:File {CAPTION} disable_content_type_detection:Boolean {HOW}",
    "sendPhoto": f"{TO} photo:File! {CAPTION} show_caption_above_media:Boolean has_spoiler:Boolean {HOW}",
    "sendChatAction": "business_connection_id chat_id:Chat! message_thread_id:Integer action!",
    "editMessageText": f"{WHICH} text parse_mode entities:[MessageEntity] link_preview_options:LinkPreviewOptions "
    "reply_markup:InlineKeyboardMarkup rich_message:Anything",
    "editMessageCaption": f"{WHICH} {CAPTION} show_caption_above_media:Boolean reply_markup:InlineKeyboardMarkup",
    "editMessageReplyMarkup": f"{WHICH} reply_markup:InlineKeyboardMarkup",
    "deleteMessage": "chat_id:Chat! message_id:Integer!",
    "deleteMessages": "chat_id:Chat! message_ids:[Integer]!",
    "answerCallbackQuery": "callback_query_id! text show_alert:Boolean url cache_time:Integer",
    "answerInlineQuery": "inline_query_id! results:[InlineQueryResultArticle]! cache_time:Integer is_personal:Boolean "
    "next_offset button:InlineQueryResultsButton",
    "setMyCommands": f"commands:[BotCommand]! {FOR_WHOM}",
    "getMyCommands": FOR_WHOM,
    "deleteMyCommands": FOR_WHOM,
    "setMyName": "name language_code",
    "setMyDescription": "description language_code",
    "setMyShortDescription": "short_description language_code",
    "setChatMenuButton": "chat_id:Integer menu_button:MenuButton",
    "getMyStarBalance": "",
    "getFile": "file_id!",
    "getChat": "chat_id:Chat!",
    "getChatMember": "chat_id:Chat! user_id:Integer!",
    "getChatAdministrators": "chat_id:Chat! return_bots:Boolean",
    "leaveChat": "chat_id:Chat!",
}

TYPES = {
    "MessageEntity": "type! offset:Integer! length:Integer! url user:User language custom_emoji_id unix_time:Integer "
    "date_time_format",
    "LinkPreviewOptions": "is_disabled:Boolean url prefer_small_media:Boolean prefer_large_media:Boolean "
    "show_above_text:Boolean",
    "InlineKeyboardMarkup": "inline_keyboard:[[InlineKeyboardButton]]!",
    "InlineKeyboardButton": "text! icon_custom_emoji_id style url callback_data web_app:WebAppInfo login_url:LoginUrl "
    "switch_inline_query switch_inline_query_current_chat switch_inline_query_chosen_chat:SwitchInlineQueryChosenChat "
    "copy_text:CopyTextButton callback_game:CallbackGame pay:Boolean disabled:Anything",
    "WebAppInfo": "url!",
    "LoginUrl": "url! forward_text bot_username request_write_access:Boolean",
    "SwitchInlineQueryChosenChat": "query allow_user_chats:Boolean allow_bot_chats:Boolean allow_group_chats:Boolean "
    "allow_channel_chats:Boolean",
    "CopyTextButton": "text!",
    "CallbackGame": "",
    "ReplyKeyboardMarkup": "keyboard:[[KeyboardButton]]! is_persistent:Boolean resize_keyboard:Boolean "
    "one_time_keyboard:Boolean input_field_placeholder selective:Boolean",
    "KeyboardButton": "text! icon_custom_emoji_id style request_users:Anything request_chat:Anything "
    "request_managed_bot:Anything request_contact:Boolean request_location:Boolean request_poll:Anything "
    "web_app:WebAppInfo",
    "ReplyKeyboardRemove": "remove_keyboard:Boolean! selective:Boolean",
    "ForceReply": "force_reply:Boolean! input_field_placeholder selective:Boolean",
    "ReplyParameters": "message_id:Integer chat_id:Chat allow_sending_without_reply:Boolean quote quote_parse_mode "
    "quote_entities:[MessageEntity] quote_position:Integer checklist_task_id:Integer poll_option_id "
    "ephemeral_message_id:Integer",
    "SuggestedPostParameters": "price:SuggestedPostPrice send_date:Integer",
    "SuggestedPostPrice": "currency! amount:Integer!",
    "EphemeralMessageParameters": "receiver_user_id:Integer! callback_query_id replace_callback_query_message:Boolean",
    "User": "id:Integer! is_bot:Boolean! first_name! last_name username language_code is_premium:Boolean "
    "added_to_attachment_menu:Boolean",
    "BotCommand": "command! description! is_ephemeral:Boolean",
    "BotCommandScope": "type! chat_id:Chat user_id:Integer",
    "MenuButton": "type! text web_app:WebAppInfo",
    "InlineQueryResultArticle": "type! id! title! input_message_content:InputTextMessageContent! "
    "reply_markup:InlineKeyboardMarkup url description thumbnail_url thumbnail_width:Integer thumbnail_height:Integer",
    "InputTextMessageContent": "message_text! parse_mode entities:[MessageEntity] "
    "link_preview_options:LinkPreviewOptions",
    "InlineQueryResultsButton": "text! web_app:WebAppInfo start_parameter",
}
SIMPLE: dict[str, tuple[type, ...]] = {
    "String": (str,), "Integer": (int,), "Boolean": (bool,), "Chat": (int, str), "Anything": (dict,),
}
INTEGER_MAX = 2**53  # what every JSON reader takes


class NotInTheApi(Exception):
    """A method, parameter, field or type that does not exist: the real server may ignore it, the test must not."""


@cache
def fields(declared: str) -> dict[str, tuple[str, bool]]:
    """Each field with its type and whether it is required."""
    found = {}
    for field in declared.split():
        name, _, kind = field.rstrip("!").partition(":")
        found[name] = (kind or "String", field.endswith("!"))
    return found


def arguments(method: str, given: dict[str, Any]) -> dict[str, Any]:
    """The call's parameters as values of their types, however they were sent. Raises NotInTheApi."""
    if method not in METHODS:
        raise NotInTheApi(f"no method {method}")
    known = fields(METHODS[method])
    read = {name: _read(value, known[name][0]) if name in known else value for name, value in given.items()}
    _object(method, read, METHODS[method])
    return read


def _read(value: Any, kind: str) -> Any:
    """A parameter sent as a form's text, which is JSON for everything but strings and files."""
    if not isinstance(value, str) or kind in ("String", "File"):
        return value
    if kind == "Boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)
    try:
        return json.loads(value)
    except ValueError:
        return value


def _object(what: str, value: dict[str, Any], declared: str) -> None:
    known = fields(declared)
    if unknown := value.keys() - known.keys():
        raise NotInTheApi(f"{what} has no {sorted(unknown)}")
    if missing := [name for name, (_, required) in known.items() if required and name not in value]:
        raise NotInTheApi(f"{what} without {missing}")
    for name, it in value.items():
        _check(f"{what}.{name}", it, known[name][0])


def _check(what: str, value: Any, kind: str) -> None:
    if kind.startswith("["):
        if not isinstance(value, list):
            raise NotInTheApi(f"{what} is no list")
        for it in value:
            _check(what, it, kind[1:-1])
    elif "|" in kind:
        _either(what, value, kind.split("|"))
    elif kind in TYPES:
        if not isinstance(value, dict):
            raise NotInTheApi(f"{what} is no {kind}")
        _object(f"{what} ({kind})", value, TYPES[kind])
    elif kind != "File" and type(value) not in SIMPLE[kind]:
        raise NotInTheApi(f"{what} is {type(value).__name__}, not {kind}")
    elif type(value) is int and abs(value) > INTEGER_MAX:
        raise NotInTheApi(f"{what} is too great a number")


def _either(what: str, value: Any, kinds: list[str]) -> None:
    """Of several objects, the one whose first field it has: keyboards have nothing else in common."""
    for kind in kinds:
        if isinstance(value, dict) and next(iter(fields(TYPES[kind]))) in value:
            return _check(what, value, kind)
    raise NotInTheApi(f"{what} is none of {kinds}")
