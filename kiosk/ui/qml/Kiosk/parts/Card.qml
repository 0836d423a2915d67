import QtQuick
import Kiosk
import KioskGlass

// What every face says in neutral: information above, keys below. The keys come first in the order of focus.
// Nothing overlaps: what does not fit in `most` is left out, the note first, keys and titles never.
Item {
    id: root

    required property Glass glass
    required property real most
    readonly property bool lying: !Theme.portrait
    readonly property real headGap: (lying ? (Theme.compact ? 4.4 : 3.7) : Theme.compact ? 3.3 : 2.8) * Theme.u
    readonly property real headSpan: glass.header && !Theme.flat ? head.implicitHeight + headGap : 0
    readonly property real room: most - 2 * Theme.pad - headSpan - base.fixedHeight - Theme.between

    implicitHeight: Math.min(most, 2 * Theme.pad + headSpan + info.implicitHeight + (info.implicitHeight > 0 ? Theme.between : 0) + base.implicitHeight)

    CardBase {
        id: base

        x: Theme.pad
        y: root.height - Theme.pad - height
        width: root.width - 2 * Theme.pad
        height: implicitHeight
        glass: root.glass
        refused: info.listed && root.glass.title !== ""
        noteFits: info.implicitHeight + noteSpan <= root.room
        most: root.most - 2 * Theme.pad - (head.visible ? head.implicitHeight + Theme.gap : 0)
    }

    CardInfo {
        id: info

        x: Theme.pad
        y: Theme.pad + root.headSpan
        width: base.width
        glass: root.glass
        roomLeft: root.room
    }

    CardHead {
        id: head

        visible: root.glass.header && !Theme.flat
        x: Theme.pad
        y: Theme.pad
        width: base.width
        height: implicitHeight
        glass: root.glass
    }

    Rectangle {
        visible: root.lying && Theme.compact && root.glass.header && !Theme.flat
        x: Theme.pad
        y: head.y + head.height + 2.3 * Theme.u
        width: base.width
        height: Theme.rule
        color: Theme.palette.line
    }
}
