import QtQuick
import Kiosk
import KioskGlass

// A free time: from when to when, and how long that is.
Item {
    id: root

    required property Glass glass
    required property int index
    required property string ident
    required property string name
    required property string label
    required property string detail
    readonly property real side: (Theme.compact ? 2.4 : 2.8) * Theme.u

    Key {
        id: key

        anchors.fill: parent
        glass: root.glass
        ident: root.ident
        name: root.name
        label: ""
        under: ""
        shortLabel: ""
        bigFirst: false
        selected: false
        icon: ""

        Label {
            x: root.side
            y: (root.height - height) / 2
            width: root.width - 2 * x - (length.visible ? length.width + Theme.u : 0)
            px: large.implicitWidth <= width ? Theme.body : Theme.label
            tracking: -0.012
            weight: 640
            wrapMode: Text.Wrap
            text: root.label
        }

        Label {
            id: length

            visible: width < root.width - 2 * root.side - 1.5 * Theme.u - small.implicitWidth
            x: root.width - width - root.side
            y: (root.height - height) / 2
            px: Theme.label
            weight: 450
            color: Theme.palette.text2
            text: root.detail
        }

        Label {
            id: small

            visible: false
            px: Theme.label
            tracking: -0.012
            weight: 640
            text: root.label
        }

        Label {
            id: large

            visible: false
            px: Theme.body
            tracking: -0.012
            weight: 640
            text: root.label
        }
    }
}
