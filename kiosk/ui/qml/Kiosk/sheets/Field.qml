pragma ComponentBehavior: Bound

import QtQuick
import Kiosk

// A text field: what it is for in small letters, and what is typed below. It takes a finger, a keyboard and the accessibility API.
Item {
    id: root

    required property string caption
    required property string name
    required property string hint
    required property int most
    property bool current: false
    property bool own: false
    readonly property string before: input.text.charAt(input.cursorPosition - 1)
    readonly property real padding: (Theme.compact ? 2.2 : 2.6) * Theme.u
    property alias text: input.text

    signal edited
    signal taken
    signal advanced

    function take() {
        input.forceActiveFocus(Qt.OtherFocusReason);
    }

    function type(letter: string) {
        const at = input.cursorPosition;
        const before = input.length;
        root.own = true;
        input.insert(at, letter);
        root.own = false;
        input.cursorPosition = at + input.length - before;
    }

    // The letter before the cursor becomes its other form: か, が, か again.
    function turn(other: string) {
        root.erase();
        root.type(other);
    }

    function erase() {
        root.own = true;
        input.remove(Math.max(0, input.cursorPosition - 1), input.cursorPosition);
        root.own = false;
    }

    onCurrentChanged: if (!current)
        input.focus = false

    Rectangle {
        anchors.fill: parent
        radius: Theme.keyRadius
        color: Theme.palette.raised
        border.width: Math.max(1, Math.round(root.current ? Theme.chosen : Theme.field))
        border.color: root.current ? Theme.palette.text : Theme.palette.lineStrong
    }

    Label {
        id: caption

        x: root.padding
        y: (root.height - height - input.height) / 2
        px: Theme.label
        weight: 560
        color: Theme.palette.text2
        text: root.caption
    }

    Label {
        anchors.fill: input
        visible: input.text === "" && implicitWidth <= width
        color: Theme.palette.text2
        weight: 450
        text: root.hint
    }

    TextInput {
        id: input

        x: root.padding
        y: caption.y + caption.height
        width: root.width - 2 * root.padding
        clip: true
        color: Theme.palette.text
        selectionColor: Theme.palette.focus
        selectedTextColor: Theme.palette.card
        font: model.font
        maximumLength: root.most
        activeFocusOnTab: true
        inputMethodHints: Qt.ImhNoPredictiveText | Qt.ImhSensitiveData
        cursorDelegate: Rectangle {
            visible: input.cursorVisible
            width: Math.max(2, Math.round(0.35 * Theme.u))
            color: Theme.palette.needle
        }
        horizontalAlignment: Theme.mirrored ? TextInput.AlignRight : undefined
        transform: Mirror {
            item: input
        }
        Accessible.name: root.name
        Accessible.description: root.hint
        onTextEdited: if (!root.own)
            root.edited()
        onActiveFocusChanged: if (activeFocus)
            root.taken()
        onAccepted: root.advanced()

        PointHandler {
            onActiveChanged: if (active)
                root.taken()
        }
    }

    Label {
        id: model

        visible: false
        weight: 560
    }

    TapHandler {
        onTapped: {
            input.forceActiveFocus(Qt.MouseFocusReason);
            root.taken();
        }
    }
}
