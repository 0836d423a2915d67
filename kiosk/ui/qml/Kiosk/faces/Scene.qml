import QtQuick
import Kiosk
import KioskGlass

// All that is drawn: plane and card, or strip and sheet. The paper grows from the one place to the other.
Item {
    id: root

    required property Glass glass
    required property color plane
    required property real away
    // Assistive technology reads and works what is not drawn any more, where it stands.
    readonly property bool drawn: away < 1
    readonly property real gone: drawn ? away : 0
    readonly property real goneX: Theme.above ? 0 : gone * (width - cardX)
    readonly property real goneY: Theme.above ? gone * (height - cardY) : 0
    readonly property bool sheeted: glass.sheet !== ""
    readonly property real cardX: Theme.above ? Theme.inset : width - Theme.inset - Theme.cardWidth
    readonly property real cardHeight: !Theme.above ? height - 2 * Theme.inset : glass.plated ? plate.wanted : card.implicitHeight
    readonly property real cardY: height - Theme.inset - cardHeight
    readonly property real cardWide: Theme.above ? width - 2 * Theme.inset : Theme.cardWidth
    readonly property bool full: loader.full
    readonly property real side: !full ? Theme.inset : Theme.portrait ? 0 : 1.2 * Theme.u
    readonly property real sheetX: Theme.sheetAbove || full ? side : Theme.strip
    readonly property real sheetY: Theme.sheetAbove ? Theme.strip + Theme.inset : Theme.inset
    property real openness: sheeted ? 1 : 0

    opacity: drawn ? 1 : 0

    Behavior on openness {
        NumberAnimation {
            duration: root.sheeted ? Theme.sheetIn : Theme.sheetOut
            easing.type: Easing.BezierSpline
            easing.bezierCurve: root.sheeted ? Theme.easeQuick : Theme.easeOut
        }
    }

    Hatch {
        anchors.fill: parent
        anchors.margins: -Math.round(tile)
        visible: root.glass.hatched
        name: "glyphs/hatch-plane"
        tile: 5.09 * Theme.u
        ink: "black"
    }

    Rectangle {
        id: paper

        x: root.cardX + (root.sheetX - root.cardX) * root.openness + root.goneX
        y: root.cardY + (root.sheetY - root.cardY) * root.openness + root.goneY
        width: root.cardWide + (root.width - root.side - root.sheetX - root.cardWide) * root.openness
        height: root.height - Theme.inset - y + root.goneY
        radius: Theme.cardRadius
        color: Theme.palette.card
        border.width: Theme.highContrast ? 0.5 * Theme.u : 0
        border.color: Theme.palette.line
    }

    Card {
        id: card

        visible: !root.sheeted && !root.glass.plated
        x: root.cardX + root.goneX
        y: root.cardY + root.goneY
        width: root.cardWide
        height: root.cardHeight
        glass: root.glass
        most: Theme.flat && root.glass.code + root.glass.footer !== "" ? (Theme.compact ? 1.35 : 1.2) * Theme.cardMost : Theme.cardMost
    }

    CodePlate {
        visible: !root.sheeted && root.glass.plated
        width: Theme.above ? root.width : root.cardX
        height: Theme.above ? root.cardY - Theme.inset : root.height
        glass: root.glass
    }

    CodeCard {
        id: plate

        visible: !root.sheeted && root.glass.plated
        x: root.cardX
        y: root.cardY
        width: root.cardWide
        height: root.cardHeight
        most: root.height - 2 * Theme.inset
        glass: root.glass
    }

    SheetLoader {
        id: loader

        x: root.sheetX
        y: root.sheetY
        width: root.width - root.side - x
        height: root.height - Theme.inset - y
        glass: root.glass
        openness: root.openness
    }

    EasyPlane {
        visible: !root.sheeted && Theme.flat && !root.glass.plated
        opacity: 1 - root.gone
        width: root.width
        height: root.cardY - Theme.inset
        glass: root.glass
    }

    Plane {
        visible: !root.sheeted && !Theme.flat && !root.glass.plated
        opacity: 1 - root.gone
        width: Theme.above ? root.width : root.cardX
        height: Theme.above ? root.cardY - Theme.inset : root.height
        glass: root.glass
        plane: root.plane
    }

    StatusStrip {
        visible: root.sheeted && (Theme.sheetAbove || !root.full)
        width: Theme.sheetAbove ? root.width : Theme.strip
        height: Theme.sheetAbove ? Theme.strip : root.height
        glass: root.glass
    }
}
