"""The default tenant: Contoso, one building, two floors, five rooms, twelve people and the displays."""

from kiosk.sandbox.model.mailbox import Mailbox
from kiosk.sandbox.model.settings import Place, WorkingHours
from kiosk.sandbox.tenant.company import Company, RoomList, guid_of

DOMAIN = "contoso.com"
TIME_ZONE = "W. Europe Standard Time"

_ROOMS = (
    ("Aurora", 3, 8, "Room speaker", "Wide camera", 'Display 65"', ("Whiteboard",)),
    ("Borealis", 3, 4, "", "", 'Display 43"', ()),
    ("Cirrus", 3, 12, "Ceiling microphones", "Two cameras", 'Two displays 75"', ("Whiteboard",)),
    ("Drift", 4, 6, "Room speaker", "Camera", 'Display 55"', ("Whiteboard",)),
    ("Ember", 4, 20, "Ceiling microphones", "Two cameras", "Projector", ("Whiteboard", "Lectern")),
)
_PEOPLE = (
    ("lena", "Lena Fischer", "Design lead"),
    ("omar", "Omar Haddad", "Engineer"),
    ("priya", "Priya Raman", "Product manager"),
    ("jonas", "Jonas Lindqvist", "Engineer"),
    ("chiara", "Chiara Moretti", "Head of sales"),
    ("tomasz", "Tomasz Nowak", "Accountant"),
    ("aiko", "Aiko Tanaka", "Researcher"),
    ("daniel", "Daniel Okafor", "Support lead"),
    ("sofia", "Sofia Almeida", "Recruiter"),
    ("henrik", "Henrik Vogel", "Managing director"),
    ("mei", "Mei Chen", "Data analyst"),
    ("ruth", "Ruth Abrams", "Legal counsel"),
)


def contoso(time_zone: str = TIME_ZONE) -> Company:
    """A fresh copy of the default tenant, its mailboxes in the given zone (a Windows name)."""
    hours = WorkingHours(zone=time_zone)
    rooms = [
        Mailbox(
            guid_of(f"{name.lower()}@{DOMAIN}"),
            f"{name.lower()}@{DOMAIN}",
            name,
            "room",
            time_zone,
            hours,
            place=Place(
                "Main building", floor, f"Floor {floor}", seats, audio, video, display, tags, accessible=True
            ),
        )
        for name, floor, seats, audio, video, display, tags in _ROOMS
    ]
    people = [
        Mailbox(
            guid_of(f"{nick}@{DOMAIN}"), f"{nick}@{DOMAIN}", name, "person", time_zone, hours, title=title
        )
        for nick, name, title in _PEOPLE
    ]
    system_user = f"displays@{DOMAIN}"
    displays = Mailbox(guid_of(system_user), system_user, "Room Displays", "system", time_zone, hours)
    return Company(
        "Contoso",
        DOMAIN,
        time_zone,
        [*rooms, *people, displays],
        [RoomList(f"mainbuilding@{DOMAIN}", "Main building", tuple(room.address for room in rooms))],
        system_user,
        scope={system_user, *(room.address for room in rooms)},
    )
