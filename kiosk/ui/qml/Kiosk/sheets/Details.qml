pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// A name or a subject for what is booked already. The keyboard is there at once.
Sheet {
    id: root

    readonly property real saveHeight: Theme.lowest

    titled: false
    raised: flat
    full: Theme.compact || Theme.portrait
    Component.onCompleted: entry.begin()

    Item {
        id: room

        anchors.fill: parent

        Repeater {
            model: root.glass.bookKeys

            Key {
                glass: root.glass
                filled: true
                px: Theme.keyFilled
                x: root.flat ? room.width - root.cornerWidth - Theme.gap - width : 0
                y: root.flat ? 0 : room.height - height
                width: root.flat ? 28 * Theme.u : room.width - root.lane
                height: root.saveHeight
            }
        }

        Entry {
            id: entry

            width: room.width
            height: room.height
            glass: root.glass
            typing: true
            cyclic: true
            rest: Qt.rect(0, 0, width, 0)
            corner: root.aside + (root.flat ? 28 * Theme.u + Theme.gap : 0)
            foot: root.flat ? 0 : root.saveHeight + (Theme.compact ? Theme.gap : 4.5 * Theme.u)
            bleed: root.full ? root.pad : 0.5 * Theme.u
        }
    }
}
