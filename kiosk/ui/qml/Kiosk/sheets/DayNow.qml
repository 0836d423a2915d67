import QtQuick
import Kiosk

// The time now, on the day view's line for it.
Rectangle {
    id: root

    required property string text

    width: now.width + 1.8 * Theme.u
    height: Math.round(1.45 * Theme.label)
    radius: Theme.barRadius
    color: Theme.palette.needle

    Label {
        id: now

        anchors.centerIn: parent
        px: Theme.label
        weight: 640
        color: Theme.palette.onInverse
        text: root.text
    }
}
