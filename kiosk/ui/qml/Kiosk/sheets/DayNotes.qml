pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What lasts all day and leaves the room free, in a line each.
Column {
    id: root

    required property Glass glass

    bottomPadding: notes.count > 0 ? Theme.u : 0
    spacing: 0.5 * Theme.u

    Repeater {
        id: notes

        model: root.glass.notes.slice(0, 2)

        Label {
            required property string modelData

            width: root.width
            px: Theme.label
            weight: 560
            color: Theme.palette.text2
            elide: Text.ElideRight
            text: modelData === "" ? qsTr("All day: not booked") : qsTr("All day: %1").arg(modelData)
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
