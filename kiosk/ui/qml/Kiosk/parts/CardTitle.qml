import QtQuick
import Kiosk

// Title and text of a card, with an icon beside them; a tick stands in a disc.
Item {
    id: root

    required property string title
    required property string intro
    required property string icon
    required property real px
    property real introPx: Theme.compact && !Theme.portrait ? Theme.label : Theme.body
    property bool introShown: true
    property bool hanging: false
    readonly property real wantedHeight: disc ? implicitHeight : titleText.height + (intro === "" ? 0 : introText.height + column.spacing)
    readonly property bool disc: icon === "check"
    readonly property real discSize: (!Theme.compact ? 14 : Theme.portrait ? 13 : 10) * Theme.u
    readonly property real iconSize: Math.round(1.2 * px)
    readonly property real indent: icon === "" ? 0 : disc ? discSize + 3 * Theme.u : iconSize + 2 * Theme.u
    readonly property bool under: icon !== "" && !disc && !hanging

    implicitHeight: disc ? Math.max(discSize + 3 * Theme.u, column.height) : column.height

    Rectangle {
        visible: root.disc
        width: root.discSize
        height: width
        radius: width / 2
        y: Theme.u
        color: Theme.palette.inverse
    }

    Icon {
        name: root.icon === "" ? "" : "icons/" + root.icon
        size: root.disc ? 0.5 * root.discSize : root.iconSize
        x: root.disc ? (root.discSize - width) / 2 : 0
        y: root.disc ? Theme.u + (root.discSize - height) / 2 : 0
        ink: root.disc ? Theme.palette.onInverse : Theme.palette.text
    }

    Column {
        id: column

        y: root.disc ? Math.max(0, Theme.u + (root.discSize - height) / 2) : 0
        width: root.width
        spacing: 0.28 * root.introPx + (titleText.lineCount > 1 ? 0.2 * root.px : 0)

        Label {
            id: titleText

            visible: text !== ""
            x: root.indent
            width: root.width - root.indent
            px: root.px
            tracking: -0.02
            weight: 640
            wrapMode: Text.Wrap
            lineHeight: 0.92
            text: root.title
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }

        Label {
            id: introText

            visible: text !== "" && root.introShown
            x: root.under ? 0 : root.indent
            width: root.width - x
            px: root.introPx
            weight: 450
            color: Theme.palette.text2
            wrapMode: Text.Wrap
            lineHeight: 1.08
            text: root.intro
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
