import QtQuick
import Kiosk
import KioskGlass

// Time that runs out, and beside it what happens then.
Item {
    id: root

    required property Glass glass
    required property real roomLeft
    readonly property real size: (Theme.compact ? (Theme.portrait ? 26 : 20) : 18.5) * Theme.u

    implicitHeight: Math.max(size, words.introShown ? words.height : 0)

    Ring {
        width: root.size
        height: root.size
        y: (root.height - height) / 2
        share: root.glass.ring
        words: root.glass.ringWords
    }

    CardTitle {
        id: words

        x: root.size + 3.5 * Theme.u
        y: (root.height - height) / 2
        width: root.width - x
        height: implicitHeight
        title: root.glass.title
        intro: root.glass.intro
        introShown: wantedHeight <= root.roomLeft
        icon: ""
        px: Theme.head
        introPx: Theme.label
    }
}
