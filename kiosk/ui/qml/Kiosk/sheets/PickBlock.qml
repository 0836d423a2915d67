import QtQuick
import Kiosk
import KioskGlass

// The block that is to be booked. Dragged it moves, by its knob it grows; each quarter of an hour is a wish.
Item {
    id: root

    required property Glass glass
    required property real begin
    required property real end
    required property string kind
    required property real trackTop
    required property real trackHeight
    readonly property real starts: begin * width
    readonly property real till: end * width
    readonly property real knobY: trackTop + trackHeight + (Theme.compact ? 2.2 : 2) * Theme.u
    readonly property int along: Theme.mirrored ? -1 : 1
    property real from: 0

    visible: kind === "selected"

    Label {
        x: Math.max(0, Math.min(root.width - width, (root.starts + root.till - width) / 2))
        y: root.trackTop - 0.75 * Theme.u - height - (Theme.compact ? 0.7 : 1.2) * Theme.u
        px: Theme.body
        tracking: -0.012
        weight: 640
        text: root.glass.span
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !root.visible
    }

    Rectangle {
        x: root.starts - 0.4 * Theme.u
        y: block.y
        width: root.till - root.starts + 0.8 * Theme.u
        height: block.height
        color: Theme.palette.card
    }

    Rectangle {
        id: block

        x: root.starts
        y: root.trackTop - 0.75 * Theme.u
        width: root.till - root.starts
        height: root.trackHeight + 1.6 * Theme.u
        radius: Theme.barRadius
        color: Theme.palette.inverse
    }

    Rectangle {
        id: knob

        x: root.till - width / 2
        y: root.knobY - height / 2
        width: (!Theme.compact ? 6 : Theme.portrait ? 5.6 : 8) * Theme.u
        height: width
        radius: width / 2
        color: Theme.palette.inverse
        border.width: Math.round(0.5 * Theme.u)
        border.color: Theme.palette.card

        Icon {
            anchors.centerIn: parent
            name: "icons/arrows-horizontal"
            size: 0.53 * knob.width
            ink: Theme.palette.onInverse
        }
    }

    Item {
        x: Math.min(root.starts, (root.starts + root.till - Theme.target) / 2)
        width: Math.max(Theme.target, root.till - root.starts)
        height: Math.max(Theme.target, root.knobY - Theme.target / 2)

        DragHandler {
            target: null
            yAxis.enabled: false
            onActiveChanged: if (active)
                root.from = root.begin
            onActiveTranslationChanged: if (active)
                root.glass.dragged(root.from + root.along * activeTranslation.x / root.width)
        }
    }

    Item {
        x: root.till - width / 2
        y: root.knobY - height / 2
        width: Theme.target
        height: Theme.target

        DragHandler {
            target: null
            yAxis.enabled: false
            onActiveChanged: if (active)
                root.from = root.end
            onActiveTranslationChanged: if (active)
                root.glass.stretched(root.from + root.along * activeTranslation.x / root.width)
        }
    }
}
