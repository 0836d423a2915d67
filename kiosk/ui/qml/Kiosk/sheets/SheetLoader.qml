pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The open sheet, built when it opens and gone when it closes. Its content fades in last.
Loader {
    id: root

    required property Glass glass
    required property real openness
    readonly property bool full: (item as Sheet)?.full ?? false

    active: glass.sheet !== ""
    visible: active
    sourceComponent: glass.sheet === "pick" ? pick : glass.sheet === "day" ? day : glass.sheet === "block" ? block : glass.sheet === "details" ? details : glass.sheet === "rooms" ? rooms : menu
    opacity: Math.min(1, Math.max(0, (openness - 1) * Theme.sheetIn / Theme.contentIn + 1))

    Component {
        id: pick

        PickTime {
            glass: root.glass
        }
    }

    Component {
        id: day

        DayView {
            glass: root.glass
        }
    }

    Component {
        id: block

        Block {
            glass: root.glass
        }
    }

    Component {
        id: details

        Details {
            glass: root.glass
        }
    }

    Component {
        id: rooms

        FindRoom {
            glass: root.glass
        }
    }

    Component {
        id: menu

        Menu {
            glass: root.glass
        }
    }
}
