pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// What else can be done here.
Sheet {
    id: root

    Repeater {
        id: keys

        model: root.glass.menuKeys

        Key {
            required property int index
            readonly property int across: (keys.count > 4 || Theme.easy ? 2 : 1) + (Theme.portrait ? 0 : 1)
            readonly property real sunk: Theme.easy ? (parent?.height ?? 0) - root.lift - Math.ceil(keys.count / across) * (height + Theme.gap) + Theme.gap : Theme.u

            glass: root.glass
            beside: true
            px: Theme.keyWide
            width: ((parent?.width ?? 0) - (across - 1) * Theme.gap) / across
            height: (Theme.easy ? 1 : 1.2) * Theme.target
            x: index % across * (width + Theme.gap)
            y: sunk + Math.floor(index / across) * (height + Theme.gap)
        }
    }
}
