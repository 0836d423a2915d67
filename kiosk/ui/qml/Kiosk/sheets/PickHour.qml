import QtQuick
import Kiosk

// An hour on the booking sheet's scale.
Item {
    id: root

    required property int index
    required property real position
    required property string label
    required property int count
    required property bool labelled
    required property real scaleWidth
    readonly property bool first: index === 0
    readonly property bool last: index === count - 1

    x: position * scaleWidth

    Rectangle {
        x: root.first ? 0 : root.last ? -width : -width / 2
        width: Math.max(1, Math.round(Theme.hair))
        height: 1.1 * Theme.u
        color: Theme.palette.text2
    }

    Label {
        visible: root.labelled
        x: root.first ? 0 : root.last ? -width : -width / 2
        y: (Theme.compact ? 2.8 : 2.2) * Theme.u
        px: Theme.digits
        tracking: 0
        tabular: true
        weight: 560
        color: Theme.palette.text2
        text: root.label
    }
}
