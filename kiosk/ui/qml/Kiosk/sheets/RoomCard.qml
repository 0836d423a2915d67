pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Another room: its name, until when it is free, what tells it from the next, and the key that books it.
Item {
    id: root

    required property Glass glass
    required property int index
    required property string room
    required property string free
    required property string seats
    required property string icons
    required property string way
    required property string told
    required property string ident
    required property string key
    required property string under
    required property string keyName
    readonly property real side: (Theme.compact ? 1.8 : 2.5) * Theme.u
    readonly property real inner: width - 2 * side - (ident === "" ? 0 : booking.width + side)
    readonly property bool flat: Theme.compact && !Theme.portrait
    readonly property real iconSize: 1.15 * Theme.label
    readonly property real iconY: (1.21 * Theme.label - iconSize) / 2

    Accessible.role: Accessible.StaticText
    Accessible.name: told
    Accessible.ignored: !visible

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: Theme.palette.raised
        border.width: Math.max(1, Math.floor(Theme.keyBorder))
        border.color: Theme.palette.line
    }

    Column {
        x: root.side
        y: (root.height - height) / 2
        spacing: (root.flat ? 0 : 0.9) * Theme.u

        FitText {
            most: root.flat ? Theme.body : Theme.head
            room: root.inner
            tracking: -0.02
            weight: 640
            text: root.room
        }

        FitText {
            most: root.flat ? Theme.label : Theme.body
            room: root.inner
            weight: 560
            text: root.free
        }

        Row {
            id: line

            visible: root.seats + root.icons + root.way !== ""
            spacing: 1.2 * Theme.u

            Icon {
                y: root.iconY
                name: root.seats === "" ? "" : "icons/users"
                size: root.iconSize
                ink: Theme.palette.text2
            }

            Label {
                visible: text !== ""
                px: Theme.label
                weight: 450
                color: Theme.palette.text2
                text: root.seats
            }

            Repeater {
                model: root.icons === "" || root.flat || Theme.text > 1 ? [] : root.icons.split(" ")

                Icon {
                    required property string modelData

                    y: root.iconY
                    name: "icons/" + modelData
                    size: root.iconSize
                    ink: Theme.palette.text2
                }
            }

            FitText {
                visible: Theme.text > 1 && text !== "" && px >= Theme.label / Theme.text - 0.5
                most: Theme.label
                room: Math.max(1, root.inner - x)
                weight: 450
                color: Theme.palette.text2
                text: root.way
            }

            Label {
                visible: Theme.text === 1 && text !== ""
                width: Math.min(implicitWidth, root.inner - x)
                wrapMode: Text.Wrap
                maximumLineCount: 2
                lineHeight: 0.95
                px: Theme.label
                weight: 450
                color: Theme.palette.text2
                elide: Text.ElideRight
                text: root.way
            }
        }
    }

    Key {
        id: booking

        visible: root.ident !== ""
        glass: root.glass
        x: root.width - width - root.side
        y: (root.height - height) / 2
        width: Math.max((Theme.compact ? 18 : Theme.easy ? 16 : 14) * Theme.u, Math.max(first.implicitWidth, second.implicitWidth) + 2.6 * Theme.u)
        height: Theme.target + (Theme.terse ? 0 : 2 * Theme.u)
        ident: root.ident
        name: root.keyName
        label: root.key
        under: root.under
        bigFirst: true
        shortLabel: ""
        selected: false
        icon: ""

        Label {
            id: first

            visible: false
            px: Theme.label
            weight: 660
            text: root.key
        }

        Label {
            id: second

            visible: false
            px: Theme.label
            weight: 560
            text: root.under
        }
    }
}
