import QtQuick
import Kiosk

// One line of the diagnostics: a mark, what it is about, and how it is. No colour speaks alone.
Item {
    id: root

    required property string health
    required property string label
    required property string value
    required property real labelWidth
    required property real px
    readonly property color ink: Theme.palette.finding(health)
    readonly property int most: Math.max(1, Math.floor(height / (1.115 * px)))
    readonly property real markSize: 1.25 * px

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("%1: %2").arg(label).arg(value)

    Rectangle {
        width: parent.width
        height: Theme.rule
        color: Theme.palette.line
    }

    Icon {
        id: mark

        y: (parent.height - height) / 2
        name: root.health === "well" ? "icons/check-circle" : root.health === "warning" ? "icons/warning" : "icons/x-circle"
        size: root.markSize
        ink: root.ink
    }

    Label {
        x: root.markSize + 1.5 * Theme.u
        anchors.verticalCenter: parent.verticalCenter
        width: root.labelWidth - x
        px: root.px
        weight: 600
        text: root.label
        wrapMode: Text.Wrap
        maximumLineCount: root.most
        lineHeight: 0.92
        elide: Text.ElideRight
        Accessible.ignored: true
    }

    Label {
        x: root.labelWidth + Theme.u
        anchors.verticalCenter: parent.verticalCenter
        width: root.width - x
        px: root.px
        weight: root.health === "well" ? 450 : 620
        tabular: true
        color: root.health === "well" ? Theme.palette.text2 : root.ink
        text: root.value
        wrapMode: Text.Wrap
        maximumLineCount: root.most
        lineHeight: 0.92
        elide: Text.ElideRight
        Accessible.ignored: true
    }
}
