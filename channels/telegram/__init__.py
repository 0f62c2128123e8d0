"""Telegram, through python-telegram-bot's types; imported only when the channel is on."""
