pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The code of a display without a room, as large as it can be, and what to do with it (board 09a).
Item {
    id: root

    required property Glass glass
    readonly property color ink: Theme.palette.ink(glass.tone)

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
            color: root.ink
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
            color: root.ink
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
                color: root.ink
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

    PairSteps {
        id: steps

        x: Theme.planeLeft
        y: root.height - Theme.planeBottom - height
        width: top.width
        glass: root.glass
        ink: root.ink
    }
}
