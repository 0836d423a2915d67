import QtQuick
import Kiosk

// An hour of the day view: its time and a line.
Item {
    id: root

    required property int index
    required property real position
    required property string label
    required property bool labelled

    Label {
        id: time

        visible: root.labelled
        y: (root.height - height) / 2
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.label
    }

    Rectangle {
        x: root.labelled ? time.width + Theme.u : 0
        y: Math.round((root.height - height) / 2)
        width: root.width - x
        height: Math.max(1, Math.round(Theme.hair))
        color: Theme.highContrast ? Theme.palette.pressed : Theme.palette.line
    }
}
