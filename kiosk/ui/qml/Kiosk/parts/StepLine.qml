import QtQuick
import Kiosk

// One step: done, running, still open, or not possible; with an icon of its own it is a hint.
Item {
    id: root

    required property string mark
    required property string words
    required property string detail
    required property string icon
    property bool small: false
    readonly property real discSize: (small ? 3.2 : Theme.compact ? 5.4 : 5.5) * (small && Theme.compact ? 1.55 : 1) * Theme.u
    readonly property bool quiet: mark === "not_possible"

    implicitHeight: Math.max(discSize, column.height)

    Rectangle {
        visible: root.mark === "done"
        anchors.centerIn: disc
        width: root.discSize
        height: width
        radius: width / 2
        color: Theme.palette.inverse
    }

    Item {
        id: disc

        y: root.icon !== "" ? 0.1 * Theme.body : (root.height - height) / 2
        x: root.small ? 0 : 0.25 * Theme.u
        width: root.discSize
        height: root.discSize

        Icon {
            anchors.centerIn: parent
            name: root.icon !== "" ? "icons/" + root.icon : root.mark === "done" ? "icons/check" : root.mark === "open" ? "glyphs/step-open" : root.quiet ? "icons/minus-circle" : ""
            size: root.mark === "done" ? 0.55 * root.discSize : root.icon !== "" ? 1.1 * root.discSize : root.mark === "open" && root.icon === "" ? 1.03 * root.discSize : root.discSize
            ink: root.mark === "done" ? Theme.palette.onInverse : root.mark === "open" && root.icon === "" ? Theme.palette.lineStrong : Theme.palette.text
        }

        Spinner {
            anchors.fill: parent
            visible: root.mark === "running"
            running: visible
            ink: Theme.palette.text
        }
    }

    Column {
        id: column

        anchors.verticalCenter: parent.verticalCenter
        x: root.discSize + (root.small ? 2.2 : 2.7) * Theme.u
        width: root.width - x - (beside.visible ? beside.width + 2 * Theme.u : 0)

        Label {
            width: parent.width
            weight: root.quiet || root.icon !== "" ? 450 : 620
            color: root.quiet ? Theme.palette.text2 : Theme.palette.text
            wrapMode: Text.Wrap
            lineHeight: 1.08
            text: root.words
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            visible: text !== "" && !Theme.compact
            width: parent.width
            px: Theme.label
            weight: 450
            color: Theme.palette.text2
            text: root.detail
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Label {
        id: beside

        visible: text !== "" && Theme.compact && Theme.portrait
        anchors.verticalCenter: parent.verticalCenter
        x: root.width - width
        px: Theme.label
        weight: 450
        color: Theme.palette.text2
        text: root.detail
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
