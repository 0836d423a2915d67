"""Time passes: everything that fell due happens, in order, each at its own moment."""

from datetime import datetime
from typing import assert_never

from kiosk.sandbox.model import booking, deliver, replies
from kiosk.sandbox.model.exchange import Exchange
from kiosk.sandbox.model.messages import Bump, Cancellation, Decide, Message, Reply, Request


def advance(exchange: Exchange, now: datetime) -> None:
    """Run what is due by `now`, and what follows from it if that is due too."""
    while (due := exchange.take_due(now)) is not None:
        _handle(exchange, due[1], due[0])


def _handle(exchange: Exchange, message: Message, at: datetime) -> None:
    match message:
        case Request():
            deliver.request(exchange, message, at)
        case Cancellation():
            deliver.cancellation(exchange, message, at)
        case Reply():
            replies.arrive(exchange, message, at)
        case Decide():
            booking.take_turn(exchange, message, at)
        case Bump():
            _bump(exchange, message, at)
        case _:
            assert_never(message)


def _bump(exchange: Exchange, message: Bump, at: datetime) -> None:
    box = exchange.mailboxes[message.mailbox]
    event = box.items.get(message.key)
    if event is not None:
        box.put(event, at)
