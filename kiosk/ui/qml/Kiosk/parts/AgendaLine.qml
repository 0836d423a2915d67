import QtQuick
import Kiosk

// One line of what comes: a time and what it is. Of a free stretch the leading word is bold.
Item {
    id: root

    required property string time
    required property string lead
    required property string words
    required property string name
    property bool stacked: false
    readonly property real indent: Math.max(timeText.width, (Theme.compact ? 0 : 2.77) * Theme.body) + (Theme.compact ? 0.25 : 0.6) * Theme.body

    implicitHeight: stacked ? timeText.height + wordsText.height : 1.25 * Theme.body
    Accessible.role: Accessible.StaticText
    Accessible.name: name
    Accessible.ignored: !visible

    Label {
        id: timeText

        y: root.stacked ? 0 : (root.height - height) / 2
        tracking: 0
        tabular: true
        weight: 680
        text: root.time
    }

    Label {
        id: leadText

        x: root.stacked || root.time === "" ? 0 : root.indent
        y: wordsText.y
        tracking: -0.012
        weight: 640
        text: root.lead
    }

    Label {
        id: wordsText

        x: leadText.x + (root.lead === "" ? 0 : leadText.width + 0.25 * px)
        y: root.stacked ? timeText.height : (root.height - height) / 2
        width: root.width - x
        tracking: -0.012
        weight: 450
        color: root.lead === "" ? Theme.palette.text : Theme.palette.text2
        text: root.words
        elide: Text.ElideRight
    }
}
