pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// All keys of the card, from the bottom up: filled, pair beside it, wide ones, grid. In that order they take focus.
Item {
    id: root

    required property Glass glass
    readonly property int most: Theme.portrait && !Theme.compact && !Theme.easy && Theme.text < 1.25 ? 6 : 3
    readonly property int columns: Math.max(1, grid.count === 4 && most === 3 ? 2 : Math.min(most, grid.count))
    readonly property int rows: Math.ceil(grid.count / columns)
    readonly property bool joined: Theme.compact && !Theme.portrait && (!glass.header || rows > 1) && wide.count === 1 && pair.count === 0 && filled.count === 1
    readonly property int stacked: joined ? 0 : wide.count
    readonly property int blocks: rows + stacked + (bottomRow > 0 ? 1 : 0)
    readonly property real filledHeight: Theme.compact ? Theme.target : Math.max(Theme.target, (glass.ring >= 0 ? 24 : 13) * Theme.u)
    readonly property real bottomRow: filled.count + pair.count > 0 ? filledHeight : 0
    readonly property int inRow: Math.max(1, filled.count + pair.count + (joined ? 1 : 0))
    readonly property real pairWidth: (width - (inRow - 1) * Theme.gap) / inRow
    readonly property real pitch: Theme.target + Theme.gap
    readonly property real ceiling: height - implicitHeight
    readonly property real gridWidth: (width - (columns - 1) * Theme.gap) / columns

    implicitHeight: bottomRow + (rows + stacked) * Theme.target + Math.max(0, blocks - 1) * Theme.gap

    Repeater {
        id: filled

        model: root.glass.filledKeys

        Key {
            glass: root.glass
            filled: true
            beside: true
            px: (root.glass.ring >= 0 ? 1.5 : root.joined && root.rows > 0 ? 0.85 : 1) * Theme.keyFilled
            x: root.width - width
            y: root.height - height
            width: root.pairWidth
            height: root.filledHeight
        }
    }

    Repeater {
        id: grid

        model: root.glass.gridKeys

        Key {
            required property int index

            glass: root.glass
            x: index % root.columns * (root.gridWidth + Theme.gap)
            y: root.ceiling + Math.floor(index / root.columns) * root.pitch
            width: root.gridWidth
            height: Theme.target
        }
    }

    Repeater {
        id: wide

        model: root.glass.wideKeys

        Key {
            required property int index

            glass: root.glass
            beside: true
            px: Theme.keyWide
            y: root.joined ? root.height - height : root.ceiling + (root.rows + index) * root.pitch
            width: root.joined ? root.pairWidth : root.width
            height: Theme.target
        }
    }

    Repeater {
        id: pair

        model: root.glass.pairKeys

        Key {
            required property int index

            glass: root.glass
            beside: true
            px: Theme.keyWide
            x: index * (width + Theme.gap)
            y: root.height - height
            width: root.pairWidth
            height: root.filledHeight
        }
    }
}
