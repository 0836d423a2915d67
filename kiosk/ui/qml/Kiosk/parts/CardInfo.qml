import QtQuick
import Kiosk
import KioskGlass

// The upper part of a card: title, list, offers, progress, steps. Lines that do not fit are not shown.
Column {
    id: root

    required property Glass glass
    required property real roomLeft
    readonly property bool listed: list.count > 0 && !Theme.portrait
    readonly property real oneLine: 1.21 * Theme.body + 1.9 * Theme.u
    readonly property real below: steps.count > 0 ? steps.height : offers.count > 0 && title.icon !== "check" ? offers.height : 0
    readonly property bool introFits: below === 0 || title.fullHeight + below <= roomLeft

    spacing: 1.2 * Theme.u

    AgendaList {
        id: list

        visible: implicitHeight > 0 && !Theme.portrait
        width: root.width
        height: implicitHeight
        glass: root.glass
        roomLeft: root.roomLeft
    }

    RingTitle {
        visible: root.glass.ring >= 0 && implicitHeight <= root.roomLeft
        width: root.width
        height: implicitHeight
        glass: root.glass
        roomLeft: root.roomLeft
    }

    CardTitle {
        id: title

        readonly property real fullHeight: wantedHeight + 2 * root.spacing

        visible: root.glass.title !== "" && !root.listed && root.glass.ring < 0
        width: root.width
        height: implicitHeight + root.spacing
        title: root.glass.title === root.glass.word ? "" : root.glass.title
        intro: root.glass.intro
        introShown: root.introFits
        icon: root.glass.titleIcon
        px: icon === "check" ? Theme.title : root.glass.header && steps.count > 0 ? Theme.head : Theme.headline
    }

    Label {
        id: heading

        visible: text !== "" && !root.listed && (offers.count > 0 && title.height + height + offers.height + 2 * root.spacing <= root.roomLeft || checks.count > 0 && root.roomLeft > height + root.oneLine)
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.glass.listTitle
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    OfferList {
        id: offers

        visible: count > 0
        width: root.width
        glass: root.glass
        roomLeft: root.roomLeft - y
        tight: title.icon !== "check" && title.fullHeight + loose > root.roomLeft
    }

    ProgressBar {
        visible: root.glass.progress >= 0
        width: root.width
        progress: root.glass.progress
    }

    StepList {
        id: steps

        visible: count > 0
        width: root.width
        steps: root.glass.steps
        roomLeft: root.roomLeft - y
    }

    StepList {
        id: checks

        visible: count > 0
        width: root.width
        small: true
        steps: root.glass.checks
        roomLeft: root.roomLeft - y
    }
}
