import QtQuick
import Kiosk

// The smallest line of a card: what to know, and the code that staff can quote.
Item {
    id: root

    required property string footer
    required property string code
    property bool fits: true

    readonly property real beside: width - codeText.implicitWidth - Theme.gap
    readonly property bool coded: code !== "" && words.implicitWidth <= 2.2 * beside

    implicitHeight: words.height
    visible: fits && (footer !== "" || code !== "")

    Label {
        id: words

        width: root.coded ? root.beside : root.width
        px: Theme.label
        weight: 450
        color: Theme.palette.text2
        wrapMode: Text.Wrap
        lineHeight: 1.07
        text: root.footer
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: text === ""
    }

    Label {
        id: codeText

        visible: root.coded
        x: root.width - width
        px: Theme.label
        weight: 640
        color: Theme.palette.text2
        text: root.code
        Accessible.role: Accessible.StaticText
        Accessible.name: text
        Accessible.ignored: text === ""
    }
}
