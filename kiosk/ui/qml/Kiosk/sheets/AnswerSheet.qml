pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// What became of what somebody sent: a sentence, what it means, and the key that puts it away.
Sheet {
    id: root

    titled: false

    Item {
        id: room

        anchors.fill: parent

        Label {
            id: title

            y: root.flat ? 0 : 0.3 * room.height - height / 2
            width: room.width - (root.flat ? root.aside : 0)
            px: Theme.title
            tracking: -0.028
            weight: 660
            wrapMode: Text.Wrap
            lineHeight: 0.95
            text: root.glass.sheetTitle
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            visible: text !== ""
            y: title.y + title.height + 1.5 * Theme.u
            width: title.width
            px: Theme.body
            weight: 450
            color: Theme.palette.text2
            wrapMode: Text.Wrap
            text: root.glass.closing !== "" ? root.glass.closing : root.glass.sheetDay
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Repeater {
            model: root.glass.bookKeys

            Key {
                glass: root.glass
                filled: true
                px: Theme.keyFilled
                y: room.height - height
                width: room.width - root.lane
                height: Theme.lowest
            }
        }
    }
}
