import QtQuick
import Kiosk
import KioskGlass

// The word at the left, and at the right until when and what then; all of it stands on one line.
Item {
    id: root

    required property Glass glass
    required property color ink
    readonly property real room: width - word.width - 3 * Theme.u

    FitText {
        id: word

        y: root.height - 0.2 * px - baselineOffset
        x: Theme.latin ? -0.042 * px : 0
        most: Math.min(Theme.wordOne, root.height / (Theme.wordCap + 0.22))
        room: 0.5 * root.width
        tracking: -0.034
        weight: 700
        color: root.ink
        text: root.glass.word
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    FitText {
        id: until

        x: root.width - width
        y: (sub.visible ? sub.y - 0.4 * Theme.u : root.height - 0.2 * word.px + height - baselineOffset) - height
        most: Math.min(1.2 * Theme.until, Math.max(1, (root.height - (sub.visible ? sub.height : 0)) / 1.1))
        room: root.room
        tracking: -0.014
        weight: 600
        color: root.ink
        text: root.glass.until
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: text === ""
    }

    Label {
        id: sub

        visible: text !== ""
        x: root.width - width
        y: root.height - height
        width: Math.min(implicitWidth, root.room)
        px: Theme.body
        tracking: -0.014
        weight: 560
        color: root.ink
        text: root.glass.sub
        wrapMode: Text.Wrap
        maximumLineCount: 2
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
