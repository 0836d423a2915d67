import QtQuick
import Kiosk

// What stands on a key: two lines of which one is large, or one sentence, with or without an icon.
Item {
    id: root

    required property string label
    required property string under
    required property string shortLabel
    required property bool bigFirst
    required property string icon
    required property bool beside
    required property real px
    required property color ink
    readonly property bool twoLines: under !== ""
    readonly property real iconSize: beside ? Theme.iconScale * px : (Theme.compact ? 4.6 : 4) * Theme.u
    readonly property real aside: beside ? iconSize + 0.4 * px : 0
    // Where not even one word fits, the icon speaks; its name is told to assistive technology.
    readonly property bool mute: icon !== "" && !beside && longest.implicitWidth * least > width * px
    readonly property bool drawn: icon !== "" && (mute || (beside ? asideFits : shortLabel === "" && (!Theme.compact || Theme.portrait)))
    readonly property bool asideFits: longest.implicitWidth <= width - aside && whole.implicitWidth <= 0.85 * lines * (width - aside)
    readonly property string words: whole.implicitWidth <= width * 2 || shortLabel === "" ? label : shortLabel
    readonly property real room: width - (drawn ? aside : 0)
    readonly property int lines: Math.max(1, Math.floor(height / (1.09 * Math.max(1, px))))
    // A word is not broken: it becomes smaller, down to the smallest size that is read from afar.
    readonly property real least: Math.max(Math.min(px, Theme.digits / Math.min(Theme.text, 1.25)), 0.85 * px / Theme.text)
    // Enlarged words shrink to their usual size where the key is too small for them.
    readonly property real crowd: Theme.text > 1 ? Math.max(1 / Theme.text, Math.min(1, Math.sqrt(0.62 * Math.max(0, height) * Math.max(0, room) / (1.09 * Math.max(1, px) * Math.max(1, whole.implicitWidth))))) : 1
    readonly property real shrunk: crowd * fitting
    // A window that has no size yet divides nothing by nothing.
    readonly property real fitting: longest.implicitWidth <= room ? px : Math.max(least, Math.floor(px * room / Math.max(1, longest.implicitWidth)))

    // Two lines share the height of the key.
    readonly property real squeeze: Math.min(1, Math.max(1, height) / (1.15 * ((bigFirst ? Theme.key : Theme.keyTime) + Theme.label)))

    implicitWidth: whole.implicitWidth + (icon !== "" ? aside : 0)

    Label {
        id: whole

        visible: false
        px: root.px
        tracking: -0.012
        weight: 640
        text: root.label
    }

    Label {
        id: longest

        visible: false
        px: root.px
        tracking: -0.012
        weight: 640
        // Japanese is written without spaces: a line may end after any sign.
        text: Theme.script === "Jpan" ? "" : root.words.split(" ").reduce((one, other) => other.length > one.length ? other : one, "")
    }

    Column {
        anchors.centerIn: parent
        visible: root.twoLines
        spacing: -0.1 * root.px

        FitText {
            anchors.horizontalCenter: parent.horizontalCenter
            most: root.squeeze * (root.bigFirst ? Theme.key : Theme.label)
            room: root.width
            tracking: root.bigFirst ? -0.028 : -0.006
            weight: root.bigFirst ? 660 : 560
            color: root.ink
            text: root.twoLines ? root.label : ""
        }

        FitText {
            anchors.horizontalCenter: parent.horizontalCenter
            most: root.squeeze * (root.bigFirst ? Theme.label : Theme.keyTime)
            room: root.width
            tracking: root.bigFirst ? -0.006 : -0.028
            weight: root.bigFirst ? 560 : 660
            color: root.ink
            text: root.under
        }
    }

    Grid {
        anchors.centerIn: parent
        visible: !root.twoLines
        columns: root.beside && root.drawn ? 2 : 1
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter
        spacing: root.beside ? 0.4 * root.px : 0.06 * root.px

        Icon {
            name: root.drawn ? "icons/" + root.icon : ""
            size: root.iconSize
            ink: root.ink
        }

        Label {
            id: sentence

            visible: !root.mute
            width: Math.min(implicitWidth, root.room)
            px: root.shrunk
            tracking: -0.012
            weight: root.beside || !root.drawn ? 640 : 580
            color: root.ink
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            lineHeight: 0.9
            text: root.twoLines ? "" : root.words
        }
    }
}
