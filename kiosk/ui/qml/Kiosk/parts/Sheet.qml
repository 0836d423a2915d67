import QtQuick
import Kiosk
import KioskGlass

// The frame of every sheet: padding, title, day, the keys in the corner. Its content stands below the title.
Item {
    id: root

    required property Glass glass
    property bool titled: true
    readonly property bool narrow: Theme.compact && Theme.portrait
    readonly property real contentTop: titled ? Math.max(title.height, day.visible ? day.y + day.height - Theme.pad : 0, Theme.target) + Theme.gap : 0
    default property alias content: inner.data

    Item {
        id: inner

        x: Theme.pad
        y: Theme.pad + root.contentTop
        width: root.width - 2 * Theme.pad
        height: root.height - Theme.pad - y
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

        visible: root.titled && text !== "" && !(Theme.compact && !Theme.portrait)
        x: Theme.pad
        y: Math.max(title.y + title.height + 0.8 * Theme.u, root.narrow ? Theme.pad + Theme.target + Theme.u : 0)
        px: Theme.body
        weight: 450
        color: Theme.palette.text2
        text: root.glass.sheetDay
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    CornerKeys {
        id: corner

        x: root.width - Theme.pad - width
        y: Theme.pad
        glass: root.glass
    }
}
