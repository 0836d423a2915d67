pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// In portrait: the first lines of what comes, beside the clock.
Column {
    id: root

    required property Glass glass
    readonly property int count: lines.count

    spacing: (Theme.compact ? 0 : 1.25) * Theme.u

    Repeater {
        id: lines

        model: root.glass.lines

        AgendaLine {
            required property int index

            width: root.width
            visible: index < (Theme.compact ? 1 : 2) && root.visible
            stacked: Theme.compact
        }
    }
}
