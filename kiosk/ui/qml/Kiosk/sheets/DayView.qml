pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// One whole day: its hours with what is booked, and beside or below them the free times, which can be tapped.
// A tap on a meeting puts its words in full in place of the free times.
Sheet {
    id: root

    readonly property string day: glass.sheetDay
    readonly property int across: Theme.portrait ? 2 : 1
    readonly property real sideWidth: Theme.portrait ? room.width : 0.34 * room.width
    readonly property int rows: Theme.compact ? 2 : 3
    readonly property real lower: Theme.portrait ? rows * (Theme.target + Theme.gap) + 1.21 * Theme.label + Theme.u : room.height
    property int chosen: -1

    onDayChanged: chosen = -1

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
            height: (Theme.portrait ? room.height - root.lower - 2 * Theme.u : room.height - Theme.u) - y
            glass: root.glass
            chosen: root.chosen
            onPicked: index => {
                root.glass.touched(false);
                root.chosen = index;
            }
        }

        FreeTimes {
            visible: root.chosen < 0
            x: room.width - width
            y: Theme.portrait ? room.height - root.lower : 0
            width: root.sideWidth
            height: root.lower
            glass: root.glass
            across: root.across
        }

        Repeater {
            model: root.glass.sheetBars

            DayMeeting {
                visible: index === root.chosen
                glass: root.glass
                x: room.width - width
                y: Theme.portrait ? room.height - root.lower : 0
                width: root.sideWidth
                height: root.lower
                onClosed: root.chosen = -1
            }
        }
    }
}
