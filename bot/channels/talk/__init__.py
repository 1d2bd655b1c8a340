"""What all chats have in common: one message a question, edited as the work goes on, its buttons and its form."""

from bot.channels.talk.buttons import Buttons, Outcome, Press
from bot.channels.talk.chat import Chat
from bot.channels.talk.conversations import Conversations, Face, Sentence
from bot.channels.talk.endpoint import Endpoint
from bot.channels.talk.message import Message, Placed, Writer

__all__ = [
    "Buttons",
    "Chat",
    "Conversations",
    "Endpoint",
    "Face",
    "Message",
    "Outcome",
    "Placed",
    "Press",
    "Sentence",
    "Writer",
]
