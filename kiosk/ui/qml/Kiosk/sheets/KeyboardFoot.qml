import QtQuick
import Kiosk

// The lowest row of the keyboard: other signs, the space, and on to the next field.
Item {
    id: root

    required property Keyboard board
    readonly property real cell: board.cell
    readonly property bool narrow: board.narrow
    readonly property real wide: cell * (narrow ? 1 : 1.54)
    readonly property real single: cell * (narrow ? 1 : 1.03)

    KeyboardKey {
        id: figures

        margin: root.board.gap / 2
        width: root.wide
        height: root.height
        small: true
        label: root.board.page === "figures" ? qsTr("abc") : qsTr("123")
        name: root.board.page === "figures" ? qsTr("Letters") : qsTr("Figures")
        onActed: root.board.turn("figures")
    }

    KeyboardKey {
        id: arobase

        margin: figures.margin
        x: root.wide
        width: root.single
        height: root.height
        label: "@"
        onActed: root.board.typed(label)
    }

    KeyboardKey {
        margin: figures.margin
        x: root.wide + root.single
        width: dot.x - x
        height: root.height
        small: true
        label: qsTr("space")
        name: qsTr("Space")
        onActed: root.board.typed(" ")
    }

    KeyboardKey {
        id: dot

        margin: figures.margin
        x: accents.x - width
        width: root.single
        height: root.height
        label: "."
        onActed: root.board.typed(label)
    }

    KeyboardKey {
        id: accents

        margin: figures.margin
        x: next.x - width
        width: root.single
        height: root.height
        label: root.board.page === "accents" ? qsTr("abc") : qsTr("äöü")
        name: root.board.page === "accents" ? qsTr("Letters") : qsTr("Accented letters")
        onActed: root.board.turn("accents")
    }

    KeyboardKey {
        id: next

        margin: figures.margin
        x: root.width - width
        width: root.wide
        height: root.height
        small: true
        filled: true
        label: root.board.nextLabel
        name: root.board.nextName
        onActed: root.board.advanced()
    }
}
