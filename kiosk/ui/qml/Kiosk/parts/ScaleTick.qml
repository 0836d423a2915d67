pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// An hour of a day scale with its number, and the quarters after it.
Item {
    id: root

    required property int index
    required property real position
    required property string label
    required property int count
    required property bool labelled
    required property real labelTop
    required property real scaleWidth
    required property color ink
    readonly property bool last: index === count - 1
    readonly property real quarter: count > 1 ? scaleWidth / (count - 1) / 4 : 0

    x: position * scaleWidth

    Repeater {
        model: root.last ? 1 : 4

        Rectangle {
            required property int index

            readonly property bool hour: index === 0

            x: index * root.quarter - (hour && root.last ? width : hour && root.index === 0 ? 0 : width / 2)
            width: Math.max(1, Math.round((hour ? 0.35 : 0.2) * Theme.u))
            height: (hour ? 2.6 : index === 2 ? 1.6 : 1.1) * Theme.u
            color: hour ? root.ink : Qt.alpha(root.ink, 0.75)
        }
    }

    Label {
        visible: root.labelled
        x: root.index === 0 ? 0 : root.last ? -width : -width / 2
        y: root.labelTop
        px: Theme.digits
        tracking: 0
        tabular: true
        weight: 600
        color: root.ink
        text: root.label
    }
}
