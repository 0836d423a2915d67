import QtQuick
import Kiosk

// A small line above a group of keys or fields: what it is, and at the right what to know about it.
Item {
    id: root

    required property string title
    property string hint: ""
    property bool told: false

    implicitHeight: 1.21 * Theme.label

    Label {
        id: title

        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.title
    }

    Label {
        visible: text !== "" && width <= root.width - title.width - Theme.u
        x: root.width - width
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.hint
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !root.told
    }
}
