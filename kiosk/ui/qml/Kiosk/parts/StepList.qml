pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Steps one below the other, ruled when they are large.
Column {
    id: root

    required property QtObject steps
    property bool small: false
    readonly property int count: rows.count

    Repeater {
        id: rows

        model: root.steps

        Item {
            id: cell

            required property int index
            required property string mark
            required property string words
            required property string detail
            required property string icon

            width: root.width
            height: root.small ? step.implicitHeight + 1.9 * Theme.u : Math.max(step.implicitHeight + 2.4 * Theme.u, (Theme.compact ? 8 : 11.4) * Theme.u)

            Rectangle {
                visible: !root.small
                width: parent.width
                height: Math.max(1, Math.round(Theme.hair))
                color: Theme.palette.line
            }

            StepLine {
                id: step

                anchors.verticalCenter: parent.verticalCenter
                width: parent.width
                height: implicitHeight
                small: root.small
                mark: cell.mark
                words: cell.words
                detail: cell.detail
                icon: cell.icon
            }
        }
    }
}
