import QtQuick
import Kiosk

// The word, its until line and up to two lines more; they hang from the bottom edge of this item.
Item {
    id: root

    required property string word
    required property string until
    required property string sub
    required property string subTwo
    required property color ink
    property bool spoken: true
    readonly property real most: subTwo === "" ? Theme.wordOne : Theme.wordTwo

    FitText {
        id: wordText

        y: untilText.y + (untilText.height - untilText.px) / 2 - Theme.wordDrop * px - baselineOffset
        x: Theme.latin ? -0.042 * px : 0
        most: Math.min(root.most, Math.max(1, untilText.y) / (Theme.wordCap + Theme.wordDrop))
        room: root.width
        tracking: -0.034
        weight: 700
        color: root.ink
        text: root.word
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !root.spoken || text === ""
    }

    FitText {
        id: untilText

        y: subText.y - (height + px) / 2 - (root.sub === "" ? 0 : Theme.underUntil)
        most: Theme.until
        room: root.width
        tracking: -0.014
        weight: 600
        color: root.ink
        text: root.until
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !root.spoken || text === ""
    }

    Label {
        id: subText

        y: subTwoText.y - (root.sub === "" ? 0 : height) - (root.subTwo === "" ? 0 : Theme.underSub)
        width: root.width
        px: Theme.sub
        tracking: -0.014
        weight: 560
        color: root.ink
        text: root.sub
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !root.spoken || text === ""
    }

    FitText {
        id: subTwoText

        y: root.height - (root.subTwo === "" ? 0 : height)
        width: root.width
        most: Theme.body
        least: Theme.label
        room: root.width
        color: root.ink
        text: root.subTwo
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: !root.spoken || text === ""
    }
}
