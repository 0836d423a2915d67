import QtQuick
import Kiosk
import KioskGlass

// The upper part of a card: title, list, offers, progress, steps. A refusal told beside a list goes below it.
Column {
    id: root

    required property Glass glass
    required property real roomLeft
    readonly property bool listed: list.count > 0 && !Theme.portrait

    spacing: (Theme.compact ? 1.6 : 2) * Theme.u

    AgendaList {
        id: list

        visible: implicitHeight > 0 && !Theme.portrait
        width: root.width
        height: implicitHeight
        glass: root.glass
        roomLeft: root.roomLeft - (title.visible ? title.height + root.spacing : 0)
    }

    CardTitle {
        id: title

        visible: root.glass.title !== ""
        width: root.width
        height: implicitHeight
        title: root.glass.title
        intro: root.glass.intro
        icon: root.glass.titleIcon
        px: root.listed ? Theme.body : icon === "check" ? Theme.title : root.glass.header && steps.count > 0 ? Theme.head : Theme.headline
        introPx: root.listed ? Theme.label : Theme.body
    }

    Label {
        visible: text !== "" && !root.listed && (offers.count > 0 || checks.count > 0)
        px: Theme.label
        tracking: 0
        weight: offers.count > 0 ? 600 : 450
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
    }

    StepList {
        id: checks

        visible: count > 0
        width: root.width
        small: true
        steps: root.glass.checks
    }
}
