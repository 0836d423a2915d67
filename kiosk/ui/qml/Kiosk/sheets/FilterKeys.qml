pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What a room must have, as keys in a line, or in two where the glass is narrow. Flat glass has room for short words.
Flow {
    id: root

    required property Glass glass
    property string more: ""
    readonly property bool flat: Theme.compact && !Theme.portrait

    signal turned

    spacing: Theme.gap

    Repeater {
        model: root.glass.filterKeys

        Key {
            id: key

            glass: root.glass
            beside: !root.flat && !Theme.easy
            px: Theme.terse ? Theme.label : Theme.keyWide
            width: Math.max(Theme.target, root.flat || Theme.easy ? longest.implicitWidth + 3 * Theme.u : implicitWidth + (Theme.compact ? 1 : 2) * Theme.u)
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

    // In easy reach the key to the next rooms stands with them.
    LocalKey {
        readonly property string ident: "page"

        glass: root.glass
        visible: root.more !== ""
        width: Theme.target
        height: Theme.target
        px: Theme.label
        label: root.more
        onActed: root.turned()
    }
}
