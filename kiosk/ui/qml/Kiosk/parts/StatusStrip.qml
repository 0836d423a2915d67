import QtQuick
import Kiosk
import KioskGlass

// The truth beside every sheet: room, glyph, word and until line, on the state's colour.
Item {
    id: root

    required property Glass glass
    readonly property color ink: Theme.palette.ink(glass.tone)
    readonly property bool lying: !Theme.sheetAbove
    readonly property real margin: (lying ? (Theme.compact ? 3 : 4) : Theme.compact ? 4.6 : 6) * Theme.u
    readonly property real roomPx: (Theme.compact ? 4.8 : 4) * Theme.u
    readonly property real glyphSize: 9 * Theme.u
    // "No status" has no room in one line beside a sheet on small glass.
    readonly property bool stacked: lying && Theme.compact && glass.tone === "problem"

    Label {
        id: room

        x: root.lying ? root.margin : root.width - root.margin - width
        y: root.lying ? (Theme.compact ? 4 : 4.8) * Theme.u : (root.height - height + Theme.inset) / 2
        width: root.lying ? root.width - 1.5 * root.margin : root.width / 2
        horizontalAlignment: root.lying !== Theme.mirrored ? Text.AlignLeft : Text.AlignRight
        px: root.roomPx
        tracking: -0.02
        weight: 640
        color: root.ink
        text: root.glass.room
        wrapMode: Text.Wrap
        maximumLineCount: 3
        elide: Text.ElideRight
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    StateGlyph {
        id: glyph

        x: root.margin
        y: root.lying ? until.y - Math.max(1.18 * Theme.stripWord, root.stacked ? word.height : 0) - height - 1.1 * Theme.u : (root.height - height) / 2 + 0.5 * Theme.inset
        width: root.glyphSize
        height: root.glyphSize
        glyph: root.glass.glyph
        ink: root.ink
    }

    FitText {
        id: word

        x: root.lying ? root.margin : glyph.x + glyph.width + 3 * Theme.u
        y: root.lying ? until.y - 0.98 * height : root.height / 2 + 0.5 * Theme.inset + 0.8 * Theme.u - 0.66 * height
        most: Theme.stripWord
        room: root.lying ? root.width - root.margin - Theme.u : root.width / 2 - x
        tracking: -0.045
        weight: 700
        color: root.ink
        text: root.glass.word
        measured: root.stacked ? text.split(" ").reduce((one, other) => other.length > one.length ? other : one, "") : text
        wrapMode: root.stacked ? Text.Wrap : Text.NoWrap
        lineHeight: root.stacked ? 0.9 : 1
        width: root.stacked ? room : implicitWidth
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: longest

        visible: false
        px: Theme.stripUntil
        tracking: -0.01
        weight: 600
        text: root.glass.until.split(" ").reduce((one, other) => other.length > one.length ? other : one, "")
        Accessible.ignored: true
    }

    Label {
        id: until

        x: word.x
        y: root.lying ? root.height - height - (Theme.compact ? 3.4 : 4.6) * Theme.u : root.height / 2 + 0.5 * Theme.inset + 0.8 * Theme.u + 0.33 * Theme.stripWord
        width: root.lying ? root.width - root.margin - (root.stacked ? 0 : Theme.u) : root.width / 2
        // A word that has no room in a line of its own would be broken.
        px: longest.implicitWidth <= Math.max(0, width) ? Theme.stripUntil : Math.max(Theme.digits, Math.floor(Theme.stripUntil * width / Math.max(1, longest.implicitWidth)))
        tracking: -0.01
        weight: 600
        color: root.ink
        text: root.glass.until
        wrapMode: Text.Wrap
        maximumLineCount: 3
        lineHeight: 0.95
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }
}
