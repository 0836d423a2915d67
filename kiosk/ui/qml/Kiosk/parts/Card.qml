import QtQuick
import Kiosk
import KioskGlass

// What every face says in neutral: information above, keys below, the filled key last. The keys take focus first.
Item {
    id: root

    required property Glass glass
    readonly property bool lying: !Theme.portrait
    
    readonly property real between: (Theme.compact ? 1.9 : 2) * Theme.u
    readonly property real headSpan: glass.header ? head.implicitHeight + (lying && !Theme.compact ? 4.2 : 2.3) * Theme.u : 0
    readonly property real keysSpan: pad.implicitHeight + footSpan
    readonly property real footSpan: foot.visible ? foot.implicitHeight + between : 0
    readonly property real noteSpan: glass.note === "" ? 0 : note.implicitHeight + between
    readonly property real captionSpan: caption.visible ? caption.height + 0.7 * between : 0

    implicitHeight: 2 * Theme.pad + headSpan + info.implicitHeight + noteSpan + captionSpan + keysSpan + (info.implicitHeight > 0 ? between : 0)

    KeyPad {
        id: pad

        x: Theme.pad
        y: root.height - Theme.pad - root.keysSpan
        width: root.width - 2 * Theme.pad
        height: implicitHeight
        glass: root.glass
    }

    Foot {
        id: foot

        x: Theme.pad
        y: root.height - Theme.pad - height
        width: pad.width
        height: implicitHeight
        footer: root.glass.footer
        code: root.glass.code
    }

    Label {
        id: caption

        visible: text !== "" && !(root.lying && Theme.compact && pad.rows > 1)
        x: Theme.pad
        y: pad.y - root.captionSpan
        px: Theme.label
        tracking: 0
        weight: 450
        color: Theme.palette.text2
        text: root.glass.caption
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Note {
        id: note

        visible: root.glass.note !== "" && (!root.lying || y >= info.y + info.implicitHeight)
        x: Theme.pad
        y: pad.y - root.captionSpan - root.noteSpan
        width: pad.width
        note: root.glass.note
        icon: root.glass.noteIcon
    }

    CardInfo {
        id: info

        x: Theme.pad
        y: Theme.pad + root.headSpan
        width: pad.width
        glass: root.glass
        roomLeft: pad.y - root.captionSpan - root.noteSpan - y
    }

    CardHead {
        id: head

        visible: root.glass.header
        x: Theme.pad
        y: Theme.pad
        width: pad.width
        height: implicitHeight
        glass: root.glass
    }

    Rectangle {
        visible: root.lying && Theme.compact && root.glass.header
        x: Theme.pad
        y: head.y + head.height + 2.3 * Theme.u
        width: pad.width
        height: Math.max(1, Math.round(Theme.hair))
        color: Theme.palette.line
    }
}
