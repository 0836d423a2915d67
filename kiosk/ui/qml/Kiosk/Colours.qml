import QtQuick

// The roles a theme gives colours to. A forgotten one fails to load.
QtObject {
    id: root

    required property color card
    required property color raised
    required property color pressed
    required property color line
    required property color lineStrong
    required property color text
    required property color text2
    required property color inverse
    required property color onInverse
    required property color needle
    required property color focus
    required property color free
    required property color freeInk
    required property color busy
    required property color busyInk
    required property color soon
    required property color soonInk
    required property color hold
    required property color holdInk
    required property color grey
    required property color greyInk
    required property color setup
    required property color setupInk
    // Of findings, for staff: always with an icon and a word.
    required property color well
    required property color warning
    required property color bad

    function finding(health: string): color {
        return health === "well" ? root.well : health === "warning" ? root.warning : root.bad;
    }

    function plane(tone: string): color {
        switch (tone) {
        case "free":
            return root.free;
        case "busy":
        case "yours":
            return root.busy;
        case "soon":
        case "checkin":
            return root.soon;
        case "hold":
            return root.hold;
        case "setup":
            return root.setup;
        default:
            return root.grey;
        }
    }

    function ink(tone: string): color {
        switch (tone) {
        case "free":
            return root.freeInk;
        case "busy":
        case "yours":
            return root.busyInk;
        case "soon":
        case "checkin":
            return root.soonInk;
        case "hold":
            return root.holdInk;
        case "setup":
            return root.setupInk;
        default:
            return root.greyInk;
        }
    }
}
