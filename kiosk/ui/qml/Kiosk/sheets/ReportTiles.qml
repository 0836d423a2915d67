pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The tiles of what may be wrong, in rows of one height.
Item {
    id: root

    required property Glass glass
    readonly property int across: Theme.portrait ? (Theme.easy ? 3 : 2) : 4
    readonly property int rows: Math.max(1, Math.ceil(tiles.count / across))
    readonly property real tileHeight: Math.min(Theme.easy ? Theme.target : (Theme.portrait ? 18 : 22) * Theme.u, (height - (rows - 1) * Theme.gap) / rows)

    readonly property real sunk: Theme.easy ? Math.max(0, height - rows * (tileHeight + Theme.gap) + Theme.gap) : 0

    Repeater {
        id: tiles

        model: root.glass.menuKeys

        ReportTile {
            required property int index

            glass: root.glass
            width: (root.width - (root.across - 1) * Theme.gap) / root.across
            height: root.tileHeight
            x: index % root.across * (width + Theme.gap)
            y: Math.floor(index / root.across) * (height + Theme.gap) + root.sunk
        }
    }
}
