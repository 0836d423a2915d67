pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// One row of letters. The lowest stands between Shift, or the key for a letter's other form, and Backspace.
Item {
    id: root

    required property Glass glass
    required property string letters
    required property list<string> lines
    required property bool narrow
    required property real gap
    required property bool lowest
    required property bool shifted
    required property string mark
    readonly property int across: narrow ? 7 : lines.reduce((most, line) => Math.max(most, line.length), 10)
    readonly property real cell: width / across
    // A row of one letter less is as wide as the keyboard of a typewriter lets it be: nearly.
    readonly property bool indented: !narrow && !lowest && letters.length === across - 1
    readonly property real side: lowest ? (narrow ? 1 : (across - letters.length) / 2) : indented ? 0.4 : 0
    readonly property real part: indented ? (across - 0.8) / letters.length : 1

    signal typed(letter: string)
    signal erased
    signal lifted

    Repeater {
        model: root.letters.length

        KeyboardKey {
            required property int index
            readonly property string letter: root.letters.charAt(index)

            glass: root.glass
            margin: root.gap / 2
            x: root.cell * (root.side + index * root.part)
            width: root.cell * root.part
            height: root.height
            label: root.shifted ? letter.toUpperCase().replace("SS", "ß") : letter
            onActed: root.typed(label)
        }
    }

    KeyboardKey {
        visible: root.lowest
        glass: root.glass
        margin: root.gap / 2
        width: root.cell * root.side
        height: root.height
        small: true
        label: root.mark
        icon: root.mark === "" ? "arrow-fat-up" : ""
        name: root.mark === "" ? qsTr("Shift") : qsTr("Another form of the letter")
        selected: root.shifted
        onActed: root.lifted()
    }

    KeyboardKey {
        visible: root.lowest
        glass: root.glass
        margin: root.gap / 2
        x: root.width - width
        width: root.cell * root.side
        height: root.height
        small: true
        label: ""
        icon: "backspace"
        name: qsTr("Backspace")
        onActed: root.erased()
    }
}
