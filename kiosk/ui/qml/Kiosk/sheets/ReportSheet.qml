pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// What is wrong? Tiles, a note for who wants to add one, and the key that sends. On small glass the fields come with the keyboard.
Sheet {
    id: root

    property bool typing: false
    readonly property bool beside: typing && flat
    readonly property real sendHeight: Theme.lowest
    readonly property real sendTop: beside ? 0 : room.height - sendHeight
    readonly property real addWidth: (flat ? 0.31 : 0.4) * room.width
    readonly property real fieldsTop: Theme.easy ? sendTop - Theme.gap : hint.y - (flat ? 1 : 1.75) * Theme.u - (Theme.compact ? 0 : Theme.target)

    titled: !typing
    raised: beside
    full: typing && (Theme.compact || Theme.portrait)

    Item {
        id: room

        anchors.fill: parent

        ReportTiles {
            visible: !root.typing
            width: room.width
            height: root.fieldsTop - (Theme.terse ? 0 : 2.2 * Theme.u)
            glass: root.glass
        }

        Repeater {
            model: root.glass.bookKeys

            Key {
                glass: root.glass
                filled: true
                px: root.beside ? Theme.label : Theme.keyFilled
                x: root.beside ? room.width - root.cornerWidth - Theme.gap - width : adding.visible ? root.addWidth + Theme.gap : 0
                y: root.sendTop
                width: root.beside ? 36 * Theme.u : room.width - x - root.lane
                height: root.sendHeight
            }
        }

        Note {
            id: hint

            visible: !root.typing
            y: Theme.easy ? 0 : root.sendTop - height - (root.flat ? 1 : 1.75) * Theme.u
            width: room.width
            note: root.glass.notes[0] ?? ""
            icon: "info"
        }

        LocalKey {
            id: adding

            readonly property string ident: "note"

            glass: root.glass
            visible: Theme.terse && !root.typing
            y: root.sendTop
            width: root.addWidth
            height: Theme.target
            label: root.glass.subject === "" ? qsTr("Add a note") : qsTr("Change the note")
            onActed: entry.begin()
        }

        Entry {
            id: entry

            visible: root.typing || !Theme.terse
            width: room.width
            height: room.height
            glass: root.glass
            typing: root.typing
            rest: Qt.rect(0, root.fieldsTop, width, 0)
            corner: root.aside + (root.beside ? 36 * Theme.u + Theme.gap : 0)
            foot: root.beside ? 0 : root.sendHeight + (Theme.compact ? Theme.gap : 4.5 * Theme.u)
            bleed: root.full ? root.pad : 0.5 * Theme.u
            onOpened: root.typing = true
            onClosed: root.typing = false
        }
    }
}
