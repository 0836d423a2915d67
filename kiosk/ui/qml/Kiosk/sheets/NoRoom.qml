pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What is said where no other room is free, and the keys that go on from there.
Item {
    id: root

    required property Glass glass

    Column {
        id: words

        width: root.width
        y: Theme.compact ? 0 : 3 * Theme.u
        spacing: 1.2 * Theme.u

        Repeater {
            model: root.glass.notes

            Label {
                required property int index
                required property string modelData

                width: words.width
                px: index === 0 ? Theme.head : Theme.body
                weight: index === 0 ? 640 : 450
                color: index === 0 ? Theme.palette.text : Theme.palette.text2
                wrapMode: Text.Wrap
                text: modelData
                Accessible.role: Accessible.StaticText
                Accessible.name: text
                Accessible.ignored: !root.visible
            }
        }
    }

    Row {
        y: root.height - height
        spacing: Theme.gap

        Repeater {
            id: keys

            model: root.glass.bookKeys

            Key {
                required property int index

                glass: root.glass
                filled: index === 0
                px: index === 0 ? Theme.keyFilled : Theme.keyWide
                width: (root.width - (keys.count - 1) * Theme.gap) / keys.count
                height: Theme.lowest
            }
        }
    }
}
