pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// One whole day: its hours with what is booked, and beside or below them the free times, which can be tapped.
// A tap on a meeting opens it.
Sheet {
    id: root

    readonly property int across: Theme.portrait ? 2 : 1
    readonly property real sideWidth: Theme.portrait ? room.width : Math.max(0.34 * room.width, low ? cornerWidth : 0)
    readonly property int rows: Theme.terse ? 2 : 3
    readonly property real lower: Theme.portrait || Theme.easy ? rows * (Theme.target + Theme.gap) + 1.21 * Theme.label + (Theme.flat ? 3.5 : 1) * Theme.u : room.height

    Item {
        id: room

        anchors.fill: parent

        DayNotes {
            id: notes

            width: hours.width
            glass: root.glass
        }

        DayHours {
            id: hours

            y: notes.height
            width: Theme.portrait ? room.width : room.width - root.sideWidth - 4 * Theme.u
            height: (Theme.portrait ? room.height - root.lower - root.lift - 2 * Theme.u : room.height - Theme.u) - y
            glass: root.glass
        }

        FreeTimes {
            x: room.width - width
            y: Theme.portrait || Theme.easy ? room.height - root.lower - root.lift : 0
            width: root.sideWidth
            height: root.lower
            glass: root.glass
            across: root.across
        }
    }
}
