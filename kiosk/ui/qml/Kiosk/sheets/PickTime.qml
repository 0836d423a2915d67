pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Picking a time: the scale with the block, start and length, what the meeting is called, and the key that books.
// On small glass the fields come with the keyboard.
Sheet {
    id: root

    property bool wished: false
    readonly property bool free: glass.span !== ""
    readonly property bool typing: wished && free
    readonly property bool beside: typing && flat
    readonly property real bookHeight: Theme.lowest
    readonly property real bookTop: beside ? 0 : room.height - bookHeight
    readonly property real below: Theme.compact ? Theme.gap : 4.5 * Theme.u
    readonly property real sideWidth: Theme.portrait ? room.width : 0.4595 * room.width
    readonly property real detailsWidth: glass.moving ? -Theme.gap : flat ? 0.31 * room.width : room.width

    titled: !typing
    raised: beside
    full: typing && (Theme.compact || Theme.portrait)

    Item {
        id: room

        anchors.fill: parent

        Repeater {
            model: root.glass.bookKeys

            Key {
                glass: root.glass
                filled: true
                px: root.beside ? Theme.label : Theme.keyFilled
                x: root.beside ? room.width - root.cornerWidth - Theme.gap - width : root.flat ? root.detailsWidth + Theme.gap : 0
                y: root.bookTop
                width: root.beside ? 36 * Theme.u : room.width - x - root.lane
                height: root.bookHeight
            }
        }

        PickRoom {
            id: choosing

            visible: !root.typing
            width: room.width
            height: root.bookTop - Theme.gap
            sideWidth: root.sideWidth
            glass: root.glass
            free: root.free
            misspelt: entry.misspelt
        }

        LocalKey {
            readonly property string ident: "details"

            glass: root.glass
            visible: Theme.terse && root.free && !root.typing && !root.glass.moving
            y: root.flat ? root.bookTop : root.bookTop - Theme.gap - height
            width: root.detailsWidth
            height: Theme.target
            label: root.glass.subject + root.glass.name + root.glass.email === "" ? qsTr("Add details") : qsTr("Change details")
            onActed: entry.begin()
        }

        Entry {
            id: entry

            visible: root.free && !root.glass.moving && (root.typing || !Theme.terse)
            width: room.width
            height: room.height
            glass: root.glass
            typing: root.typing
            rest: choosing.rest
            corner: root.aside + (root.beside ? 36 * Theme.u + Theme.gap : 0)
            foot: root.beside ? 0 : root.bookHeight + root.below
            bleed: root.full ? root.pad : 0.5 * Theme.u
            onOpened: root.wished = true
            onClosed: root.wished = false
        }
    }
}
