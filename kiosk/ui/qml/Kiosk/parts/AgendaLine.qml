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
    readonly property bool tight: Theme.compact && !Theme.portrait
    readonly property real indent: Math.max(timeText.width, (tight ? 0 : 2.77) * Theme.body) + (tight ? 0.25 : 0.6) * Theme.body

    implicitHeight: stacked ? timeText.height + wordsText.height : 1.25 * Theme.body
    Accessible.role: Accessible.StaticText
    Accessible.name: name
    Accessible.ignored: !visible

    Label {
        id: timeText

        y: root.stacked ? 0 : (root.height - height) / 2
        tabular: !root.tight
        tracking: root.tight ? -0.03 : -0.01
        weight: 680
        text: root.time
    }

    Label {
        id: leadText

        x: root.stacked || root.time === "" ? 0 : root.indent
        y: wordsText.y
        weight: 640
        text: root.lead
    }

    FitText {
        id: wordsText

        x: leadText.x + (root.lead === "" ? 0 : leadText.width + 0.25 * Theme.body)
        y: root.stacked ? timeText.height : (root.height - height) / 2
        width: root.width - x
        most: Theme.body
        least: Theme.label
        room: width
        weight: 450
        color: root.lead === "" ? Theme.palette.text : Theme.palette.text2
        text: root.words
        elide: Text.ElideRight
    }
}
