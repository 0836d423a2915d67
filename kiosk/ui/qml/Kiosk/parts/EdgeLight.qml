pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The status light on the glass itself (board 16): lit edges in the frame of plane around the paper. Nothing ever blinks.
Item {
    id: root

    required property Glass glass
    readonly property list<string> lit: glass.edges
    readonly property bool runs: glass.edgeMotion === "run"
    // One breath takes 4 s, in steps that no processor notices.
    readonly property int steps: 20
    property int step: 0
    readonly property real share: glass.edgeMotion !== "breath" ? 1 : 0.625 + 0.375 * Math.cos(2 * Math.PI * step / steps)

    visible: lit.length > 0 || glass.edgeDot
    opacity: glass.edgeBrightness * share

    Timer {
        interval: root.runs ? 125 : 200
        repeat: true
        running: root.visible && root.glass.edgeMotion !== "steady"
        onTriggered: root.step = (root.step + 1) % root.steps
        onRunningChanged: root.step = 0
    }

    component Segment: Rectangle {
        radius: Theme.edge / 2
        color: root.glass.edgeInk
    }

    Segment {
        visible: root.lit.includes("top") && !root.runs
        x: 4 * Theme.edge
        y: Theme.edge / 2
        width: root.width - 2 * x
        height: Theme.edge
    }

    Segment {
        visible: root.lit.includes("bottom")
        x: 4 * Theme.edge
        y: root.height - 1.5 * Theme.edge
        width: root.width - 2 * x
        height: Theme.edge
    }

    Segment {
        visible: root.lit.includes("left")
        x: Theme.edge / 2
        y: 4 * Theme.edge
        width: Theme.edge
        height: root.height - 2 * y
    }

    Segment {
        visible: root.lit.includes("right")
        x: root.width - 1.5 * Theme.edge
        y: 4 * Theme.edge
        width: Theme.edge
        height: root.height - 2 * y
    }

    Repeater {
        model: root.runs && root.lit.includes("top") ? 3 : 0

        Segment {
            required property int index

            x: ((root.step % 12) / 12 * root.width + index * 0.22 * root.width) % (root.width - width)
            y: Theme.edge / 2
            width: 0.12 * root.width
            height: Theme.edge
        }
    }

    Segment {
        visible: root.glass.edgeDot
        x: (root.width - width) / 2
        y: root.height - 1.5 * Theme.edge
        width: 0.06 * root.width
        height: Theme.edge
    }
}
