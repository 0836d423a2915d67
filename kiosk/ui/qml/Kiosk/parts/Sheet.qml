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
    // The keys in the corner stand above, beside what is typed; else in easy reach they stand low.
    property bool raised: false
    readonly property bool low: Theme.easy && !raised
    readonly property bool small: Theme.compact && !Theme.portrait
    readonly property bool flat: Theme.rowed
    readonly property real pad: full && small ? 0.8 * Theme.u : Theme.pad
    readonly property real cornerWidth: corner.width
    // What they take of the lowest row, and of a sheet that has nothing beside them; or of the row of fields.
    readonly property real lane: low ? corner.width + Theme.gap : 0
    readonly property real lift: low ? Theme.target + Theme.gap : 0
    readonly property real aside: low ? 0 : corner.width + Theme.gap
    readonly property string news: glass.closing !== "" ? glass.closing : glass.span === "" ? "" : glass.notice
    readonly property bool narrow: Theme.compact && Theme.portrait
    readonly property real contentTop: titled ? Math.max(title.height, day.visible && (!small || Theme.text > 1) ? day.y + day.height - Theme.pad : 0, low ? 0 : Theme.target) + Theme.gap : 0
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
        y: Theme.pad - 0.1 * px + (Theme.compact && !day.visible && !root.low ? (Theme.target - height) / 2 : 0)
        width: root.width - x - Theme.pad - root.aside
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
        y: Math.max(title.y + title.height + (root.small ? 0 : 0.8 * Theme.u), root.narrow && !root.low ? Theme.pad + Theme.target + Theme.u : 0)
        width: root.narrow ? root.width - 2 * Theme.pad : title.width
        px: root.small ? Theme.label : Theme.body
        weight: root.news === "" ? 450 : 600
        color: root.news === "" ? Theme.palette.text2 : Theme.palette.text
        wrapMode: Text.Wrap
        maximumLineCount: 2
        lineHeight: 0.95
        elide: Text.ElideRight
        text: root.news !== "" ? root.news : root.small ? "" : root.glass.sheetDay
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    CornerKeys {
        id: corner

        x: root.width - root.pad - width
        y: root.low ? root.height - root.pad - height : root.pad
        glass: root.glass
        low: root.low
        slim: !root.titled
    }
}
