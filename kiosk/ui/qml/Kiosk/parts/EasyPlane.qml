import QtQuick
import Kiosk
import KioskGlass

// The plane above the controls of easy reach: room, clock and glyph in a line, below them the word, and beside it until when.
Item {
    id: root

    required property Glass glass
    readonly property color ink: Theme.palette.ink(glass.tone)
    readonly property real side: width - 2 * Theme.planeLeft
    readonly property real glyphSize: (Theme.compact ? 12 : 11.5) * Theme.u

    Label {
        id: room

        x: Theme.planeLeft
        y: Theme.planeTop + (root.glyphSize - height) / 2
        width: Math.min(implicitWidth, clock.x - x - Theme.gap)
        px: Theme.room
        tracking: -0.024
        weight: 680
        color: root.ink
        text: root.glass.room
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    HoldName {
        width: clock.x
        height: Math.max(Theme.target, glyph.y + glyph.height)
        glass: root.glass
        ink: root.ink
    }

    Label {
        visible: text !== "" && implicitWidth <= width
        x: room.x + room.width + 1.2 * Theme.u
        y: room.y + room.baselineOffset - baselineOffset
        width: clock.x - x - Theme.gap
        color: root.ink
        text: root.glass.floor === "" || root.glass.seats === "" ? root.glass.floor + root.glass.seats : qsTr("%1  ·  %2").arg(root.glass.floor).arg(root.glass.seats)
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: clock

        x: glyph.x - width - 3.2 * Theme.u
        y: Theme.planeTop + (root.glyphSize - height) / 2
        px: Theme.clock
        tracking: -0.022
        weight: 600
        color: root.ink
        text: root.glass.clock
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: text === ""
    }

    StateGlyph {
        id: glyph

        x: root.width - Theme.planeLeft - width
        y: Theme.planeTop
        width: root.glyphSize
        height: width
        glyph: root.glass.glyph
        ink: root.ink
    }

    EasyWords {
        x: Theme.planeLeft
        y: glyph.y + glyph.height + 2 * Theme.u
        width: root.side
        height: root.height - y - 1.2 * Theme.u
        glass: root.glass
        ink: root.ink
    }
}
