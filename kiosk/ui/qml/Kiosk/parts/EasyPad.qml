pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// All controls of easy reach in two rows: the lengths, and below them the filled key with all others beside it.
Item {
    id: root

    required property Glass glass
    readonly property real gridWidth: (width - (grid.count - 1) * Theme.gap) / Math.max(1, grid.count)
    readonly property int others: pair.count + wide.count + corner.count
    readonly property real share: Math.min(2 * Theme.target, (width - (others + filled.count - 1) * Theme.gap) / Math.max(1, others + 2 * filled.count))
    readonly property real rest: filled.count > 0 ? share : (width - (others - 1) * Theme.gap) / Math.max(1, others)
    readonly property real filledWidth: width - others * (share + Theme.gap)

    function placed(index: int): real {
        return root.width - (root.others - index) * root.rest - (root.others - index - 1) * Theme.gap;
    }

    implicitHeight: Theme.target * (grid.count > 0 ? 2 : 1) + (grid.count > 0 ? Theme.gap : 0)

    Repeater {
        id: filled

        model: root.glass.filledKeys

        Key {
            glass: root.glass
            filled: true
            beside: true
            px: Theme.keyFilled
            y: root.height - height
            width: root.filledWidth
            height: Theme.target
        }
    }

    Repeater {
        id: grid

        model: root.glass.gridKeys

        Key {
            required property int index

            glass: root.glass
            x: index * (root.gridWidth + Theme.gap)
            width: root.gridWidth
            height: Theme.target
        }
    }

    Repeater {
        id: pair

        model: root.glass.pairKeys

        Key {
            required property int index

            glass: root.glass
            px: Theme.label
            x: root.placed(index)
            y: root.height - height
            width: root.rest
            height: Theme.target
        }
    }

    Repeater {
        id: wide

        model: root.glass.wideKeys

        Key {
            required property int index

            glass: root.glass
            px: Theme.label
            x: root.placed(pair.count + index)
            y: root.height - height
            width: root.rest
            height: Theme.target
        }
    }

    Repeater {
        id: corner

        model: root.glass.cornerKeys

        Key {
            required property int index

            glass: root.glass
            px: Theme.label
            x: root.placed(pair.count + wide.count + index)
            y: root.height - height
            width: root.rest
            height: Theme.target
        }
    }
}
