import QtQuick
import Kiosk
import KioskGlass

// The far view: room, word and until line, to be read along the corridor. None of it is spoken: the face beneath is.
Item {
    id: root

    required property Glass glass
    readonly property color ink: Theme.palette.ink(glass.tone)
    readonly property bool high: glass.restPlace === 1
    readonly property real most: width - 2 * Theme.farMargin
    readonly property real lowest: height - 8.9 * Theme.u
    readonly property real apart: Math.max(1.318 * until.px, Theme.wordDrop * word.px + 0.727 * until.px + Theme.u)
    readonly property real below: until.text === "" ? 0 : apart
    readonly property real wordBase: high ? 7 * Theme.u + Theme.wordCap * word.px : lowest - below

    Hatch {
        anchors.fill: parent
        visible: root.glass.hatched
        name: "glyphs/hatch-plane"
        tile: 5.09 * Theme.u
        ink: "black"
    }

    FitText {
        x: Theme.farMargin
        y: root.high ? Math.min(root.lowest - baselineOffset, root.height - height - 3 * Theme.u) : 14 * Theme.u - baselineOffset
        width: room
        most: Theme.farRoom
        least: Theme.roomLong
        room: root.most - Theme.farGlyph - 2 * Theme.u
        tracking: -0.024
        weight: 680
        color: root.ink
        text: root.glass.room
        wrapMode: Text.Wrap
        maximumLineCount: Theme.portrait ? 4 : 2
        lineHeight: 0.95
        elide: Text.ElideRight
        Accessible.ignored: true
    }

    StateGlyph {
        x: root.width - Theme.farMargin - width
        y: root.high ? root.height - height - 6 * Theme.u : 6 * Theme.u
        width: Theme.farGlyph
        height: Theme.farGlyph
        glyph: root.glass.glyph
        ink: root.ink
    }

    FitText {
        id: word

        x: Theme.farMargin + (Theme.latin ? -0.046 * px : 0)
        y: root.wordBase - baselineOffset
        most: Theme.farWord
        room: root.most
        tracking: -0.024
        weight: 720
        color: root.ink
        text: root.glass.word
        Accessible.ignored: true
    }

    FitText {
        id: until

        x: Theme.farMargin
        y: root.wordBase + root.apart - baselineOffset
        most: Theme.farUntil
        room: root.most
        tracking: -0.008
        weight: 640
        color: root.ink
        text: root.glass.until
        Accessible.ignored: true
    }
}
