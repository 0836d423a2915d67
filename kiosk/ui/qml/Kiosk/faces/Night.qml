import QtQuick
import Kiosk
import KioskGlass

// The night: black, with a faint block in one of six places and the clock across from it. Fully black: nothing at all.
Rectangle {
    id: root

    required property Glass glass
    readonly property bool shown: glass.view === "night"
    readonly property int row: [1, 0, 2, 1, 0, 2][glass.restPlace] ?? 1
    readonly property bool atEnd: glass.restPlace % 2 === 1
    readonly property real margin: (Theme.portrait ? 8 : 14) * Theme.u
    readonly property real most: width - 2 * margin

    color: Theme.black

    Item {
        id: block

        visible: root.shown
        width: Math.min(root.most, Math.max(word.x + word.implicitWidth, line.implicitWidth, hint.implicitWidth))
        height: hint.y + hint.height
        x: root.atEnd ? root.width - root.margin - width : root.margin
        y: root.margin + (root.height - 2 * root.margin - height) * root.row / 2

        StateGlyph {
            y: 5.4 * Theme.u - height / 2
            width: 9 * Theme.u
            height: width
            glyph: root.glass.glyph
            ink: Theme.nightInk
        }

        FitText {
            id: word

            x: 12.5 * Theme.u
            y: 10.8 * Theme.u - baselineOffset
            most: Theme.latin ? 15 * Theme.u : 11 * Theme.u
            room: root.most - x
            tracking: -0.034
            weight: 600
            color: Theme.nightInk
            text: root.glass.word
            Accessible.ignored: true
        }

        Label {
            id: line

            y: 20.8 * Theme.u - baselineOffset
            width: block.width
            px: 5 * Theme.u
            tracking: -0.006
            color: Theme.nightInk
            text: root.glass.nightLine
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            id: hint

            y: line.y + line.height + 2.4 * Theme.u
            width: block.width
            px: Theme.compact ? Theme.label : 3.3 * Theme.u
            color: Theme.nightInk
            text: root.glass.nightHint
            wrapMode: Text.Wrap
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Label {
        visible: root.shown
        x: root.atEnd ? root.margin : root.width - root.margin - width
        y: root.row === 2 ? root.margin - 0.2 * px : root.height - root.margin - baselineOffset
        px: 7 * Theme.u
        tracking: -0.022
        weight: 600
        color: Theme.nightInk
        text: root.glass.nightClock
        Accessible.ignored: true
    }
}
