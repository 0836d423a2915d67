import QtQuick
import Kiosk
import KioskGlass

// The lower part of a card: a refusal beside a list, a note, the caption of the keys, the keys, the smallest line.
Item {
    id: root

    required property Glass glass
    required property bool refused
    required property bool noteFits
    required property real most
    readonly property bool footFits: root.glass.code !== "" || captionSpan + pad.implicitHeight + 0.8 * Theme.between + foot.implicitHeight <= most
    readonly property real refusalSpan: refused ? refusal.implicitHeight + Theme.between : 0
    // In easy reach the note stands beside the caption, where there is one.
    readonly property bool noteBeside: Theme.flat && caption.visible && glass.note !== "" && caption.width + note.wanted + 2 * Theme.gap <= width
    readonly property real noteSpan: glass.note === "" || noteBeside ? 0 : note.implicitHeight + Theme.between
    readonly property Item keys: Theme.flat ? easyPad : pad
    readonly property real captionSpan: caption.visible ? caption.height + (Theme.portrait || !Theme.compact ? 0.7 : 1.1) * Theme.between : 0
    readonly property real footSpan: foot.visible ? foot.implicitHeight + (keys.implicitHeight > 0 ? 0.8 * Theme.between : 0) : 0
    readonly property real fixedHeight: refusalSpan + captionSpan + keys.implicitHeight + footSpan

    implicitHeight: fixedHeight + (noteFits ? noteSpan : 0)

    EasyPad {
        id: easyPad

        visible: Theme.flat
        y: root.height - root.footSpan - height
        width: root.width
        height: implicitHeight
        glass: root.glass
    }

    KeyPad {
        id: pad

        visible: !Theme.flat
        y: root.height - root.footSpan - height
        width: root.width
        height: implicitHeight
        glass: root.glass
    }

    Foot {
        id: foot

        y: root.height - height
        width: root.width
        height: implicitHeight
        fits: root.footFits
        footer: root.glass.closing !== "" && root.glass.code !== "" ? root.glass.closing : root.glass.footer
        code: root.glass.code
    }

    Label {
        id: caption

        visible: text !== "" && !(Theme.compact && !Theme.above && pad.rows > 1)
        y: root.keys.y - root.captionSpan
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.glass.caption
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Note {
        id: note

        visible: root.glass.note !== "" && (root.noteFits || root.noteBeside)
        x: root.noteBeside ? root.width - width : 0
        y: root.noteBeside ? caption.y : root.refusalSpan
        width: root.noteBeside ? wanted : root.width
        note: root.glass.note
        icon: root.glass.header ? root.glass.noteIcon : ""
    }

    CardTitle {
        id: refusal

        visible: root.refused
        width: root.width
        height: implicitHeight
        title: root.glass.title
        intro: root.glass.intro
        icon: root.glass.titleIcon
        px: Theme.body
        introPx: Theme.label
        hanging: true
    }
}
