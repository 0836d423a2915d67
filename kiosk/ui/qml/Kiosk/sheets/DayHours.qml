pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The hours of a day from top to bottom, what is booked, and a line for now.
Item {
    id: root

    required property Glass glass
    readonly property real line: 1.21 * Theme.label
    readonly property real span: height - line
    readonly property real blocksX: Math.max(10 * Theme.u, ruler.implicitWidth + 2.5 * Theme.u)
    readonly property real needleY: glass.sheetNeedle < 0 ? -height : topAt(glass.sheetNeedle)
    readonly property int every: Math.max(1, Math.ceil(1.05 * line * (hours.count - 1) / Math.max(1, span)))

    function topAt(position: real): real {
        return root.line / 2 + position * root.span;
    }

    Label {
        id: ruler

        visible: false
        px: Theme.label
        weight: 560
        text: root.glass.clock
    }

    Repeater {
        id: hours

        model: root.glass.sheetTicks

        DayHour {
            y: root.topAt(position) - root.line / 2
            width: root.width
            height: root.line
            labelled: index % root.every === 0 && Math.abs(root.topAt(position) - root.needleY) > 1.1 * root.line
        }
    }

    Rectangle {
        visible: root.glass.sheetNeedle >= 0
        y: Math.round(root.needleY - height / 2)
        width: root.width
        height: Math.max(2, Math.round(0.5 * Theme.u))
        color: Theme.palette.needle
    }

    Repeater {
        id: blocks

        model: root.glass.sheetBars

        DayBlock {
            fullX: root.blocksX
            fullWidth: root.width - root.blocksX
            fullTop: root.line / 2
            fullHeight: root.span
            glass: root.glass
        }
    }

    DayNow {
        visible: root.glass.sheetNeedle >= 0
        y: Math.round(root.needleY - height / 2)
        text: root.glass.clock
    }

    TapHandler {
        onTapped: point => root.glass.press(root.nearest(point.position.x, point.position.y))
    }

    function nearest(x: real, y: real): string {
        let best = "";
        let least = Theme.target / 2;
        for (let index = 0; index < blocks.count; index++) {
            const block = blocks.itemAt(index) as DayBlock;
            const away = block.away(x, y);
            if (away < least) {
                least = away;
                best = block.ident;
            }
        }
        return best;
    }
}
