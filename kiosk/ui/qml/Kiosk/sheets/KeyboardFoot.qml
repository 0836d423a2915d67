pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The lowest row of the keyboard: other signs, the space, and on to the next field.
Item {
    id: root

    required property Glass glass
    required property list<string> kinds
    required property list<string> labels
    required property int page
    required property bool mail
    required property string nextLabel
    required property string nextName
    required property real cell
    required property real gap
    required property bool narrow
    readonly property real wide: cell * (narrow ? 1 : 1.54)
    readonly property real single: cell * (narrow ? 1 : 1.03)
    readonly property int figuresPage: kinds.length - 1
    readonly property int after: page === figuresPage ? 1 : page === figuresPage - 1 ? 0 : page + 1

    signal typed(letter: string)
    signal turned(page: int)

    function nameOf(kind: string): string {
        return kind === "accents" ? qsTr("Accented letters") : kind === "latin" ? qsTr("Latin letters") : kind === "more" ? qsTr("More letters") : qsTr("Letters");
    }

    signal advanced

    KeyboardKey {
        id: figures

        glass: root.glass
        margin: root.gap / 2
        width: root.wide
        height: root.height
        small: true
        label: root.page === root.figuresPage ? root.labels[0] : qsTr("123")
        name: root.page === root.figuresPage ? qsTr("Letters") : qsTr("Figures")
        onActed: root.turned(root.page === root.figuresPage ? 0 : root.figuresPage)
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
        visible: !root.mail
        width: dot.x - x
        height: root.height
        small: true
        label: qsTr("space")
        name: qsTr("Space")
        onActed: root.typed(" ")
    }

    Repeater {
        model: root.mail ? ["-", "_"] : []

        KeyboardKey {
            required property int index
            required property string modelData

            glass: root.glass
            margin: figures.margin
            x: root.wide + root.single + index * width
            width: (dot.x - root.wide - root.single) / 2
            height: root.height
            label: modelData
            onActed: root.typed(label)
        }
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
        label: root.labels[root.after]
        name: root.nameOf(root.kinds[root.after])
        onActed: root.turned(root.after)
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
