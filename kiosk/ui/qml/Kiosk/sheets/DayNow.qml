import QtQuick
import Kiosk

// The time now, on the day view's line for it. The line's colour frames it: as a ground it would be too pale for letters.
Rectangle {
    id: root

    required property string text

    width: now.width + 1.8 * Theme.u
    height: Math.round(1.45 * Theme.label)
    radius: Theme.barRadius
    color: Theme.palette.card
    border.width: Math.max(2, Math.round(0.4 * Theme.u))
    border.color: Theme.palette.needle

    Label {
        id: now

        anchors.centerIn: parent
        px: Theme.label
        weight: 640
        text: root.text
    }
}
