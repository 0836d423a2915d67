pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// Latin letters, figures and accents. Ten keys across; seven in alphabetical order where ten would be too narrow.
// A key's target is its whole cell, so that no touch falls between two.
Item {
    id: root

    required property Glass glass
    required property string nextLabel
    required property string nextName
    readonly property bool narrow: Theme.compact && Theme.portrait
    readonly property int columns: narrow ? 7 : 10
    readonly property int rows: narrow ? 5 : 4
    readonly property real cell: width / columns
    readonly property real pitch: height / rows
    readonly property real gap: (Theme.compact ? 1.6 : 1) * Theme.u
    readonly property string plain: page === "figures" ? "1234567890-/:;()&+=,?!'\"_%" : page === "accents" ? "äöüßàáâãåæçèéêëíîïñóôõøœúł" : narrow ? "abcdefghijklmnopqrstuvwxyz" : "qwertyuiopasdfghjklzxcvbnm"
    readonly property string letters: shifted ? plain.toUpperCase().replace("SS", "ß") : plain
    property string page: "letters"
    property bool shifted: false

    signal typed(letter: string)
    signal erased
    signal advanced

    transform: Mirror {
        item: root
    }

    function turn(page: string) {
        root.page = root.page === page ? "letters" : page;
    }

    Repeater {
        model: 26

        KeyboardKey {
            required property int index
            readonly property int row: root.narrow ? Math.floor(index / 7) : index < 10 ? 0 : index < 19 ? 1 : 2
            readonly property int column: root.narrow ? index % 7 + (row === 3 ? 1 : 0) : index - [0, 10, 19][row]
            readonly property bool middle: row === 1 && !root.narrow

            glass: root.glass
            margin: root.gap / 2
            x: root.cell * (middle ? 0.4 + 9.2 * column / 9 : column + (row === 2 && !root.narrow ? 1.5 : 0))
            y: row * root.pitch
            width: root.cell * (middle ? 9.2 / 9 : 1)
            height: root.pitch
            label: root.letters.charAt(index)
            onActed: {
                root.typed(label);
                root.shifted = false;
            }
        }
    }

    KeyboardKey {
        glass: root.glass
        margin: root.gap / 2
        y: (root.rows - 2) * root.pitch
        width: root.cell * (root.narrow ? 1 : 1.5)
        height: root.pitch
        small: true
        label: ""
        icon: "arrow-fat-up"
        name: qsTr("Shift")
        selected: root.shifted
        onActed: root.shifted = !root.shifted
    }

    KeyboardKey {
        glass: root.glass
        margin: root.gap / 2
        x: root.width - width
        y: (root.rows - 2) * root.pitch
        width: root.cell * (root.narrow ? 1 : 1.5)
        height: root.pitch
        small: true
        label: ""
        icon: "backspace"
        name: qsTr("Backspace")
        onActed: root.erased()
    }

    KeyboardFoot {
        y: (root.rows - 1) * root.pitch
        width: root.width
        height: root.pitch
        glass: root.glass
        page: root.page
        nextLabel: root.nextLabel
        nextName: root.nextName
        cell: root.cell
        gap: root.gap
        narrow: root.narrow
        onTyped: letter => root.typed(letter)
        onTurned: page => root.turn(page)
        onAdvanced: root.advanced()
    }
}
