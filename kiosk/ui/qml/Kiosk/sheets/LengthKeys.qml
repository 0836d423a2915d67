pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The lengths that fit, side by side. A longer list than there is room for ends early; the knob of the block reaches the rest.
Item {
    id: root

    required property Glass glass
    readonly property int most: Math.max(1, Math.floor((width + Theme.gap) / (Theme.target + Theme.gap)))
    readonly property int shown: Math.min(most, Math.max(keys.count, 3))
    readonly property real part: (width - (shown - 1) * Theme.gap) / shown

    Repeater {
        id: keys

        model: root.glass.lengthKeys

        Key {
            required property int index

            visible: index < root.most
            glass: root.glass
            x: index * (root.part + Theme.gap)
            width: root.part
            height: Theme.target
        }
    }
}
