import QtQuick
import Kiosk
import KioskGlass

// What may be wrong: an icon above, its word below.
Item {
    id: root

    required property Glass glass
    required property string ident
    required property string name
    required property string label
    required property bool selected
    required property string icon
    readonly property real side: (Theme.compact ? 1.8 : 2.75) * Theme.u
    readonly property real iconSize: (Theme.compact ? 6 : 7) * Theme.u
    readonly property real most: (Theme.compact && Theme.text > 1 ? 0.8 : 1) * Theme.body
    readonly property bool drawn: height >= iconSize + 2.2 * Theme.body + 1.5 * side

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
        selected: root.selected
        icon: ""

        Icon {
            visible: root.drawn
            x: root.side
            y: root.side
            name: root.icon === "" ? "" : "icons/" + root.icon
            size: root.iconSize
            ink: Theme.palette.text
        }

        Label {
            id: words

            x: root.side
            y: root.drawn ? root.height - height - 0.7 * root.side : (root.height - height) / 2
            width: root.width - x - 0.7 * root.side
            px: longest.implicitWidth <= width ? root.most : Math.max(0.7 * Theme.body, Math.floor(root.most * width / Math.max(1, longest.implicitWidth)))
            tracking: -0.012
            weight: 640
            wrapMode: Text.Wrap
            lineHeight: 0.92
            text: root.label
        }

        Label {
            id: longest

            visible: false
            px: root.most
            tracking: -0.012
            weight: 640
            text: Theme.script === "Jpan" ? "" : root.label.split(" ").reduce((one, other) => other.length > one.length ? other : one, "")
        }
    }
}
