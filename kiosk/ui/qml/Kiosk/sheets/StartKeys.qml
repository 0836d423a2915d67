pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Earlier and later, and between them the start where there is room for it.
Item {
    id: root

    required property Glass glass
    required property bool shown

    Repeater {
        model: root.glass.earlierKeys

        SignKey {
            glass: root.glass
        }
    }

    Label {
        visible: root.shown
        x: (root.width - width) / 2
        y: (root.height - height) / 2
        px: Theme.title
        tracking: -0.028
        weight: 660
        text: root.glass.startTime
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Repeater {
        model: root.glass.laterKeys

        SignKey {
            glass: root.glass
            x: root.width - width
        }
    }
}
