import QtQuick
import Kiosk
import KioskGlass

// The coloured part of a face. A new word or colour cross-fades; a tap's own answer stands at once.
Item {
    id: root

    required property Glass glass
    required property color plane
    readonly property color ink: Theme.palette.ink(glass.tone)
    readonly property real floor: scale.visible ? scale.y - Theme.aboveScale : height - Theme.planeBottom - (Theme.portrait ? 0 : 7.4 * Theme.u)

    Where {
        id: where

        x: Theme.planeLeft
        y: Theme.planeTop
        width: root.width - Theme.planeLeft - Theme.planeRight - Theme.glyph - 2 * Theme.u
        room: root.glass.room
        floor: root.glass.floor
        seats: root.glass.seats
        equipment: root.glass.equipment
        ink: root.ink
        logo: root.glass.logo
        logoShape: root.glass.logoShape
    }

    HoldName {
        x: where.x
        y: 0
        width: where.width
        height: Math.max(Theme.target, where.y + where.height)
        glass: root.glass
        ink: root.ink
    }

    StateGlyph {
        x: root.width - Theme.planeRight - width
        y: Theme.planeTop
        width: Theme.glyph
        height: Theme.glyph
        glyph: root.glass.glyph
        ink: root.ink
    }

    PlaneWords {
        id: words

        x: Theme.planeLeft
        y: where.y + where.height + 0.8 * Theme.u
        width: root.width - Theme.planeLeft - Theme.planeRight
        height: root.floor - y
        word: root.glass.word
        until: root.glass.until
        sub: root.glass.sub
        subTwo: root.glass.subTwo
        ink: root.ink
    }

    PlaneWords {
        id: leaving

        x: words.x
        y: words.y
        width: words.width
        height: words.height
        visible: opacity > 0
        opacity: 0
        spoken: false
        word: root.glass.leavingWord
        until: root.glass.leavingUntil
        sub: root.glass.leavingSub
        subTwo: root.glass.leavingSubTwo
        ink: Theme.palette.ink(root.glass.leavingTone)
    }

    DayScale {
        id: scale

        readonly property real wordLeast: (Theme.text < 1.5 ? 13 : 24) * Theme.u
        readonly property real linesSpan: Theme.until + Theme.underUntil + 1.21 * ((Theme.text < 1.5 ? 1 : 2) * Theme.sub + (root.glass.subTwo === "" ? 0 : Theme.body)) + Theme.aboveScale

        visible: root.glass.scaleShown && words.y + wordLeast + linesSpan <= y
        x: Theme.planeLeft
        y: root.height - Theme.planeBottom - implicitHeight
        width: words.width
        height: implicitHeight
        bars: root.glass.bars
        ticks: root.glass.ticks
        needle: root.glass.needle
        ink: root.ink
        plane: root.plane
        onHeld: root.glass.scaleHeld()
    }

    Connections {
        function onTurned() {
            root.glass.instant ? fade.complete() : fade.restart();
        }

        target: root.glass
    }

    WordsFade {
        id: fade

        coming: words
        leaving: leaving
    }
}
