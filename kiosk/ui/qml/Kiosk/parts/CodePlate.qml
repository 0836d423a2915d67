pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The code of a display without a room, as large as it can be, and what to do with it (board 09a).
Item {
    id: root

    required property Glass glass
    readonly property color ink: Theme.palette.ink(glass.tone)
    readonly property color quiet: Theme.palette.ink(glass.tone)

    Column {
        id: top

        x: Theme.planeLeft
        y: Theme.planeTop
        width: root.width - Theme.planeLeft - Theme.planeRight

        FitText {
            room: top.width
            most: Theme.room
            weight: 700
            color: root.ink
            text: root.glass.word
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        FitText {
            room: top.width
            most: Theme.sub
            color: root.quiet
            text: root.glass.until
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Column {
        id: middle

        x: Theme.planeLeft
        y: top.y + top.height + (Theme.compact && !Theme.portrait ? 0.6 : 1) * Math.max(Theme.gap, (root.height - Theme.planeBottom - top.y - top.height - height - steps.height) / 3)
        width: top.width
        spacing: 0.6 * Theme.u

        FitText {
            visible: root.glass.plateCode !== ""
            room: middle.width
            most: Theme.body
            weight: 560
            color: root.quiet
            text: root.glass.plateTitle
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        FitText {
            visible: text !== ""
            room: middle.width
            most: 19 * Theme.u
            tracking: 0.02
            weight: 700
            tabular: true
            color: root.ink
            lineHeight: 0.95
            text: root.glass.plateCode
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Row {
            visible: root.glass.plateCode !== ""
            spacing: 2 * Theme.u

            Rectangle {
                id: left

                anchors.verticalCenter: parent.verticalCenter
                width: 0.34 * middle.width
                height: 1.2 * Theme.u
                radius: height / 2
                color: Theme.palette.line

                Rectangle {
                    width: Math.max(parent.height, parent.width * root.glass.plateLeft)
                    height: parent.height
                    radius: parent.radius
                    color: root.ink
                }
            }

            FitText {
                id: renews

                room: 0.66 * middle.width - 2 * Theme.u
                most: Theme.body
                color: root.quiet
                text: root.glass.plateRenews
                Accessible.role: Accessible.StaticText
                Accessible.name: text
            }
        }

        Label {
            visible: root.glass.plateCode === ""
            width: middle.width
            px: Theme.headline
            weight: 620
            color: root.ink
            wrapMode: Text.Wrap
            text: root.glass.plateRenews
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Column {
        id: steps

        x: Theme.planeLeft
        y: root.height - Theme.planeBottom - height
        width: top.width
        spacing: (Theme.compact ? 1.2 : 2) * Theme.u

        Repeater {
            model: root.glass.plateSteps

            Item {
                id: step

                required property int index
                required property string modelData

                width: steps.width
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
                        color: root.quiet
                        wrapMode: Text.Wrap
                        text: root.glass.plateMore[step.index] ?? ""
                        Accessible.role: Accessible.StaticText
                        Accessible.name: text
                    }
                }
            }
        }
    }
}
