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

        FitText {
            x: 2.8 * Theme.u
            y: (root.height - height) / 2
            most: Theme.body
            least: Theme.label
            room: root.width - 2 * x - (length.visible ? length.width + Theme.u : 0)
            tracking: -0.012
            weight: 640
            text: root.label
        }

        Label {
            id: length

            visible: width < root.width - 7.6 * Theme.u - ruler.width
            x: root.width - width - 2.8 * Theme.u
            y: (root.height - height) / 2
            px: Theme.label
            weight: 450
            color: Theme.palette.text2
            text: root.detail
        }

        Label {
            id: ruler

            visible: false
            px: Theme.label
            weight: 640
            text: root.label
        }
    }
}
