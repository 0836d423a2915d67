import QtQuick
import Kiosk

// A sentence with an icon before it.
Item {
    id: root

    required property string note
    required property string icon
    readonly property bool drawn: icon !== "" && !(Theme.compact && !Theme.portrait)

    readonly property real wanted: words.x + words.implicitWidth

    implicitHeight: words.height

    Icon {
        visible: root.drawn
        name: root.drawn ? "icons/" + root.icon : ""
        size: (Theme.compact ? 4.6 : 3) * Theme.u
        y: (1.3 * Theme.label - height) / 2
        ink: Theme.palette.text2
    }

    Label {
        id: words

        x: root.drawn ? (Theme.compact ? 7 : 5) * Theme.u : 0
        width: root.width - x
        px: Theme.label
        weight: 450
        color: Theme.palette.text2
        wrapMode: Text.Wrap
        lineHeight: 1.07
        text: root.note
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
