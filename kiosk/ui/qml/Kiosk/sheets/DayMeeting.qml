import QtQuick
import Kiosk
import KioskGlass

// One meeting of the day view in full.
Item {
    id: root

    required property Glass glass
    required property int index
    required property string words
    required property string span
    required property string who

    signal closed

    Label {
        id: time

        width: root.width
        px: Theme.label
        weight: 600
        color: Theme.palette.text2
        text: root.span
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: subject

        y: time.height + Theme.u
        width: root.width
        px: Theme.body
        weight: 640
        wrapMode: Text.Wrap
        maximumLineCount: Math.max(1, Math.min(8, Math.floor((back.y - y - organizer.height - 2 * Theme.u) / (1.25 * px))))
        elide: Text.ElideRight
        text: root.words
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: organizer

        visible: text !== ""
        y: subject.y + subject.height + Theme.u
        width: root.width
        px: Theme.label
        weight: 450
        color: Theme.palette.text2
        elide: Text.ElideRight
        text: root.who
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    LocalKey {
        id: back

        readonly property string ident: "back"

        glass: root.glass
        y: root.height - height
        width: Theme.portrait ? Math.min(root.width, 40 * Theme.u) : root.width
        height: Theme.target
        label: qsTr("Free times")
        onActed: root.closed()
    }
}
