pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Steps one below the other, ruled when they are large.
Column {
    id: root

    required property QtObject steps
    required property real roomLeft
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

            readonly property bool fits: y + height <= root.roomLeft + 1

            width: root.width
            height: root.small ? step.implicitHeight + 1.9 * Theme.u : Math.max(step.implicitHeight + (Theme.compact ? 1.6 : 2.4) * Theme.u, (Theme.compact ? 8 : Theme.portrait ? 9.4 : 11.4) * Theme.u)

            Rectangle {
                visible: !root.small && cell.fits
                width: parent.width
                height: Theme.rule
                color: Theme.palette.line
            }

            StepLine {
                id: step

                visible: cell.fits
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
