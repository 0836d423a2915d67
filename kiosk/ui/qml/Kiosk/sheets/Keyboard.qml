pragma ComponentBehavior: Bound

import QtQuick
import Kiosk
import KioskGlass

// The letters of the language that is spoken, page by page; figures; accents. The language's file says which and where.
// A key's target is its whole cell, so that no touch falls between two.
Item {
    id: root

    required property Glass glass
    required property string nextLabel
    required property string nextName
    property bool mail: false
    readonly property bool narrow: Theme.compact && Theme.portrait
    readonly property string shape: narrow ? "narrow" : Theme.compact ? "low" : "wide"
    readonly property list<string> kinds: glass.keyboardKinds(shape)
    readonly property list<string> lines: glass.keyboardRows(shape, page)
    readonly property int rows: glass.keyboardRows(shape, 0).length + 1
    readonly property real pitch: height / rows
    readonly property real cell: width / (narrow ? 7 : 10)
    readonly property real gap: (Theme.compact ? 1.6 : 1) * Theme.u
    readonly property int mailPage: kinds.includes("latin") ? kinds.indexOf("latin") : 0
    readonly property string mark: kinds[page] === "latin" || kinds[page] === "figures" ? "" : glass.formMark
    property int page: mail ? mailPage : 0
    property bool shifted: false

    signal typed(letter: string)
    signal erased
    signal turned
    signal advanced

    transform: Mirror {
        item: root
    }

    onMailChanged: page = mail ? mailPage : 0

    Repeater {
        model: root.lines.length

        KeyboardRow {
            required property int index

            glass: root.glass
            y: (root.rows - 1 - root.lines.length + index) * root.pitch
            width: root.width
            height: root.pitch
            narrow: root.narrow
            gap: root.gap
            letters: root.lines[index] ?? ""
            lines: root.lines
            lowest: index === root.lines.length - 1
            shifted: root.shifted
            mark: root.mark
            onTyped: letter => {
                root.typed(letter);
                root.shifted = false;
            }
            onErased: root.erased()
            onLifted: root.mark !== "" ? root.turned() : root.shifted = !root.shifted
        }
    }

    KeyboardFoot {
        y: (root.rows - 1) * root.pitch
        width: root.width
        height: root.pitch
        glass: root.glass
        kinds: root.kinds
        labels: root.glass.keyboardLabels(root.shape)
        page: root.page
        mail: root.mail
        nextLabel: root.nextLabel
        nextName: root.nextName
        cell: root.cell
        gap: root.gap
        narrow: root.narrow
        onTyped: letter => root.typed(letter)
        onTurned: page => root.page = page
        onAdvanced: root.advanced()
    }
}
