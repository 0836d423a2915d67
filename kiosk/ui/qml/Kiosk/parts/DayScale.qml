pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// The day on a line: hours, halves and quarters, what is taken, and a needle for now.
Item {
    id: root

    required property QtObject bars
    required property QtObject ticks
    required property real needle
    required property color ink
    required property color plane
    readonly property real barTop: 2.75 * Theme.u
    readonly property real barHeight: (Theme.compact ? 4.8 : 4.25) * Theme.u
    readonly property real tickTop: barTop + barHeight + (Theme.compact ? 0.8 : 0.6) * Theme.u
    readonly property real labelTop: tickTop + (Theme.compact ? 3 : 3.3) * Theme.u
    readonly property bool hoursTold: Theme.text < 1.5
    // In numbers' sizes. The last number stands flush, so that it comes nearest to the one before, which gives way.
    readonly property real hourSpan: width / Math.max(1, hours.count - 1) / Theme.digits
    readonly property int labelEvery: Math.max(Theme.compact ? 2 : 1, Math.ceil(1.6 / Math.max(0.1, hourSpan)))
    readonly property bool crowded: labelEvery * hourSpan < 2.25 && (hours.count - 1) % labelEvery === 0

    signal held

    implicitHeight: hoursTold ? labelTop + (Theme.compact ? 1.1 : 1.21) * Theme.digits : tickTop + 2.6 * Theme.u

    TapHandler {
        longPressThreshold: 2
        onLongPressed: root.held()
    }

    Repeater {
        model: root.bars

        ScaleBar {
            y: root.barTop
            height: root.barHeight
            scaleWidth: root.width
            ink: root.ink
        }
    }

    Repeater {
        id: hours

        model: root.ticks

        ScaleTick {
            y: root.tickTop
            count: hours.count
            labelled: root.hoursTold && index % root.labelEvery === 0 && !(root.crowded && index + root.labelEvery === hours.count - 1)
            labelTop: root.labelTop - root.tickTop
            scaleWidth: root.width
            ink: root.ink
        }
    }

    Rectangle {
        visible: root.needle >= 0
        x: root.needle * root.width - width / 2
        y: root.barTop
        width: 1.5 * Theme.u
        height: root.barHeight
        color: root.plane
    }

    Rectangle {
        visible: root.needle >= 0
        x: root.needle * root.width - width / 2
        width: 0.6 * Theme.u
        height: root.tickTop + 2 * Theme.u
        radius: width / 2
        color: root.ink
    }

    Icon {
        visible: root.needle >= 0
        name: "glyphs/needle"
        size: 2.5 * Theme.u
        x: Math.round(root.needle * root.width - width / 2)
        ink: root.ink
    }
}
