import QtQuick
import Kiosk
import KioskGlass

// The frame of every sheet: padding, title, day or news, the keys in the corner. Its content stands below the title.
// Full: the strip gives way to it, so that a keyboard has the width of the glass.
Item {
    id: root

    required property Glass glass
    property bool titled: true
    property bool full: false
    readonly property bool flat: Theme.compact && !Theme.portrait
    readonly property real pad: full && flat ? 0.8 * Theme.u : Theme.pad
    readonly property real cornerWidth: corner.width
    readonly property string news: glass.closing !== "" ? glass.closing : glass.span === "" ? "" : glass.notice
    readonly property bool narrow: Theme.compact && Theme.portrait
    readonly property real contentTop: titled ? Math.max(title.height, day.visible && !flat ? day.y + day.height - Theme.pad : 0, Theme.target) + Theme.gap : 0
    default property alias content: inner.data

    Item {
        id: inner

        x: root.pad
        y: root.pad + root.contentTop
        width: root.width - 2 * root.pad
        height: root.height - root.pad - y
    }

    Label {
        id: title

        visible: root.titled
        x: Theme.pad
        y: Theme.pad - 0.1 * px + (Theme.compact && !day.visible ? (Theme.target - height) / 2 : 0)
        width: corner.x - x - Theme.gap
        px: Theme.title
        tracking: -0.028
        weight: 660
        wrapMode: Text.Wrap
        maximumLineCount: 2
        lineHeight: 0.9
        elide: Text.ElideRight
        text: root.glass.sheetTitle
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: day

        visible: root.titled && text !== ""
        x: Theme.pad
        y: Math.max(title.y + title.height + (root.flat ? 0 : 0.8 * Theme.u), root.narrow ? Theme.pad + Theme.target + Theme.u : 0)
        width: root.narrow ? root.width - 2 * Theme.pad : title.width
        px: root.flat ? Theme.label : Theme.body
        weight: root.news === "" ? 450 : 600
        color: root.news === "" ? Theme.palette.text2 : Theme.palette.text
        wrapMode: Text.Wrap
        maximumLineCount: 2
        lineHeight: 0.95
        elide: Text.ElideRight
        text: root.news !== "" ? root.news : root.flat ? "" : root.glass.sheetDay
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    CornerKeys {
        id: corner

        x: root.width - root.pad - width
        y: root.pad
        glass: root.glass
        slim: !root.titled
    }
}
