pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Another day, and away: the keys in the upper corner of a sheet. Slim: only the way out.
Row {
    id: root

    required property Glass glass
    property bool slim: false
    property bool low: false
    readonly property bool beside: Theme.compact && !Theme.portrait && !slim && !low

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

        // In the last seconds it counts down, and needs the width for it.
        Key {
            under: root.glass.closingIn
            glass: root.glass
            bare: true
            beside: root.beside
            width: root.beside ? 26 * Theme.text * Theme.u : (under === "" ? 1 : 1.5) * Theme.target
            height: Theme.target
        }
    }
}
