"""What all chats have in common: one message a question, edited as the work goes on, its buttons and its form."""

from bot.channels.talk.conversations import Conversations, Face, Sentence
from bot.channels.talk.message import Message, Placed, Writer
from bot.channels.talk.sending import Sending

__all__ = ["Conversations", "Face", "Message", "Placed", "Sending", "Sentence", "Writer"]
