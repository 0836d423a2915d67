import QtQuick
import Kiosk

// An admin's mark in the ink of the plane. Its shape alone is drawn: colour belongs to the state.
Image {
    id: root

    required property string number
    required property real shape
    required property color ink
    required property real most

    height: Math.round(Math.min(most, 4 * most / Math.max(0.01, shape)))
    width: Math.round(height * shape)
    cache: false
    sourceSize: Qt.size(width, height)
    source: visible && number !== "" ? Theme.hung("logo", ink, number) : ""
    transform: Mirror {
        item: root
    }
}
