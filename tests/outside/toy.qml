// A window that is not the display: proves that the harness sees, waits, presses and types.
import QtQuick

Window {
    id: toy

    property int presses: 0
    property bool sheet: false

    width: 400
    height: 300
    visible: true

    component Key: Rectangle {
        width: 120
        height: 24
        Accessible.role: Accessible.Button
    }

    Column {
        visible: !toy.sheet

        Text {
            text: "Pressed " + toy.presses
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
        Key {
            Accessible.name: "Press me"
            Accessible.onPressAction: toy.presses += 1
        }
        Key {
            Accessible.name: "Later"
            Accessible.onPressAction: delay.start()
        }
        Key {
            Accessible.name: "Unseen"
            visible: false
        }
        TextInput {
            id: subject
            width: 120
            height: 24
            Accessible.name: "Subject"
        }
        Text {
            text: "Typed " + subject.text
            Accessible.role: Accessible.StaticText
            Accessible.name: text
        }
    }
    Key {
        visible: toy.sheet
        Accessible.name: "Close"
        Accessible.onPressAction: toy.sheet = false
    }
    Item {
        visible: toy.sheet
        width: 10
        height: 10
        Accessible.role: Accessible.AlertMessage
        Accessible.name: "The sheet is open"
    }
    Timer {
        id: delay
        interval: 300
        onTriggered: toy.sheet = true
    }
}
