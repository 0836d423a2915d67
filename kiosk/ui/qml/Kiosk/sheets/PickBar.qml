import QtQuick
import Kiosk

// What is taken on the booking sheet's scale, with its words where they fit.
Item {
    id: root

    required property real begin
    required property real end
    required property string kind
    required property int lane
    required property string words
    required property real scaleWidth
    readonly property bool promised: kind === "provisional"
    readonly property real part: lane === 0 ? height : height / 2 - 0.2 * Theme.u

    visible: kind !== "selected" && kind !== "past"
    x: begin * scaleWidth
    width: Math.max(0.9 * Theme.u, (end - begin) * scaleWidth)

    Rectangle {
        id: body

        visible: !root.promised
        y: root.lane === 2 ? root.height - height : 0
        width: root.width
        height: root.part
        radius: Theme.barRadius
        color: Theme.highContrast ? Theme.palette.pressed : Theme.palette.line
        border.width: Math.max(1, Math.round(Theme.hair))
        border.color: Theme.palette.lineStrong
    }

    DashedFrame {
        visible: root.promised
        y: body.y
        width: root.width
        height: root.part
        ink: Theme.palette.text
    }

    Label {
        id: label

        visible: !Theme.compact && !Theme.portrait && contentWidth <= width && contentHeight <= root.part && !truncated
        x: 0.8 * Theme.u
        y: body.y + (root.part - height) / 2
        width: root.width - 1.4 * Theme.u
        px: Theme.label
        weight: 560
        wrapMode: Text.WordWrap
        maximumLineCount: 2
        lineHeight: 0.92
        text: root.words
    }
}
