pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What staff do with a pairing code, one after the other.
Column {
    id: root

    required property Glass glass
    required property color ink

    spacing: (Theme.compact ? 1.2 : 2) * Theme.u

    Repeater {
        model: root.glass.plateSteps

        Item {
            id: step

            required property int index
            required property string modelData

            width: root.width
            height: Math.max(disc.height, lines.height)

            Rectangle {
                id: disc

                anchors.verticalCenter: parent.verticalCenter
                width: 1.65 * Theme.label
                height: width
                radius: width / 2
                color: "transparent"
                border.width: Math.max(2, 0.35 * Theme.u)
                border.color: root.ink

                Label {
                    anchors.centerIn: parent
                    px: Theme.label
                    weight: 700
                    color: root.ink
                    text: step.index + 1
                }
            }

            Column {
                id: lines

                anchors.verticalCenter: parent.verticalCenter
                x: disc.width + 2.2 * Theme.u
                width: parent.width - x

                Label {
                    width: parent.width
                    px: Theme.body
                    weight: 620
                    color: root.ink
                    wrapMode: Text.Wrap
                    lineHeight: 1.05
                    text: step.modelData
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }

                Label {
                    visible: !Theme.compact && Theme.text < 1.25
                    width: parent.width
                    px: Theme.label
                    color: root.ink
                    wrapMode: Text.Wrap
                    text: root.glass.plateMore[step.index] ?? ""
                    Accessible.role: Accessible.StaticText
                    Accessible.name: text
                }
            }
        }
    }
}
