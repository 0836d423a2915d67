"""The command `kiosk doctor`: tries what the display needs, and says how to mend what is wrong. Writes to Exchange only where asked.

`examine` asks in the order in which things depend on each other; `devices`, `network`, `signing` and `mailboxes` ask;
`verify` takes a room step by step, with `scope` (what must be closed) and `trial` (the test booking);
`refusals` and room/explained.py know the answers (pure); `command` prints.
"""

from kiosk.doctor.command import add_arguments, run

__all__ = ["add_arguments", "run"]
