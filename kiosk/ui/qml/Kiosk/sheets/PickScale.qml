pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The day on the booking sheet: what is taken, now, and the block to be booked, which can be dragged.
Item {
    id: root

    required property Glass glass
    readonly property string name: glass.span
    readonly property real needle: glass.sheetNeedle * width
    readonly property real trackTop: (Theme.compact ? 6.3 : 6.25) * Theme.u
    readonly property real trackHeight: (Theme.compact ? 12.5 : 9) * Theme.u
    readonly property real tickTop: trackTop + trackHeight + (Theme.compact ? 1 : 0.9) * Theme.u
    readonly property real pitch: hours.count > 1 ? width / (hours.count - 1) : width
    readonly property real digits: ruler.implicitWidth
    readonly property int every: Math.max(1, Math.ceil(1.35 * digits / Math.max(1, pitch)))

    activeFocusOnTab: true
    Accessible.role: Accessible.Slider
    Accessible.name: name
    Accessible.focusable: true
    Keys.onLeftPressed: glass.stepped(Theme.mirrored)
    Keys.onRightPressed: glass.stepped(!Theme.mirrored)
    implicitHeight: tickTop + (Theme.compact ? 2.8 : 2.2) * Theme.u + 1.21 * Theme.digits

    Rectangle {
        visible: root.activeFocus
        x: -Theme.focusGap - border.width
        y: root.trackTop + x
        width: root.width - 2 * x
        height: root.trackHeight - 2 * x
        radius: Theme.u - x
        color: "transparent"
        border.width: Math.max(2, Math.round(Theme.focusStroke))
        border.color: Theme.palette.focus
    }

    Rectangle {
        y: root.trackTop
        width: root.width
        height: root.trackHeight
        radius: Theme.u
        color: Theme.palette.raised
        border.width: Math.max(1, Math.round(Theme.hair))
        border.color: Theme.palette.line
    }

    Hatch {
        visible: root.glass.sheetNeedle > 0
        x: Theme.hair
        y: root.trackTop + Theme.hair
        width: Math.max(0, root.needle - x)
        height: root.trackHeight - 2 * Theme.hair
        name: "glyphs/hatch"
        tile: 2.25 * Theme.u
        ink: Theme.palette.line
    }

    Repeater {
        model: root.glass.sheetBars

        PickBar {
            y: root.trackTop
            height: root.trackHeight
            scaleWidth: root.width
        }
    }

    Label {
        id: ruler

        visible: false
        px: Theme.digits
        tabular: true
        weight: 600
        text: root.glass.startTime.length > 5 ? "10 AM" : "18"
    }

    Repeater {
        id: hours

        model: root.glass.sheetTicks

        PickHour {
            y: root.tickTop
            count: hours.count
            labelled: index % root.every === 0 && (hours.count - 1 - index) * root.pitch > 1.7 * root.digits || index === hours.count - 1
            scaleWidth: root.width
        }
    }

    PickNow {
        visible: root.glass.sheetNeedle >= 0
        x: root.needle
        y: root.trackTop - 2.7 * Theme.u
        height: root.tickTop + 0.6 * Theme.u - y
    }

    TapHandler {
        onTapped: point => root.glass.tapped(point.position.x / root.width)
    }

    Repeater {
        model: root.glass.sheetBars

        PickBlock {
            width: root.width
            height: root.height
            glass: root.glass
            trackTop: root.trackTop
            trackHeight: root.trackHeight
        }
    }
}
