import QtQuick
import Kiosk

// One booking on a day scale: past, running, to come, chosen, or provisional.
Item {
    id: root

    required property real begin
    required property real end
    required property string kind
    required property int lane
    required property real elapsed
    required property real scaleWidth
    required property color ink
    readonly property color faded: Qt.alpha(ink, 0.42)
    readonly property bool open: kind === "selected" || kind === "provisional"
    readonly property real shown: Math.max(0.9 * Theme.u, (end - begin) * scaleWidth - 0.3 * Theme.u)
    readonly property real past: kind === "past" ? shown : kind === "running" ? Math.min(shown, Math.max(0, (elapsed - begin) * scaleWidth)) : 0

    x: begin * scaleWidth
    width: shown

    Item {
        y: root.lane === 2 ? root.height / 2 + 0.2 * Theme.u : 0
        width: root.width
        height: root.lane === 0 ? root.height : root.height / 2 - 0.2 * Theme.u

        Rectangle {
            visible: !root.open && root.past > 0
            width: root.past
            height: parent.height
            topLeftRadius: Theme.barRadius
            bottomLeftRadius: Theme.barRadius
            topRightRadius: root.past < root.shown ? 0 : Theme.barRadius
            bottomRightRadius: topRightRadius
            color: root.faded
        }

        Rectangle {
            visible: !root.open && root.past < root.shown
            x: root.past
            width: root.shown - root.past
            height: parent.height
            topLeftRadius: root.past > 0 ? 0 : Theme.barRadius
            bottomLeftRadius: topLeftRadius
            topRightRadius: Theme.barRadius
            bottomRightRadius: Theme.barRadius
            color: root.ink
        }

        Hatch {
            anchors.fill: parent
            anchors.margins: Theme.hair
            visible: root.kind === "selected"
            name: "glyphs/hatch"
            tile: 1.5 * Theme.u
            ink: root.ink
        }

        Rectangle {
            anchors.fill: parent
            visible: root.kind === "selected"
            radius: Theme.barRadius
            color: "transparent"
            border.width: Math.max(1, Math.round(0.35 * Theme.u))
            border.color: root.ink
        }

        DashedFrame {
            anchors.fill: parent
            visible: root.kind === "provisional"
            ink: root.ink
        }
    }
}
