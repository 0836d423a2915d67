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
    readonly property bool drawn: icon !== "" && (beside || shortLabel === "" && (!Theme.compact || Theme.portrait))
    readonly property real iconSize: beside ? Theme.iconScale * px : (Theme.compact ? 4.6 : 4) * Theme.u
    readonly property string words: whole.width <= width * 2 || shortLabel === "" ? label : shortLabel

    TextMetrics {
        id: whole

        font: sentence.font
        text: root.label
    }

    Column {
        anchors.centerIn: parent
        visible: root.twoLines
        spacing: -0.1 * root.px

        FitText {
            anchors.horizontalCenter: parent.horizontalCenter
            most: root.bigFirst ? Theme.key : Theme.label
            room: root.width
            tracking: root.bigFirst ? -0.028 : -0.006
            weight: root.bigFirst ? 660 : 560
            color: root.ink
            text: root.twoLines ? root.label : ""
        }

        FitText {
            anchors.horizontalCenter: parent.horizontalCenter
            most: root.bigFirst ? Theme.label : Theme.keyTime
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

            width: Math.min(implicitWidth, root.width - (root.beside && root.drawn ? root.iconSize + 0.4 * root.px : 0))
            px: root.px
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
