pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// Eight dots, five of them lit, one step every 125 ms. The only thing on the glass that moves at rest.
Item {
    id: root

    required property color ink
    required property bool running
    property int step: 0

    transform: Mirror {
        item: root
    }

    Timer {
        interval: Theme.spinnerStep
        repeat: true
        running: root.running && root.visible
        onTriggered: root.step = (root.step + 1) % 8
    }

    Repeater {
        model: 8

        Icon {
            id: dot

            required property int index
            readonly property real angle: index * Math.PI / 4

            name: "glyphs/dot"
            turned: false
            ink: root.ink
            size: root.width * 8.4 / 48
            x: Math.round(root.width * (24 + 18 * Math.sin(angle)) / 48 - width / 2)
            y: Math.round(root.height * (24 - 18 * Math.cos(angle)) / 48 - height / 2)
            opacity: (index - root.step + 8) % 8 < 5 ? 1 : 0.35
        }
    }
}
