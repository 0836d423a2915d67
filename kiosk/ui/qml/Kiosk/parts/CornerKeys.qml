pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Another day, and away: the keys in the upper corner of a sheet. Slim: only the way out.
Row {
    id: root

    required property Glass glass
    property bool slim: false
    readonly property bool beside: Theme.compact && !Theme.portrait && !slim

    spacing: Theme.gap
    layoutDirection: Qt.LeftToRight

    Repeater {
        model: root.glass.dayKeys

        Key {
            visible: !root.slim
            glass: root.glass
            bare: true
            beside: root.beside
            width: root.beside ? 21 * Theme.u : Theme.target
            height: Theme.target
        }
    }

    Repeater {
        model: root.glass.closeKeys

        Key {
            glass: root.glass
            bare: true
            beside: root.beside
            width: root.beside ? 26 * Theme.text * Theme.u : Theme.target
            height: Theme.target
        }
    }
}
