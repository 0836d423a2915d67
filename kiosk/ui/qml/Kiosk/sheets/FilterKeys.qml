pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What a room must have, as keys in a line, or in two where the glass is narrow. Flat glass has room for short words.
Flow {
    id: root

    required property Glass glass
    readonly property bool flat: Theme.compact && !Theme.portrait

    spacing: Theme.gap

    Repeater {
        model: root.glass.filterKeys

        Key {
            id: key

            glass: root.glass
            beside: !root.flat
            px: Theme.compact ? Theme.label : Theme.keyWide
            width: Math.max(Theme.target, root.flat ? longest.implicitWidth + 3 * Theme.u : implicitWidth + (Theme.compact ? 1 : 2) * Theme.u)
            height: Theme.target

            Label {
                id: longest

                visible: false
                px: Theme.label
                tracking: -0.012
                weight: 640
                text: key.icon !== "" ? "" : key.label.split(" ").reduce((one, other) => other.length > one.length ? other : one, "")
            }
        }
    }
}
