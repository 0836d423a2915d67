import QtQuick
import Kiosk
import KioskGlass

// The fields of a sheet, and, while somebody types, the keyboard below them. The fields stay; only their places change.
Item {
    id: root

    required property Glass glass
    required property bool typing
    required property rect rest
    required property real corner
    required property real foot
    required property real bleed
    property bool cyclic: false
    readonly property bool flat: Theme.rowed
    // In easy reach the fields stand just above the keyboard.
    readonly property real sunk: Theme.easy && typing ? Math.max(0, height - foot - keyboard.height - boardTop) : 0
    readonly property real noteTop: sunk + fields.height + (flat ? 0.6 : 1.75) * Theme.u
    readonly property real boardTop: fields.height + (flat ? 1 : 3.75) * Theme.u + note.height
    readonly property real boardMost: height - foot - boardTop
    readonly property bool misspelt: fields.misspelt

    signal opened
    signal closed

    function begin() {
        fields.begin();
    }

    Keys.onEscapePressed: event => {
        event.accepted = root.typing && !root.cyclic;
        root.closed();
    }

    Fields {
        id: fields

        x: root.typing ? 0 : root.rest.x
        y: root.typing ? root.sunk : root.rest.y
        width: root.typing ? root.width - root.corner : root.rest.width
        height: implicitHeight
        glass: root.glass
        typing: root.typing
        onTaken: root.opened()
        onEnded: root.cyclic ? begin() : root.closed()
    }

    Label {
        id: note

        visible: root.typing
        y: root.noteTop
        width: root.width
        px: Theme.label
        tracking: -0.018
        weight: 450
        color: Theme.palette.text2
        wrapMode: Text.Wrap
        lineHeight: 1.07
        text: root.glass.closing !== "" ? root.glass.closing : root.misspelt ? qsTr("It should look like name@company.com.") : qsTr("All fields are optional. Typed text clears after 60 s without a touch.")
        Accessible.role: Accessible.StaticText
        Accessible.name: text
    }

    Keyboard {
        id: keyboard

        visible: root.typing
        x: -root.bleed
        y: root.height - root.foot - height
        width: root.width + 2 * root.bleed
        height: Math.min(root.boardMost, rows * (Theme.target + Theme.u))
        glass: root.glass
        nextLabel: fields.last && !root.cyclic ? qsTr("Hide") : qsTr("Next", "keyboard")
        nextName: fields.last && !root.cyclic ? qsTr("Hide keyboard") : qsTr("Next field")
        onTyped: letter => fields.current.type(letter)
        mail: fields.mail
        onErased: fields.current.erase()
        onTurned: fields.current.turn(root.glass.otherForm(fields.current.before))
        onAdvanced: fields.advance()
    }
}
