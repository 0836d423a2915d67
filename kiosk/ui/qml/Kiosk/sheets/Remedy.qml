import QtQuick
import Kiosk
import KioskGlass

// What is wrong most, who can fix it, and what support will ask for. Its words are English, like the names in them.
Rectangle {
    id: root

    required property Glass glass
    readonly property real side: 2.2 * Theme.u
    // All of it at once, as large as there is room for it.
    readonly property real px: Math.max(Theme.digits, Theme.label)

    radius: Theme.keyRadius
    color: Theme.palette.raised
    border.width: Math.max(1, Math.floor(Theme.keyBorder))
    border.color: Theme.palette.line
    clip: true

    Row {
        id: head

        x: root.side
        y: root.side
        width: root.width - 2 * root.side
        spacing: 1.2 * Theme.u

        Icon {
            name: "icons/prohibit"
            size: 1.2 * Theme.body
            ink: Theme.palette.bad
        }

        Label {
            width: parent.width - 1.2 * Theme.body - 1.2 * Theme.u
            weight: 640
            wrapMode: Text.Wrap
            maximumLineCount: 2
            elide: Text.ElideRight
            text: root.glass.wrong
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }

    Label {
        id: sentence

        x: root.side
        y: head.y + head.height + Theme.u
        width: head.width
        px: root.px
        weight: 450
        wrapMode: Text.Wrap
        maximumLineCount: Math.max(1, Math.floor(0.5 * (code.y - y) / (1.25 * px)))
        elide: Text.ElideRight
        text: root.glass.wrongSentence
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        id: who

        x: root.side
        y: sentence.y + sentence.height + Theme.u
        width: head.width
        px: root.px
        weight: 640
        text: root.glass.wrongWho
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Label {
        x: root.side
        y: who.y + (who.text === "" ? 0 : who.height)
        width: head.width
        px: root.px
        weight: 450
        wrapMode: Text.Wrap
        maximumLineCount: Math.max(1, Math.floor((code.y - y - Theme.u) / (1.25 * px)))
        elide: Text.ElideRight
        text: root.glass.wrongRemedy
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Rectangle {
        id: code

        x: root.side
        y: root.height - height - root.side
        width: head.width
        height: details.height + 1.6 * Theme.u
        radius: 0.5 * Theme.keyRadius
        color: Theme.palette.card

        Label {
            id: details

            x: Theme.u
            y: 0.8 * Theme.u
            width: parent.width - 2 * Theme.u
            px: Theme.digits
            weight: 450
            tabular: true
            color: Theme.palette.text2
            wrapMode: Text.WrapAnywhere
            maximumLineCount: 4
            elide: Text.ElideRight
            text: root.glass.wrongDetails
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
}
