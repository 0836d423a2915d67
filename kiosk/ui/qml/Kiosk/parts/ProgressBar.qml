import QtQuick
import Kiosk

// How far it is.
Rectangle {
    id: root

    required property real progress

    height: 2 * Theme.u
    radius: height / 2
    color: Theme.palette.line

    Rectangle {
        width: Math.max(parent.height, parent.width * root.progress)
        height: parent.height
        radius: parent.radius
        color: Theme.palette.inverse
    }
}
