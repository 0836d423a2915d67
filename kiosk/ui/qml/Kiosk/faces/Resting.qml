pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// What the face becomes while nobody stands at it: large for who comes from afar, dark for the night.
Item {
    id: root

    required property Glass glass
    required property Item near
    required property real away
    readonly property bool dark: glass.view === "night" || glass.view === "black"

    Loader {
        id: far

        x: root.near.x
        y: root.near.y
        width: root.near.width
        height: root.near.height
        active: root.away > 0 && night.opacity < 1
        opacity: root.away
        scale: 0.75 + 0.25 * root.away
        transformOrigin: Item.BottomLeft
        transform: [
            Mirror {
                item: far
            },
            Orbit {
                step: root.glass.orbit
            }
        ]
        sourceComponent: Far {
            glass: root.glass
        }
    }

    Loader {
        id: night

        anchors.fill: parent
        active: opacity > 0
        opacity: root.dark ? root.away : 0
        transform: Mirror {
            item: night
        }
        sourceComponent: Night {
            glass: root.glass
        }
    }
}
