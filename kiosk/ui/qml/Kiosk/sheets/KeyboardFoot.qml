import QtQuick
import Kiosk
import KioskGlass

// The lowest row of the keyboard: other signs, the space, and on to the next field.
Item {
    id: root

    required property Glass glass
    required property string page
    required property string nextLabel
    required property string nextName
    required property real cell
    required property real gap
    required property bool narrow
    readonly property real wide: cell * (narrow ? 1 : 1.54)
    readonly property real single: cell * (narrow ? 1 : 1.03)

    signal typed(letter: string)
    signal turned(page: string)
    signal advanced

    KeyboardKey {
        id: figures

        glass: root.glass
        margin: root.gap / 2
        width: root.wide
        height: root.height
        small: true
        label: root.page === "figures" ? qsTr("abc") : qsTr("123")
        name: root.page === "figures" ? qsTr("Letters") : qsTr("Figures")
        onActed: root.turned("figures")
    }

    KeyboardKey {
        glass: root.glass
        margin: figures.margin
        x: root.wide
        width: root.single
        height: root.height
        label: "@"
        onActed: root.typed(label)
    }

    KeyboardKey {
        glass: root.glass
        margin: figures.margin
        x: root.wide + root.single
        width: dot.x - x
        height: root.height
        small: true
        label: qsTr("space")
        name: qsTr("Space")
        onActed: root.typed(" ")
    }

    KeyboardKey {
        id: dot

        glass: root.glass
        margin: figures.margin
        x: accents.x - width
        width: root.single
        height: root.height
        label: "."
        onActed: root.typed(label)
    }

    KeyboardKey {
        id: accents

        glass: root.glass
        margin: figures.margin
        x: next.x - width
        width: root.single
        height: root.height
        label: root.page === "accents" ? qsTr("abc") : qsTr("äöü")
        name: root.page === "accents" ? qsTr("Letters") : qsTr("Accented letters")
        onActed: root.turned("accents")
    }

    KeyboardKey {
        id: next

        glass: root.glass
        margin: figures.margin
        x: root.width - width
        width: root.wide
        height: root.height
        small: true
        filled: true
        label: root.nextLabel
        name: root.nextName
        onActed: root.advanced()
    }
}
